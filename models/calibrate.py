"""Probabilities that mean what they say: temperature and, if asked, a shift per class.

Guo et al. 2017, «On Calibration of Modern Neural Networks»; the shift is their vector scaling
with one common scale.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating]


@dataclass(frozen=True)
class Calibration:
    """Turns logits into probabilities: softmax(logits / temperature + bias)."""

    temperature: float = 1.0
    bias: list[float] | None = None  # one a class; none: no shift

    def apply(self, logits: Floats) -> Floats:
        """(N, K) logits to (N, K) probabilities."""
        shifted = logits / self.temperature + (self.bias or 0.0)
        return softmax(np.asarray(shifted))


def softmax(logits: Floats) -> Floats:
    """(N, K) to (N, K), rows summing to 1."""
    raised = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True))


def fit(logits: Floats, labels: NDArray[np.integer], shift: bool = False) -> Calibration:
    """The calibration of least negative log-likelihood on texts kept out of training.

    logits (N, K), labels (N,) in 0..K-1. `shift` also fits a bias per class, which moves
    predictions towards the class shares of these N texts; without it no prediction changes.
    """
    from scipy.optimize import minimize  # only training needs it, and it is slow to import

    if not len(labels):
        raise ValueError("Calibration needs labelled texts kept out of training; none were given.")
    classes = logits.shape[1]
    rows = np.arange(len(labels))

    def loss(parameters: Floats) -> float:
        scaled = logits / np.exp(parameters[0]) + (parameters[1:] if shift else 0.0)
        top = scaled.max(axis=1)
        total = top + np.log(np.exp(scaled - top[:, None]).sum(axis=1))
        return float((total - scaled[rows, labels]).mean())

    found = minimize(loss, np.zeros(1 + (classes if shift else 0)), method="L-BFGS-B").x
    bias = (found[1:] - found[1:].mean()).tolist() if shift else None
    return Calibration(float(np.exp(found[0])), bias)
