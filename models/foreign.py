"""Any Hugging Face sequence classifier in the tone head's place.

Its labels stand under ours; `models.foreign_loading` reads it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import torch
from numpy.typing import NDArray

from models.chosen import Targets, TextScorer
from models.scorer import Scores
from models.tokens import MAX_CHARS

if TYPE_CHECKING:
    from transformers import PretrainedConfig, PreTrainedModel, PreTrainedTokenizerBase

Floats = NDArray[np.float32]
_BUDGET = 4_096  # tokens a batch, padding counted
_LONGEST = 512  # tokens; what such models are trained to read, where they allow more
_CHUNK = 2_048  # texts tokenised at once


class ForeignClassifier:
    """A classifier whose probabilities stand under our labels."""

    def __init__(
        self,
        tokenizer: PreTrainedTokenizerBase,
        model: PreTrainedModel,
        columns: Floats,
        version: str,
    ) -> None:
        self.version = version
        self._tokenizer = tokenizer
        self._model = model
        self._columns = columns  # (its labels, our labels): 1 where one means the other
        self._longest = _longest(tokenizer, model.config)

    def probabilities(
        self, texts: Sequence[str], on_progress: Callable[[int], None] | None = None
    ) -> Floats:
        """(N, labels) for N texts, each row summing to 1; identical texts are read once."""
        unique = list(dict.fromkeys(texts))
        place = {text: i for i, text in enumerate(unique)}
        rows = np.array([place[text] for text in texts], dtype=np.int64)
        copies = np.bincount(rows, minlength=len(unique))
        ids = self._ids(unique)
        found = np.empty((len(unique), self._columns.shape[1]), np.float32)
        done = 0
        for batch in _padded_batches([len(one) for one in ids]):
            found[batch] = self._batch([ids[i] for i in batch]) @ self._columns
            done += int(copies[batch].sum())
            if on_progress:
                on_progress(done)
        return found[rows]

    def _ids(self, texts: Sequence[str]) -> list[list[int]]:
        ids: list[list[int]] = []
        for start in range(0, len(texts), _CHUNK):
            chunk = [
                text[:MAX_CHARS].encode("utf-8", "replace").decode()
                for text in texts[start : start + _CHUNK]
            ]
            read = self._tokenizer(chunk, truncation=True, max_length=self._longest)
            ids.extend(read["input_ids"])
        return ids

    @torch.inference_mode()
    def _batch(self, ids: list[list[int]]) -> Floats:
        padded = self._tokenizer.pad({"input_ids": ids}, return_tensors="pt")
        inputs = {name: padded[name].to(self._model.device) for name in padded}
        logits = self._model(**inputs).logits  # (n, its labels)
        return np.asarray(logits.float().softmax(1).cpu().numpy())


@dataclass(frozen=True)
class WithForeignTone:
    """Our scorer, its tone from another model; embedding and other heads stay as they are."""

    scorer: TextScorer
    tone: ForeignClassifier
    version: str

    @property
    def labels(self) -> dict[str, tuple[str, ...]]:
        """The labels of each head, in the order of its columns."""
        return self.scorer.labels

    @property
    def thresholds(self) -> dict[str, tuple[float, ...]]:
        """Of our own heads."""
        return {name: levels for name, levels in self.scorer.thresholds.items() if name != "tone"}

    @property
    def many(self) -> frozenset[str]:
        """Of our own heads."""
        return self.scorer.many

    def score(
        self,
        texts: Sequence[str],
        on_progress: Callable[[int], None] | None = None,
        targets: Targets | None = None,
    ) -> Scores:
        """See Scorer.score; progress is that of the other model, which takes most of the time."""
        ours = self._ours(texts, targets)
        tone = self.tone.probabilities(texts, on_progress)
        return Scores(ours.embedding, ours.heads | {"tone": tone})

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """See Scorer.embed."""
        return self.scorer.embed(texts)

    def _ours(self, texts: Sequence[str], targets: Targets | None) -> Scores:
        return (
            self.scorer.score(texts, targets=targets)
            if targets is not None
            else self.scorer.score(texts)
        )


def _longest(tokenizer: PreTrainedTokenizerBase, config: PretrainedConfig) -> int:
    """Tokens that the model can place; RoBERTa's positions begin behind its padding id."""
    places = getattr(config, "max_position_embeddings", None) or _LONGEST
    reserved = (getattr(config, "pad_token_id", None) or 0) + 1
    return int(max(8, min(tokenizer.model_max_length, places - reserved, _LONGEST)))


def _padded_batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Texts of nearly equal length, at most `_BUDGET` tokens with their padding."""
    batch: list[int] = []
    for index in np.argsort(lengths, kind="stable").tolist():
        if batch and (len(batch) + 1) * lengths[index] > _BUDGET:
            yield batch
            batch = []
        batch.append(index)
    if batch:
        yield batch
