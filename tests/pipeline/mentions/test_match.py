"""Which posts are mentions, by what, and whose voice speaks in them."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from pipeline import brands
from pipeline.brands import Brand
from pipeline.errors import InputError
from pipeline.intake import forget, take
from pipeline.mentions import match
from pipeline.mentions.match import excluded
from pipeline.posts import Post
from pipeline.progress import Silent
from pipeline.store import Store
from tests.pipeline.intake.posts import post, rows

ACME = Brand(
    key="acme",
    name="Acme",
    query='acme OR "acme boots" -acmeology',
    handles={"reddit": ("AcmeTeam",), "appstore": ("Acme Ltd",)},
    communities={"reddit": ("acme",), "appstore": ("42",)},
    media={"reddit": ("TheGazette",)},
    thread_exceptions={"reddit": ("news",)},
)


def _matched(store: Store, *posts: Post, brand: Brand = ACME) -> dict[str, str]:
    """Native id → by what it matched, after taking the posts."""
    take(store, posts, Silent())
    match(store, brands.save(store, brand).id, Silent())
    return _mentions(store, "matched_by")


def _mentions(store: Store, column: str, key: str = "acme") -> dict[str, Any]:
    found = rows(
        store,
        f"select p.native_id, m.{column} from mention m join post p on p.id = m.post_id "  # noqa: S608
        "join brand b on b.id = m.brand_id where b.key = %s",
        key,
    )
    return dict(found)


def _voices(store: Store, *posts: Post) -> dict[str, str]:
    """Native id → "voice: reason", all posts in the brand's community unless they say else."""
    _matched(store, *[replace(p, community=p.community or "acme") for p in posts])
    reasons = _mentions(store, "voice_reason")
    return {key: f"{voice}: {reasons[key]}" for key, voice in _mentions(store, "voice").items()}


def test_by_query_community_and_file(store: Store) -> None:
    brands.save(store, ACME)
    found = _matched(
        store,
        post("q", "I love @Acme!"),
        post("c", "nobody named here", community="Acme"),
        post("a", "nobody named", brand="acme"),
        post("both", "acme", community="acme", brand="acme"),
        post("title", "it broke", title="My Acme boots"),
        post("none", "something else", community="shoes"),
        post("excluded", "acme is acmeology"),
        post("other", "nobody", community="acme", source="hackernews"),
        post("part", "acmeish"),
    )
    # -acmeology binds to the last part of the OR only, as PostgreSQL reads it.
    assert found == {
        "q": "query", "c": "community", "a": "assigned", "both": "assigned", "title": "query",
        "excluded": "query",
    }  # fmt: skip


def test_threads(store: Store) -> None:
    found = _matched(
        store,
        post("root", "acme boots", kind="post", community="shoes"),
        post("reply", "mine too", thread_id="root", parent_id="root", community="shoes"),
        post("deep", "same", thread_id="root", parent_id="reply", community="shoes"),
        post("denied", "this is acmeology", thread_id="root", parent_id="root"),
        post("under", "yes", thread_id="root", parent_id="denied"),
        post("other", "socks", kind="post", community="shoes"),
        post("names", "acme!", thread_id="other", parent_id="other"),
        post("answer", "really?", parent_id="names", thread_id="other"),
        post("further", "yes", parent_id="answer", thread_id="other"),
        post("beside", "no", thread_id="other", parent_id="other"),
        post("headline", "acme news", kind="post", community="News"),
        post("excepted", "hm", thread_id="headline", parent_id="headline", community="News"),
        post("named", "acme is fine", thread_id="headline", parent_id="headline", community="News"),
        post("elsewhere", "hm", thread_id="root", source="hackernews"),
    )
    assert found == {
        "root": "query", "reply": "thread", "deep": "thread", "under": "thread",
        "names": "query", "answer": "thread", "further": "thread",
        "headline": "query", "named": "query",
    }  # fmt: skip


