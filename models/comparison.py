"""Figures of classifiers on the same labelled rows, with bootstrap intervals, alone and paired."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models import metrics
from models.calibrate import nearest, said
from models.labels import affirmed
from models.metrics import Figure, Floats

Metric = Callable[["Sample"], float]


@dataclass(frozen=True)
class Answer:
    """What a model, by its version, says: (N, labels), NaN where it says nothing.

    levels: from which probability each label is said; None: the most probable one is.
    """

    model: str
    probabilities: Floats
    levels: tuple[float, ...] | None = None


@dataclass(frozen=True)
class Sample:
    """labels and groups (N,) as numbers; probabilities (N, K).

    labels: (N, K) of 0 and 1 where a text may have several.
    levels: from which probability each label is said; None: the most probable one is.
    """

    labels: NDArray[Any]
    probabilities: Floats
    groups: NDArray[np.int64]
    levels: tuple[float, ...] | None = None

    def take(self, rows: NDArray[np.integer] | NDArray[np.bool_]) -> Sample:
        """These rows only."""
        return replace(
            self,
            labels=self.labels[rows],
            probabilities=self.probabilities[rows],
            groups=self.groups[rows],
        )

    @property
    def said(self) -> Floats:
        """(N, K) with 1 for the label that is said: summing them is classify-and-count.

        Several where a text may have several.
        """
        say = said if self.labels.ndim == 2 else nearest
        return say(self.probabilities, self.levels).astype(float)

    @property
    def truth(self) -> Floats:
        """(N, K) with 1 for each label that a text has."""
        several = self.labels.ndim == 2
        return self.labels if several else np.eye(self.probabilities.shape[1])[self.labels]


def metrics_of(labels: Sequence[str], several: bool = False) -> dict[str, Metric]:
    """The figures of a head with these labels, by the names under which they are shown.

    several: a text may have several of them.
    """
    if several:
        return {
            "macro recall": lambda s: metrics.macro_recall_of_many(s.labels, s.said > 0),
            "macro F1": lambda s: metrics.macro_f1_of_many(s.labels, s.said > 0),
            "all labels right": lambda s: float((s.said == s.labels).all(1).mean()),
            "calibration error": lambda s: metrics.calibration_error_of_many(
                s.labels, s.probabilities
            ),
        } | _SHARE_ERRORS
    figures: dict[str, Metric] = {
        "macro recall": lambda s: metrics.macro_recall(s.labels, s.said),
        "macro F1": lambda s: metrics.macro_f1(s.labels, s.said),
        "accuracy": lambda s: metrics.accuracy(s.labels, s.said),
        "calibration error": lambda s: metrics.expected_calibration_error(
            s.labels, s.probabilities
        ),
    } | _SHARE_ERRORS
    yes = affirmed(labels)
    if yes is not None:
        figures[f"F1 of {labels[yes]}"] = lambda s: f1_of(s, yes)
    return figures


def f1_of(sample: Sample, label: int) -> float:
    """F1 of one class; 0 where it is neither there nor found."""
    return metrics.f1_of(sample.labels == label, sample.said[:, label] > 0)


def share_error(sample: Sample, weights: Floats) -> float:
    """How far a class's share of a group is off, on average over classes and groups.

    weights (N, K): what each text adds to the share of each class.
    """
    off = weights - sample.truth
    gaps = [np.bincount(sample.groups, off[:, k]) for k in range(off.shape[1])]
    sizes = np.bincount(sample.groups)
    there = sizes > 0
    return float(np.abs(np.stack(gaps, 1)[there] / sizes[there, None]).mean())  # (groups, K)


_SHARE_ERRORS: dict[str, Metric] = {
    "share error, counted": lambda s: share_error(s, s.said),
    "share error, expected": lambda s: share_error(s, s.probabilities),
}


@dataclass(frozen=True)
class Draws:
    """A figure of each metric on the rows as they are, and on `draws` bootstrap samples of them."""

    values: dict[str, float]
    drawn: dict[str, NDArray[np.float64]]  # (draws,)
    n: int

    def figure(self, name: str) -> Figure:
        """With its 95 % interval, in which no figure is negative or above 1."""
        found = _figure(self.values[name], self.drawn[name], self.n)
        return replace(found, low=max(0.0, found.low), high=min(1.0, found.high))

    def less(self, other: Draws, name: str) -> Figure:
        """The paired difference: both were measured on the same rows in every draw."""
        return _figure(
            self.values[name] - other.values[name], self.drawn[name] - other.drawn[name], self.n
        )


def draw(sample: Sample, figures: dict[str, Metric], draws: int, seed: int) -> Draws:
    """The figures with a bootstrap over texts; the same seed draws the same rows."""
    random = np.random.default_rng(seed)
    n = len(sample.labels)
    drawn = {name: np.empty(draws) for name in figures}
    for i in range(draws):
        one = sample.take(random.integers(0, n, n))
        for name, metric in figures.items():
            drawn[name][i] = metric(one)
    return Draws({name: metric(sample) for name, metric in figures.items()}, drawn, n)


def _figure(value: float, drawn: NDArray[np.float64], n: int) -> Figure:
    """Percentiles of the draws, moved by their bias.

    A gap grows when rows are drawn twice: a calibration error of 0.01 is 0.013 in the mean draw,
    and its bare percentiles would lie above it.
    """
    low, high = np.percentile(drawn, [2.5, 97.5]) - (drawn.mean() - value)
    return Figure(value, float(low), float(high), n)
