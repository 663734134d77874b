"""Dials: source weights, the baseline, bounds, and sources that come and go."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from pipeline.authority.baseline import baseline
from pipeline.authority.dials import Figure, Reckoning
from pipeline.authority.heard import with_heard
from tests.pipeline.authority.simulate import MONDAY, facts
from tests.pipeline.authority.test_intervals import read

Rows = list[dict[str, object]]


def said(source: str, customers: int, brands: int, **more: object) -> Rows:
    voices = ["customer"] * customers + ["brand"] * brands
    return [{"source": source, "voice": voice} | more for voice in voices]


def dials(rows: Rows, weights: dict[str, float]) -> dict[tuple[str, str], Figure]:
    sources = sorted({str(row.get("source", "reddit")) for row in rows} | set(weights))
    found = read(facts(rows), Reckoning(sources, weights))
    return {(figure.dial, figure.reading): figure for figure in found}


def test_a_source_weighs_as_at_the_baseline_however_much_of_it_is_read() -> None:
    weights = {"reddit": 0.5, "appstore": 0.5}
    little = dials(said("reddit", 30, 10) + said("appstore", 10, 30), weights)
    much = dials(said("reddit", 300, 100) + said("appstore", 10, 30), weights)
    assert little["voice_share", "all"].value == pytest.approx(0.5)
    assert much["voice_share", "all"].value == pytest.approx(0.5)


def test_a_new_source_is_not_a_shift() -> None:
    weights = {"reddit": 1.0}
    before = dials(said("reddit", 30, 10), weights)["voice_share", "all"]
    after = dials(said("reddit", 30, 10) + said("appstore", 500, 0), weights)["voice_share", "all"]
    assert (after.value, after.n, after.customers) == (before.value, 40, 30)


def test_a_silent_source_leaves_the_others_their_relative_weight() -> None:
    weights = {"a": 0.5, "b": 0.25, "c": 0.25}
    figure = dials(said("a", 30, 10) + said("b", 10, 30), weights)["voice_share", "all"]
    assert figure.value == pytest.approx(2 / 3 * 0.75 + 1 / 3 * 0.25)


def test_when_no_source_of_the_baseline_speaks_the_weeks_own_mix_stands_in() -> None:
    figure = dials(said("a", 30, 10) + said("b", 10, 10), {"twitter": 1.0})["voice_share", "all"]
    assert figure.value == pytest.approx(40 / 60)
    assert figure.n == 60


def test_below_the_minimum_there_is_an_n_and_no_value() -> None:
    figure = dials(said("reddit", 15, 4), {"reddit": 1.0})["voice_share", "all"]
    assert (figure.value, figure.low, figure.bound_low, figure.n) == (None, None, None, 19)


def test_bounds_count_the_unknown_one_way_and_the_other_and_leave_media_out() -> None:
    rows = said("reddit", 20, 10) + [{"voice": "unknown"}] * 10 + [{"voice": "media"}] * 50
    figure = dials(rows, {"reddit": 1.0})["voice_share", "all"]
    assert (figure.bound_low, figure.value, figure.bound_high) == pytest.approx((0.5, 2 / 3, 0.75))
    assert (figure.unknowns, figure.media) == (10, 50)


def test_net_sentiment_counts_the_scored_and_is_bounded_by_the_others() -> None:
    tones = [1] * 10 + [0] * 5 + [-1] * 25 + [None] * 10
    figure = dials([{"tone": tone} for tone in tones], {"reddit": 1.0})["net_sentiment", "all"]
    assert figure.n == 40
    assert figure.value == pytest.approx((10 - 25) / 40)
    assert (figure.bound_low, figure.bound_high) == pytest.approx(((10 - 35) / 50, (20 - 25) / 50))


def test_net_sentiment_is_what_others_say_whoever_they_are() -> None:
    others = [
        {"voice": voice, "tone": tone, "source": source}
        for voice, tone, source in (
            ("customer", 1, "reddit"), ("media", -1, "news"), ("unknown", 1, "reddit"),
        )
        for _ in range(10)
    ]  # fmt: skip
    own = [{"voice": "brand", "tone": -1, "author_key": 7, "thread_key": 7}] * 50
    weights = {"reddit": 0.5, "news": 0.5}
    alone, beside = (
        dials(rows, weights)["net_sentiment", "all"] for rows in (others, others + own)
    )
    assert alone.value == pytest.approx(0.0)
    assert alone.n == 30
    assert replace(beside, brands=0) == alone


def test_a_post_that_is_heard_moves_the_heard_share_alone() -> None:
    rows = [row | {"engagement": 4} for row in said("reddit", 30, 29)]
    rows += [{"voice": "customer", "engagement": 4_000}] * 2
    found = dials(rows, {"reddit": 1.0})
    voice, heard = (found[dial, "all"].value for dial in ("voice_share", "heard_share"))
    assert voice is not None and heard is not None and heard > voice + 0.05


def test_the_baseline_is_the_first_four_full_weeks() -> None:
    begins = MONDAY + timedelta(days=2)
    rows = facts([{"day": begins + timedelta(days=day)} for day in range(60)])
    assert baseline(rows).weeks == tuple(MONDAY + timedelta(weeks=week) for week in range(1, 5))


def test_weeks_that_the_brand_names_are_its_baseline_unless_nothing_was_said_in_them() -> None:
    rows = facts(
        [{"day": MONDAY + timedelta(days=day), "source": "ab"[day > 20]} for day in range(42)]
    )
    third = MONDAY + timedelta(weeks=3)
    named = baseline(rows, third, third + timedelta(weeks=1))
    assert (named.weeks, named.weights) == ((third, third + timedelta(weeks=1)), {"b": 1.0})
    assert baseline(rows, date(2020, 1, 6), date(2020, 1, 6)).weeks[0] == MONDAY


def test_a_few_days_are_their_own_baseline_and_nothing_has_none() -> None:
    rows = facts([{"day": MONDAY + timedelta(days=day)} for day in (1, 3)])
    assert baseline(rows).weeks == (MONDAY,)
    assert baseline(with_heard(facts([]))).weeks == ()
