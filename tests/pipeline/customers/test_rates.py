"""The rate of leaving with its interval and early sign, and the time to an answer."""

from datetime import timedelta

import numpy as np
import pandas as pd
import pytest

from pipeline.authority.dials import Reckoning
from pipeline.customers.answered import answered
from pipeline.customers.leaving import ALPHA, Leaving, Reckoned, Share, leaving, no_more
from tests.pipeline.authority.conftest import MONDAY

BASELINE = tuple(MONDAY + timedelta(weeks=week) for week in range(4))
NOTHING = pd.DataFrame({"week": [], "source": []})
HOW = Reckoning(["reddit"], {"reddit": 1.0}, BASELINE)


def said(rng: np.random.Generator, weeks: int, a_week: int) -> pd.DataFrame:
    """Mentions by customers who write about twice, in threads of about five."""
    n = weeks * a_week
    return pd.DataFrame(
        {
            "mention_id": np.arange(n),
            "week": pd.to_datetime([MONDAY + timedelta(weeks=i // a_week) for i in range(n)]),
            "source": "reddit",
            "voice": "customer",
            "counted": True,
            "tone": 0.0,
            "author_key": rng.integers(0, n // 2, n),
            "thread_key": np.arange(n) // 5,
        }
    )


def found(facts: pd.DataFrame, leaves: np.ndarray, thin: pd.DataFrame = NOTHING) -> list[Leaving]:
    return list(leaving(facts, frozenset(leaves.tolist()), Reckoned(HOW, thin, 0)))


def test_a_rate_has_its_interval_and_few_posts_have_none() -> None:
    facts = said(np.random.default_rng(1), 5, 100)
    week = found(facts, facts["mention_id"].to_numpy()[::10])[4]
    assert week.value == pytest.approx(0.1)
    assert week.n == 100 and week.posts == 10
    assert week.low is not None and week.high is not None
    assert 0.02 < week.low < 0.1 < week.high < 0.25
    few = found(said(np.random.default_rng(1), 5, 19), np.array([1]))
    assert {(w.value, w.low, w.p, w.early) for w in few} == {(None, None, None, False)}


def test_a_doubled_rate_is_an_early_sign_but_in_a_week_not_wholly_read() -> None:
    facts = said(np.random.default_rng(2), 6, 400)
    chance = np.where(facts["week"] >= pd.Timestamp(MONDAY + timedelta(weeks=5)), 0.12, 0.04)
    gone = facts["mention_id"].to_numpy()[np.random.default_rng(3).random(len(facts)) < chance]
    assert [week.early for week in found(facts, gone)] == [False] * 5 + [True]
    thin = pd.DataFrame({"week": [MONDAY + timedelta(weeks=5)], "source": ["reddit"]})
    assert not any(week.early for week in found(facts, gone, thin))


def test_weeks_like_the_baseline_are_seldom_called_a_sign() -> None:
    """Whole threads speak of leaving, so that mentions are not independent."""
    signs = weeks = 0
    for seed in range(12):
        rng = np.random.default_rng(seed)
        facts = said(rng, 14, 120)
        threads = rng.beta(0.5, 9.5, len(facts) // 5 + 1)[facts["thread_key"]]
        gone = facts["mention_id"].to_numpy()[rng.random(len(facts)) < threads]
        later = found(facts, gone)[4:]
        signs, weeks = signs + sum(week.early for week in later), weeks + len(later)
    assert signs / weeks <= 2.5 * ALPHA, (signs, weeks)


def test_the_chance_of_no_more_is_even_where_nothing_differs() -> None:
    usual = Share(0.1, 0.05, 0.15, 200)
    assert no_more(usual, usual) == pytest.approx(0.5, abs=0.01)
    assert no_more(Share(0.3, 0.2, 0.4, 200), usual) < 0.001
    assert no_more(Share(0.0, 0.0, 0.05, 200), usual) > 0.99


def asked(waits: list[float | None], known: float = 30.0) -> pd.DataFrame:
    """Requests of one week by as many people, answered after so many days; None: not yet."""
    begun = pd.Timestamp(MONDAY, tz="UTC")
    day = pd.Timedelta(days=1)
    return pd.DataFrame(
        {
            "author_key": range(len(waits)),
            "narrative_id": 1,
            "week": pd.Timestamp(MONDAY),
            "posted_at": begun,
            "replied_at": pd.Series(
                [pd.NaT if wait is None else begun + wait * day for wait in waits],
                dtype="datetime64[us, UTC]",
            ),
            "read_to": begun + known * day,
        }
    )


def test_requests_that_wait_are_not_taken_for_answered() -> None:
    (week,) = answered(asked([2.0] * 10 + [10.0] * 10 + [None] * 20))
    assert (week.people, week.answered) == (40, 20)
    assert week.days == 10.0  # half of all, not of those answered
    assert week.days_low is not None and week.days_low <= 10.0
    assert week.days_high is None  # more than half may wait for ever
    assert week.soon == pytest.approx(0.25)
    assert week.soon_low is not None and week.soon_high is not None
    assert 0.1 < week.soon_low < 0.25 < week.soon_high < 0.45


@pytest.mark.parametrize(("waits", "soon"), [([1.0] * 25, 1.0), ([None] * 25, 0.0)])
def test_where_all_or_none_are_answered_there_is_an_interval_still(
    waits: list[float | None], soon: float
) -> None:
    (week,) = answered(asked(waits))
    assert week.soon == soon
    assert week.soon_low is not None and week.soon_high is not None
    assert week.soon_low <= soon <= week.soon_high
    assert week.soon_high - week.soon_low > 0.1


def test_few_requests_are_counted_and_not_timed() -> None:
    (week,) = answered(asked([1.0] * 19))
    assert (week.people, week.answered, week.days, week.soon) == (19, 19, None, None)


def test_who_asks_twice_asks_once() -> None:
    twice = pd.concat([asked([None] * 3), asked([4.0] * 3)])
    (week,) = answered(twice)
    assert (week.people, week.answered) == (3, 3)
