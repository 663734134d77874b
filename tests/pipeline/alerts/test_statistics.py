"""The arithmetic of alerts, against scipy.stats and against its own promises."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from pipeline.alerts.findings import FALSE_ALARMS, LOOKS, limits
from pipeline.alerts.series import Series
from pipeline.alerts.tails import count_tails, share_tails
from pipeline.alerts.usual import moderated, usual, weekday_factors

NORMAL = np.array([1e9])  # degrees of freedom at which Student's t is the normal


@given(
    st.integers(0, 400),
    st.floats(0.05, 300),
    st.floats(1.01, 20),
)
def test_count_tails_are_those_of_the_negative_binomial(
    n: int, mean: float, dispersion: float
) -> None:
    one = np.array([float(n)]), np.array([mean]), np.array([dispersion])
    above, below = count_tails(*one, NORMAL)
    law = stats.nbinom(mean / (dispersion - 1), 1 / dispersion)
    mid = (law.sf(n - 1) + law.sf(n)) / 2
    assert above[0] == pytest.approx(mid, rel=1e-4, abs=1e-12)
    assert above[0] + below[0] == pytest.approx(1)


@given(st.integers(0, 60), st.integers(0, 60), st.floats(0.02, 0.98))
def test_share_tails_are_those_of_the_binomial(k: int, rest: int, share: float) -> None:
    n = k + rest
    above, below = share_tails(
        np.array([float(k)]), np.array([float(n)]), np.array([share]), np.ones(1), NORMAL
    )
    law = stats.binom(n, share)
    assert above[0] == pytest.approx((law.sf(k - 1) + law.sf(k)) / 2, rel=1e-4, abs=1e-9)
    assert above[0] + below[0] == pytest.approx(1)


def test_few_degrees_of_freedom_make_less_of_the_same_count() -> None:
    one = np.array([60.0]), np.array([30.0]), np.array([1.5])
    assert count_tails(*one, np.array([5.0]))[0] > 10 * count_tails(*one, NORMAL)[0]


def test_dispersions_that_differ_by_chance_alone_become_one() -> None:
    rng = np.random.default_rng(0)
    known = 1.7 * rng.chisquare(25, 40) / 25
    drawn, freedom = moderated(known, np.full(40, 25.0), np.ones(40, bool))
    assert np.ptp(drawn) < np.ptp(known) / 3
    assert drawn.mean() == pytest.approx(1.7, abs=0.15)
    assert freedom.min() > 100


def test_dispersions_that_do_differ_stay_apart() -> None:
    rng = np.random.default_rng(0)
    known = np.repeat([1.0, 20.0], 20) * rng.chisquare(25, 40) / 25
    drawn, freedom = moderated(known, np.full(40, 25.0), np.ones(40, bool))
    assert drawn[20:].mean() > 8 * drawn[:20].mean()
    assert freedom.max() < 30


def test_limits_spend_the_budget_where_it_decides() -> None:
    series = [Series("brand"), *(Series("narrative", str(n)) for n in range(6))]
    spent = limits("rise", series, np.array([3.0, 0.1, 2.5, 3.0, 3.5, 9.0, 30.0]))
    assert spent[1:].sum() * LOOKS == pytest.approx(FALSE_ALARMS["rise"][0], rel=0.05)
    assert spent[0] * LOOKS == pytest.approx(FALSE_ALARMS["rise"][1])
    assert spent[2:5].min() > 3 * spent[[1, 5, 6]].max()


def test_a_weekday_pattern_is_found_and_noise_is_not() -> None:
    rng = np.random.default_rng(0)
    weekday = np.arange(182) % 7
    lively = np.array([1.5, 1.5, 1.0, 1.0, 1.0, 0.5, 0.5])
    counts = np.stack([rng.poisson(100 * lively[weekday]), rng.poisson(2.0, 182)]).astype(float)
    factors = weekday_factors(counts, np.ones(182), weekday)
    assert factors[0] == pytest.approx(lively, abs=0.1)
    even = weekday_factors(counts[1:], np.ones(182), weekday)[0]
    assert even == pytest.approx(np.ones(7), abs=0.15)


def test_last_months_spike_is_not_what_is_usual() -> None:
    counts = np.full((1, 182), 4.0)
    counts[:, 150:164] = 40
    known = usual(counts, np.ones(182), np.arange(182) % 7, np.zeros(1, bool))
    assert known.rate[0] < 5.5
