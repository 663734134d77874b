"""The rollups on a real database: what counts, what sums, and that nothing half-done is stored."""

from datetime import timedelta

import pandas as pd
import pytest

from pipeline.authority import refresh_rollups
from pipeline.authority.made_of import code
from pipeline.errors import Cancelled
from pipeline.progress import Silent
from pipeline.store import Store
from tests.pipeline.authority.conftest import MONDAY, Insert, Said

TABLES = ("daily", "weekly_dial", "weekly_move")


def table(store: Store, name: str) -> pd.DataFrame:
    with store.connect() as db, db.cursor() as cursor:
        cursor.execute(f"select * from {name} order by 1, 2, 3, 4, 5, 6, 7")  # noqa: S608
        columns = [column.name for column in cursor.description or []]
        return pd.DataFrame(cursor.fetchall(), columns=columns)


def version(store: Store) -> int:
    with store.connect() as db:
        row = db.execute("select data_version from brand").fetchone()
    assert row is not None
    return int(row[0])


def talk(customers: int, brands: int, week: int = 0, narrative: int = 1) -> list[Said]:
    day = MONDAY + timedelta(days=7 * week)
    voices = ["customer"] * customers + ["brand"] * brands
    return [
        Said(day=day + timedelta(days=number % 7), voice=voice, narrative=narrative)
        for number, voice in enumerate(voices)
    ]


def test_a_brand_without_mentions_has_empty_rollups(store: Store, brand_id: int) -> None:
    refresh_rollups(store, brand_id, Silent())
    assert all(table(store, name).empty for name in TABLES)
    assert version(store) == 1


def test_one_post_is_too_few_to_tell(store: Store, brand_id: int, insert: Insert) -> None:
    insert([Said()])
    refresh_rollups(store, brand_id, Silent())
    dials = table(store, "weekly_dial")
    assert len(dials) == 6
    assert dials["value"].isna().all() and dials["low"].isna().all()
    assert set(dials["n"]) == {1}


def test_spam_duplicates_deleted_bots_and_repeats_do_not_count(
    store: Store, brand_id: int, insert: Insert
) -> None:
    insert([Said(author="ann", narrative=1), Said(author="ann", narrative=2)])
    insert([Said(author="ann", narrative=1, hour=13), Said(author="ben", narrative=1)])
    insert([Said(narrative=1, post={"spam_reason": "links"})])
    insert([Said(narrative=1, post={"duplicate_of": 1, "duplicate_kind": "exact"})])
    insert([Said(narrative=1, post={"deleted_at": "2025-02-01"})])
    insert([Said(narrative=1, post={"author_role": "bot"}, voice="unknown")])
    insert([Said(voice="brand", author="acme", narrative=1)] * 2)
    refresh_rollups(store, brand_id, Silent())
    daily = table(store, "daily")
    customers = daily[daily["voice"] == "customer"]
    assert customers["counted"].sum() == 3  # ann on two narratives, ben on one
    assert customers["mentions"].sum() == 6  # the deleted one is gone
    assert customers["spam"].sum() == 1 and customers["duplicates"].sum() == 1
    assert daily.loc[daily["voice"] == "brand", "counted"].sum() == 2
    assert daily.loc[daily["voice"] == "unknown", "counted"].sum() == 0


def test_of_a_customers_posts_the_most_heard_one_counts(
    store: Store, brand_id: int, insert: Insert
) -> None:
    ids = insert(
        [Said(author="ann", engagement=e, hour=h) for h, e in ((9, 2), (10, 50), (11, 50))]
    )
    with store.connect() as db:
        counted = db.execute("select id from mention_counted where counted").fetchall()
    assert counted == [(ids[1],)]


def test_tones_of_counted_mentions_add_up(store: Store, brand_id: int, insert: Insert) -> None:
    insert([Said(tone=tone) for tone in (-1, -1, 0, 1, None)])
    refresh_rollups(store, brand_id, Silent())
    sums = table(store, "daily")[["negative", "neutral", "positive", "not_scored", "counted"]].sum()
    assert list(sums) == [2, 1, 1, 1, 5]


def test_a_week_of_known_shares(store: Store, brand_id: int, insert: Insert) -> None:
    insert(talk(customers=30, brands=10) + [Said(voice="unknown")] * 10)
    refresh_rollups(store, brand_id, Silent())
    dials = table(store, "weekly_dial").set_index(["dial", "reading"])
    voice = dials.loc[[("voice_share", "all")]].iloc[0]
    assert voice["value"] == pytest.approx(0.75)
    assert (voice["bound_low"], voice["bound_high"]) == pytest.approx((0.6, 0.8))
    assert 0.55 < voice["low"] < 0.70 and 0.80 < voice["high"] < 0.92
    assert (voice["n"], voice["customers"], voice["brands"], voice["unknowns"]) == (40, 30, 10, 10)


