"""Virality: when a story came where, who carried it, and whose its reach was."""

from datetime import timedelta

import pytest

from pipeline import views
from pipeline.authority import refresh_rollups
from pipeline.progress import Silent
from pipeline.store import Store
from tests.pipeline.authority.conftest import MONDAY, Insert, Said


def said(day: int, community: str, author: str | None, **more: object) -> Said:
    at = MONDAY + timedelta(days=day)
    return Said(at, author=author, narrative=1, post={"community": community}, **more)  # type: ignore[arg-type]


def test_a_story_jumps_and_takes_hold(store: Store, brand_id: int, insert: Insert) -> None:
    ids = insert(
        [
            *(said(day, "home", f"h{day}") for day in (0, 20, 22, 24)),
            said(3, "next", "h0"),
            said(9, "shop", "s", source="appstore"),
            said(0, "home", "h9", hour=3),
        ]
    )
    refresh_rollups(store, brand_id, Silent())
    places = views.places(store, brand_id, 1)
    assert list(places["community"]) == ["home", "next", "shop"]
    assert list(places["first_mention"]) == [ids[6], ids[4], ids[5]]
    assert list(places["carried"]) == [False, True, False]
    assert list(places["mentions"]) == [5, 1, 1] and list(places["people"]) == [5, 1, 1]
    held = places["holds_at"].iloc[0].date()
    assert held == MONDAY + timedelta(days=20) and places["holds_at"].isna().sum() == 2


def test_the_brand_is_one_and_each_without_a_name_another(
    store: Store, brand_id: int, insert: Insert
) -> None:
    insert(
        [
            *(said(day, "home", f"acme {day}", voice="brand") for day in (0, 1)),
            *(said(2, "home", None) for _ in range(3)),
            said(9, "next", "acme 9", voice="brand"),
        ]
    )
    refresh_rollups(store, brand_id, Silent())
    places = views.places(store, brand_id, 1)
    assert list(places["people"]) == [4, 1]
    assert list(places["carried"]) == [False, True]


def test_reach_is_shared_out_with_its_coverage(store: Store, brand_id: int, insert: Insert) -> None:
    ids = insert(
        [
            *(said(n, "home", f"a{n}", engagement=10) for n in range(28)),
            said(1, "home", "loud", engagement=120),
            said(2, "home", "m", voice="media", engagement=50),
            said(2, "home", "b", voice="brand", engagement=-5),
            said(3, "home", "dumb"),
        ]
    )
    refresh_rollups(store, brand_id, Silent())
    (row,) = views.reach(store, brand_id, 1).to_dict("records")
    assert (row["mentions"], row["known"], row["total"]) == (32, 31, 450)
    assert (row["customer"], row["brand"], row["media"], row["unknown"]) == (400, 0, 50, 0)
    assert row["share"] == pytest.approx(400 / 450)
    assert row["low"] < 0.8 < row["share"] < row["high"] < 1
    assert (row["loudest"], row["loudest_share"]) == (ids[28], pytest.approx(120 / 450))


def test_too_few_with_an_engagement_are_not_told(
    store: Store, brand_id: int, insert: Insert
) -> None:
    insert(said(n, "home", f"a{n}", engagement=None if n > 9 else 3) for n in range(28))
    refresh_rollups(store, brand_id, Silent())
    (row,) = views.reach(store, brand_id, 1).to_dict("records")
    assert (row["known"], row["total"]) == (10, 30) and row["share"] != row["share"]
