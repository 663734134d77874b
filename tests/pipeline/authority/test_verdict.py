"""The verdict: what it says, that its numbers are the database's, and when it says too few."""

from datetime import date, timedelta

import pytest

from pipeline.authority import Verdict, refresh_rollups, verdict
from pipeline.progress import Silent
from pipeline.store import Store
from pipeline.words import signed
from tests.pipeline.authority.conftest import MONDAY, Insert, Said

NEXT = MONDAY + timedelta(weeks=1)


def week_of(day: date, voices: dict[str, int], **more: object) -> list[Said]:
    return [
        Said(day=day + timedelta(days=number % 7), voice=voice, **more)  # type: ignore[arg-type]
        for voice, count in voices.items()
        for number in range(count)
    ]


@pytest.fixture
def stormy(store: Store, brand_id: int, insert: Insert) -> Verdict:
    """A calm week, then sixty customers complain, and the brand answers three days later."""
    insert(week_of(MONDAY, {"customer": 30, "brand": 10}, tone=1, narrative=1))
    insert(week_of(NEXT, {"customer": 30, "brand": 10}, tone=1, narrative=1))
    insert(week_of(NEXT, {"customer": 60}, tone=-1, narrative=2))
    insert([Said(day=NEXT + timedelta(days=3), voice="brand", narrative=2)] * 2)
    refresh_rollups(store, brand_id, Silent())
    return verdict(store, brand_id, NEXT)


def test_what_moved_and_why_and_who_led(stormy: Verdict) -> None:
    what, why, who = (sentence.text for sentence in stormy.sentences)
    assert what.startswith(
        "Net sentiment fell by 133 points to −33.3 (95 % interval of the change −"
    )
    assert what.endswith("; n = 30, then 90).")
    assert "“Story 2” made −" in why and "it went from 0 posts to 60." in why
    assert who == (
        "Customers began “Story 2” on 13 Jan, 3 days before Acme; customers wrote 60 of its 62 "
        "posts this week."
    )
    assert stormy.caution is None


def test_every_number_is_the_databases_and_every_mention_is_of_the_brand(
    stormy: Verdict, store: Store, brand_id: int
) -> None:
    dial = store.frame("authority_week_dials", brand_id=brand_id, week=NEXT).set_index("dial")
    told = dial.loc["net_sentiment"]
    assert stormy.what.figures["value"] == told["value"]
    assert signed(float(str(told["value"]))) in stormy.what.text
    moves = store.frame("authority_week_moves", brand_id=brand_id, week=NEXT)
    part = moves.query("dial == 'net_sentiment' and by == 'narrative' and part == '2'").iloc[0]
    assert stormy.why.figures["total"] == part["total"]
    assert signed(float(str(part["total"]))) in stormy.why.text
    assert len(stormy.why.mentions) == 60
    assert len(stormy.what.mentions) == 30 + 90
    assert len(set(stormy.who.mentions)) == len(stormy.who.mentions) == 62


def test_too_few_says_only_how_few(store: Store, brand_id: int, insert: Insert) -> None:
    ids = insert([Said(narrative=1)] * 7)
    refresh_rollups(store, brand_id, Silent())
    told = verdict(store, brand_id, MONDAY)
    assert told.what.text == "Too few to tell (n = 7; a week needs 20 posts)."
    assert told.what.mentions == tuple(ids)
    assert told.who.text == "Too few to tell who leads “Story 1” (n = 7)."


def test_an_empty_week_has_a_verdict(store: Store, brand_id: int) -> None:
    told = verdict(store, brand_id, MONDAY)
    assert told.what.text == "Too few to tell (n = 0; a week needs 20 posts)."
    assert told.who.text == "No narrative has formed yet, so nobody leads one."
    assert not any(sentence.mentions for sentence in told.sentences)


def test_a_quiet_week_says_that_nothing_moved(store: Store, brand_id: int, insert: Insert) -> None:
    for monday in (MONDAY, NEXT):
        insert(week_of(monday, {"customer": 30, "brand": 10}, narrative=1))
    refresh_rollups(store, brand_id, Silent())
    told = verdict(store, brand_id, NEXT)
    assert told.what.text.startswith(
        "Nothing moved beyond chance: customers hold 75.0 % of the say (95 % interval "
    )
    assert told.what.text.endswith("; n = 40), as the week before.")
    assert told.why.text == "Most was said on “Story 1”: 40 of 40 posts, 40 of 40 the week before."


def test_where_customers_alone_speak_the_tone_is_told(
    store: Store, brand_id: int, insert: Insert
) -> None:
    insert(week_of(MONDAY, {"customer": 30}, tone=-1))
    refresh_rollups(store, brand_id, Silent())
    what = verdict(store, brand_id, MONDAY).what.text
    assert what.startswith("Net sentiment is −100 (95 % interval −100 to ")
    assert what.endswith("n = 30); there is no week before to compare with.")


def test_a_source_that_is_missing_is_named_and_not_the_talk(
    store: Store, brand_id: int, insert: Insert
) -> None:
    for monday in (MONDAY, NEXT):
        insert(week_of(monday, {"customer": 10, "brand": 40}))
    insert(week_of(MONDAY, {"customer": 50}, source="appstore"))
    refresh_rollups(store, brand_id, Silent())
    told = verdict(store, brand_id, NEXT)
    assert "are a change of what was read, not of what was said: App Store was in one week" in (
        told.why.text
    )


def test_a_post_that_strays_in_early_leads_nobody(
    store: Store, brand_id: int, insert: Insert
) -> None:
    insert([Said(day=MONDAY - timedelta(days=30), narrative=1)])
    insert([Said(day=MONDAY, voice="brand", narrative=1)] * 5)
    insert(week_of(NEXT, {"customer": 25}, narrative=1))
    refresh_rollups(store, brand_id, Silent())
    who = verdict(store, brand_id, NEXT).who.text
    assert who.startswith("Acme began “Story 1” on 6 Jan, 7 days before customers;")


def test_a_brand_that_strays_in_once_has_hardly_spoken(
    store: Store, brand_id: int, insert: Insert
) -> None:
    insert([*week_of(MONDAY, {"customer": 25}, narrative=1), Said(voice="brand", narrative=1)])
    refresh_rollups(store, brand_id, Silent())
    assert verdict(store, brand_id, MONDAY).who.text == (
        "Customers alone tell “Story 1”, since at least 6 Jan: Acme has hardly spoken of it "
        "(1 post); customers wrote 25 of its 26 posts this week."
    )
