"""The trunk: copies of the encoder's upper blocks, tuned to judge, and shared by every head.

The encoder itself stays as published, because its embedding must stay comparable. What tells
praise from blame is learnt in these copies, once for all heads: they are trained together.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

from models.blocks import Block, Runs, mean_pool
from models.encoder import Encoder
from models.errors import HeadError
from models.version import TRUNK


@dataclass(frozen=True)
class TrunkConfig:
    """The shape of the trunk. Layer 0 is the embeddings, layer k what block k gives."""

    version: int = 1
    start: int = 4  # the encoder's hidden layer that the trunk goes on from
    blocks: int = 2
    means: tuple[int, ...] = (2, 4, 6)  # layers of the encoder whose mean every head sees as well
    width: int = 384
    attention: int = 12
    inner: int = 1536
    dropout: float = 0.1  # while training


@dataclass(frozen=True)
class Views:
    """What a head sees of N texts.

    tuned: (T, H) what the trunk says of every token; runs: how the tokens fall into texts;
    means: (N, M * H) fp32, the mean over tokens of some of the encoder's own layers.
    """

    tuned: Tensor
    runs: Runs
    means: Tensor


class Trunk(nn.Module):
    """Tuned blocks on one of the frozen encoder's hidden layers."""

    def __init__(self, config: TrunkConfig) -> None:
        super().__init__()
        self.config = config
        self.blocks = nn.ModuleList(
            Block(config.width, config.attention, config.inner, config.dropout)
            for _ in range(config.blocks)
        )

    def forward(self, hidden: Tensor, runs: Runs) -> Tensor:
        """The hidden layer `start` (T, H) to (T, H)."""
        for block in self.blocks:
            hidden = block(hidden, runs)
        return hidden

    def views(self, layers: list[Tensor], runs: Runs) -> Views:
        """What heads see, of all hidden layers of the encoder."""
        means = torch.cat([mean_pool(layers[number], runs) for number in self.config.means], 1)
        return Views(self(layers[self.config.start], runs), runs, means)


def new_trunk(encoder: Encoder, config: TrunkConfig) -> Trunk:
    """A trunk whose blocks are copies of those that the encoder runs next."""
    trunk = Trunk(config)
    for own, block in zip(trunk.blocks, encoder.blocks[config.start :], strict=False):
        own.load_state_dict(block.state_dict())
    return trunk


def save_trunk(trunk: Trunk, path: Path) -> None:
    """Write weights as fp16 (finer than the bf16 they run in) with the configuration inside."""
    tensors = {name: value.half().contiguous() for name, value in trunk.state_dict().items()}
    # One entry only: safetensors writes several in random order, and the bytes are to repeat.
    save_file(tensors, path, metadata={"trunk": json.dumps(asdict(trunk.config), sort_keys=True)})
    path.chmod(0o644)  # safetensors writes it for its owner alone


def load_trunk(folder: Path, dtype: torch.dtype = torch.float32, device: str = "cpu") -> Trunk:
    """Read the trunk for inference; HeadError says what to do."""
    path = folder / TRUNK
    try:
        with safe_open(path, framework="pt") as file:
            config = json.loads((file.metadata() or {})["trunk"])
        trunk = Trunk(TrunkConfig(**config | {"means": tuple(config["means"])}))
        trunk.load_state_dict(load_file(path))
    except (OSError, SafetensorError, KeyError, TypeError, RuntimeError, ValueError) as error:
        raise HeadError(
            f"{path} cannot be read as the trunk of the heads ({error}). Restore it with "
            "'git checkout -- models/weights', or train it: python -m models.train trunk"
        ) from error
    return trunk.to(device=device, dtype=dtype).eval().requires_grad_(False)


def digest_of(folder: Path) -> str:
    """What a head remembers of the trunk that it was trained on."""
    with (folder / TRUNK).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:16]
