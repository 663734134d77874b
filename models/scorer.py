"""The contract with the pipeline: texts in, embeddings and probabilities out, in one pass."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer

from models.encoder import (
    Encoder,
    as_ids,
    embed,
    fastest_dtype,
    load_encoder,
    model_dir,
)
from models.errors import HeadError
from models.heads import Head, load_head
from models.tokens import Batch, Tokens, batches, load_tokenizer, tokenise
from models.version import WEIGHTS, head_files, version_of

BUDGET = 4_096  # tokens a batch: full speed from about 1,000 on, 40 MB of activations at 4,096
Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Scores:
    """What one pass says of N texts, in the order given.

    embedding: (N, 384) float32 of unit length, the public encoder's own.
    heads: head name to (N, labels) float32 calibrated probabilities.
    """

    embedding: Floats
    heads: dict[str, Floats]

    @property
    def tone(self) -> Floats:
        """(N, 3) probabilities of negative, neutral, positive."""
        return self.heads["tone"]


class Scorer:
    """The encoder with its heads."""

    def __init__(
        self, tokenizer: Tokenizer, encoder: Encoder, heads: dict[str, Head], version: str
    ) -> None:
        self.version = version
        self._tokenizer = tokenizer
        self._encoder = encoder
        self._heads = heads
        self._device = str(encoder.norm.weight.device)

    @property
    def labels(self) -> dict[str, tuple[str, ...]]:
        """The labels of each head, in the order of its columns."""
        return {name: head.config.labels for name, head in self._heads.items()}

    def score(
        self, texts: Sequence[str], on_progress: Callable[[int], None] | None = None
    ) -> Scores:
        """Score texts; `on_progress` hears how many of them are done, at last len(texts).

        Only the first 256 tokens are read. An empty text, or one with no known wordpiece, gets
        the answer to an empty text: whoever stores scores decides that it is not scored.
        Memory grows with N by the result alone.
        """
        unique = list(dict.fromkeys(texts))
        place = {text: i for i, text in enumerate(unique)}
        rows = np.array([place[text] for text in texts], dtype=np.int64)
        copies = np.bincount(rows, minlength=len(unique))
        scores = self._empty(len(unique))
        tokens = tokenise(self._tokenizer, unique)
        done = 0
        for batch in batches(tokens.lengths, BUDGET):
            self._score_batch(tokens, batch, scores)
            done += int(copies[batch.indices].sum())
            if on_progress:
                on_progress(done)
        heads = {name: values[rows] for name, values in scores.heads.items()}
        return Scores(scores.embedding[rows], heads)

    @torch.inference_mode()
    def _score_batch(self, tokens: Tokens, batch: Batch, into: Scores) -> None:
        ids = as_ids(tokens.of(batch.indices), self._device)
        layers = self._encoder(ids, batch.runs)
        into.embedding[batch.indices] = embed(layers, batch.runs).cpu().numpy()
        for name, head in self._heads.items():
            found = head.probabilities(layers, batch.runs)
            into.heads[name][batch.indices] = found.cpu().numpy()

    def _empty(self, count: int) -> Scores:
        width = self._encoder.words.embedding_dim
        heads = {k: np.empty((count, len(v)), np.float32) for k, v in self.labels.items()}
        return Scores(np.empty((count, width), np.float32), heads)


def load_scorer(
    weights: Path = WEIGHTS, encoder: Path | None = None, device: str | None = None
) -> Scorer:
    """The encoder and every head in `weights`, checked and ready; nothing is downloaded.

    Raises EncoderError or HeadError, which say what to do.
    """
    folder = encoder or model_dir()
    device = device or ("cuda" if torch.cuda.is_available() else "cpu")
    dtype = fastest_dtype(device)
    files = head_files(weights)
    if not files:
        raise HeadError(f"{weights} holds no head. Train one: python -m models.train tone")
    heads = {path.stem: load_head(path, dtype, device) for path in files}
    tokenizer = load_tokenizer(folder / "tokenizer.json")
    return Scorer(tokenizer, load_encoder(folder, dtype, device), heads, version_of(weights))
