"""What the models say of a file's texts, chunk by chunk; a text seen lately is not scored again."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from models.chosen import Choice, TextScorer
from models.language import ENGLISH, languages_of, not_scored
from models.targets import spellings

CHUNK = 8_192  # rows scored at once; many texts hold more of equal length
_RECENT = 4  # chunks in which a text that was scored before is found again
Floats = NDArray[np.float32]
Key = bytes
Tell = Callable[[int], None]


@dataclass(frozen=True)
class Judged:
    """Of N texts: language and the reason why not scored ('' for none), and all numbers.

    values: (N, W) float32, the probabilities of each head side by side, then the embedding if it
    is wanted; NaN where there is none.
    """

    language: NDArray[np.str_]
    not_scored: NDArray[np.str_]
    values: Floats


@dataclass(frozen=True)
class Columns:
    """Which head stands where in `Judged.values`."""

    heads: dict[str, slice]
    labels: dict[str, tuple[str, ...]]
    embedding: slice | None
    thresholds: Mapping[str, tuple[float, ...]] = field(default_factory=dict)

    @property
    def width(self) -> int:
        """W."""
        last = self.embedding or list(self.heads.values())[-1]
        return int(last.stop)


def columns_of(
    labels: Mapping[str, tuple[str, ...]],
    embedding: int,
    thresholds: Mapping[str, tuple[float, ...]] | None = None,
) -> Columns:
    """Heads in their order, then an embedding of so many dimensions; 0: none."""
    heads, start = {}, 0
    for name, those in labels.items():
        heads[name] = slice(start, start + len(those))
        start += len(those)
    vector = slice(start, start + embedding) if embedding else None
    return Columns(heads, dict(labels), vector, thresholds or {})


class Judge:
    """Scores texts, each with its target if there are targets, and remembers the last ones."""

    def __init__(self, scorer: TextScorer, choice: Choice, columns: Columns, targets: bool) -> None:
        self._scorer = scorer
        self._choice = choice
        self._columns = columns
        self._targets = targets
        self._recent: deque[tuple[dict[Key, int], Judged]] = deque(maxlen=_RECENT)

    def judge(self, texts: Sequence[str], targets: Sequence[str], tell: Tell) -> Judged:
        """N texts with a target each ('' for none); `tell` hears how many are done."""
        keys = list(map(_key, texts, targets))
        first = {key: i for i, key in reversed(list(enumerate(keys)))}
        known = {key: place for key in first if (place := self._place(key))}
        new = sorted(i for key, i in first.items() if key not in known)
        judged = self._new([texts[i] for i in new], [targets[i] for i in new], tell)
        known |= {keys[i]: (judged, row) for row, i in enumerate(new)}
        result = _gathered([known[key] for key in keys])
        self.remember(texts, targets, result)
        return result

    def remember(self, texts: Sequence[str], targets: Sequence[str], judged: Judged) -> None:
        """So that these texts are not scored again."""
        places = {key: i for i, key in enumerate(map(_key, texts, targets))}
        self._recent.append((places, judged))

    def _place(self, key: Key) -> tuple[Judged, int] | None:
        for places, judged in reversed(self._recent):
            if key in places:
                return judged, places[key]
        return None

    def _new(self, texts: list[str], targets: list[str], tell: Tell) -> Judged:
        languages = [language for language, _ in languages_of(texts)]
        reasons = list(map(self._reason, texts, languages))
        rows = [i for i, reason in enumerate(reasons) if reason is None]
        values = np.full((len(texts), self._columns.width), np.nan, np.float32)
        values[rows] = self._scores([texts[i] for i in rows], [targets[i] for i in rows], tell)
        other = [i for i in rows if languages[i] not in ENGLISH]
        for name, columns in self._columns.heads.items():
            if name != "tone":  # which a model of many languages gives; our heads know English
                values[other, columns] = np.nan
        return Judged(
            np.array([language or "" for language in languages], dtype=np.str_),
            np.array([reason or "" for reason in reasons], dtype=np.str_),
            values,
        )

    def _reason(self, text: str, language: str | None) -> str | None:
        return not_scored(text, language, self._choice.scored)

    def _scores(self, texts: list[str], targets: list[str], tell: Tell) -> Floats:
        named = list(map(spellings, targets)) if self._targets else None
        if named is None:
            scores = self._scorer.score(texts, tell)
        else:
            scores = self._scorer.score(texts, tell, targets=named)
        parts = [scores.heads[name] for name in self._columns.heads]
        if self._columns.embedding:
            parts.append(scores.embedding)
        return np.concatenate(parts, axis=1)


def _key(text: str, target: str) -> Key:
    return blake2b(f"{target}\0{text}".encode("utf-8", "replace"), digest_size=16).digest()


def _gathered(places: Sequence[tuple[Judged, int]]) -> Judged:
    return Judged(
        np.array([judged.language[row] for judged, row in places], dtype=np.str_),
        np.array([judged.not_scored[row] for judged, row in places], dtype=np.str_),
        np.stack([judged.values[row] for judged, row in places]),
    )
