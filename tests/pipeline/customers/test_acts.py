"""From posts to what customers do, on a real database."""

from datetime import timedelta

import pytest

from pipeline import views
from pipeline.customers import read_cues
from pipeline.progress import Silent
from pipeline.reports.optout import optout
from pipeline.reports.summary import read_summary
from pipeline.store import Store
from tests.pipeline.authority.conftest import MONDAY
from tests.pipeline.customers.conftest import Say, acts_of, refreshed


def test_who_leaves_for_whom(store: Store, brand_id: int, rival: int, say: Say) -> None:
    gone = say("I switched from Acme to Zeta.", "leaves")
    quit_ = say("Deleted the app today.", "leaves")
    home = say("I cancelled Zeta for good, Acme it is", "leaves", tone=1)
    kind = say("I cancelled my Acme plan. Zeta is lovely.", "leaves", towards=1, tone=-1)
    spam = say("I switched to Zeta.", "leaves", voice="brand")
    refreshed(store, brand_id)
    assert acts_of(store, brand_id) == {
        (gone, "leaves", "", "", None),
        (gone, "switches", "zeta", "to", None),
        (quit_, "leaves", "", "", None),
        (home, "switches", "zeta", "from", None),
        (kind, "leaves", "", "", None),
        (kind, "switches", "zeta", "to", None),
    }
    assert spam not in {row[0] for row in acts_of(store, brand_id)}


def test_what_peers_are_told(store: Store, brand_id: int, rival: int, say: Say) -> None:
    ask = say("Acme or Zeta for two people?", "asks", author="ann", native_id="q")
    told = say("Zeta, easily. Acme is poor.", towards=1, tone=-1, author="ben", parent_id="q")
    below = say("No, Omega Two!", author="cleo", parent_id="n2", thread="q")
    bare = say("It depends", author="dan", thread="q")
    say("Thanks! Zeta then", towards=1, author="ann", thread="q")  # her own
    say("Buy Acme", voice="brand", thread="q")
    refreshed(store, brand_id)
    assert {row for row in acts_of(store, brand_id) if row[1] == "answers"} == {
        (told, "answers", "acme", "negative", ask),
        (told, "answers", "zeta", "positive", ask),
        (below, "answers", "omega-two", "", ask),
        (bare, "answers", "", "", ask),
    }


def test_requests_are_counted_by_people_and_answered_by_the_brand(
    store: Store, brand_id: int, rival: int, say: Say
) -> None:
    for number in range(3):
        say("Please add a map.", "requests", author="ann", narrative=1, hour=number)
    other = say("Please add a map.", "requests", author="ben", narrative=1, native_id="b")
    reply = say("It comes in May.", voice="brand", thread="b", hour=20)
    refreshed(store, brand_id)
    assert (other, "requests", "", "answered", reply) in acts_of(store, brand_id)
    counts = views.act_counts(store, brand_id, MONDAY)
    asked = counts[(counts["act"] == "requests") & counts["by_narrative"]]
    by_stance = asked.set_index("stance")[["people", "posts"]].to_dict("index")
    assert by_stance == {
        "open": {"people": 1, "posts": 3},
        "answered": {"people": 1, "posts": 1},
    }
    waits = views.answered(store, brand_id).iloc[0]
    assert (waits["people"], waits["answered"]) == (2, 1)


def test_a_window_of_twelve_weeks_counts_a_person_once(
    store: Store, brand_id: int, rival: int, say: Say
) -> None:
    for week in (0, 1, 2, 13):
        say("I cancelled my subscription.", "leaves", week=week, author="ann")
    refreshed(store, brand_id)
    people = {
        (ago, weeks): views.act_counts(store, brand_id, MONDAY + timedelta(weeks=ago), weeks)
        for ago, weeks in ((2, 1), (2, 12), (13, 12))
    }
    counted = {key: f[(f["act"] == "leaves") & ~f["by_narrative"]] for key, f in people.items()}
    assert {key: tuple(f[["people", "posts"]].iloc[0]) for key, f in counted.items()} == {
        (2, 1): (1, 1),
        (2, 12): (1, 3),
        (13, 12): (1, 2),
    }


def test_every_number_opens_its_posts(store: Store, brand_id: int, rival: int, say: Say) -> None:
    gone = say("I switched from Acme to Zeta.", "leaves")
    say("Deleted the app today.", "leaves")
    refreshed(store, brand_id)
    wanted = views.PostFilter(act="switches", named="zeta", stance="to")
    assert views.posts(store, brand_id, wanted).posts["mention_id"].tolist() == [gone]
    assert views.posts(store, brand_id, views.PostFilter(act="leaves")).total == 2
    shown = views.act_posts(store, brand_id, MONDAY, "leaves")
    assert len(shown) == 2


def test_a_post_is_read_once_and_anew_when_names_or_scores_change(
    store: Store, brand_id: int, rival: int, say: Say
) -> None:
    say("I switched to Theta.", "leaves")
    assert read_cues(store, brand_id, Silent()) == 1
    assert read_cues(store, brand_id, Silent()) == 0
    with store.connect() as db:
        db.execute("update brand set query = 'theta OR zeta' where key = 'zeta'")
    assert read_cues(store, brand_id, Silent()) == 1
    with store.connect() as db:
        db.execute("update score set model = 'newer'")
    assert read_cues(store, brand_id, Silent()) == 1
    refreshed(store, brand_id)
    assert {row[2] for row in acts_of(store, brand_id)} == {"", "zeta"}


@pytest.mark.parametrize("heads", ["{}", '{"emotion": [1]}'])
def test_a_model_without_intents_says_nothing(
    store: Store, brand_id: int, rival: int, say: Say, heads: str
) -> None:
    say("I cancelled my subscription.", "leaves")
    with store.connect() as db:
        db.execute("update score set heads = %s", [heads])
    refreshed(store, brand_id)
    assert acts_of(store, brand_id) == set()
    assert views.leaving(store, brand_id).empty


def test_the_weekly_summary_says_how_many_leave(
    store: Store, brand_id: int, rival: int, say: Say
) -> None:
    say("I cancelled my subscription.", "leaves")
    refreshed(store, brand_id)
    few = "Opt-out watch (young): 1 post of 1 by customers speaks of leaving"
    assert optout(read_summary(store, "acme", MONDAY)) == f"{few}, too few to tell a share."
    for _ in range(24):
        say("What a day")
    refreshed(store, brand_id)
    said = optout(read_summary(store, "acme", MONDAY))
    assert "1 post of 25 by customers speaks of leaving, 4.00 % (95 % interval 0.6" in said
    assert optout(read_summary(store, "acme", MONDAY + timedelta(weeks=1))) == ""
