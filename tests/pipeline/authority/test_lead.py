"""Who was first on a narrative and who was ahead, from the posts up, on a real database."""

from datetime import timedelta

import pandas as pd
import pytest

from pipeline.authority import refresh_rollups
from pipeline.authority.lead import MINIMUM_WEEKS
from pipeline.progress import Silent
from pipeline.store import Store
from pipeline.views.lead import agenda, leads
from tests.pipeline.authority.conftest import MONDAY, Insert, Said
from tests.simulator import Noise, Plan, Story, burst, later, steady, talk, tell

WEEKS = 16
HALF = steady(WEEKS, 0.3)


def planned(lag: int, customers: float = 30, brand: float = 12, noise: Noise | None = None) -> Plan:
    """A story that customers begin in week 5 and the brand `lag` weeks later; one of all weeks."""
    told = burst(WEEKS, 5, 1, 2)
    return Plan(
        {
            1: Story(told * customers, later(told, lag) * brand, HALF, HALF),
            2: Story(steady(WEEKS, 20), steady(WEEKS, 5), HALF, HALF),
        },
        sources={"reddit": 1.0},
        noise=noise or Noise(),
    )


def found(store: Store, brand_id: int, plan: Plan) -> pd.DataFrame:
    tell(store, brand_id, talk(plan, 1))
    refresh_rollups(store, brand_id, Silent())
    return leads(store, brand_id).set_index("number")


def test_customers_who_begin_a_story_are_first_and_ahead(store: Store, brand_id: int) -> None:
    story = found(store, brand_id, planned(4)).loc[1]
    assert (story["first_voice"], story["leader"]) == ("customer", "customer")
    assert story["ahead"] == pytest.approx(4, abs=1.5) and story["p"] < 0.05
    begins = pd.Timestamp(MONDAY + timedelta(weeks=5))
    assert begins <= story["first_day"] < begins + pd.Timedelta(days=7)
    assert 21 <= (story["other_day"] - story["first_day"]).days <= 35


def test_a_brand_that_begins_a_story_is_first_and_ahead(store: Store, brand_id: int) -> None:
    story = found(store, brand_id, planned(-4, brand=20)).loc[1]
    assert (story["first_voice"], story["leader"]) == ("brand", "brand")
    assert -6 < story["ahead"] < -2


def test_a_story_that_both_tell_all_along_has_no_leader(store: Store, brand_id: int) -> None:
    story = found(store, brand_id, planned(4)).loc[2]
    assert pd.isna(story["leader"]) and abs(story["ahead"]) < 1.5 and story["p"] >= 0.05
    assert story["customers"] > 200 and story["weeks"] >= WEEKS - 2


def test_the_mentions_show_it(store: Store, brand_id: int) -> None:
    story = found(store, brand_id, planned(4)).loc[1]
    with store.connect() as db:
        rows = db.execute(
            "select mention.id, voice, day, n.number from mention join narrative as n "
            "on n.id = narrative_id where mention.id = any(%s)",
            (story["mentions"],),
        ).fetchall()
    assert len(rows) == len(set(story["mentions"])) > 20
    assert {row[3] for row in rows} == {1}
    first = min(rows, key=lambda row: row[2])
    assert first[1] == "customer" and story["first_mention"] in story["mentions"]
    assert story["other_mention"] in story["mentions"]
    assert {row[2] for row in rows if row[1] == "brand"} == {story["other_day"].date()}


def test_a_brand_that_never_spoke_of_it_leads_nothing(store: Store, brand_id: int) -> None:
    story = found(store, brand_id, planned(4, brand=0)).loc[1]
    assert story["first_voice"] == "customer" and pd.isna(story["other_mention"])
    assert pd.isna(story["ahead"]) and pd.isna(story["leader"]) and story["brands"] == 0


def test_few_posts_are_too_few_to_tell(store: Store, brand_id: int, insert: Insert) -> None:
    insert([Said(narrative=1)] * 3 + [Said(voice="brand", narrative=1)])
    refresh_rollups(store, brand_id, Silent())
    story = leads(store, brand_id).iloc[0]
    assert story["first_voice"] == "customer" and pd.isna(story["ahead"])


def test_two_weeks_are_too_few_however_many_posts(
    store: Store, brand_id: int, insert: Insert
) -> None:
    insert([Said(narrative=1)] * 40)
    insert([Said(day=MONDAY + timedelta(days=9), voice="brand", narrative=1)] * 40)
    refresh_rollups(store, brand_id, Silent())
    story = leads(store, brand_id).iloc[0]
    assert story["first_voice"] == "customer" and MINIMUM_WEEKS > 2
    assert pd.isna(story["ahead"]) and pd.isna(story["leader"])


def test_noise_and_a_gap_change_nothing(store: Store, brand_id: int) -> None:
    noise = Noise(0.1, 0.1, 0.1, 0.1, 0.1, 0.1, gaps=frozenset({(2, "reddit")}))
    story = found(store, brand_id, planned(5, brand=20, noise=noise)).loc[1]
    assert story["leader"] == "customer"
    with store.connect() as db:
        weeks = db.execute("select distinct week from weekly_dial").fetchall()
    assert (MONDAY + timedelta(weeks=2),) not in weeks


def test_the_agenda_is_kept_by_week(store: Store, brand_id: int) -> None:
    found(store, brand_id, planned(4, brand=1))
    for reading in ("all", "broadcast"):
        weeks = agenda(store, brand_id, reading)
        assert len(weeks) == WEEKS and weeks["pairs"].max() < 3  # the brand tells five a week
        assert weeks["lead"].isna().all()


def test_the_agenda_of_voices_that_speak_enough(store: Store, brand_id: int) -> None:
    told = {
        k: Story(burst(WEEKS, k, 50) + 10, later(burst(WEEKS, k, 30), 1) + 4, HALF, HALF)
        for k in range(1, 8)
    }
    found(store, brand_id, Plan(told, sources={"reddit": 1.0}))
    weeks = agenda(store, brand_id).set_index("week")
    last = weeks.loc[pd.Timestamp(MONDAY + timedelta(weeks=10))]
    assert last["low"] < last["lead"] < last["high"] and 0 < last["p"] <= 1
    assert last["z"] > 2 and last["pairs"] >= 9


def test_refreshing_twice_changes_nothing(store: Store, brand_id: int) -> None:
    once = found(store, brand_id, planned(4))
    refresh_rollups(store, brand_id, Silent())
    pd.testing.assert_frame_equal(once, leads(store, brand_id).set_index("number"))


def test_without_mentions_nobody_leads(store: Store, brand_id: int) -> None:
    refresh_rollups(store, brand_id, Silent())
    assert agenda(store, brand_id).empty and leads(store, brand_id).empty
