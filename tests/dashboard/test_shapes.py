"""Shapes: what pages compute from frames, on small frames whose answer is known."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from dashboard.choice import Choice, default_week
from dashboard.shapes.breaks import tone_break, volume_break
from dashboard.shapes.dials import clearest, dial_now, dial_window
from dashboard.shapes.layers import voice_layers
from dashboard.shapes.stories import movement, series
from pipeline.views import COVERAGE, DIALS, NARRATIVES

WEEKS = pd.date_range("2025-01-06", periods=10, freq="7D")
CHOICE = Choice(
    1, "acme", "Acme", "UTC", False, True, 1, date(2025, 3, 10), "before", "all", "usual", None
)


def _dials(values: list[float], change: float = 0.1, reach: float = 0.05) -> pd.DataFrame:
    frame = pd.DataFrame({"week": WEEKS[: len(values)], "value": values})
    frame = frame.assign(
        dial="voice_share", reading="all", low=frame["value"] - 0.1, high=frame["value"] + 0.1,
        bound_low=frame["value"], bound_high=frame["value"], change=change,
        change_low=change - reach, change_high=change + reach, n=50, customers=40, brands=10,
        media=0, unknowns=0,
    )  # fmt: skip
    return DIALS.check(frame)


def _tones(negative: list[int]) -> pd.DataFrame:
    rows = [(week, n, 20, 60 - n) for week, n in zip(WEEKS, negative, strict=True)]
    return pd.DataFrame(rows, columns=["week", "negative", "neutral", "positive"])


def _counts(counts: list[int]) -> pd.DataFrame:
    return pd.DataFrame({"week": WEEKS, "voice": "customer", "mentions": counts, "counted": counts})


def test_a_stored_change_is_told_as_it_is() -> None:
    now = dial_now(_dials([0.5] * 10), CHOICE, "voice_share")
    assert now is not None and now.change is not None
    assert now.change.value == pytest.approx(0.1)
    assert now.change.clear


def test_a_change_on_the_baseline_has_an_interval_that_holds_it() -> None:
    values = [0.5, 0.5, 0.5, 0.5, 0.6, 0.6, 0.6, 0.6, 0.6, 0.8]
    now = dial_now(_dials(values), replace(CHOICE, versus="baseline"), "voice_share")
    assert now is not None and now.change is not None
    assert now.change.value == pytest.approx(0.3)
    assert now.change.low < 0.3 < now.change.high
    # wider than the interval of one week alone, narrower than both ends of all added up
    assert 0.2 < now.change.high - now.change.low < 0.4


def test_a_week_without_posts_has_no_dial_and_leaves_a_gap() -> None:
    dials = _dials([0.5] * 10)
    holey = dials[dials["week"] != pd.Timestamp("2025-03-03")]
    window = dial_window(holey, COVERAGE.empty(), CHOICE, "voice_share")
    assert len(window) == 10
    assert window["value"].isna().sum() == 1
    assert dial_now(holey, replace(CHOICE, week=date(2025, 3, 3)), "voice_share") is None


def test_the_clearest_dial_is_named_only_if_it_moved() -> None:
    assert clearest(_dials([0.5] * 10), CHOICE.week) == "voice_share"
    assert clearest(_dials([0.5] * 10, reach=0.2), CHOICE.week) is None


def test_the_week_shown_first_is_the_newest_that_can_be_told() -> None:
    dials = _dials([0.5] * 8 + [float("nan")] * 2)
    dials.loc[dials["value"].isna(), "change"] = float("nan")
    assert default_week(dials) == WEEKS[7].date()
    assert default_week(DIALS.empty()) is None


def test_a_break_in_tone_is_found_in_its_week_and_chance_is_not() -> None:
    found = tone_break(_tones([20] * 5 + [50] * 5))
    assert found is not None
    assert found.week == WEEKS[5].date()
    assert found.after < found.before
    assert tone_break(_tones([30, 28, 33, 30, 27, 31, 33, 29, 30, 31])) is None


def test_a_break_in_volume_is_found_in_its_week_and_unread_weeks_take_no_part() -> None:
    found = volume_break(_counts([30, 28, 35, 30, 33, 31, 300, 280, 310, 290]))
    assert found is not None
    assert (found.week, found.before, found.after) == (WEEKS[6].date(), 30.5, 295.0)
    assert volume_break(_counts([30, 28, 35, 30, 33, 31, 25, 36, 30, 29])) is None
    unread = COVERAGE.check(
        pd.DataFrame({"week": WEEKS[7:], "source": "reddit", "state": "gap", "note": "not read"})
    )
    assert volume_break(_counts([30, 28, 35, 30, 33, 31, 29, 1, 1, 1]), unread) is None
    assert voice_layers(_counts([5] * 10), unread)["thin"].sum() == 4 * 3


def test_stories_rise_fade_or_begin_only_beyond_chance() -> None:
    born = pd.Timestamp("2025-01-06", tz="UTC")
    rows = [(1, 40, 40, born), (2, 2, 60, born), (3, 10, 40, born), (4, 6, 0, WEEKS[9])]
    base = {name: 0 for name in NARRATIVES.columns} | {"label": "", "keyphrases": []}
    frame = pd.DataFrame(
        [
            base | {"number": n, "in_week": now, "four_weeks_before": past, "born_at": since}
            | {"counted": now + past}
            for n, now, past, since in rows
        ]
    )  # fmt: skip
    frame["born_at"] = pd.to_datetime(frame["born_at"], utc=True)
    turns = movement(NARRATIVES.check(frame), CHOICE.week).set_index("number")["turn"]
    assert turns.to_dict() == {1: "rising", 2: "fading", 3: "steady", 4: "new"}


def test_series_have_the_same_weeks_for_every_story() -> None:
    frame = pd.DataFrame(
        {"number": [1, 1, 2], "week": [WEEKS[0], WEEKS[9], WEEKS[8]], "counted": [3, 4, 5]}
    )
    counts = series(frame, CHOICE.week)
    assert counts == {1: [3, 0, 0, 0, 0, 0, 0, 0, 0, 4], 2: [0] * 8 + [5, 0]}
