"""Two stretches of days: the same figures as the weekly ones, exact splits, competitors beside."""

from datetime import timedelta
from typing import Any

import pandas as pd
import pytest

from pipeline import brands, views
from pipeline.authority import refresh_rollups
from pipeline.authority.compared import Compared, basis, compared, dials_by, rivals
from pipeline.brands import Brand
from pipeline.progress import Silent
from pipeline.spans import Span, parse_span
from pipeline.store import Store
from tests.pipeline.authority.conftest import MONDAY, Insert, Said

WEEK = timedelta(weeks=1)
FIRST = Span(MONDAY, MONDAY + timedelta(days=6))
SECOND = Span(MONDAY + WEEK, MONDAY + WEEK + timedelta(days=6))


@pytest.fixture
def brand(store: Store, brand_id: int, insert: Insert) -> Brand:
    """A brand of which two weeks differ in voices, tones and stories."""
    insert(
        Said(
            day=MONDAY + WEEK * (post % 2) + timedelta(days=post % 5),
            voice="brand" if post % 7 == 0 else "customer",
            author=f"u{post}",
            tone=(post * (1 + post % 2)) % 3 - 1,
            narrative=1 + post % 3 if post % 4 else None,
            source="reddit" if post % 3 else "appstore",
        )
        for post in range(120)
    )
    refresh_rollups(store, brand_id, Silent())
    return next(one for one in brands.all_brands(store) if one.id == brand_id)


def _dial(found: Compared, dial: str) -> dict[str, Any]:
    (row,) = found.dials[found.dials["dial"] == dial].to_dict("records")
    return {str(name): value for name, value in row.items()}


def test_two_weeks_have_the_figures_that_the_weekly_rollups_have(
    store: Store, brand: Brand
) -> None:
    found = compared(store, basis(store, brand), FIRST, SECOND)
    weekly = views.dials(store, brand.id or 0).query("reading == 'all'")
    for dial in ("voice_share", "heard_share", "net_sentiment"):
        was, now = (
            weekly[(weekly["dial"] == dial) & (weekly["week"] == pd.Timestamp(span.first))].iloc[0]
            for span in (FIRST, SECOND)
        )
        row = _dial(found, dial)
        assert row["value_before"] == pytest.approx(was["value"], abs=1e-12)
        assert (row["n_before"], row["n"]) == (was["n"], now["n"])
        assert row["change"] == pytest.approx(now["change"], abs=1e-12)
        assert row["low"] == pytest.approx(now["low"], abs=0.03)  # by fewer replicates
        assert row["change_low"] < row["change"] < row["change_high"]


def test_the_parts_sum_to_the_change(store: Store, brand: Brand) -> None:
    found = compared(store, basis(store, brand), FIRST, SECOND)
    for dial, parts in found.parts.groupby("dial"):
        assert parts["total"].sum() == pytest.approx(_dial(found, str(dial))["change"], abs=1e-9)
        assert parts["label"].notna().sum() == 3  # stories; the fourth part is in none


def test_the_estimated_tones_sum_to_one_and_their_changes_to_none(
    store: Store, brand: Brand
) -> None:
    shares = compared(store, basis(store, brand), FIRST, SECOND).shares
    tones = shares[shares["tone"] != "net"]
    sums = tones[["value_before", "value", "change"]].sum()
    assert sums.tolist() == pytest.approx([1, 1, 0], abs=1e-9)
    moved = shares["value"] - shares["value_before"]
    assert shares["change"].tolist() == pytest.approx(moved.tolist(), abs=1e-9)
    assert shares["change"].between(shares["change_low"], shares["change_high"]).all()


def test_competitors_stand_beside_in_their_own_words(
    store: Store, brand: Brand, brand_id: int
) -> None:
    brands.save(store, Brand("rival", "Rival", "rival", competitors=(brand.key, "not-read-here")))
    rival = brands.get(store, "rival")
    found = compared(store, basis(store, rival), FIRST, SECOND, rivals(store, rival))
    assert found.dials["brand"].unique().tolist() == ["rival", brand.key]
    own = found.dials[found.dials["brand"] == "rival"]
    assert own["value"].isna().all() and (own["n"] == 0).all()
    theirs = found.dials[found.dials["brand"] == brand.key].set_index("dial")["value"]
    alone = compared(store, basis(store, brand), FIRST, SECOND).dials
    pd.testing.assert_series_equal(theirs, alone.set_index("dial")["value"])


def test_days_that_nobody_read_are_too_few_to_tell(store: Store, brand: Brand) -> None:
    found = compared(store, basis(store, brand), parse_span("2001"), SECOND)
    row = _dial(found, "voice_share")
    assert row["n_before"] == 0 and pd.isna(row["value_before"]) and pd.isna(row["change"])
    assert found.parts.empty


def test_months_hold_every_mention_once(store: Store, brand: Brand) -> None:
    months, years = (dials_by(basis(store, brand), unit) for unit in ("month", "year"))
    assert months["n"].sum() == years["n"].sum() > 0
    whole = compared(store, basis(store, brand), FIRST, Span(FIRST.first, SECOND.last)).dials
    year = years.set_index("dial")["value"]
    assert year.to_dict() == pytest.approx(whole.set_index("dial")["value"].to_dict(), abs=1e-12)


def test_a_source_mostly_unread_in_one_stretch_is_no_story(
    store: Store, brand: Brand, brand_id: int
) -> None:
    with store.connect() as db:
        db.execute(
            "insert into source_reading (brand_id, source, target, read_from, read_to, complete) "
            "values (%s, 'appstore', 'x', %s, %s, false)",
            (brand_id, SECOND.first, SECOND.last),
        )
    found = compared(store, basis(store, brand), FIRST, SECOND)
    assert found.broken == ("appstore",)
    unlike = found.parts[found.parts["by"] == "read"]
    assert set(unlike["part"]) == {"appstore"}
    for dial, parts in found.parts.groupby("dial"):
        assert parts["total"].sum() == pytest.approx(_dial(found, str(dial))["change"], abs=1e-9)
