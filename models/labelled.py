"""Labelled rows of any file, their labels under a head's names, and what had to be left out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.errors import LabelError
from models.labels import LabelFinder, label_finder, tones_numbered
from models.tables import Table, text_of

_NAMED = 8  # labels that are named in a message
_LONG = 40  # characters of one that are shown
_WHOLE = re.compile(r"^(-?\d+)\.0$")
_BETWEEN = re.compile(r"\s*[,;|]\s*")  # of several labels in one cell


@dataclass(frozen=True)
class Source:
    """Where texts, labels, targets and groups stand."""

    table: Table
    text: str
    label: str
    target: str | None = None
    group: str | None = None


@dataclass(frozen=True)
class Meaning:
    """What the names in a file mean to a head.

    labels: the head's. given: what a person said a name means. numbered: what the numbers 0, 1, …
    are called. stars: names are ratings. several: a text may have several of the labels.
    """

    labels: tuple[str, ...]
    given: Mapping[str, str] = field(default_factory=dict)
    numbered: tuple[str, ...] = ()
    stars: bool = False
    several: bool = False

    def finder(self, names: Iterable[str]) -> LabelFinder:
        """From a name to the number of the head's label; `names`: all that the file has."""
        guessed = {} if self.given or self.numbered or self.stars else names
        given = dict(self.given) or tones_numbered(self.labels, guessed)
        find = label_finder(self.labels, given, self.stars)
        return lambda name: find(self._called(name))

    def parts(self, cell: Any) -> list[str]:  # noqa: ANN401 — any cell
        """The names in a cell; 1.0, which a table made of the number 1, is «1»."""
        if isinstance(cell, list):
            return [name for one in cell for name in self.parts(one)]
        name = _WHOLE.sub(r"\1", text_of(cell).strip())
        return _BETWEEN.split(name) if self.several else [name]

    def _called(self, name: str) -> str:
        number = int(name) if name.isdecimal() else len(self.numbered)
        return self.numbered[number] if number < len(self.numbered) else name


@dataclass(frozen=True)
class LabelledRows:
    """texts (N), their labels, whom they are about and the group of each; all else counted.

    labels: (N,) numbers, or (N, K) of 0 and 1 where some text has several. names: of the labels of
    each, as they stand in the file. means: what each name was read as.
    """

    texts: list[str]
    labels: NDArray[Any]
    targets: list[str]
    groups: list[str]
    left_out: Counter[str] = field(default_factory=Counter)
    names: list[tuple[str, ...]] = field(default_factory=list)
    means: Mapping[str, str] = field(default_factory=dict)

    @property
    def read_as(self) -> dict[str, tuple[str, int]]:
        """Of each name the label and how many texts have it, the most frequent first."""
        counts = Counter(name for names in self.names for name in names)
        return {name: (self.means[name], n) for name, n in counts.most_common()}

    def take(self, rows: Sequence[int], why: str) -> LabelledRows:
        """These rows only; the others were left out for that reason."""
        lost = Counter({why: len(self.texts) - len(rows)})
        return replace(
            self,
            texts=[self.texts[i] for i in rows],
            labels=self.labels[list(rows)],
            targets=[self.targets[i] for i in rows],
            groups=[self.groups[i] for i in rows],
            names=[self.names[i] for i in rows],
            left_out=+(self.left_out + lost),
        )


@dataclass(frozen=True)
class _Found:
    """A row with a text, as it stands in the file."""

    text: str
    names: tuple[str, ...]
    target: str
    group: str


def read(source: Source, meaning: Meaning) -> LabelledRows:
    """Every row with a text and a known label. LabelError when there is none."""
    left_out: Counter[str] = Counter()
    found = list(_found(source, meaning, left_out))
    names = Counter(name for row in found for name in row.names)
    find = meaning.finder(names)
    number_of = {name: number for name in names if (number := find(name)) is not None}
    known = [row for row in found if number_of.keys() >= set(row.names)]
    if not known:
        raise LabelError(_none_known(source, names, meaning))
    for row in found:
        unknown = [name for name in row.names if name not in number_of]
        left_out.update(f"label «{_short(name)}»" for name in unknown[:1])
    return LabelledRows(
        [row.text for row in known],
        _numbers([{number_of[name] for name in row.names} for row in known], len(meaning.labels)),
        [row.target for row in known],
        [row.group for row in known],
        left_out,
        [row.names for row in known],
        {name: meaning.labels[number] for name, number in number_of.items()},
    )


def _found(source: Source, meaning: Meaning, left_out: Counter[str]) -> Iterator[_Found]:
    """The rows with a text and some label; the others are counted."""
    for row in source.table.read():
        if row is None:
            left_out["torn"] += 1
            continue
        text = text_of(row.get(source.text))
        names = tuple(filter(None, meaning.parts(row.get(source.label))))
        if not names:
            left_out["no label"] += 1
        elif len(names) > 1 and not meaning.several:
            left_out["several labels"] += 1
        elif not text.strip():
            left_out["no text"] += 1
        else:
            about = (text_of(row.get(one or "")).strip() for one in (source.target, source.group))
            yield _Found(text, names, *about)


def _numbers(found: Sequence[set[int]], labels: int) -> NDArray[Any]:
    """(N,) where each text has one label, else (N, labels) of 0 and 1."""
    if all(len(one) == 1 for one in found):
        return np.array([number for (number,) in found], np.int64)
    many = np.zeros((len(found), labels))
    for row, numbers in zip(many, found, strict=True):
        row[list(numbers)] = 1
    return many


def _none_known(source: Source, names: Counter[str], meaning: Meaning) -> str:
    path, labels = source.table.path.name, ", ".join(meaning.labels)
    if not names:
        return f'{path}: no row has both a text and something in column "{source.label}".'
    named = ", ".join(f"«{_short(name)}»" for name, _ in names.most_common(_NAMED))
    return (
        f'{path}: column "{source.label}" holds {named}, none of which is one of {labels}. '
        f"Say what they mean: {_hint(source, names, meaning)}"
    )


def _hint(source: Source, names: Counter[str], meaning: Meaning) -> str:
    """What to add to the command, by what the labels look like."""
    first = names.most_common(1)[0][0]
    tones = "positive" in meaning.labels
    if first.startswith("{") and (fields := re.findall(r"'(\w+)':", first)):
        return f"--label {source.label}.FIELD, of {', '.join(dict.fromkeys(fields))}."
    if tones and set(names) == {"0", "1"}:
        return "--map 0=negative --map 1=positive"
    if first[0].isdecimal():
        return (
            f"--map '{_short(first)}=LABEL', or --names FILE with a name a line, that of 0 first"
            f"{', or --stars for ratings of 1 to 5' if tones else ''}."
        )
    return f"--map '{_short(first)}=LABEL'."


def _short(name: str) -> str:
    return name if len(name) <= _LONG else f"{name[:_LONG]}…"
