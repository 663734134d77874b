"""Heads: what is judged of a text, read off the trunk.

A head pools the trunk's tokens and ends in two small layers. It is one safetensors file that
carries its own configuration: its labels, its calibration, and which trunk it was trained on.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Literal

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from torch.nn import functional as F

from models.blocks import AttentionPool, MarkedBlocks, TargetPool
from models.calibrate import Calibration
from models.errors import HeadError
from models.trunk import Trunk, Views

FORMAT = "2"  # of the file; raised when an older reader would misread a newer file
Kind = Literal["one", "many", "target"]


@dataclass(frozen=True)
class HeadConfig:
    """The shape of a head.

    kind: "one" label a text, any number of them ("many"), or one about a target that the text
    names ("target"). blocks: of its own, in the place of the trunk's, told which tokens are the
    target's; 0: it reads the trunk. thresholds: the probability from which on a label is said, for
    kinds and labels where the most probable one is not simply taken.
    """

    name: str
    version: int
    labels: tuple[str, ...]
    kind: Kind = "one"
    blocks: int = 0
    trunk: str = ""  # digest of the trunk it was trained on
    hidden: int = 256
    width: int = 384
    attention: int = 12
    inner: int = 1536
    means: int = 3  # how many of the encoder's layers are seen as means
    dropout: float = 0.3  # while training
    calibration: Calibration = field(default_factory=Calibration)
    thresholds: tuple[float, ...] | None = None


class Head(nn.Module):
    """Pooling, two small layers."""

    def __init__(self, config: HeadConfig) -> None:
        super().__init__()
        self.config = config
        shape = (config.width, config.attention, config.inner)
        self.own = MarkedBlocks(config.blocks, shape) if config.blocks else None
        self.pool = AttentionPool(config.width)
        self.target = TargetPool(config.width) if config.kind == "target" else None
        about = self.target.out_width if self.target is not None else 0
        self.hidden = nn.Linear((1 + config.means) * config.width + about, config.hidden)
        self.output = nn.Linear(config.hidden, len(config.labels))

    def forward(self, views: Views, marked: Tensor | None = None) -> Tensor:
        """Logits (N, labels) in fp32; `marked` (T,) says which tokens are the target's.

        A head with blocks of its own takes the layer that the trunk goes on from as `views.tuned`.
        """
        tuned, runs = views.tuned, views.runs
        if self.own is not None:
            tuned = self.own(tuned, runs, marked)
        pooled = [self.pool(tuned, runs).float(), views.means]
        if self.target is not None:
            assert marked is not None, "this head judges a target: mark its tokens"  # noqa: S101
            pooled.append(self.target(tuned, runs, marked).float())
        joined = self._drop(torch.cat(pooled, 1))
        logits: Tensor = self.output(self._drop(F.gelu(self.hidden(joined))))
        return logits

    def probabilities(self, views: Views, marked: Tensor | None = None) -> Tensor:
        """Calibrated probabilities (N, labels); each row sums to 1 unless the kind is "many"."""
        calibration = self.config.calibration
        logits = self(views, marked)
        bias = torch.tensor(calibration.bias or [0.0] * logits.shape[1], device=logits.device)
        scaled = logits / calibration.temperature + bias
        return scaled.sigmoid() if self.config.kind == "many" else F.softmax(scaled, dim=1)

    def _drop(self, values: Tensor) -> Tensor:
        return F.dropout(values, self.config.dropout, self.training)


def new_head(config: HeadConfig, trunk: Trunk) -> Head:
    """A head to be trained; blocks of its own start as copies of the trunk's."""
    head = Head(config)
    if head.own is not None:
        for own, block in zip(head.own.blocks, trunk.blocks, strict=True):
            own.load_state_dict(block.state_dict())
    return head


def save_head(head: Head, path: Path) -> None:
    """Write weights as fp16 (finer than the bf16 they run in) with the configuration inside."""
    tensors = {name: value.half().contiguous() for name, value in head.state_dict().items()}
    written = {"format": FORMAT, **asdict(head.config)}
    # One entry only: safetensors writes several in random order, and the bytes are to repeat.
    save_file(tensors, path, metadata={"head": json.dumps(written, sort_keys=True)})
    path.chmod(0o644)  # safetensors writes it for its owner alone


def load_head(
    path: Path, trunk: str, dtype: torch.dtype = torch.float32, device: str = "cpu"
) -> Head:
    """Read a head for inference over the trunk of this digest.

    HeadError says which file and what to do.
    """
    try:
        with safe_open(path, framework="pt") as file:
            metadata = file.metadata() or {}
        head = Head(config_from(metadata))
        head.load_state_dict(load_file(path))
        if head.config.trunk != trunk:
            raise KeyError("it was trained on another trunk")
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
    values["labels"] = tuple(values["labels"])
    if values["thresholds"] is not None:
        values["thresholds"] = tuple(values["thresholds"])
    return HeadConfig(**values)