def test_direct_replies_are_left_out_of_the_broadcast_reading(
    store: Store, brand_id: int, insert: Insert
) -> None:
    insert(talk(customers=30, brands=10) + [Said(voice="brand", direct_reply=True)] * 20)
    refresh_rollups(store, brand_id, Silent())
    dials = table(store, "weekly_dial").set_index(["dial", "reading"])["value"]
    assert dials["voice_share", "all"] == pytest.approx(0.5)
    assert dials["voice_share", "broadcast"] == pytest.approx(0.75)


def test_every_split_sums_to_the_change(store: Store, brand_id: int, insert: Insert) -> None:
    insert(talk(30, 10, week=0, narrative=1) + talk(20, 20, week=1, narrative=2))
    insert(
        [Said(day=MONDAY + timedelta(days=week), tone=1, source="appstore") for week in range(14)]
    )
    refresh_rollups(store, brand_id, Silent())
    dials = table(store, "weekly_dial").query("reading == 'all'")
    values = dials.pivot(index="dial", columns="week", values="value")
    change = values[MONDAY + timedelta(days=7)] - values[MONDAY]
    sums = table(store, "weekly_move").pivot_table("total", "dial", "by", aggfunc="sum")
    assert sums.notna().sum().sum() == 7
    for by in sums.columns:
        assert sums[by].dropna().to_dict() == pytest.approx(
            change[sums[by].dropna().index].to_dict(), abs=1e-9
        )
    parts = table(store, "weekly_move").query("by == 'narrative'")["part"]
    assert set(parts) == {"1", "2", "none"}


def test_a_gap_is_a_part_of_its_own(store: Store, brand_id: int, insert: Insert) -> None:
    insert(talk(30, 10, week=0) + talk(20, 20, week=1))
    with store.connect() as db:
        db.execute(
            "insert into source_reading (source, target, read_from, read_to, complete) values"
            " ('reddit', 'acme', '2025-01-14', '2025-01-15', false)"
        )
    refresh_rollups(store, brand_id, Silent())
    moved = table(store, "weekly_move").query("dial == 'voice_share'")
    assert set(moved["by"]) == {"read"} and set(moved["part"]) == {"reddit"}
    assert moved["total"].sum() == pytest.approx(0.5 - 0.75)


def test_refreshing_twice_changes_nothing_but_the_version(
    store: Store, brand_id: int, insert: Insert
) -> None:
    insert(talk(25, 5, week=0) + talk(20, 15, week=1))
    refresh_rollups(store, brand_id, Silent())
    once = [table(store, name) for name in TABLES]
    refresh_rollups(store, brand_id, Silent())
    for before, name in zip(once, TABLES, strict=True):
        pd.testing.assert_frame_equal(before, table(store, name))
    assert version(store) == 2


def test_a_later_week_leaves_the_earlier_ones_as_they_were(
    store: Store, brand_id: int, insert: Insert
) -> None:
    for week in range(5):
        insert(talk(25, 5 + week, week=week))
    refresh_rollups(store, brand_id, Silent())
    before = table(store, "weekly_dial")
    insert([Said(day=MONDAY + timedelta(days=35), author="ann", engagement=9000)] * 30)
    refresh_rollups(store, brand_id, Silent())
    after = table(store, "weekly_dial")
    pd.testing.assert_frame_equal(before, after[after["week"].isin(before["week"])])


class StopsAtOnce(Silent):
    def advance(self, items: int = 1) -> None:
        raise Cancelled("stopped")


def test_a_cancelled_refresh_leaves_the_old_figures(
    store: Store, brand_id: int, insert: Insert
) -> None:
    insert(talk(25, 5))
    refresh_rollups(store, brand_id, Silent())
    before = [table(store, name) for name in TABLES]
    insert(talk(5, 25, week=1))
    with pytest.raises(Cancelled):
        refresh_rollups(store, brand_id, StopsAtOnce())
    for old, name in zip(before, TABLES, strict=True):
        pd.testing.assert_frame_equal(old, table(store, name))
    assert version(store) == 1


def test_figures_of_another_release_are_stale(store: Store, brand_id: int, insert: Insert) -> None:
    insert([Said() for _ in range(3)])
    refresh_rollups(store, brand_id, Silent())
    with store.connect() as db:
        db.execute(
            "update brand set stale = false, matched_revision = revision, "
            "matched_through = (select max(changed) from post)"
        )
        for release, stale in ((code(), []), (b"another", [brand_id])):
            store.sql.process_mark(db, code=release)
            assert [row[0] for row in store.sql.process_stale(db, brand_key=None)] == stale
