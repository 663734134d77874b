"""From texts to wordpiece ids, and from ids to batches of about equal work.

Nothing here pads. A batch is a list of texts whose tokens lie end to end in one row; texts of
one length lie side by side and form a *run*, so that attention needs no mask.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

# Rust threads inside a forked worker would only draw a warning; the caller may say otherwise.
os.environ.setdefault("TOKENIZERS_PARALLELISM", "true")

from tokenizers import Tokenizer

MAX_TOKENS = 256  # all-MiniLM-L6-v2 was trained to read this far
MAX_CHARS = 16_384  # 64 characters for each token that can be read: nothing past it is reached
CHUNK = 2_048  # texts tokenised at once; bounds the tokenizer's own, bulky, result objects


@dataclass(frozen=True)
class Tokens:
    """Wordpiece ids of N texts, end to end.

    ids: (T,) int32, each text with its [CLS] and [SEP]; starts: (N + 1,) int64 offsets into ids.
    """

    ids: NDArray[np.int32]
    starts: NDArray[np.int64]

    @property
    def lengths(self) -> NDArray[np.int64]:
        """(N,) tokens of each text; at least 2, at most MAX_TOKENS."""
        return np.diff(self.starts)

    def of(self, indices: Sequence[int]) -> NDArray[np.int32]:
        """The ids of these texts, end to end."""
        return np.concatenate([self.ids[self.starts[i] : self.starts[i + 1]] for i in indices])


@dataclass(frozen=True)
class Batch:
    """Texts that go through the encoder together, in order of length.

    indices: which texts; runs: (texts, tokens each) of every stretch of equal length.
    """

    indices: list[int]
    runs: list[tuple[int, int]]


def load_tokenizer(path: Path) -> Tokenizer:
    """The encoder's own tokenizer, set to cut at MAX_TOKENS and never to pad."""
    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.enable_truncation(MAX_TOKENS)
    tokenizer.no_padding()
    return tokenizer


def tokenise(tokenizer: Tokenizer, texts: Sequence[str]) -> Tokens:
    """Encode texts; unpaired surrogates count as unknown characters, NULs as nothing."""
    parts: list[NDArray[np.int32]] = []
    lengths: list[int] = []
    for start in range(0, len(texts), CHUNK):
        chunk = [_readable(text) for text in texts[start : start + CHUNK]]
        for encoding in tokenizer.encode_batch_fast(chunk):
            parts.append(np.array(encoding.ids, dtype=np.int32))
            lengths.append(len(parts[-1]))
    ids = np.concatenate(parts) if parts else np.empty(0, dtype=np.int32)
    return Tokens(ids, np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64))


def _readable(text: str) -> str:
    head = text[:MAX_CHARS]
    return head if head.isascii() else head.encode("utf-8", "replace").decode("utf-8")


def batches(lengths: Sequence[int] | NDArray[np.int64], budget: int) -> Iterator[Batch]:
    """Cut texts into batches of at most `budget` tokens, shortest texts first.

    Every index comes once. A text longer than the budget is a batch of its own.
    """
    sizes = np.asarray(lengths, dtype=np.int64)
    indices: list[int] = []
    total = 0
    for index in np.argsort(sizes, kind="stable").tolist():
        if indices and total + sizes[index] > budget:
            yield batch_of(indices, sizes)
            indices, total = [], 0
        indices.append(index)
        total += int(sizes[index])
    if indices:
        yield batch_of(indices, sizes)


def batch_of(indices: list[int], lengths: NDArray[np.int64]) -> Batch:
    """The batch of these texts, which are already in order of length."""
    grouped = groupby(int(lengths[i]) for i in indices)
    return Batch(indices, [(sum(1 for _ in same), length) for length, same in grouped])
