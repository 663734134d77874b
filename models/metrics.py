"""Figures for classifiers, each with its interval."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Labels = NDArray[np.integer]  # (N,) numbers of labels
Many = NDArray[np.floating]  # (N, K) of 0 and 1, where a text may have several labels
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


def accuracy(labels: Labels, probabilities: Floats) -> float:
    """The share of texts whose most probable label is theirs."""
    return float((probabilities.argmax(axis=1) == labels).mean())


def f1_of(wanted: NDArray[np.bool_], said: NDArray[np.bool_]) -> float:
    """F1 of one label: wanted (N,), said (N,)."""
    return float(2 * (wanted & said).sum() / max(1, wanted.sum() + said.sum()))


def macro_recall_of_many(labels: Many, said: NDArray[np.bool_]) -> float:
    """Mean over labels present of the share of their texts of which they are said: both (N, K)."""
    wanted = labels.astype(bool)
    there = wanted.any(axis=0)
    return float(((wanted & said).sum(axis=0)[there] / wanted.sum(axis=0)[there]).mean())


def macro_f1_of_many(labels: Many, said: NDArray[np.bool_]) -> float:
    """Mean F1 over labels of which a text may have several: both (N, K)."""
    wanted = labels.astype(bool)
    return float(np.mean([f1_of(wanted[:, k], said[:, k]) for k in range(said.shape[1])]))


def calibration_error_of_many(labels: Many, probabilities: Floats, bins: int = 15) -> float:
    """Mean over labels of the gap between probability and frequency over equal-width bins."""
    bin_of = np.minimum((probabilities * bins).astype(int), bins - 1)
    gaps = [
        np.abs(np.bincount(bin_of[:, k], probabilities[:, k] - labels[:, k], bins)).sum()
        for k in range(probabilities.shape[1])
    ]
    return float(np.mean(gaps) / len(labels))


def expected_calibration_error(labels: Labels, probabilities: Floats, bins: int = 15) -> float:
    """Mean gap between confidence and accuracy over equal-width bins (Guo et al. 2017)."""
    confidence = probabilities.max(axis=1)
    right = probabilities.argmax(axis=1) == labels
    bin_of = np.minimum((confidence * bins).astype(int), bins - 1)
    gaps = np.bincount(bin_of, weights=confidence - right, minlength=bins)
    return float(np.abs(gaps).sum() / len(labels))


def with_interval(
    metric: Callable[[Any, Floats], float],
    labels: NDArray[Any],
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
