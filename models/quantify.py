"""Shares of the classes in a group of posts, with intervals that know the head errs.

Counting the likeliest classes is biased however good the classifier (Hopkins & King 2010,
«A Method of Automated Nonparametric Content Analysis for Social Science»). Here the shares of a
group are estimated by expectation-maximisation on the head's probabilities (Saerens, Latinne &
Decaestecker 2002, «Adjusting the Outputs of a Classifier to New a Priori Probabilities»), after
a recalibration with a slope and a bias per class (Alexandari, Kundaje & Shrikumar 2020, «Maximum
Likelihood with Bias-Corrected Calibration is Hard-To-Beat at Label Shift Adaptation»).

That recalibration differs from domain to domain, and a brand's posts are a domain of their own.
So it is a distribution (`models.quantify_errors`), and the interval carries it: the more posts of
the brand a person has judged, the narrower.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from models.calibrate import softmax
from models.quantify_errors import ErrorModel, logs_of

Floats = NDArray[np.floating]
Integers = NDArray[np.integer]

UNKNOWN = -1  # the label of a post that no person judged
Z = 1.96  # two-sided 95 %
_FINE = 40  # steps from never to always, in which posts are taken together
STEPS, ENOUGH = 300, 1e-4  # of expectation-maximisation: at most, and the change that ends it


@dataclass(frozen=True)
class Shares:
    """The shares of K classes among the posts of each of G groups; nan where there is no post.

    value, low, high: (G, K), a 95 % interval around each value; the values sum to 1.
    n: (G,) posts. `nodes` (S, G, K) are the shares under each node of the error model, `noise`
    (G, K, K) the covariance that is left under any; `net` and `difference` need both.
    """

    value: Floats
    low: Floats
    high: Floats
    n: Integers
    nodes: Floats
    noise: Floats

    def of(self, groups: Integers) -> Shares:
        """Those of some of the groups."""
        low, high, n = self.low[groups], self.high[groups], self.n[groups]
        return Shares(self.value[groups], low, high, n, self.nodes[:, groups], self.noise[groups])


@dataclass(frozen=True)
class Contrast:
    """A weighted sum of shares, as net sentiment is, or its change: (G,) each."""

    value: Floats
    low: Floats
    high: Floats


def shares(
    posteriors: Floats,
    model: ErrorModel,
    groups: Integers | None = None,
    count: int = 1,
    labels: Integers | None = None,
    sizes: Integers | None = None,
) -> Shares:
    """The class shares among the posts of each group; what one group gives depends on no other.

    posteriors (N, K); groups (N,) in 0..count-1, by default all 0; labels (N,), the class of a
    post that a person corrected, else UNKNOWN: it counts as what the person said; sizes (N,), how
    many posts a row stands for (`alike`), by default 1.
    The figure is of the posts at hand: what other posts would say is not in its interval.
    """
    rows, classes = posteriors.shape
    groups = np.zeros(rows, np.int64) if groups is None else groups
    labels = np.full(rows, UNKNOWN) if labels is None else labels
    sizes = np.ones(rows, np.int64) if sizes is None else sizes
    known = labels != UNKNOWN
    n = np.bincount(groups, sizes, count).astype(np.int64)
    said = np.eye(classes)[labels[known]] * sizes[known, None]
    fixed = _sums(said, groups[known], count)
    read = _Read(logs_of(posteriors[~known]), groups[~known], sizes[~known])
    found = [_under(node, read, fixed, n) for node in model.nodes]
    nodes = np.array([value for value, _ in found])
    noise = np.mean([covariance for _, covariance in found], axis=0)
    value = nodes.mean(0)
    variance = nodes.var(0) + np.diagonal(noise, axis1=1, axis2=2)
    low, high = _interval(value, variance)
    whole = n[:, None]  # a share is a whole number of posts: the quantiles of one, not between
    with np.errstate(invalid="ignore"):
        low, high = np.round(low * whole) / whole, np.round(high * whole) / whole
    return Shares(value, np.minimum(low, value), np.maximum(high, value), n, nodes, noise)


def alike(
    posteriors: Floats, groups: Integers, labels: Integers
) -> tuple[Floats, Integers, Integers, Integers]:
    """Posts that are nearly alike, taken together: posteriors, groups, labels and sizes.

    Of one group, one label, and as probable in each class to one fortieth of the scale of square
    roots; each lot by its mean, so that what it does to the shares is of second order. A million
    posts become some thousand rows.
    """
    grid = np.sqrt(posteriors[:, :-1]) * _FINE
    keys = [groups, labels, *np.rint(grid).astype(np.int64).T]
    lot = np.zeros(len(groups), np.int64)
    for key in keys:
        lot = lot * (int(key.max(initial=0)) + 2) + key + 1
    _, first, place, sizes = np.unique(
        lot, return_index=True, return_inverse=True, return_counts=True
    )
    means = _sums(posteriors, place, len(first)) / sizes[:, None]
    return means, groups[first], labels[first], sizes


def net(found: Shares, weights: Floats) -> Contrast:
    """A weighted sum of the shares: with (-1, 0, 1) of tone it is net sentiment, P - N."""
    value = found.value @ weights
    variance = (found.nodes @ weights).var(0) + found.noise @ weights @ weights
    least, reach = weights.min(), np.ptp(weights)
    low, high = _interval((value - least) / reach, variance / reach**2)
    return Contrast(value, low * reach + least, high * reach + least)


def difference(after: Shares, before: Shares, weights: Floats) -> Contrast:
    """The change of a weighted sum of shares from one group to another, row by row.

    Both must come from one error model: what it does not know of the brand then cancels.
    """
    value = (after.value - before.value) @ weights
    common = ((after.nodes - before.nodes) @ weights).var(0)
    half = Z * np.sqrt(common + (after.noise + before.noise) @ weights @ weights)
    most = np.ptp(weights)
    return Contrast(value, np.maximum(value - half, -most), np.minimum(value + half, most))


class _Read(NamedTuple):
    """The posts that nobody labelled: logs (M, K) of probabilities, groups and sizes (M,)."""

    logs: Floats
    groups: Integers
    sizes: Integers

    def shared_out(self, likelihood: Floats, prior: Floats) -> Floats:
        """(M, K): by how many posts of each class a row counts, under the shares of its group."""
        each = likelihood * prior[self.groups]
        return np.asarray(each * (self.sizes / each.sum(axis=1))[:, None])

    def where(self, chosen: NDArray[np.bool_]) -> _Read:
        return _Read(self.logs[chosen], self.groups[chosen], self.sizes[chosen])


def _under(node: Floats, read: _Read, fixed: Floats, n: Integers) -> tuple[Floats, Floats]:
    """Shares (G, K) and their covariance (G, K, K) if `node` were known to hold.

    fixed (G, K) counts the posts with a label. A uniform prior on the shares stands behind both.
    """
    count, classes = fixed.shape
    likelihood = softmax(read.logs * node[0] + node[1:])  # (M, K)
    prior = np.full((count, classes), 1 / classes)
    before, moving = prior.copy(), np.ones(count, bool)
    left, of_left = read, likelihood
    for _ in range(STEPS):  # each group until its own shares change no more
        before[moving] = prior[moving]
        counts = fixed + _sums(left.shared_out(of_left, prior), left.groups, count)
        new = (counts + 1) / (n[:, None] + classes)
        change = np.abs(new - prior).max(axis=1)
        prior[moving] = new[moving]
        moving &= change >= ENOUGH
        if not moving.any():
            break
        rows = moving[left.groups]
        left, of_left = left.where(rows), of_left[rows]
    each = read.shared_out(likelihood, before)
    counts = fixed + _sums(each, read.groups, count)
    parts = each / read.sizes[:, None]
    squares = np.stack([_sums(each * parts[:, [k]], read.groups, count) for k in range(classes)], 1)
    labels = _diagonal(counts - fixed) - squares  # of the sum of labels, were the shares known
    with np.errstate(invalid="ignore", divide="ignore"):
        return counts / n[:, None], _stationary(labels, prior, n)


def _stationary(labels: Floats, prior: Floats, n: Integers) -> Floats:
    """The covariance (G, K, K) of the shares: that of a Gibbs sampler's counts, linearised.

    The sampler draws labels given shares and shares given labels. Labels have covariance
    `labels` (G, K, K) given the shares; the shares that of a Dirichlet given the labels. The
    sum over the sampler's past is reckoned by doubling.
    """
    size = (n + prior.shape[1])[:, None, None]
    given = (_diagonal(prior) - prior[:, :, None] * prior[:, None, :]) / (size + 1)
    gain = labels / prior[:, None, :]  # of the counts, when a share rises
    total = gain @ given @ gain.transpose(0, 2, 1) + labels
    gain = gain / size
    for _ in range(8):
        total = total + gain @ total @ gain.transpose(0, 2, 1)
        gain = gain @ gain
    return np.asarray(total / n[:, None, None] ** 2)


def _interval(value: Floats, variance: Floats) -> tuple[Floats, Floats]:
    """The middle 95 % of the beta distribution of this mean and variance."""
    from scipy.special import betaincinv  # slow to import, and not every caller asks for shares

    inside = np.clip(value, 1e-6, 1 - 1e-6)
    trials = np.maximum(inside * (1 - inside) / np.maximum(variance, 1e-12) - 1, 1e-2)
    low, high = (betaincinv(inside * trials, (1 - inside) * trials, q) for q in (0.025, 0.975))
    return low, high


def _sums(values: Floats, groups: Integers, count: int) -> Floats:
    """(N, K) summed over the rows of each group: (count, K)."""
    columns = [np.bincount(groups, column, minlength=count) for column in values.T]
    return np.stack(columns, axis=1)


def _diagonal(values: Floats) -> Floats:
    """(G, K) to (G, K, K)."""
    return values[:, :, None] * np.eye(values.shape[1])
