"""Intervals: inside their scale, never of zero width, and as often right as they claim."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.authority.bootstrap import Bootstrap, multipliers, two_way_variance
from pipeline.authority.cells import cells
from pipeline.authority.dials import Figure, Reckoning, figures
from pipeline.authority.facts import counted
from pipeline.authority.heard import with_heard
from pipeline.authority.intervals import share_interval, wilson
from pipeline.authority.rates import rates
from tests.pipeline.authority.simulate import World, facts, week

EVEN = Reckoning(["hackernews", "reddit"], {"hackernews": 0.5, "reddit": 0.5})


def read(rows: object, how: Reckoning = EVEN, replicates: int = 400, seed: int = 0) -> list[Figure]:
    weighed = with_heard(rows)  # type: ignore[arg-type]
    summed = cells(counted(weighed), how.sources, Bootstrap(replicates, seed))
    return figures(weighed, rates(summed, how.sources, how.weights), how)


def test_wilson_agrees_with_the_textbook() -> None:
    assert wilson(0.8, 50) == pytest.approx((0.6696, 0.8876), abs=1e-4)  # Brown et al. 2001
    assert wilson(1.0, 20) == pytest.approx((0.8389, 1.0), abs=1e-4)


@given(st.floats(0, 1), st.floats(1e-9, 0.3), st.floats(1, 1e6))
def test_an_interval_holds_its_share_and_stays_on_the_scale(
    share: float, variance: float, clusters: float
) -> None:
    low, high = share_interval(share, variance, clusters)
    assert 0 <= low <= share <= high <= 1
    assert high > low


def test_when_only_customers_speak_the_interval_still_has_a_width() -> None:
    for figure in read(facts([{"author_key": n % 15} for n in range(60)])):
        assert figure.value is not None and figure.low is not None and figure.high is not None
        assert figure.high - figure.low > 0.05


def test_one_thread_says_less_than_many() -> None:
    def width(threads: int) -> float:
        voices = ["customer", "customer", "brand"]
        rows = [{"thread_key": n % threads, "voice": voices[n % threads % 3]} for n in range(120)]
        figure = read(facts(rows))[0]
        assert figure.low is not None and figure.high is not None
        return figure.high - figure.low

    assert width(6) > 2 * width(120)


def test_multipliers_are_exponential_and_a_matter_of_key_and_seed_alone() -> None:
    keys = np.arange(1, 400, dtype=np.uint64)
    drawn = multipliers(keys, Bootstrap(1000, seed=3))
    assert drawn.mean() == pytest.approx(1.0, abs=0.01) and drawn.std() == pytest.approx(
        1, abs=0.02
    )
    assert np.array_equal(drawn[7:9], multipliers(keys[7:9], Bootstrap(1000, seed=3)))
    assert abs(np.asarray(np.corrcoef(drawn[:50])) - np.eye(50)).max() < 0.16
    assert not np.array_equal(drawn, multipliers(keys, Bootstrap(1000, seed=4)))


def test_two_ways_that_are_the_same_count_once() -> None:
    rng = np.random.default_rng(0)
    same = rng.normal(0, 2, (1, 3 * 20_000))
    assert two_way_variance(same)[0] == pytest.approx(4, rel=0.05)


WORLDS = [
    World(),
    World(customers=0.97),
    World(alike=0.3),
    World(uneven=1.5),
    World(threads=200, posts=600, sources=("reddit",)),
    World(threads=3000, authors=5000, posts=200, alike=0.001),
]


@pytest.mark.slow
@pytest.mark.parametrize("world", WORLDS)
def test_intervals_cover_the_truth_as_often_as_they_claim(world: World) -> None:
    """250 weeks a world: 95 % less 2.2 standard errors, and shares may err on the wide side."""
    rng = np.random.default_rng(1)
    how = Reckoning(list(world.sources), dict.fromkeys(world.sources, 1 / len(world.sources)))
    truth = {
        "voice_share": world.customers,
        "heard_share": world.customers,
        "net_sentiment": world.net_sentiment,
    }
    hits: dict[str, list[bool]] = {}
    for seed in range(250):
        for figure in read(week(world, rng), how, 200, seed)[:3]:
            assert figure.low is not None and figure.high is not None
            inside = figure.low <= truth[figure.dial] <= figure.high
            hits.setdefault(figure.dial, []).append(inside)
    for dial, outcomes in hits.items():
        assert 0.92 <= np.mean(outcomes) <= 0.995, dial
