"""A brand's own layer over the shared tone head, learnt from posts that a person judged.

softmax(slope * log p + bias + E W): p the shared head's probabilities, E the embedding. The
penalty pulls towards slope 1, bias 0, W 0, which is the shared head itself, so that few posts
change little; how strongly it pulls on W is chosen by cross-validation within the training posts.

A head is worth adopting only if it is better on posts it did not see. Those must have been drawn
at random: people correct what looks wrong, and among such posts nearly any change looks better.
Posts that a person picked therefore never test a head; whether they help to train one is chosen
by the same inner cross-validation.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from threadpoolctl import threadpool_limits

from models.calibrate import softmax
from models.metrics import macro_recall

Floats = NDArray[np.floating]
Integers = NDArray[np.integer]
Flags = NDArray[np.bool_]

FEWEST: Final = 50  # posts drawn at random below which nothing can be shown
FEWEST_OF_A_CLASS: Final = 5
_PULLS: Final = (0.3, 3.0, np.inf)  # on W, of a summed log-likelihood; inf: no embedding
_PULL: Final = 1.0  # on slope and bias
_FOLDS, _INNER_FOLDS, _REPEATS, _DRAWS = 5, 3, 4, 2000


@dataclass(frozen=True)
class Posts:
    """M judged posts: probabilities (M, K), embeddings (M, D), labels (M,) in 0..K-1.

    weights (M,): how many posts each stands for, the inverse of its chance of being drawn; nan
    for a post that a person picked.
    """

    probabilities: Floats
    embeddings: Floats
    labels: Integers
    weights: Floats

    def __len__(self) -> int:
        return len(self.labels)

    @property
    def drawn(self) -> Flags:
        """(M,) which of them chance picked."""
        return np.asarray(~np.isnan(self.weights))

    def of(self, rows: Any) -> Posts:  # noqa: ANN401 — whatever indexes an array
        """Some of them."""
        return Posts(*(getattr(self, name)[rows] for name in self.__dataclass_fields__))


@dataclass(frozen=True)
class OwnHead:
    """slope, bias (K,) and W (D, K); W None: embeddings are not looked at."""

    slope: float
    bias: list[float]
    matrix: list[list[float]] | None

    def apply(self, probabilities: Floats, embeddings: Floats) -> Floats:
        """(N, K) probabilities and (N, D) embeddings to (N, K) probabilities."""
        logits = self.slope * _logs(probabilities) + np.array(self.bias)
        return softmax(logits if self.matrix is None else logits + embeddings @ self.matrix)

    def written(self) -> dict[str, Any]:
        """Fit for JSON; OwnHead(**written) reads it back."""
        return asdict(self)


@dataclass(frozen=True)
class Difference:
    """The own head's figure, the shared head's, and the 95 % interval of own minus shared."""

    own: float
    shared: float
    low: float
    high: float


@dataclass(frozen=True)
class Verdict:
    """Whether to adopt, and why; the figures are of posts that the head did not see.

    head: fitted on all posts, None where there were too few to try.
    """

    adopted: bool
    why: str
    posts: int
    drawn: int
    head: OwnHead | None = None
    log_loss: Difference | None = None
    macro_recall: Difference | None = None


def train(posts: Posts, seed: int = 0) -> Verdict:
    """Fit a head and judge it by repeated cross-validation on the posts drawn at random.

    Adopted where the paired bootstrap interval of the difference in log loss lies below 0, and
    that of macro recall not below 0 as a whole.
    """
    drawn = np.flatnonzero(posts.drawn)
    if lacking := _lacking(posts.labels[drawn], posts.probabilities.shape[1]):
        return Verdict(False, lacking, len(posts), len(drawn))
    random = np.random.default_rng(seed)
    with threadpool_limits(1):  # of such small products two threads make six times the work
        unseen = _unseen(posts, drawn, random)
        head = _fit(posts, *_choose(posts, random))
    loss, recall = _compare(posts.of(drawn), unseen, random)
    why = _why(loss, recall)
    return Verdict(not why, why, len(posts), len(drawn), head, loss, recall)


def _lacking(labels: Integers, classes: int) -> str:
    """What is missing before anything can be shown; '' for nothing."""
    if len(labels) < FEWEST:
        return f"only {len(labels)} corrections were drawn at random, and it takes {FEWEST}"
    found = np.sort(np.bincount(labels, minlength=classes))[::-1]
    if found[1] < FEWEST_OF_A_CLASS:
        return f"fewer than two tones were found {FEWEST_OF_A_CLASS} times among them"
    return ""


def _why(loss: Difference, recall: Difference) -> str:
    """Why the head is not adopted; '' if it is."""
    if loss.high >= 0:
        return "it is not better beyond chance on corrections it did not see"
    if recall.high < 0:
        return "it finds fewer of the rarer tones on corrections it did not see"
    return ""


def _unseen(posts: Posts, drawn: Integers, random: np.random.Generator) -> Floats:
    """(drawn, K) for each drawn post: the mean of what heads that did not see it make of it."""
    total = np.zeros((len(drawn), posts.probabilities.shape[1]))
    for _ in range(_REPEATS):
        for held in _folds(len(drawn), _FOLDS, random):
            rest = posts.of(np.delete(np.arange(len(posts)), drawn[held]))
            head = _fit(rest, *_choose(rest, random))
            test = posts.of(drawn[held])
            total[held] += head.apply(test.probabilities, test.embeddings)
    return total / _REPEATS


def _choose(posts: Posts, random: np.random.Generator) -> tuple[float, bool]:
    """The pull on W, and whether picked posts help, by log loss on drawn ones left out."""
    drawn = np.flatnonzero(posts.drawn)
    options = [(pull, picked) for pull in _PULLS for picked in {False, len(drawn) < len(posts)}]
    losses = np.zeros(len(options))
    for held in _folds(len(drawn), _INNER_FOLDS, random):
        rest = posts.of(np.delete(np.arange(len(posts)), drawn[held]))
        test = posts.of(drawn[held])
        for place, option in enumerate(options):
            found = _fit(rest, *option).apply(test.probabilities, test.embeddings)
            losses[place] += (test.weights * _losses(found, test.labels)).sum()
    return options[int(losses.argmin())]


def _fit(posts: Posts, pull: float, picked: bool) -> OwnHead:
    """The head of least penalised loss. Every post counts once: weights would only add noise."""
    used = posts if picked else posts.of(posts.drawn)
    logs, truth = _logs(used.probabilities), np.eye(used.probabilities.shape[1])[used.labels]
    classes = logs.shape[1]
    inputs = used.embeddings.astype(np.float64) if np.isfinite(pull) else np.zeros((len(used), 0))

    def loss(flat: Floats) -> tuple[float, Floats]:
        matrix = flat[1 + classes :].reshape(-1, classes)
        found = softmax(flat[0] * logs + flat[1 : 1 + classes] + inputs @ matrix)  # (M, K)
        wrong, away = found - truth, flat - start
        value = -np.log((found * truth).sum(1)).sum() + pulls @ away**2 / 2
        slopes = np.r_[(wrong * logs).sum(), wrong.sum(0), (inputs.T @ wrong).ravel()]
        return float(value), slopes + pulls * away

    size = classes * inputs.shape[1]
    start = np.r_[1.0, np.zeros(classes + size)]
    pulls = np.r_[np.full(1 + classes, _PULL), np.full(size, pull)]
    flat = minimize(loss, start, jac=True, method="L-BFGS-B", options={"ftol": 1e-6}).x
    matrix = flat[1 + classes :].reshape(-1, classes).tolist() if inputs.shape[1] else None
    return OwnHead(float(flat[0]), flat[1 : 1 + classes].tolist(), matrix)


def _compare(
    posts: Posts, unseen: Floats, random: np.random.Generator
) -> tuple[Difference, Difference]:
    """Log loss and macro recall of both heads, with paired bootstrap intervals over posts."""

    def figures(pick: Integers) -> Floats:
        labels, weights = posts.labels[pick], posts.weights[pick]
        heads = (unseen[pick], posts.probabilities[pick])
        losses = [np.average(_losses(head, labels), weights=weights) for head in heads]
        return np.array([losses, [macro_recall(labels, head) for head in heads]])  # (2, 2)

    count = len(posts)
    drawn = [figures(random.integers(0, count, count)) for _ in range(_DRAWS)]
    between = np.array(drawn) @ [1.0, -1.0]  # (draws, 2): own minus shared
    low, high = np.percentile(between, [2.5, 97.5], axis=0)
    loss, recall = (
        Difference(float(own), float(shared), float(low[k]), float(high[k]))
        for k, (own, shared) in enumerate(figures(np.arange(count)))
    )
    return loss, recall


def _folds(count: int, folds: int, random: np.random.Generator) -> list[Integers]:
    return np.array_split(random.permutation(count), folds)


def _logs(probabilities: Floats) -> Floats:
    return np.asarray(np.log(np.maximum(probabilities, 1e-6)))


def _losses(probabilities: Floats, labels: Integers) -> Floats:
    """(M,) minus the log-probability of what is true."""
    return np.asarray(-_logs(probabilities)[np.arange(len(labels)), labels])
