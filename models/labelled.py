"""Labelled rows of any file, their labels under a head's names, and what had to be left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from models.errors import LabelError
from models.labels import LabelFinder
from models.tables import Table, text_of

_NAMED = 8  # labels that are named in a message


@dataclass(frozen=True)
class Source:
    """Where texts, labels, targets and groups stand."""

    table: Table
    text: str
    label: str
    target: str | None = None
    group: str | None = None


@dataclass(frozen=True)
class LabelledRows:
    """texts (N), their labels (N,), whom they are about and the group of each; all else counted."""

    texts: list[str]
    labels: NDArray[np.int64]
    targets: list[str]
    groups: list[str]
    left_out: Counter[str] = field(default_factory=Counter)

    def take(self, rows: Sequence[int], why: str) -> LabelledRows:
        """These rows only; the others were left out for that reason."""
        lost = Counter({why: len(self.texts) - len(rows)})
        return LabelledRows(
            [self.texts[i] for i in rows],
            self.labels[list(rows)],
            [self.targets[i] for i in rows],
            [self.groups[i] for i in rows],
            +(self.left_out + lost),
        )


def read(source: Source, find: LabelFinder, labels: Sequence[str]) -> LabelledRows:
    """Every row with a text and a known label. LabelError when there is none."""
    source.table.require(source.text, source.label, source.target, source.group)
    unknown: Counter[str] = Counter()
    rows = LabelledRows([], np.empty(0, np.int64), [], [])
    numbers: list[int] = []
    for row in source.table.read():
        if row is None:
            rows.left_out["torn"] += 1
            continue
        text, name = text_of(row.get(source.text)), text_of(row.get(source.label)).strip()
        number = find(name) if name else None
        if number is None:
            unknown[name] += 1
        elif not text.strip():
            rows.left_out["no text"] += 1
        else:
            numbers.append(number)
            rows.texts.append(text)
            rows.targets.append(text_of(row.get(source.target or "")).strip())
            rows.groups.append(text_of(row.get(source.group or "")).strip())
    if not numbers:
        raise LabelError(_none_known(source, unknown, labels))
    for name, n in unknown.items():
        rows.left_out[f"label «{name}»" if name else "no label"] = n
    return LabelledRows(
        rows.texts, np.array(numbers, np.int64), rows.targets, rows.groups, rows.left_out
    )


def _none_known(source: Source, unknown: Counter[str], labels: Sequence[str]) -> str:
    named = ", ".join(f"«{name}»" for name, _ in unknown.most_common(_NAMED))
    first = unknown.most_common(1)[0][0] if unknown else "…"
    return (
        f'{source.table.path.name}: column "{source.label}" holds {named or "nothing"}, none of '
        f"which is one of {', '.join(labels)}. Say what they mean: --map '{first}={labels[0]}'"
        f"{' (or --stars for ratings of 1 to 5)' if 'positive' in labels else ''}."
    )
