"""Which alerts are one occasion, what heads it, and that nothing else changes."""

from collections.abc import Iterable
from datetime import date, timedelta

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.alerts.messages import written
from pipeline.alerts.occasions import occasions

MAY = date(2025, 5, 1)


def alert(
    id: int, first: int, last: int, n: float = 30.0, subject: str = "narrative", **more: object
) -> dict[str, object]:
    """An alert from one day of May to another."""
    began, ended = (MAY + timedelta(days=day - 1) for day in (first, last))
    figures = {"n": n, "expected": 1.0, "whole": None, "first": str(began), "last": str(began)}
    return {
        "id": id, "brand": "acme", "brand_name": "Acme", "subject": subject, "measure": "mentions",
        "began": pd.Timestamp(began), "last_seen": pd.Timestamp(ended), "state": "over",
        "figures": figures, "text": f"Alert {id}.",
    } | more  # fmt: skip


def ids(alerts: Iterable[dict[str, object]]) -> list[list[int]]:
    return [told["id"].tolist() for told in occasions(pd.DataFrame(alerts))]


def test_alerts_of_the_same_days_are_one_occasion_headed_by_the_largest() -> None:
    assert ids([alert(1, 1, 7), alert(2, 2, 9, n=80.0), alert(3, 20, 25)]) == [[3], [2, 1]]


def test_the_brands_own_alert_heads_and_its_volume_before_its_turn() -> None:
    rows = [
        alert(1, 1, 7, n=500.0),
        alert(2, 1, 7, subject="brand", measure="negative_share"),
        alert(3, 1, 7, subject="brand"),
    ]
    assert ids(rows) == [[3, 2, 1]]


def test_one_crisis_after_another_is_two_though_some_alert_overlaps_with_both() -> None:
    rows = [alert(1, 1, 10, n=90.0), alert(2, 12, 20, n=80.0), alert(3, 8, 15, n=20.0)]
    assert ids(rows) == [[2, 3], [1]]


def test_a_stray_day_of_overlap_is_no_common_occasion() -> None:
    assert ids([alert(1, 1, 10), alert(2, 10, 19)]) == [[2], [1]]


def test_what_goes_on_for_long_is_known_by_its_clearest_days() -> None:
    assert ids([alert(1, 1, 60, n=900.0), alert(2, 30, 36)]) == [[1], [2]]
    assert ids([alert(1, 1, 28, n=900.0), alert(2, 20, 26)]) == [[1, 2]]


def test_brands_have_occasions_of_their_own_and_what_is_withdrawn_heads_none() -> None:
    rows = [alert(1, 1, 7), alert(2, 1, 7, brand="zeta"), alert(3, 1, 7, 99.0, state="withdrawn")]
    assert ids(rows) == [[1, 3], [2]]


def test_no_alert_is_no_occasion() -> None:
    assert occasions(pd.DataFrame([alert(1, 1, 2)]).head(0)) == []


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(1, 20), st.integers(0, 20), st.integers(10, 99)), max_size=9))
def test_every_alert_is_on_one_occasion_whatever_the_order(
    drawn: list[tuple[int, int, int]],
) -> None:
    rows = [alert(id, first, first + more, n) for id, (first, more, n) in enumerate(drawn)]
    if rows:
        assert sorted(id for told in ids(rows) for id in told) == list(range(len(rows)))
        assert ids(reversed(rows)) == ids(rows)


def test_a_message_tells_an_occasion_and_later_what_came_to_it() -> None:
    (told,) = occasions(pd.DataFrame([alert(1, 1, 7, 90.0), alert(2, 1, 9), alert(3, 2, 8, 20.0)]))
    title, lines = written(told, told)
    assert title == "Acme: 3 alerts of 1 May to 9 May"
    assert lines == ["Alert 1.", "Alert 2.", "Alert 3."]
    assert written(told, told.iloc[:1]) == ("Acme: an alert", ["Alert 1."])
    assert written(told, told.iloc[2:]) == (
        "Acme: 1 more alert of 1 May to 9 May",
        ["Alert 3.", "It goes with: Alert 1."],
    )
