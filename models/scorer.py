"""The contract with the pipeline: texts in, embeddings and probabilities out, in one pass."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
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
from models.targets import Names, TargetFinder
from models.tokens import Batch, Tokens, batch_of, batches, load_tokenizer, tokenise
from models.trunk import Trunk, Views, digest_of, load_trunk
from models.version import WEIGHTS, head_files, version_of

_DOUBT = 0.1  # of how sarcastic a text sounds: see `widened`
BUDGET = 4_096  # tokens a batch: full speed from about 1,000 on, 40 MB of activations at 4,096
Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Scores:
    """What one pass says of N texts, in the order given.

    embedding: (N, 384) float32 of unit length, the public encoder's own.
    heads: head name to (N, labels) float32 calibrated probabilities. A head that judges a target
    is there only if targets were given; its row is NaN where the text does not name the target.
    """

    embedding: Floats
    heads: dict[str, Floats]

    @property
    def tone(self) -> Floats:
        """(N, 3) probabilities of negative, neutral, positive."""
        return self.heads["tone"]


@dataclass(frozen=True)
class _Work:
    """Distinct texts on their way through the model, and what they ask about targets."""

    tokens: Tokens
    scores: Scores  # one row a distinct text
    judged: dict[str, Floats] = field(default_factory=dict)  # of target heads: one row an item
    asked: dict[int, dict[Names, list[int]]] = field(default_factory=dict)  # by distinct text


@dataclass(frozen=True)
class _Asked:
    """A target that a text names. place: of the text in its batch; items: who asks.

    rows (L,): its tokens among those of the batch; marked (L,): which of them name the target.
    """

    place: int
    rows: NDArray[np.int64]
    marked: NDArray[np.bool_]
    items: list[int]


class Scorer:
    """The encoder with the trunk and its heads."""

    def __init__(
        self,
        tokenizer: Tokenizer,
        encoder: Encoder,
        trunk: Trunk,
        heads: dict[str, Head],
        version: str,
    ) -> None:
        self.version = version
        self._tokenizer = tokenizer
        self._finder = TargetFinder(tokenizer)
        self._encoder = encoder
        self._trunk = trunk
        self._heads = heads
        self._device = str(encoder.norm.weight.device)

    @property
    def labels(self) -> dict[str, tuple[str, ...]]:
        """The labels of each head, in the order of its columns."""
        return {name: head.config.labels for name, head in self._heads.items()}

    @property
    def thresholds(self) -> dict[str, tuple[float, ...]]:
        """Of heads that do not say their most probable label: from which probability each is."""
        found = {name: head.config.thresholds for name, head in self._heads.items()}
        return {name: levels for name, levels in found.items() if levels is not None}

    @property
    def many(self) -> frozenset[str]:
        """The heads that may say several labels of a text."""
        return frozenset(n for n, head in self._heads.items() if head.config.kind == "many")

    def score(
        self,
        texts: Sequence[str],
        on_progress: Callable[[int], None] | None = None,
        targets: Sequence[Names] | None = None,
    ) -> Scores:
        """Score texts; `on_progress` hears how many of them are done, at last len(texts).

        targets: for each text the names by which its target is called there, or none. Only the
        first 256 tokens are read. An empty text, or one with no known wordpiece, gets the answer
        to an empty text: whoever stores scores decides that it is not scored. Memory grows with N
        by the result alone.
        """
        unique = list(dict.fromkeys(texts))
        place = {text: i for i, text in enumerate(unique)}
        rows = np.array([place[text] for text in texts], dtype=np.int64)
        copies = np.bincount(rows, minlength=len(unique))
        work = self._work(tokenise(self._tokenizer, unique), rows, targets)
        done = 0
        for batch in batches(work.tokens.lengths, BUDGET):
            self._score_batch(batch, work)
            done += int(copies[batch.indices].sum())
            if on_progress:
                on_progress(done)
        heads = {name: values[rows] for name, values in work.scores.heads.items()}
        return Scores(work.scores.embedding[rows], heads | work.judged)

    @torch.inference_mode()
    def embed(self, texts: Sequence[str]) -> Floats:
        """(N, width) the embeddings alone, as `score` gives them, without what the heads cost."""
        tokens = tokenise(self._tokenizer, list(texts))
        found = np.empty((len(texts), self._encoder.words.embedding_dim), np.float32)
        for batch in batches(tokens.lengths, BUDGET):
            layers = self._layers(tokens, batch)
            found[batch.indices] = embed(layers, batch.runs).cpu().numpy()
        return found

    @torch.inference_mode()
    def _score_batch(self, batch: Batch, work: _Work) -> None:
        layers = self._layers(work.tokens, batch)
        work.scores.embedding[batch.indices] = embed(layers, batch.runs).cpu().numpy()
        views = self._trunk.views(layers, batch.runs)
        for name, values in work.scores.heads.items():
            values[batch.indices] = self._heads[name].probabilities(views).cpu().numpy()
        self._widen(batch, work.scores.heads)
        if any(text in work.asked for text in batch.indices):
            untuned = replace(views, tuned=layers[self._trunk.config.start])
            self._score_targets(batch, views, untuned, work)

    def _layers(self, tokens: Tokens, batch: Batch) -> list[torch.Tensor]:
        ids = as_ids(tokens.of(batch.indices), self._device)
        layers: list[torch.Tensor] = self._encoder(ids, batch.runs)
        return layers

    def _widen(self, batch: Batch, heads: dict[str, Floats]) -> None:
        """What sounds sarcastic may mean the opposite: its tone is less sure, never turned."""
        if "tone" in heads and "sarcasm" in heads:
            level = self.thresholds["sarcasm"][1]
            sarcasm = heads["sarcasm"][batch.indices, 1]
            heads["tone"][batch.indices] = widened(heads["tone"][batch.indices], sarcasm, level)

    def _score_targets(self, batch: Batch, views: Views, untuned: Views, work: _Work) -> None:
        """Each target that a text of the batch names, over the tokens of that text alone.

        untuned: what heads with blocks of their own go on from.
        """
        asked = self._asked(batch, work)
        if not asked:
            return
        runs = batch_of(list(range(len(asked))), np.array([len(one.rows) for one in asked])).runs
        rows = np.concatenate([one.rows for one in asked])
        means = views.means[[one.place for one in asked]]
        marked = torch.from_numpy(np.concatenate([one.marked for one in asked])).to(self._device)
        for name, values in work.judged.items():
            head = self._heads[name]
            tuned = (untuned if head.config.blocks else views).tuned[rows]
            found = head.probabilities(Views(tuned, runs, means), marked).cpu().numpy()
            for row, one in zip(found, asked, strict=True):
                values[one.items] = row

    def _asked(self, batch: Batch, work: _Work) -> list[_Asked]:
        """The targets that the texts of a batch name; a batch has its texts in order of length."""
        found = []
        start = 0  # of the text among the tokens of the batch
        for place, text in enumerate(batch.indices):
            for names, items in work.asked.get(text, {}).items():
                mark = self._finder.mark(work.tokens.of([text]), names)
                if mark is not None:
                    found.append(_Asked(place, start + np.arange(len(mark)), mark, items))
            start += int(work.tokens.lengths[text])
        return found

    def _work(
        self, tokens: Tokens, rows: NDArray[np.int64], targets: Sequence[Names] | None
    ) -> _Work:
        count = len(tokens.lengths)
        of_text, of_target = {}, {}
        for name, head in self._heads.items():
            labels = len(head.config.labels)
            if head.config.kind != "target":
                of_text[name] = np.empty((count, labels), np.float32)
            elif targets is not None:
                of_target[name] = np.full((len(rows), labels), np.nan, np.float32)
        width = self._encoder.words.embedding_dim
        scores = Scores(np.empty((count, width), np.float32), of_text)
        asked: dict[int, dict[Names, list[int]]] = {}
        for item, (text, names) in enumerate(zip(rows.tolist(), targets or (), strict=False)):
            if names:
                asked.setdefault(text, {}).setdefault(tuple(names), []).append(item)
        return _Work(tokens, scores, of_target, asked)


def widened(tone: Floats, sarcasm: Floats, level: float) -> Floats:
    """Tone (N, 3) mixed with «anything», by a tenth of how sarcastic (N,) it is, from `level` on.

    The most probable tone stays the same. With a tenth, the calibration error is 0.027 on
    tone_tweets_dev and 0.032 on the airline tweets; with none 0.024 and 0.041, with half 0.068 and
    0.030.
    """
    share = np.where(sarcasm >= level, _DOUBT * sarcasm, 0)[:, None]
    return np.asarray((1 - share) * tone + share / tone.shape[1], np.float32)


def load_scorer(
    weights: Path = WEIGHTS, encoder: Path | None = None, device: str | None = None
) -> Scorer:
    """The encoder, the trunk and every head in `weights`, checked and ready; nothing is downloaded.

    Raises EncoderError or HeadError, which say what to do.
    """
    folder = encoder or model_dir()
    device = device or ("cuda" if torch.cuda.is_available() else "cpu")
    dtype = fastest_dtype(device)
    files = head_files(weights)
    if not files:
        raise HeadError(f"{weights} holds no head. Train one: python -m models.train tone")
    trunk, digest = load_trunk(weights, dtype, device), digest_of(weights)
    heads = {path.stem: load_head(path, digest, dtype, device) for path in files}
    tokenizer = load_tokenizer(folder / "tokenizer.json")
    encoder_ = load_encoder(folder, dtype, device)
    return Scorer(tokenizer, encoder_, trunk, heads, version_of(weights))
