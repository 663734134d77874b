"""Texts made to teach where a tone belongs: names in the place of things, and two texts as one.

What a head of tones towards targets learns from otherwise are sentences with one target, whose tone
is the whole sentence's. It then takes the tone of the whole text for that of every brand in it.
"""

from __future__ import annotations

import re

import numpy as np

from models.datasets import Labelled


def paired(data: Labelled, seed: int) -> Labelled:
    """Two texts end to end, each with its own tone towards what it alone names; pairs by chance.

    Two items a pair; a text with no partner is left out.
    """
    targets = data.targets or []
    order = np.random.default_rng(seed).permutation(len(data.texts)).tolist()
    texts, rows = [], []
    for one, other in zip(order[::2], order[1::2], strict=False):
        if _names(data.texts[one], targets[other]) or _names(data.texts[other], targets[one]):
            continue
        rows += [one, other]
        texts += [f"{data.texts[one]} {data.texts[other]}"] * 2
    return Labelled(texts, data.labels[rows], [targets[row] for row in rows])


def renamed(data: Labelled, names: list[str], most: int, seed: int) -> Labelled:
    """Texts with two targets or more, each replaced by another of `names`: «the Acme was great».

    At most so many items. The tone must be read off the sentence then, not off the thing.
    """
    random = np.random.default_rng(seed)
    rows_of: dict[str, list[int]] = {}
    for row, text in enumerate(data.texts):
        rows_of.setdefault(text, []).append(row)
    several = [rows for rows in rows_of.values() if len(rows) > 1]
    texts: list[str] = []
    kept: list[int] = []
    targets: list[str] = []
    for pick in random.permutation(len(several)).tolist():
        rows = several[pick]
        given = random.choice(names, len(rows), replace=False).tolist()
        made = _renamed(data, rows, given)
        if made is not None and len(texts) < most:
            texts += [made] * len(rows)
            kept += rows
            targets += given
    return Labelled(texts, data.labels[kept], targets)


def _renamed(data: Labelled, rows: list[int], given: list[str]) -> str | None:
    """None if a target stands in another, or more than once."""
    text = data.texts[rows[0]]
    for row, name in zip(rows, given, strict=True):
        text, times = re.subn(rf"\b{re.escape((data.targets or [])[row])}\b", name, text)
        if times != 1:
            return None
    return text


def _names(text: str, target: str) -> bool:
    return target.casefold() in text.casefold()
