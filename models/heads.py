"""Heads: what is judged of a text, read off the encoder's hidden layers.

A head may run a few blocks of its own over one hidden layer (they begin as copies of the
encoder's next layers and are then trained), pools tokens of those and of further layers, and
ends in two small layers. A head is one safetensors file that carries its own configuration.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from torch.nn import functional as F

from models.blocks import AttentionPool, Block, Runs
from models.calibrate import Calibration
from models.errors import HeadError

FORMAT = "1"  # of the file; raised when an older reader would misread a newer file
Layers = Mapping[int, Tensor] | Sequence[Tensor]  # hidden layers (T, H) by number


@dataclass(frozen=True)
class HeadConfig:
    """The shape of a head. Layer 0 is the embeddings, layer k what block k gives."""

    name: str
    version: int
    labels: tuple[str, ...]
    start: int  # the hidden layer that the head's own blocks begin at
    blocks: int  # how many of them; none: the head only pools
    pooled: tuple[int, ...]  # hidden layers of the encoder that are pooled as well
    hidden: int = 256
    width: int = 384
    attention: int = 12
    inner: int = 1536
    dropout: float = 0.1  # while training
    calibration: Calibration = field(default_factory=Calibration)

    @property
    def reads(self) -> tuple[int, ...]:
        """The hidden layers this head needs."""
        return tuple(sorted({*self.pooled, *([self.start] if self.blocks else [])}))


class Head(nn.Module):
    """Blocks of its own, pooling, two small layers."""

    def __init__(self, config: HeadConfig) -> None:
        super().__init__()
        self.config = config
        size, dropout = config.width, config.dropout
        self.blocks = nn.ModuleList(
            Block(size, config.attention, config.inner, dropout) for _ in range(config.blocks)
        )
        views = len(config.pooled) + (1 if config.blocks else 0)
        self.pools = nn.ModuleList(AttentionPool(size) for _ in range(views))
        self.hidden = nn.Linear(views * size, config.hidden)
        self.output = nn.Linear(config.hidden, len(config.labels))

    def forward(self, layers: Layers, runs: Runs) -> Tensor:
        """Hidden layers (T, H) to logits (N, labels) in fp32."""
        views = [layers[number] for number in self.config.pooled]
        if self.config.blocks:
            tuned = layers[self.config.start]
            for block in self.blocks:
                tuned = block(tuned, runs)
            views.append(tuned)
        pooled = [pool(view, runs) for pool, view in zip(self.pools, views, strict=True)]
        joined = self._drop(torch.cat(pooled, 1).float())  # (N, views * H)
        logits: Tensor = self.output(self._drop(F.gelu(self.hidden(joined))))
        return logits

    def probabilities(self, layers: Layers, runs: Runs) -> Tensor:
        """Calibrated probabilities (N, labels), each row summing to 1."""
        calibration = self.config.calibration
        logits = self(layers, runs)
        bias = torch.tensor(calibration.bias or [0.0] * logits.shape[1], device=logits.device)
        return F.softmax(logits / calibration.temperature + bias, dim=1)

    def _drop(self, values: Tensor) -> Tensor:
        return F.dropout(values, self.config.dropout, self.training)


def save_head(head: Head, path: Path) -> None:
    """Write weights as fp16 (finer than the bf16 they run in) with the configuration inside."""
    tensors = {name: value.half().contiguous() for name, value in head.state_dict().items()}
    written = {"format": FORMAT, **asdict(head.config)}
    # One entry only: safetensors writes several in random order, and the bytes are to repeat.
    save_file(tensors, path, metadata={"head": json.dumps(written, sort_keys=True)})
    path.chmod(0o644)  # safetensors writes it for its owner alone


def load_head(path: Path, dtype: torch.dtype = torch.float32, device: str = "cpu") -> Head:
    """Read a head for inference; HeadError says which file and what to do."""
    try:
        with safe_open(path, framework="pt") as file:
            metadata = file.metadata() or {}
        head = Head(config_from(metadata))
        head.load_state_dict(load_file(path))
    except (SafetensorError, KeyError, TypeError, RuntimeError, json.JSONDecodeError) as error:
        raise HeadError(
            f"{path} cannot be read as a head ({error}). Restore it with "
            f"'git checkout -- models/weights', or train it: python -m models.train {path.stem}"
        ) from error
    head = head.to(device=device, dtype=dtype).eval().requires_grad_(False)
    head.hidden.float()  # two small layers: bf16 would round their probabilities to about 1 %
    head.output.float()
    return head


def config_from(metadata: Mapping[str, str]) -> HeadConfig:
    """The configuration that `save_head` wrote."""
    values = json.loads(metadata["head"])
    if (found := values.pop("format", None)) != FORMAT:
        raise KeyError(f"format {found}, this software reads format {FORMAT}")
    values["calibration"] = Calibration(**values["calibration"])
    for key in ("labels", "pooled"):
        values[key] = tuple(values[key])
    return HeadConfig(**values)
