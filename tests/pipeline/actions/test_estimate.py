"""What an action changed: found where planted, silent where it must be, and why."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pandas as pd
import pytest

from pipeline.actions.estimate import Compared, Effect, effects
from pipeline.actions.periods import period_of, whole_periods
from pipeline.weeks import monday
from tests.simulator import Acted, compared

LOUD = Acted(own=0.1, volume=float(np.log(2.5)), tone=-0.4, a_week=120)


def by_measure(found: list[Effect]) -> dict[str, Effect]:
    return {effect.measure: effect for effect in found}


def test_a_planted_effect_is_found_and_held_by_its_interval() -> None:
    found = by_measure(effects(compared(LOUD, 1)))
    truth = {"volume": 1.5, "voice_share": LOUD.share, "net_sentiment": -0.4}
    for measure, effect in found.items():
        assert effect.low is not None and effect.high is not None
        assert effect.low < truth[measure] < effect.high
    assert found["volume"].verdict == found["net_sentiment"].verdict == "clear"
    assert found["volume"].weeks == (8, 4) and found["volume"].placebos >= 5


def test_where_nothing_happens_hardly_anything_is_said() -> None:
    found = [one for seed in range(6) for one in effects(compared(Acted(), seed))]
    assert sum(one.verdict == "clear" for one in found) <= 2
    held = [one.low <= 0 <= one.high for one in found if one.low is not None and one.high]
    assert np.mean(held) > 0.85


def test_what_moves_both_is_no_effect() -> None:
    found = by_measure(effects(compared(Acted(own=0.0, shared=1.0, a_week=200), 3)))
    assert found["volume"].verdict != "clear"
    alone = effects(replace(compared(LOUD, 1), units=compared(LOUD, 1).units[:1]))
    assert {one.why for one in alone} == {"no_control"}
    assert all(one.value is not None for one in alone)


def test_a_drift_from_before_is_told_and_no_effect_said() -> None:
    told = [by_measure(effects(compared(Acted(own=0.0, drift=0.12), s)))["volume"] for s in (0, 1)]
    assert "drift" in {one.why for one in told}
    assert all(one.verdict != "clear" for one in told)


def test_weeks_that_were_not_wholly_read_do_not_count() -> None:
    every = compared(LOUD, 1)
    at = [every.day + timedelta(weeks=n) for n in (-3, 1)]
    holey = replace(every, whole=[week for week in every.whole if week not in at])
    told = effects(holey)[0]
    assert told.weeks == (8, 4)
    assert {-3, 1}.isdisjoint(one["period"] for one in told.series)
    few = replace(every, whole=[week for week in every.whole if week < every.day])
    assert {(one.why, one.value) for one in effects(few)} == {("few_weeks", None)}


def test_too_few_mentions_and_a_single_voice_say_so() -> None:
    every = compared(LOUD, 1)
    rare = [unit.iloc[::80] for unit in every.units]
    assert {one.why for one in effects(replace(every, units=rare))} == {"few_mentions"}
    quiet = [unit[unit["voice"] == "customer"] for unit in every.units]
    told = by_measure(effects(replace(every, units=quiet)))
    assert told["voice_share"].why == "one_voice" and told["voice_share"].value is None


@pytest.mark.parametrize("weekday", range(7))
def test_nothing_of_the_action_falls_into_a_week_before(weekday: int) -> None:
    day = LOUD.day + timedelta(days=weekday)
    days = pd.DataFrame({"day": pd.date_range(day - timedelta(days=9), periods=20)})
    period = period_of(days, day)
    assert ((days["day"] >= pd.Timestamp(day)) == (period >= 0)).all()
    whole = whole_periods(day, [monday(day) + timedelta(weeks=n) for n in (-1, 0, 1)])
    assert list(whole) == ([-1, 0, 1] if weekday == 0 else [-1, 0])


def test_an_action_after_the_last_week_is_too_early_to_tell() -> None:
    every = compared(LOUD, 1)
    late = Compared(every.units, every.day + timedelta(weeks=30), every.whole, every.weights)
    assert {one.why for one in effects(late)} == {"few_weeks"}
