"""Any two windows: the change has an interval that is right as often as it claims."""

from datetime import timedelta

import numpy as np
import pandas as pd
import pytest

from pipeline.authority.bootstrap import Bootstrap
from pipeline.authority.change import Change
from pipeline.authority.dials import Reckoning
from pipeline.authority.heard import with_heard
from pipeline.authority.moves import Part, moves
from pipeline.authority.windows import between, changes, window
from tests.pipeline.authority.simulate import MONDAY, World, facts, week

REDDIT = Reckoning(["reddit"], {"reddit": 1.0})
NEXT = MONDAY + timedelta(weeks=1)


def told(
    before: pd.DataFrame, after: pd.DataFrame, replicates: int = 1000
) -> tuple[list[Change], list[Part]]:
    """The change of every figure, and the parts of each."""
    was, now = (window(rows, REDDIT, Bootstrap(replicates)) for rows in (before, after))
    return changes(was, now), moves(was.rates, now.rates, REDDIT)


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
    moved, parts = told(early, late)
    voice = moved[0]
    assert voice.value == pytest.approx(-0.5)
    assert voice.low is not None and voice.high is not None
    assert -0.7 < voice.low < -0.5 < voice.high < -0.3
    assert sum(part.total for part in parts if part.by == "source") != 0


def test_no_change_from_a_window_that_is_too_few() -> None:
    few, many = (window(with_heard(facts([{}] * n)), REDDIT, Bootstrap(100)) for n in (3, 60))
    assert changes(few, many)[0].value is None
    assert changes(None, many)[0].value is None


def test_the_same_week_twice_has_not_changed() -> None:
    rows = with_heard(week(World(sources=("reddit",)), np.random.default_rng(0)))
    for change in told(rows, rows)[0]:
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
        moved, _ = told(both[earlier], both[~earlier], replicates=200)
        low, high = moved[0].low, moved[0].high
        assert low is not None and high is not None
        inside.append(low <= -shift <= high)
    assert 0.92 <= np.mean(inside) <= 0.995
