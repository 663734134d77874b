"""Which stories become alerts: planted ones do, gaps and beginnings of sources do not."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from pipeline.alerts.detect import detect
from pipeline.alerts.episodes import Episode
from pipeline.alerts.series import Floats, Series
from tests.pipeline.alerts.simulate import FIRST, World, draw, no_readings, rates

DAYS = 140
WORLD = World((30.0, 30.0, 60.0, 80.0, 40.0), DAYS)
SEED = 13  # one at which chance alone raises nothing
WHOLE = ("brand", "source", "voice", "tone")  # what a source's gap would show in
STORY = Series("narrative", "1")


def brand(change: Callable[[Floats], None] | None = None, world: World = WORLD) -> pd.DataFrame:
    """The daily counts of a quiet brand, or of one that something happens to."""
    rng = np.random.default_rng(SEED)
    expected = rates(world, rng)
    if change is not None:
        change(expected)
    return draw(expected, world.dispersion, rng)


def of(series: Series, episodes: list[Episode]) -> list[Episode]:
    return [one for one in episodes if one.series == series]


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


def test_a_spike_is_found_with_its_first_day() -> None:
    def spike(expected: Floats) -> None:
        expected[0, 100:107] *= 4

    (one,) = of(STORY, detect(brand(spike), no_readings()))
    assert (one.kind, one.rises) == ("spike", True)
    assert abs((one.began - day(100)).days) <= 2
    assert day(105) <= one.last_seen <= day(121)
    figures = one.figures
    assert figures["n"] > 2 * figures["expected"]
    assert figures["low"] < figures["expected"] < figures["high"] < figures["n"]
    assert figures["p"] < 0.001


def test_a_slow_rise_by_half_is_found() -> None:
    def rise(expected: Floats) -> None:
        expected[2, 100:] *= 1.5

    assert of(Series("narrative", "3"), detect(brand(rise), no_readings()))


def test_a_drop_is_found() -> None:
    def drop(expected: Floats) -> None:
        expected[3, 100:] *= 0.25

    (one,) = of(Series("narrative", "4"), detect(brand(drop), no_readings()))
    assert (one.kind, one.rises) == ("drop", False)


def test_a_new_story_is_a_birth() -> None:
    def birth(expected: Floats) -> None:
        expected[0] = 1e-6
        expected[0, 110:] = 6

    (one,) = of(STORY, detect(brand(birth), no_readings()))
    assert one.kind == "birth"
    assert abs((one.began - day(110)).days) <= 1


def test_tone_that_turns_is_found_and_volume_is_not() -> None:
    daily = brand()
    late = (daily["day"] >= day(110)) & (daily["voice"] != "brand")
    turned = daily.assign(
        negative=daily["negative"].where(~late, daily["counted"]),
        neutral=daily["neutral"].where(~late, 0),
        positive=daily["positive"].where(~late, 0),
    )
    found = detect(turned, no_readings())
    (one,) = of(Series("brand", measure="negative_share"), found)
    assert (one.kind, one.rises) == ("turn", True)
    assert one.began >= day(108)
    assert not of(Series("brand", measure="positive_share"), found)  # the same, said once
    assert of(Series("tone", "negative"), found)  # more than the brand's mentions are
    assert not of(Series("brand"), found)


def test_the_brands_rise_is_not_told_again_by_its_voices_and_sources() -> None:
    def rise(expected: Floats) -> None:
        expected[:, 110:] *= 3

    subjects = {one.series.subject for one in detect(brand(rise), no_readings())}
    assert subjects == {"brand", "narrative"}


def readings(*rows: tuple[object, ...]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=no_readings().columns)


def without(daily: pd.DataFrame, source: str, first: int, last: int) -> pd.DataFrame:
    gone = (daily["source"] == source) & daily["day"].between(day(first), day(last))
    return daily[~gone]


@pytest.mark.parametrize(("first", "last"), [(60, 140), (0, 60), (90, 96), (90, 110), (100, 100)])
def test_a_source_that_stops_begins_or_breaks_raises_nothing(first: int, last: int) -> None:
    found = detect(without(brand(), "reddit", first, last), no_readings())
    assert not [one for one in found if one.kind == "drop" or one.series.subject in WHOLE]


def test_silence_that_was_read_is_a_drop() -> None:
    daily = without(brand(), "reddit", 110, DAYS)
    span = day(0), day(DAYS)
    read = readings(("reddit", "r/acme", *span, True, None), ("appstore", "1", *span, True, None))
    dropped = {one.series.subject for one in detect(daily, read) if one.kind == "drop"}
    assert "brand" in dropped


def test_a_week_that_was_not_wholly_read_raises_nothing() -> None:
    daily = brand()
    part = (daily["source"] == "reddit") & daily["day"].between(day(112), day(118))
    thinned = daily.assign(counted=daily["counted"].where(~part, daily["counted"] // 5))
    assert [one for one in detect(thinned, no_readings()) if one.kind == "drop"]
    read = readings(("reddit", "r/acme", day(112), day(118), False, "throttled"))
    assert detect(thinned, read) == []


def test_the_unfinished_last_day_raises_nothing() -> None:
    daily = brand()
    last = max(daily["day"])
    flood = daily["counted"].where(daily["day"] != last, daily["counted"] * 50)
    assert detect(daily.assign(counted=flood), no_readings()) == []


@pytest.mark.parametrize("posts", [1, 2, 20])
def test_a_brand_with_hardly_a_post_raises_nothing(posts: int) -> None:
    assert detect(brand().iloc[:posts], no_readings()) == []
    in_none = brand().iloc[:posts].assign(narrative=None)
    assert detect(in_none, no_readings()) == []


def test_nothing_happens_nothing_is_raised() -> None:
    assert detect(brand(), no_readings()) == []  # how seldom, measures tests.bench.alerts
    assert detect(brand().iloc[:0], no_readings()) == []
    assert detect(brand(world=replace(WORLD, days=30)), no_readings()) == []
