"""Any two windows: the change has an interval that is right as often as it claims."""

from datetime import timedelta

import numpy as np
import pandas as pd
import pytest

from pipeline.authority.bootstrap import Bootstrap
from pipeline.authority.dials import Reckoning
from pipeline.authority.heard import with_heard
from pipeline.authority.windows import Comparison, between, changes, compare, window
from tests.pipeline.authority.simulate import MONDAY, World, facts, week

REDDIT = Reckoning(["reddit"], {"reddit": 1.0})
NEXT = MONDAY + timedelta(weeks=1)


def told(before: pd.DataFrame, after: pd.DataFrame, replicates: int = 1000) -> Comparison:
    how = Bootstrap(replicates)
    return compare(window(before, REDDIT, how), window(after, REDDIT, how), REDDIT)


def test_windows_of_any_length_are_compared() -> None:
    rows = [
        {
            "day": MONDAY + timedelta(days=day),
            "voice": "brand" if day > 20 and n < 3 else "customer",
        }
        for day in range(30)
        for n in range(6)
    ]
    all_facts = with_heard(facts(rows))
    early = between(all_facts, MONDAY, MONDAY + timedelta(days=20))
    late = between(all_facts, MONDAY + timedelta(days=21), MONDAY + timedelta(days=29))
    found = told(early, late)
    voice = found.changes[0]
    assert voice.value == pytest.approx(-0.5)
    assert voice.low is not None and voice.high is not None
    assert -0.7 < voice.low < -0.5 < voice.high < -0.3
    assert sum(part.total for part in found.parts if part.by == "source") != 0


def test_no_change_from_a_window_that_is_too_few() -> None:
    few, many = (window(with_heard(facts([{}] * n)), REDDIT, Bootstrap(100)) for n in (3, 60))
    assert changes(few, many)[0].value is None
    assert changes(None, many)[0].value is None


def test_the_same_week_twice_has_not_changed() -> None:
    rows = with_heard(week(World(sources=("reddit",)), np.random.default_rng(0)))
    twice = told(rows, rows)
    for change in twice.changes:
        assert change.value == 0
        assert change.low is not None and change.high is not None
        assert change.low < 0 < change.high


@pytest.mark.slow
@pytest.mark.parametrize("shift", [0.0, 0.15])
def test_the_interval_of_a_change_covers_it(shift: float) -> None:
    rng, inside = np.random.default_rng(2), []
    worlds = [World(sources=("reddit",)), World(sources=("reddit",), customers=0.8 - shift)]
    for _ in range(200):
        weeks = [week(world, rng, day) for world, day in zip(worlds, (MONDAY, NEXT), strict=True)]
        both = with_heard(pd.concat(weeks, ignore_index=True))
        earlier = both["week"] == pd.Timestamp(MONDAY)
        found = told(both[earlier], both[~earlier], replicates=200)
        low, high = found.changes[0].low, found.changes[0].high
        assert low is not None and high is not None
        inside.append(low <= -shift <= high)
    assert 0.92 <= np.mean(inside) <= 0.995
