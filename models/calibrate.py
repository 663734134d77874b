"""Probabilities that mean what they say: temperature and, if asked, a shift per class.

Guo et al. 2017, «On Calibration of Modern Neural Networks»; the shift is their vector scaling
with one common scale. Where a text may have several labels each has its own yes or no, and the
shift is what makes Platt's scaling of it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating]


@dataclass(frozen=True)
class Calibration:
    """Turns logits into probabilities: softmax, or sigmoid, of logits / temperature + bias."""

    temperature: float = 1.0
    bias: list[float] | None = None  # one a class; none: no shift

    def apply(self, logits: Floats, many: bool = False) -> Floats:
        """(N, K) logits to (N, K) probabilities; `many`: each label on its own."""
        shifted = np.asarray(logits / self.temperature + (self.bias or 0.0))
        return 1 / (1 + np.exp(-shifted)) if many else softmax(shifted)


def softmax(logits: Floats) -> Floats:
    """(N, K) to (N, K), rows summing to 1."""
    raised = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True))


def fit(
    logits: Floats, labels: NDArray[np.generic], shift: bool = False, many: bool = False
) -> Calibration:
    """The calibration of least negative log-likelihood on texts kept out of training.

    logits (N, K); labels (N,) in 0..K-1, or (N, K) of 0 and 1 with `many`, which always shifts.
    `shift` also fits a bias per class, which moves predictions towards the class shares of these
    N texts; without it no prediction changes.
    """
    from scipy.optimize import minimize  # only training needs it, and it is slow to import

    if not len(labels):
        raise ValueError("Calibration needs labelled texts kept out of training; none were given.")
    classes = logits.shape[1]
    shift = shift or many
    loss = _binary(logits, labels) if many else _categorical(logits, labels)

    def of(parameters: Floats) -> float:
        return loss(logits / np.exp(parameters[0]) + (parameters[1:] if shift else 0.0))

    found = minimize(of, np.zeros(1 + (classes if shift else 0)), method="L-BFGS-B").x
    if not shift:
        return Calibration(float(np.exp(found[0])))
    bias = found[1:] if many else found[1:] - found[1:].mean()
    return Calibration(float(np.exp(found[0])), bias.tolist())


def thresholds(probabilities: Floats, labels: NDArray[np.generic]) -> tuple[float, ...]:
    """For each label the probability from which on saying it has the best F1 on these texts.

    probabilities (N, K); labels (N,) or (N, K) of 0 and 1.
    """
    wanted = labels if labels.ndim == 2 else np.eye(probabilities.shape[1])[labels.astype(int)]
    return tuple(
        max((round(float(t), 2) for t in np.arange(0.05, 0.96, 0.01)), key=_f1(column, yes))
        for column, yes in zip(probabilities.T, wanted.T.astype(bool), strict=True)
    )


def said(probabilities: Floats, levels: Sequence[float] | None) -> NDArray[np.bool_]:
    """(N, K) which labels are said: those that reach their level, else the one nearest to it.

    Without levels the most probable one.
    """
    one = nearest(probabilities, levels)
    return np.asarray(one | (probabilities >= np.asarray(levels)) if levels else one)


def nearest(probabilities: Floats, levels: Sequence[float] | None) -> NDArray[np.bool_]:
    """(N, K) the one label furthest above its level; without levels the most probable one."""
    above = probabilities - np.asarray(levels or 0.0)
    return np.asarray(np.eye(probabilities.shape[1], dtype=bool)[above.argmax(axis=1)])


def _f1(probabilities: Floats, yes: NDArray[np.bool_]) -> Callable[[float], float]:
    def at(threshold: float) -> float:
        said = probabilities >= threshold
        return float(2 * (said & yes).sum() / max(1, said.sum() + yes.sum()))

    return at


def _categorical(logits: Floats, labels: NDArray[np.generic]) -> Callable[[Floats], float]:
    rows, wanted = np.arange(len(labels)), labels.astype(int)

    def loss(scaled: Floats) -> float:
        top = scaled.max(axis=1)
        total = top + np.log(np.exp(scaled - top[:, None]).sum(axis=1))
        return float((total - scaled[rows, wanted]).mean())

    return loss


def _binary(logits: Floats, labels: NDArray[np.generic]) -> Callable[[Floats], float]:
    signs = 1 - 2 * labels.astype(float)  # -1 for yes

    def loss(scaled: Floats) -> float:
        return float(np.logaddexp(0, signs * scaled).mean())

    return loss
