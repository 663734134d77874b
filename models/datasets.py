"""Labelled texts: read, freed of doubles, and split by text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from models.errors import ModelError

TONES = ("negative", "neutral", "positive")


class DataError(ModelError):
    """A data file is missing or lacks what training needs."""


@dataclass(frozen=True)
class Labelled:
    """texts and their labels; of a target each, where the label is about one.

    labels: (N,) numbers into the head's labels, or (N, K) of 0 and 1 where a text may have several.
    """

    texts: list[str]
    labels: NDArray[Any]
    targets: list[str] | None = None

    def take(self, rows: NDArray[np.integer]) -> Labelled:
        """These rows only."""
        targets = None if self.targets is None else [self.targets[i] for i in rows]
        return Labelled([self.texts[i] for i in rows], self.labels[rows], targets)


def table(path: Path, columns: Sequence[str], **reading: object) -> pd.DataFrame:
    """These columns of a CSV as strings, without the rows that lack one, each row once."""
    if not path.is_file():
        raise DataError(f"{path} is missing. Say where the data lie: --data FOLDER")
    frame = pd.read_csv(path, usecols=list(columns), dtype=str, **reading)  # type: ignore[call-overload]
    return pd.DataFrame(frame.dropna().drop_duplicates()[list(columns)])


def read_labelled(path: Path, text: str, label: str, labels: Sequence[str]) -> Labelled:
    """A CSV's texts and labels, each text once; a text with two different labels is dropped."""
    frame = table(path, [text, label]).drop_duplicates(subset=text, keep=False)
    unknown = set(frame[label]) - set(labels)
    if unknown:
        raise DataError(f"{path} has labels {sorted(unknown)}; this head knows {list(labels)}.")
    codes = frame[label].map({name: i for i, name in enumerate(labels)})
    return Labelled(frame[text].tolist(), np.asarray(codes, dtype=np.int64))


def together(*parts: Labelled) -> Labelled:
    """All items of parts whose labels are about targets, one part after the other."""
    return Labelled(
        [text for part in parts for text in part.texts],
        np.concatenate([part.labels for part in parts]),
        [target for part in parts for target in part.targets or ()],
    )


def without(data: Labelled, others: Sequence[str]) -> Labelled:
    """The data less every text that is also in `others`, spaces and case aside."""
    taken = {_key(text) for text in others}
    return data.take(np.array([i for i, t in enumerate(data.texts) if _key(t) not in taken], int))


def keep_aside(data: Labelled, share: float, seed: int) -> tuple[Labelled, Labelled]:
    """The data less a random share of its texts, and those; no text is on both sides."""
    keys = [_key(text) for text in data.texts]
    distinct = list(dict.fromkeys(keys))
    order = np.random.default_rng(seed).permutation(len(distinct))
    chosen = {distinct[i] for i in order[: round(share * len(distinct))]}
    picked = np.array([key in chosen for key in keys], bool)
    return data.take(np.flatnonzero(~picked)), data.take(np.flatnonzero(picked))


# Invented; the data sets mask every handle as @user and every link as http.
_HANDLES = (
    "SouthwindAir sarah_k92 jbl TheRealDave telcohelp mia.rose kdawg BrewSupport citytimes "
    "x_luca_x DailyBugle gamer4life tablefinder hey_jules NorthBank ask_lena"
).split()
_LETTERS = "abcdefghijkLMNOPQRSTuvwxyz0123456789"


def unmasked(data: Labelled, seed: int) -> Labelled:
    """In every other text, made-up handles and links in the place of @user and http.

    Real posts come unmasked, and are scored as they come, for the embedding's sake.
    """
    random = np.random.default_rng(seed)

    def handle(_: re.Match[str]) -> str:
        return f"@{_HANDLES[random.integers(len(_HANDLES))]}"

    def link(_: re.Match[str]) -> str:
        return f"https://t.co/{''.join(random.choice(list(_LETTERS), 10))}"

    texts = [
        re.sub(r"\bhttps?\b(?!:)", link, re.sub(r"@user\b", handle, text))
        if random.random() < 0.5
        else text
        for text in data.texts
    ]
    return Labelled(texts, data.labels, data.targets)


def _key(text: str) -> str:
    return " ".join(text.casefold().split())