def test_threads_are_followed_only_where_wanted(store: Store) -> None:
    reply = post("reply", "mine too", thread_id="root", parent_id="root")
    posts = (post("root", "acme"), reply)
    assert _matched(store, *posts, brand=replace(ACME, follow_threads=False)) == {"root": "query"}
    assert _matched(store, *posts) == {"root": "query", "reply": "thread"}
    assert rows(store, "select count(*) from mention where inferred") == [(1,)]


def test_a_parent_that_comes_last(store: Store) -> None:
    assert _matched(store, post("reply", "mine too", thread_id="root", parent_id="root")) == {}
    assert _matched(store, post("root", "acme")) == {"root": "query", "reply": "thread"}


def test_an_edit_a_deletion_and_a_new_query_are_followed(store: Store) -> None:
    reply = post("reply", "mine too", thread_id="root", parent_id="root")
    assert len(_matched(store, post("root", "acme"), reply)) == 2
    assert _matched(store, post("root", "sorry, I meant apex")) == {}
    apex = replace(ACME, query="apex")
    assert _matched(store, brand=apex) == {"root": "query", "reply": "thread"}
    assert _matched(store, post("reply", deleted=True), brand=apex) == {"root": "query"}


def test_answers_to_a_forgotten_post_are_matched_anew(store: Store) -> None:
    reply = post("reply", "mine too", author="bea", thread_id="root", parent_id="root")
    named = post("named", "acme too", author="bea", thread_id="root", parent_id="root")
    assert len(_matched(store, post("root", "acme"), reply, named)) == 3
    forget(store, "reddit", "author", "ann")
    assert _matched(store) == {"named": "query"}


def test_what_a_person_decided_survives_a_rematch(store: Store) -> None:
    _matched(store, post("a", "acme"), post("b", "acme too"))
    with store.connect() as db:
        db.execute("update mention set narrative_how = 'person', narrative_distance = 0.5")
    before = _mentions(store, "id")
    assert _matched(store, brand=replace(ACME, query="acme", timezone="Asia/Tokyo"))
    assert _mentions(store, "id") == before
    assert set(_mentions(store, "narrative_how").values()) == {"person"}


def test_nothing_new_changes_nothing(store: Store) -> None:
    brand_id = brands.save(store, ACME).id
    take(store, [post("a", "acme")], Silent())
    assert match(store, brand_id, Silent()) == 1
    assert match(store, brand_id, Silent()) == 0
    with pytest.raises(InputError):
        match(store, 999, Silent())


def test_day_and_week_in_the_brands_time_zone(store: Store) -> None:
    late = post("a", "acme", 60 * 11 + 30)  # Monday 23:30 UTC
    sunday = post("b", "acme", -60 * 12 - 30)  # Sunday 23:30 UTC
    _matched(store, late, sunday, brand=replace(ACME, timezone="Europe/Berlin"))
    assert _mentions(store, "day") == {"a": date(2025, 4, 29), "b": date(2025, 4, 28)}
    assert set(_mentions(store, "week").values()) == {date(2025, 4, 28)}
    _matched(store, brand=replace(ACME, timezone="America/New_York"))
    assert _mentions(store, "week") == {"a": date(2025, 4, 28), "b": date(2025, 4, 21)}


