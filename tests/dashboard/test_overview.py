"""The overview in each of its states, and the words that a viewer needs there."""

from pipeline.store import Store
from tests.dashboard import states
from tests.dashboard.conftest import Opener, words_on


def test_one_post_is_too_few_to_tell(store: Store, visit: Opener) -> None:
    states.one_post(store)
    read = words_on(visit())
    assert "Too few to tell (n = 1)" in read
    assert "Too few to tell" in read


def test_a_brand_that_was_never_heard_has_no_share_of_the_say(store: Store, visit: Opener) -> None:
    states.lively(store)
    with store.connect() as db:
        db.execute("delete from mention where voice = 'brand'")
        db.execute("delete from daily where voice = 'brand'")
        db.execute("delete from weekly_count where voice = 'brand'")
        db.execute("update weekly_dial set value = 1 where dial <> 'net_sentiment'")
    read = words_on(visit("", week="2025-W12"))
    assert read.count("No post of Lumo’s own was read") == 2
    assert "Who sets the terms cannot be told: no post of Lumo’s own was read" in read
    assert "100 %" not in read.replace("\u00a0", " ")
    story = words_on(visit("narratives", narrative="2"))
    assert "no post of Lumo’s own was read" in story
    assert "the brand has not spoken of it" not in story


def test_posts_without_scores_show_who_speaks_and_say_why_there_is_no_tone(
    store: Store, visit: Opener
) -> None:
    states.unscored(store)
    assert "No post has a tone yet" in words_on(visit())
    assert "not scored" in words_on(visit("posts"))


def test_the_overview_shows_finding_dials_moves_weeks_stories_and_coverage(
    store: Store, visit: Opener
) -> None:
    states.lively(store)
    read = words_on(visit("", week="2025-W10"))
    for words in (
        "Of 7 stories",
        "Voice share",
        "Heard share",
        "(P − N) / (P + U + N)",
        "n = ",
        "95 % interval",
        "points on the week before",
        "moved net sentiment most",
        "is said since 3 Mar",
        "The tone is darker since 3 Mar",
        "stories",
        "read completely",
        "Fiction",
    ):
        assert words in read, words


def test_a_change_of_what_was_read_is_no_storys(store: Store, visit: Opener) -> None:
    states.lively(store)
    with store.connect() as db:
        db.execute(
            "update weekly_move set by = 'read', part = 'appstore', mix = total, rate = 0"
            " where week = '2025-03-03' and part = '1'"
        )
    read = words_on(visit("", week="2025-W10"))
    assert "Grey: App Store cannot be compared with the week before" in read


def test_who_sets_the_terms_is_told_with_n_interval_and_shuffled_weeks(
    store: Store, visit: Opener
) -> None:
    states.led(store, states.lively(store), lead=0.3, ahead=-2.5)
    read = words_on(visit("", week="2025-W12"))
    for words in (
        "Customers set the terms",
        "Lead +0.30 bits; 95 % interval +0.20 to +0.40; as much in 2 % of shuffled weeks",
        "n = 11 pairs of following weeks, 240 threads where customers told a story, 96 where",
        "The brand told it 2.50 weeks ahead of customers",
        "95 % interval +1.50 to +3.50; as much in 0.4 % of shuffled weeks; n = 60 posts by",
    ):
        assert words in read, words
    assert "The brand told it 2.50 weeks ahead" in words_on(visit("narratives", narrative="2"))


def test_too_few_to_tell_who_leads_says_how_few(store: Store, visit: Opener) -> None:
    states.led(store, states.lively(store), lead=None, ahead=None)
    assert "Too few to tell who sets the terms (n = 11)" in words_on(visit("", week="2025-W12"))
    read = words_on(visit("narratives", narrative="2"))
    assert "Too few to tell who told it ahead (n = 60 posts by customers, 12 by the brand" in read


def test_the_dials_can_be_counted_otherwise_and_say_how_far_they_move(
    store: Store, visit: Opener
) -> None:
    states.lively(store)
    with store.connect() as db:
        db.execute(
            "insert into weekly_counting select 'spam', d.* from weekly_dial d"
            " where dial = 'voice_share'"
        )
        db.execute("update weekly_counting set value = 0.123, n = 4321 where week = '2025-03-17'")
    read = words_on(visit("", week="2025-W12"))
    assert "Counted otherwise: 12.3 to " in read and "4,321" not in read
    read = words_on(visit("", week="2025-W12", counting="spam"))
    assert "n = 4,321" in read and "Read the posts that usually count" in read


def test_a_story_that_nobody_told_this_week_says_so(store: Store, visit: Opener) -> None:
    states.lively(store)
    with store.connect() as db:
        db.execute("delete from weekly_count where week = '2025-04-21' and narrative_id = 2")
        db.execute("delete from daily where week = '2025-04-21' and narrative_id = 2")
        db.execute("delete from mention where week = '2025-04-21' and narrative_id = 2")
    assert "Nobody told it this week." in words_on(visit("", week="2025-W17"))


def test_the_address_keeps_brand_week_and_comparison(store: Store, visit: Opener) -> None:
    states.lively(store)
    app = visit("", brand="lumo", week="2025-W12", vs="baseline")
    assert "on the baseline weeks" in words_on(app)
    app.selectbox(key="bar_week").select("2025-W10").run()
    assert not app.exception
    assert app.query_params["week"] == "2025-W10"
    assert app.query_params["vs"] == "baseline"


def test_what_was_not_wholly_read_neither_rises_nor_fades(store: Store, visit: Opener) -> None:
    states.lively(store)
    with store.connect() as db:
        db.execute("update source_reading set complete = false")
    read = words_on(visit("", week="2025-W10"))
    assert "which stories rise or fade cannot be told" in read and "Most was said in" not in read
