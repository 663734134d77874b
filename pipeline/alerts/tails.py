"""How surprising a count or a share is, by tails that know the baseline to be an estimate."""

import numpy as np
from scipy.special import betainc, ndtri, stdtr

from pipeline.alerts.series import Floats


def count_tails(
    n: Floats, expected: Floats, dispersion: Floats, freedom: Floats
) -> tuple[Floats, Floats]:
    """P(N ≥ n) and P(N ≤ n), mid-p, for N negative binomial: mean μ, variance `dispersion` · μ.

    With size r = μ / (φ - 1), P(N ≥ n) = I(1 - 1/φ; n, r), the regularised incomplete beta. As φ is
    an estimate with few degrees of freedom, the normal quantile is read as Student's.
    """
    over = np.maximum(dispersion, 1 + 1e-6)
    size = expected / (over - 1)
    at_least, more = (_beta(1 - 1 / over, k, size) for k in (n, n + 1))
    above = (at_least + more) / 2
    return _student(above, freedom), _student(1 - above, freedom)


def share_tails(
    k: Floats, n: Floats, usual: Floats, design: Floats, freedom: Floats
) -> tuple[Floats, Floats]:
    """P(K ≥ k) and P(K ≤ k), mid-p, for K of n where the share is usually `usual`.

    Binomial with the effective sample size n / design, as in Korn and Graubard (1998).
    """
    part, whole = k / design, n / design
    at_least = _beta(usual, part, whole - part + 1)
    more = 1 - _beta(1 - usual, whole - part, part + 1)
    above = (at_least + more) / 2
    return _student(above, freedom), _student(1 - above, freedom)


def _beta(x: Floats, a: Floats, b: Floats) -> Floats:
    """The regularised incomplete beta, 1 where a is 0: nothing is fewer than none."""
    value: Floats = np.where(a > 0, betainc(np.maximum(a, 1e-9), np.maximum(b, 1e-9), x), 1.0)
    return value


def _student(p: Floats, freedom: Floats) -> Floats:
    quantile = ndtri(np.clip(p, 1e-300, 1 - 1e-16))
    tail: Floats = stdtr(freedom, quantile)
    return tail
