"""Figures for classifiers, each with its interval."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Labels = NDArray[np.integer]
Floats = NDArray[np.floating]


@dataclass(frozen=True)
class Figure:
    """A value, its 95 % interval and the n it stands on."""

    value: float
    low: float
    high: float
    n: int

    def __str__(self) -> str:
        return f"{self.value:.3f} ({self.low:.3f}–{self.high:.3f}, n = {self.n})"


def macro_recall(labels: Labels, probabilities: Floats) -> float:
    """Mean over classes present of the share of that class found (TweetEval's figure)."""
    found = probabilities.argmax(axis=1)
    return float(np.mean([(found[labels == k] == k).mean() for k in np.unique(labels)]))


def macro_f1(labels: Labels, probabilities: Floats) -> float:
    """Mean F1 over the classes present in the labels."""
    found = probabilities.argmax(axis=1)
    scores = []
    for k in np.unique(labels):
        hits = ((found == k) & (labels == k)).sum()
        scores.append(2 * hits / ((found == k).sum() + (labels == k).sum()))
    return float(np.mean(scores))


def expected_calibration_error(labels: Labels, probabilities: Floats, bins: int = 15) -> float:
    """Mean gap between confidence and accuracy over equal-width bins (Guo et al. 2017)."""
    confidence = probabilities.max(axis=1)
    right = probabilities.argmax(axis=1) == labels
    bin_of = np.minimum((confidence * bins).astype(int), bins - 1)
    gaps = np.bincount(bin_of, weights=confidence - right, minlength=bins)
    return float(np.abs(gaps).sum() / len(labels))


def with_interval(
    metric: Callable[[Labels, Floats], float],
    labels: Labels,
    probabilities: Floats,
    seed: int = 0,
    draws: int = 1000,
) -> Figure:
    """The metric with a percentile bootstrap interval over texts."""
    if not len(labels):
        raise ValueError("A figure needs at least one labelled text; none were given.")
    random = np.random.default_rng(seed)
    picks = (random.integers(0, len(labels), len(labels)) for _ in range(draws))
    values = [metric(labels[pick], probabilities[pick]) for pick in picks]
    low, high = np.percentile(values, [2.5, 97.5])
    return Figure(metric(labels, probabilities), float(low), float(high), len(labels))
