"""Labelled texts for training, split by text, and their frozen hidden states, cached on disk."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import torch
from numpy.typing import NDArray
from torch import Tensor

from models.encoder import Encoder, as_ids
from models.tokens import Batch, Tokens, batch_of, batches

TONES = ("negative", "neutral", "positive")
CACHE = Path(os.environ.get("XDG_CACHE_HOME", "~/.cache")).expanduser() / "tribe" / "hidden"


class DataError(ValueError):
    """A data file is missing or lacks what training needs."""


@dataclass(frozen=True)
class Labelled:
    """texts and their labels (N,), numbers into the head's labels."""

    texts: list[str]
    labels: NDArray[np.int64]

    def take(self, rows: NDArray[np.integer]) -> Labelled:
        """These rows only."""
        return Labelled([self.texts[i] for i in rows], self.labels[rows])


def read_labelled(path: Path, text: str, label: str, labels: Sequence[str]) -> Labelled:
    """A CSV's texts and labels, each text once; a text with two different labels is dropped."""
    if not path.is_file():
        raise DataError(f"{path} is missing. Say where the data lie: --data FOLDER")
    frame = pd.read_csv(path, usecols=[text, label], dtype=str).dropna()
    frame = frame.drop_duplicates()
    frame = frame.drop_duplicates(subset=text, keep=False)
    unknown = set(frame[label]) - set(labels)
    if unknown:
        raise DataError(f"{path} has labels {sorted(unknown)}; this head knows {list(labels)}.")
    codes = frame[label].map({name: i for i, name in enumerate(labels)})
    return Labelled(frame[text].tolist(), np.asarray(codes, dtype=np.int64))


def without(data: Labelled, others: Sequence[str]) -> Labelled:
    """The data less every text that is also in `others`, spaces and case aside."""
    taken = {_key(text) for text in others}
    return data.take(np.array([i for i, t in enumerate(data.texts) if _key(t) not in taken]))


def keep_aside(data: Labelled, count: int, seed: int) -> tuple[Labelled, Labelled]:
    """The data less `count` random texts, and those."""
    order = np.random.default_rng(seed).permutation(len(data.texts))
    return data.take(np.sort(order[count:])), data.take(np.sort(order[:count]))


def _key(text: str) -> str:
    return " ".join(text.casefold().split())


@dataclass(frozen=True)
class Hidden:
    """Hidden layers of N texts, end to end: layer number to (T, H) float16, memory-mapped."""

    layers: dict[int, NDArray[np.float16]]
    starts: NDArray[np.int64]

    @property
    def lengths(self) -> NDArray[np.int64]:
        """(N,) tokens of each text."""
        return np.diff(self.starts)

    def of(self, batch: Batch) -> dict[int, Tensor]:
        """Layer number to (tokens of the batch, H) fp32."""
        spans = [np.arange(self.starts[i], self.starts[i + 1]) for i in batch.indices]
        rows = np.concatenate(spans)
        return {k: torch.from_numpy(v[rows]).float() for k, v in self.layers.items()}

    def shuffled(self, size: int, random: np.random.Generator) -> Iterator[Batch]:
        """Every text once, in batches of `size` texts of nearly equal length, in random order."""
        jitter = self.lengths + random.uniform(0, 3, len(self.lengths))
        groups = np.array_split(np.argsort(jitter), max(1, round(len(jitter) / size)))
        for pick in random.permutation(len(groups)):
            indices = sorted(groups[pick].tolist(), key=lambda i: int(self.lengths[i]))
            yield batch_of(indices, self.lengths)


@torch.inference_mode()
def hidden_states(
    encoder: Encoder, tokens: Tokens, layers: Sequence[int], cache: Path = CACHE
) -> Hidden:
    """Run the frozen encoder once over all texts; a second call reads the files of the first."""
    digest = hashlib.sha256(tokens.ids.tobytes() + tokens.starts.tobytes()).hexdigest()[:16]
    dtype = str(encoder.norm.weight.dtype).removeprefix("torch.")
    files = {k: cache / f"{digest}-{dtype}-{k}.npy" for k in layers}
    if not all(file.is_file() for file in files.values()):
        cache.mkdir(parents=True, exist_ok=True)
        _compute(encoder, tokens, files)
    return Hidden({k: np.load(file, mmap_mode="r") for k, file in files.items()}, tokens.starts)


def _compute(encoder: Encoder, tokens: Tokens, files: dict[int, Path]) -> None:
    shape = (len(tokens.ids), encoder.words.embedding_dim)
    parts = {k: file.with_suffix(".part") for k, file in files.items()}
    maps = {
        k: np.lib.format.open_memmap(part, mode="w+", dtype=np.float16, shape=shape)
        for k, part in parts.items()
    }
    for batch in batches(tokens.lengths, 4_096):
        spans = [np.arange(tokens.starts[i], tokens.starts[i + 1]) for i in batch.indices]
        rows = np.concatenate(spans)
        found = encoder(as_ids(tokens.ids[rows], "cpu"), batch.runs)
        for k, target in maps.items():
            target[rows] = found[k].half().numpy()
    for k, target in maps.items():
        target.flush()
        parts[k].rename(files[k])  # a file under its own name is always whole
