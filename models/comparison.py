"""Figures of classifiers on the same labelled rows, with bootstrap intervals, alone and paired."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from models import metrics
from models.calibrate import nearest
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
    """labels (N,) and groups (N,) as numbers; probabilities (N, K).

    levels: from which probability each label is said; None: the most probable one is.
    """

    labels: NDArray[np.int64]
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
        """(N, K) with 1 for the one label that is said: summing them is classify-and-count."""
        return nearest(self.probabilities, self.levels).astype(float)


def metrics_of(labels: Sequence[str]) -> dict[str, Metric]:
    """The figures of a head with these labels, by the names under which they are shown."""
    figures: dict[str, Metric] = {
        "macro recall": lambda s: metrics.macro_recall(s.labels, s.said),
        "macro F1": lambda s: metrics.macro_f1(s.labels, s.said),
        "accuracy": lambda s: metrics.accuracy(s.labels, s.said),
        "calibration error": lambda s: metrics.expected_calibration_error(
            s.labels, s.probabilities
        ),
        "share error, counted": lambda s: share_error(s, s.said),
        "share error, expected": lambda s: share_error(s, s.probabilities),
    }
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
    truth = np.eye(weights.shape[1])[sample.labels]
    gaps = [np.bincount(sample.groups, (weights - truth)[:, k]) for k in range(weights.shape[1])]
    sizes = np.bincount(sample.groups)
    there = sizes > 0
    return float(np.abs(np.stack(gaps, 1)[there] / sizes[there, None]).mean())  # (groups, K)


@dataclass(frozen=True)
class Draws:
    """A figure of each metric on the rows as they are, and on `draws` bootstrap samples of them."""

    values: dict[str, float]
    drawn: dict[str, NDArray[np.float64]]  # (draws,)
    n: int

    def figure(self, name: str) -> Figure:
        """With its 95 % percentile interval."""
        return _figure(self.values[name], self.drawn[name], self.n)

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
    low, high = np.percentile(drawn, [2.5, 97.5])
    return Figure(value, float(low), float(high), n)
