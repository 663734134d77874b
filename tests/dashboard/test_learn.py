"""Test and learn in each state: nothing, not estimated, estimated, registered, forgotten."""

from datetime import date

from pipeline import actions, echo
from pipeline.actions import Action, refresh_effects
from pipeline.authority.keep_spread import keep_spread
from pipeline.authority.refresh import read_facts
from pipeline.echo import refresh_echo
from pipeline.progress import Silent
from pipeline.store import Store
from tests.dashboard import states
from tests.dashboard.conftest import Opener, press, words_on

DAY = date(2025, 3, 3)  # from then on more and angrier posts: see states


def test_without_an_action_it_says_how_to_register_one(store: Store, visit: Opener) -> None:
    states.lively(store)
    read = words_on(visit("learn"))
    assert "No action is registered yet" in read
    assert "python -m pipeline action add lumo" in read


def test_effects_say_what_they_rest_on(store: Store, visit: Opener) -> None:
    brand_id = states.lively(store)
    actions.add(store, Action("lumo", "The memo", "campaign", DAY))
    actions.add(store, Action("lumo", "New streaks", "fix", DAY, narratives=(2,)))
    assert "has not been estimated yet" in words_on(visit("learn"))
    with store.connect() as db:
        db.execute(
            "insert into source_weight select %s, s, 0.3, '{}' from unnest("
            "array['reddit', 'appstore', 'hackernews']) s",
            (brand_id,),
        )
    refresh_effects(store, Silent())
    read = words_on(visit("learn"))
    for words in (
        "The memo: what it changed cannot be told",
        "nothing, for no competitor is known",
        "everything else of these weeks is in it",
        "all 6 other narratives",
        "Read “Streaks are lost without a word” of these weeks",
        "95 % interval",
        "n = ",
    ):
        assert words in read, words


def test_a_person_registers_an_action_and_forgets_it(store: Store, visit: Opener) -> None:
    brand_id = states.lively(store)
    app = visit("learn")
    app.text_input[0].set_value("New liners")
    app.date_input[0].set_value(DAY)
    press(app, "Register an action")
    (saved,) = actions.listed(store, brand_id)
    assert (saved.action.name, saved.action.day) == ("New liners", DAY)
    job = store.frame("jobs_recent", limit=1).iloc[0]
    assert (job["kind"], job["arguments"]) == ("effects", {"brand": "lumo"})
    app = visit("learn")
    app.button(key=f"forget_{saved.id}").click().run()
    assert not app.exception
    assert not actions.listed(store, brand_id)


def test_a_name_that_is_none_is_told(store: Store, visit: Opener) -> None:
    states.lively(store, 60)
    app = visit("learn")
    press(app, "Register an action")
    assert "1 to 80 characters" in words_on(app)


def test_claims_show_who_speaks_of_them_and_what_nobody_knows(store: Store, visit: Opener) -> None:
    brand_id = states.lively(store)
    assert "No claim is registered yet" in words_on(visit("learn"))
    number = echo.add(store, "lumo", "Every streak is safe with us")
    assert "Nobody has looked yet" in words_on(visit("learn"))
    with store.connect() as db:
        vector = [1.0] + [0.0] * 383
        db.execute("update claim set embedding = cast(%s as halfvec)", (str(vector),))
        db.execute(
            "update score set embedding = cast(%s as halfvec) where post_id %% 7 = 1",
            (str(vector),),
        )
    refresh_echo(store, Silent())
    app = visit("learn")
    read = words_on(app)
    for words in ("Every streak is safe", "speak of it", "contest", "n = ", "Near in meaning"):
        assert words in read, words
    app.button(key=f"forget_claim_{number}").click().run()
    assert not app.exception
    assert store.frame("claim_list", brand_id=brand_id).empty


def test_a_narrative_says_where_it_jumped_and_whose_its_reach_was(
    store: Store, visit: Opener
) -> None:
    brand_id = states.lively(store)
    with store.connect() as db:
        keep_spread(store, db, brand_id, read_facts(store, db, brand_id))
    read = words_on(visit("narratives", narrative="2"))
    for words in (
        "It was told in",
        "holds since",
        "of its reach",
        "95 % interval",
        "at a single post",
        "Read the first post of each place",
    ):
        assert words in read, words