def test_voices(store: Store) -> None:
    rival = Brand("rival", "Rival", "rival", handles={"reddit": ("RivalTeam",)})
    brands.save(store, rival)
    spam = "Claim your free $PUPPY airdrop now https://pup.example/claim"
    found = _voices(
        store,
        post("own", "hello", author="acmeteam"),
        post("own-ad", "#ad hello", author="AcmeTeam"),
        post("ad", "love my boots #ad", author="ann"),
        post("staff", "I work for Acme and no", author="bea"),
        post("other-staff", "I work for Zenith and no", author="bea"),
        post("press", "we report", author="thegazette"),
        post("bot", "I am a bot", author="helper", author_role="bot"),
        post("automod", "notice", author="AutoModerator"),
        post("named-bot", "beep", author="RemindMeBot"),
        post("mod", "please be kind", author="cem", author_role="moderator"),
        post("rival", "try ours", author="RivalTeam"),
        post("spam", spam, author="dan"),
        post("gone", "hm", author=None),
        post("person", "hm", author="eve"),
        post("review", "good", author=None, kind="review", source="appstore", community="42"),
        post("dev", "thanks", author="Acme Inc", kind="reply", source="appstore", community="42"),
        post("not-ours", "acme", author="Foo", kind="reply", source="appstore", community="7"),
        post("nameless", "acme", author=None, source="sxsw"),
    )
    assert found == {
        "own": "brand: owned account",
        "own-ad": "brand: owned account",
        "ad": "brand: disclosed: #ad",
        "staff": "brand: disclosed: works for Acme",
        "other-staff": "customer: a person's own post",
        "press": "media: on the media list",
        "bot": "unknown: community bot",
        "automod": "unknown: community bot",
        "named-bot": "unknown: community bot",
        "mod": "customer: a person's own post",
        "rival": "unknown: account of Rival",
        "spam": "unknown: suspected spam: investment offer",
        "gone": "unknown: author not given",
        "person": "customer: a person's own post",
        "review": "customer: reviewer, name not given",
        "dev": "brand: developer reply",
        "not-ours": "unknown: another company's reply",
        "nameless": "customer: source gives no names",
    }


def test_direct_replies(store: Store) -> None:
    _matched(
        store,
        post("news", "acme is here", author="AcmeTeam"),
        post("more", "and more", author="AcmeTeam", parent_id="news", thread_id="news"),
        post("ask", "does acme help?", parent_id="news", thread_id="news"),
        post("help", "we do", author="AcmeTeam", parent_id="ask", thread_id="news"),
        post("lost", "acme answers", author="AcmeTeam", parent_id="never-seen"),
    )
    assert _mentions(store, "direct_reply") == {
        "news": False, "more": False, "ask": False, "help": True, "lost": True,
    }  # fmt: skip


def test_an_own_account_is_no_spam(store: Store) -> None:
    _matched(
        store, post("a", "acme: use our code X20 today only https://x.example", author="AcmeTeam")
    )
    assert rows(store, "select spam_reason from post") == [(None,)]


@pytest.mark.parametrize(
    ("query", "exclusions"),
    [
        ("'acme'", ""),
        ("'acme' & !'owl'", "'owl'"),
        ("'a' & !'o''wl' & !( 'green' <-> 'bird' ) | 'b'", "'o''wl' | ( 'green' <-> 'bird' )"),
    ],
)
def test_what_a_query_excludes(query: str, exclusions: str) -> None:
    assert excluded(query) == exclusions


_IDS = "abcde"
_POSTS = st.lists(
    st.builds(
        post,
        st.sampled_from(_IDS),
        st.sampled_from(["acme", "nothing", "acmeology", "acme but acmeology"]),
        thread_id=st.sampled_from([None, *_IDS]),
        parent_id=st.sampled_from([None, *_IDS]),
        author=st.sampled_from([None, "ann", "AcmeTeam"]),
        community=st.sampled_from([None, "acme", "news", "shoes"]),
        deleted=st.sampled_from([False, False, False, True]),
    ),
    max_size=7,
)
# The last post of a source that named its author goes: a nameless one may be a customer's now.
GONE = post("a", "acme", deleted=True)
_STATE = (
    "select p.native_id, m.matched_by, m.voice, m.voice_reason, m.direct_reply, m.day "
    "from mention m join post p on p.id = m.post_id order by 1"
)


@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(posts=_POSTS, cut=st.integers(0, 7))
@example([post("a", "acme", author="ann"), post("b", "acme", author=None), GONE], 2)
def test_step_by_step_is_all_at_once(store: Store, posts: list[Post], cut: int) -> None:
    with store.connect() as db:
        db.execute("truncate post restart identity cascade")
    brand_id = brands.save(store, ACME).id
    for part in (posts[:cut], posts[cut:]):
        take(store, part, Silent())
        match(store, brand_id, Silent())
    step_by_step = rows(store, _STATE)
    with store.connect() as db:
        db.execute("truncate mention cascade")
        db.execute("update brand set matched_revision = null")
    match(store, brand_id, Silent())
    assert rows(store, _STATE) == step_by_step
