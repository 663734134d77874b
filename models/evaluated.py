"""The figures of one or two models on the same labelled rows: reckoned, shown, written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np
from rich.table import Table as Grid

from models.comparison import Answer, Draws, Sample, draw, metrics_of
from models.labelled import LabelledRows, Source
from models.labels import normal
from models.language import languages_of, not_scored
from models.metrics import Figure
from models.terminal import console

_GROUPS_SHOWN = 25
_SHOWN = 8  # reasons or labels that are named
_SHARES = ("share error, counted", "share error, expected")  # these are told for each group
_SEED = 0


@dataclass(frozen=True)
class Question:
    """What is asked of which models.

    maps, numbered, stars: what the labels of the file mean.
    """

    head: str
    maps: Mapping[str, str] = field(default_factory=dict)
    numbered: tuple[str, ...] = ()
    stars: bool = False
    vs: str | None = None
    vs_labels: str | None = None
    draws: int = 1_000


@dataclass(frozen=True)
class Evaluated:
    """figures: of each model in order, by name. difference: the first less the second.

    read_as: of each name in the file the head's label and how many rows have it. absent: labels
    that no row has. not_scored: why and how many of these rows `models.score` would leave out.
    """

    head: str
    file: str
    rows: int
    left_out: dict[str, int]
    read_as: dict[str, tuple[str, int]]
    absent: list[str]
    not_scored: dict[str, int]
    draws: int
    models: list[str]
    figures: list[dict[str, Figure]]
    difference: dict[str, Figure] | None
    groups: dict[str, list[dict[str, Figure]]]

    def as_dict(self) -> dict[str, Any]:
        """Fit for JSON."""
        return {
            **asdict(self),
            "seed": _SEED,
            "interval": "95 %, bootstrap over texts, less its bias",
        }


def evaluated(
    source: Source,
    question: Question,
    labels: Sequence[str],
    rows: LabelledRows,
    answers: Sequence[Answer],
) -> Evaluated:
    """Every figure of every model, on the rows that all of them answered."""
    there = ~np.any([np.isnan(one.probabilities).any(1) for one in answers], axis=0)
    rows = rows.take(np.flatnonzero(there).tolist(), "target not named in the text")
    names, codes = np.unique(rows.groups, return_inverse=True)
    samples = [Sample(rows.labels, one.probabilities[there], codes, one.levels) for one in answers]
    metrics = metrics_of(labels, several=rows.labels.ndim == 2)
    drawn = [draw(sample, metrics, question.draws, _SEED) for sample in samples]
    shares = {name: metrics[name] for name in _SHARES}
    groups = {}
    for code, name in enumerate(names.tolist() if source.group else []):
        parts = [sample.take(codes == code) for sample in samples]
        groups[name] = [_figures(draw(part, shares, question.draws, _SEED)) for part in parts]
    return Evaluated(
        head=question.head,
        file=source.table.path.name,
        rows=len(rows.texts),
        left_out=dict(rows.left_out),
        read_as=rows.read_as,
        absent=[label for label in labels if label not in dict(rows.read_as.values())],
        not_scored=_not_scored(rows.texts),
        draws=question.draws,
        models=[one.model for one in answers],
        figures=list(map(_figures, drawn)),
        difference={k: drawn[0].less(drawn[1], k) for k in metrics} if len(drawn) > 1 else None,
        groups=groups,
    )


def _not_scored(texts: Sequence[str]) -> dict[str, int]:
    languages = [language for language, _ in languages_of(texts)]
    reasons = Counter(map(not_scored, texts, languages))
    return {why: n for why, n in reasons.most_common() if why}


def show(found: Evaluated) -> None:
    """Tables on the screen."""
    console.print(f"{found.head} on {found.file}: {found.rows:,} rows, 95 % intervals over texts.")
    if found.left_out:
        console.print(f"Left out: {_counts(found.left_out)}.")
    if any(normal(name) != normal(label) for name, (label, _) in found.read_as.items()):
        read_as = {f"«{name}» {label}": n for name, (label, n) in found.read_as.items()}
        console.print(f"Labels read as: {_counts(read_as)}. If not so: --map")
    if found.absent:
        console.print(f"No row is labelled {', '.join(found.absent)}.")
    if found.not_scored:
        console.print(f"Counted here, not scored by models.score: {_counts(found.not_scored)}.")
    console.print(_main_grid(found))
    if found.groups:
        console.print(_group_grid(found))


def _counts(counts: Mapping[str, int]) -> str:
    """The largest with their numbers."""
    largest = sorted(counts.items(), key=lambda item: -item[1])
    named = ", ".join(f"{name} {n:,}" for name, n in largest[:_SHOWN])
    rest = sum(n for _, n in largest[_SHOWN:])
    return f"{named}, {len(largest) - _SHOWN} others {rest:,}" if rest else named


def _main_grid(found: Evaluated) -> Grid:
    grid = Grid("figure", *found.models, *(["difference"] if found.difference else []))
    for name in found.figures[0]:
        cells = [_shown(figures[name]) for figures in found.figures]
        if found.difference:
            cells.append(_shown(found.difference[name], "+.3f"))
        grid.add_row(name, *cells)
    return grid


def _group_grid(found: Evaluated) -> Grid:
    """The largest groups; how far the shares of their classes are off, on average."""
    shown = [f"{model}: {name}" for model in found.models for name in _SHARES]
    grid = Grid("group", "n", *(shown if len(found.models) > 1 else _SHARES))
    largest = sorted(found.groups.items(), key=lambda item: -item[1][0][_SHARES[0]].n)
    for group, figures in largest[:_GROUPS_SHOWN]:
        cells = [_shown(one[name]) for one in figures for name in _SHARES]
        grid.add_row(group or "none", f"{figures[0][_SHARES[0]].n:,}", *cells)
    if len(largest) > _GROUPS_SHOWN:
        grid.caption = f"The largest {_GROUPS_SHOWN} of {len(largest):,}; --json holds all."
    return grid


def _shown(figure: Figure, form: str = ".3f") -> str:
    return f"{figure.value:{form}} ({figure.low:{form}} to {figure.high:{form}})"


def _figures(draws: Draws) -> dict[str, Figure]:
    return {name: draws.figure(name) for name in draws.values}
