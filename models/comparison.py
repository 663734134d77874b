"""Figures of classifiers on the same labelled rows, with bootstrap intervals, alone and paired."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models import metrics
from models.labels import affirmed
from models.metrics import Figure, Floats

Metric = Callable[["Sample"], float]


@dataclass(frozen=True)
class Sample:
    """labels (N,) and groups (N,) as numbers; probabilities (N, K)."""

    labels: NDArray[np.int64]
    probabilities: Floats
    groups: NDArray[np.int64]

    def take(self, rows: NDArray[np.integer] | NDArray[np.bool_]) -> Sample:
        """These rows only."""
        return Sample(self.labels[rows], self.probabilities[rows], self.groups[rows])


def metrics_of(labels: Sequence[str]) -> dict[str, Metric]:
    """The figures of a head with these labels, by the names under which they are shown."""
    figures: dict[str, Metric] = {
        "macro recall": lambda s: metrics.macro_recall(s.labels, s.probabilities),
        "macro F1": lambda s: metrics.macro_f1(s.labels, s.probabilities),
        "accuracy": lambda s: float((s.probabilities.argmax(1) == s.labels).mean()),
        "calibration error": lambda s: metrics.expected_calibration_error(
            s.labels, s.probabilities
        ),
        "share error, counted": lambda s: share_error(s, counted(s.probabilities)),
        "share error, expected": lambda s: share_error(s, s.probabilities),
    }
    yes = affirmed(labels)
    if yes is not None:
        figures[f"F1 of {labels[yes]}"] = lambda s: f1_of(s, yes)
    return figures


def f1_of(sample: Sample, label: int) -> float:
    """F1 of one class; 0 where it is neither there nor found."""
    found, there = sample.probabilities.argmax(1) == label, sample.labels == label
    both = int(found.sum() + there.sum())
    return float(2 * (found & there).sum() / both) if both else 0.0


def counted(probabilities: Floats) -> Floats:
    """(N, K) with 1 for the likeliest class: summing them is classify-and-count."""
    return np.asarray(np.eye(probabilities.shape[1])[probabilities.argmax(1)])


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
