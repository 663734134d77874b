"""How a head's probabilities stand to the truth, in a domain of which few labels or none are known.

In each labelled domain the probabilities want another slope and another bias per class. Those of
a new domain are drawn from the same distribution, estimated over the labelled domains: a
random-effects meta-analysis around the domain the head was calibrated in, with the prediction
interval of Higgins, Thompson & Spiegelhalter (2009, «A Re-Evaluation of Random-Effects
Meta-Analysis»). Labelled posts of the new domain itself then sharpen it.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models.calibrate import softmax
from models.errors import ModelError

Floats = NDArray[np.floating]
Integers = NDArray[np.integer]

SHARES = "tone.shares.json"  # the error model of the tone head, beside its weights
FLOOR = 1e-6  # of a probability before its logarithm: fp32 holds no finer
DOUBT = 0.05  # variance of one more, imagined domain: few domains never look alike by chance
# What the sample's shares tell of a class is not believed of a handful of posts: with 20, a mean
# of 95 to 97 % of intervals held over six domains, each unseen, after 50 and 200 judged posts.
THIN = 20.0
SURE = 1e-9  # variance of what is not doubted, such as that the biases sum to 0
FEWEST = 3  # labelled domains beside the reference below which nothing is known of another


class ErrorModelError(ModelError):
    """An error model cannot be read, or too few domains are known to make one."""


@dataclass(frozen=True)
class ErrorModel:
    """How the head's probabilities stand to the truth in a domain: N(mean, covariance).

    Of parameters (1 + K,): a slope and a bias per class, biases summing to 0. Where p is the
    head's probability, class y has likelihood proportional to p_y ** slope * exp(bias_y).
    """

    mean: Floats  # (1 + K,)
    covariance: Floats  # (1 + K, 1 + K)

    @property
    def nodes(self) -> Floats:
        """(S, 1 + K) points that stand for the distribution, equally weighted.

        The spherical-radial cubature (Arasaratnam & Haykin 2009), exact for cubics: no seeds.
        """
        values, vectors = np.linalg.eigh(self.covariance)
        real = values > 10 * SURE
        if not real.any():
            return self.mean[None]
        reach = vectors[:, real] * np.sqrt(values[real] * real.sum())  # (1 + K, R)
        return np.asarray(self.mean + np.concatenate([reach.T, -reach.T]))


def perfect(classes: int) -> ErrorModel:
    """Of a head whose probabilities are right wherever all classes are equally frequent."""
    return ErrorModel(np.r_[1.0, np.zeros(classes)], np.zeros((classes + 1, classes + 1)))


def ignorant(classes: int) -> ErrorModel:
    """Of a head of which nothing is known: what a domain with many labels starts from."""
    basis = _contrasts(classes)
    return ErrorModel(np.r_[1.0, np.zeros(classes)], 4 * basis @ basis.T)


def refined(
    model: ErrorModel, posteriors: Floats, labels: Integers, weights: Floats | None = None
) -> ErrorModel:
    """The model of one domain, after labelled posts of it: posteriors (M, K), labels (M,).

    The posts must be drawn at random from the domain, those that the head got right included:
    of its corrected mistakes alone one would learn that it is always wrong. The draw may be
    stratified by what the head said; `weights` (M,) then hold how many posts each stands for.

    Bayesian logistic regression of the labels on the log-probabilities, by Laplace. The shares
    of the sample enter as an offset, so that the biases are those under equal shares, and are
    known better than the regression's own (Prentice & Pyke 1979, «Logistic Disease Incidence
    Models and Case-Control Studies»).
    """
    logs, truth = logs_of(posteriors), np.eye(posteriors.shape[1])[labels]
    rows, classes = logs.shape
    weights = np.ones(rows) if weights is None else weights * rows / weights.sum()
    offset = np.log((weights @ truth + 0.5) / (rows + 0.5 * classes))
    inputs = np.concatenate(
        [logs[:, :, None], np.broadcast_to(np.eye(classes), (rows, classes, classes))], axis=2
    )  # (M, K, 1 + K)
    precision = np.linalg.inv(model.covariance + SURE * np.eye(classes + 1))
    at = model.mean
    for _ in range(50):
        expected = softmax(inputs @ at + offset)  # (M, K)
        slope = np.einsum("mk,mkp->p", truth - expected, inputs) - precision @ (at - model.mean)
        mean = np.einsum("mk,mkp->mp", expected, inputs)
        curve = np.einsum("mk,mkp,mkr->pr", expected, inputs, inputs) - mean.T @ mean
        step = np.linalg.solve(curve + precision, slope)
        at = at + step
        if np.abs(step).max() < 1e-6:
            break
    away = expected - expected.mean(0)
    scatter = away.T @ away + THIN * np.eye(classes)
    known = curve[:, 1:] @ np.linalg.solve(scatter, curve[1:])  # as the sample's shares are known
    return ErrorModel(at, np.linalg.inv(curve + precision + known))


def pooled(domains: Mapping[str, ErrorModel], reference: str) -> ErrorModel:
    """The model of a domain yet unseen, from those of labelled ones (each fitted on its own).

    Its mean is the reference's; its covariance that of the others around it, as maximum
    likelihood by EM finds it when each is known with an error, widened because they are few.
    """
    from scipy.special import stdtrit  # slow to import, and only loading a model needs it

    others = [model for name, model in domains.items() if name != reference]
    if len(others) < FEWEST:
        raise ErrorModelError(f"{len(others)} labelled domains are too few; give {FEWEST} or more.")
    basis = _contrasts(len(domains[reference].mean) - 1)  # biases sum to 0: (1 + K, K)
    centre = domains[reference].mean
    away = np.array([(model.mean - centre) @ basis for model in others])  # (D, K)
    errors = np.array([basis.T @ model.covariance @ basis for model in others])
    between = away.T @ away / len(others) + DOUBT * np.eye(basis.shape[1])
    for _ in range(200):
        kept = between @ np.linalg.inv(between + errors)  # (D, K, K)
        true = np.einsum("dij,dj->di", kept, away)
        left = (between - kept @ between).sum(0)
        between = true.T @ true + left + DOUBT * np.eye(basis.shape[1])
        between /= len(others) + 1
    few = float(stdtrit(len(others), 0.975) / stdtrit(np.inf, 0.975)) ** 2
    return ErrorModel(centre, few * basis @ between @ basis.T)


def save(path: Path, domains: Mapping[str, ErrorModel], about: Mapping[str, object]) -> None:
    """Write what was found in each domain; `about` says of which head and names the reference."""
    found = {
        name: {"mean": model.mean.round(6).tolist(), "covariance": model.covariance.tolist()}
        for name, model in domains.items()
    }
    path.write_text(json.dumps({**about, "domains": found}, indent=1) + "\n", encoding="utf-8")


def load(path: Path, without: Collection[str] = ()) -> ErrorModel:
    """The model of an unseen domain from the file that `save` wrote, some domains left out."""
    domains, reference = read(path)
    known = {name: model for name, model in domains.items() if name not in without}
    return pooled(known, reference)


def read(path: Path) -> tuple[dict[str, ErrorModel], str]:
    """What was found in each domain, and which of them is the reference."""
    try:
        written = json.loads(path.read_text(encoding="utf-8"))
        domains = {
            name: ErrorModel(np.array(found["mean"]), np.array(found["covariance"]))
            for name, found in written["domains"].items()
        }
        return domains, written["reference"]
    except (OSError, ValueError, KeyError) as error:
        raise ErrorModelError(
            f"{path} cannot be read as an error model ({error!r}). Restore it with 'git checkout "
            f"-- models/weights', or make it: python -m models.quantify_fit --data FOLDER"
        ) from error


def _contrasts(classes: int) -> Floats:
    """(1 + K, K) orthonormal: the slope, and Helmert's contrasts of the biases."""
    basis = np.zeros((classes + 1, classes))
    basis[0, 0] = 1.0
    for k in range(1, classes):
        basis[1 : k + 1, k] = 1.0
        basis[k + 1, k] = -k
        basis[:, k] /= np.linalg.norm(basis[:, k])
    return basis


def logs_of(posteriors: Floats) -> Floats:
    """(N, K) logarithms, each row around 0."""
    logs = np.log(np.maximum(posteriors, FLOOR))
    return np.asarray(logs - logs.mean(axis=1, keepdims=True))
