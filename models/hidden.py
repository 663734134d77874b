"""What the frozen part of the model says of many texts, computed once and kept on disk."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from models.datasets import Labelled
from models.encoder import as_ids
from models.targets import TargetFinder
from models.tokens import Batch, Tokens, batch_of, batches, load_tokenizer, tokenise
from models.trunk import Views

CACHE = Path(os.environ.get("XDG_CACHE_HOME", "~/.cache")).expanduser() / "tribe" / "hidden"
Forward = Callable[[Tensor, Batch], Views]  # ids (T,) of a batch to what is kept of them


@dataclass(frozen=True)
class Frozen:
    """The part of the model that is not trained; `name` tells it from others."""

    name: str
    forward: Forward


@dataclass(frozen=True)
class Hidden:
    """Labelled texts as the frozen part sees them. Items are rows of `Labelled`, texts distinct.

    tokens: (T, H) float16, texts end to end from `starts`; means: (texts, M * H) float16;
    text_of: (N,) each item's text; labels: (N,) or (N, K); marks: each item's target, if any.
    """

    tokens: NDArray[np.float16]
    means: NDArray[np.float16]
    starts: NDArray[np.int64]
    text_of: NDArray[np.int64]
    labels: NDArray[np.generic]
    marks: list[NDArray[np.bool_]] | None

    @property
    def lengths(self) -> NDArray[np.int64]:
        """(N,) tokens of each item."""
        return np.diff(self.starts)[self.text_of]

    def of(self, batch: Batch) -> tuple[Views, Tensor | None]:
        """What a head sees of these items, in fp32, and which tokens are their target's."""
        texts = self.text_of[batch.indices]
        rows = np.concatenate([np.arange(self.starts[i], self.starts[i + 1]) for i in texts])
        views = Views(
            torch.from_numpy(self.tokens[rows]).float(),
            batch.runs,
            torch.from_numpy(self.means[texts]).float(),
        )
        if self.marks is None:
            return views, None
        return views, torch.from_numpy(np.concatenate([self.marks[i] for i in batch.indices]))

    def shuffled(self, size: int, random: np.random.Generator) -> Iterator[Batch]:
        """Every item once, in batches of `size` items of nearly equal length, in random order."""
        jitter = self.lengths + random.uniform(0, 3, len(self.lengths))
        groups = np.array_split(np.argsort(jitter), max(1, round(len(jitter) / size)))
        for pick in random.permutation(len(groups)):
            indices = sorted(groups[pick].tolist(), key=lambda i: int(self.lengths[i]))
            yield batch_of(indices, self.lengths)


def hidden_of(data: Labelled, frozen: Frozen, folder: Path, cache: Path = CACHE) -> Hidden:
    """Run the frozen part once over all texts; a second call reads the files of the first.

    `folder`: the encoder's, for its tokenizer. Items whose text does not name their target are
    left out.
    """
    tokenizer = load_tokenizer(folder / "tokenizer.json")
    distinct = list(dict.fromkeys(data.texts))
    tokens = tokenise(tokenizer, distinct)
    place = {text: i for i, text in enumerate(distinct)}
    text_of = np.array([place[text] for text in data.texts], dtype=np.int64)
    kept, means = _computed(tokens, frozen, cache)
    if data.targets is None:
        return Hidden(kept, means, tokens.starts, text_of, data.labels, None)
    finder = TargetFinder(tokenizer)
    found = [
        finder.mark(tokens.of([row]), (name,))
        for row, name in zip(text_of, data.targets, strict=True)
    ]
    named = np.array([i for i, mark in enumerate(found) if mark is not None], dtype=np.int64)
    marks = [mark for mark in found if mark is not None]
    return Hidden(kept, means, tokens.starts, text_of[named], data.labels[named], marks)


@torch.inference_mode()
def _computed(
    tokens: Tokens, frozen: Frozen, cache: Path
) -> tuple[NDArray[np.float16], NDArray[np.float16]]:
    digest = hashlib.sha256(tokens.ids.tobytes() + tokens.starts.tobytes()).hexdigest()[:16]
    files = [cache / f"{digest}-{frozen.name}-{part}.npy" for part in ("tokens", "means")]
    if not all(file.is_file() for file in files):
        cache.mkdir(parents=True, exist_ok=True)
        for file, values in zip(files, _compute(tokens, frozen), strict=True):
            np.save(part := file.with_suffix(".part.npy"), values)
            part.rename(file)  # a file under its own name is always whole
    kept, means = (np.load(file, mmap_mode="r") for file in files)
    return kept, means


def _compute(tokens: Tokens, frozen: Frozen) -> tuple[NDArray[np.float16], NDArray[np.float16]]:
    kept, means = np.empty(0, np.float16), np.empty(0, np.float16)
    for batch in batches(tokens.lengths, 4_096):
        spans = [np.arange(tokens.starts[i], tokens.starts[i + 1]) for i in batch.indices]
        rows = np.concatenate(spans)
        found = frozen.forward(as_ids(tokens.ids[rows], "cpu"), batch)
        if not len(kept):
            kept = np.empty((len(tokens.ids), found.tuned.shape[1]), np.float16)
            means = np.empty((len(tokens.lengths), found.means.shape[1]), np.float16)
        kept[rows] = found.tuned.half().numpy()
        means[batch.indices] = found.means.half().numpy()
    return kept, means
