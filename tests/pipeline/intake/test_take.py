"""Taking posts: twice is once, newer texts win, what was deleted or forgotten stays away."""

import math
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline import brands
from pipeline.brands import Brand
from pipeline.errors import UnknownBrand
from pipeline.intake import Taken, forget, take
from pipeline.posts import Post
from pipeline.progress import Silent
from pipeline.store import Store
from tests.pipeline.intake.posts import NOON, post, rows

_STATE = (
    "select p.source, p.native_id, p.title, p.body, p.author, p.edited_at, p.engagement, "
    "p.community, p.language, p.text_hash, o.native_id, p.duplicate_kind, p.deleted_at is null, "
    "r.payload, (select array_agg(v.body order by v.body) from post_revision v "
    "where v.post_id = p.id) from post p left join post_raw r on r.post_id = p.id "
    "left join post o on o.id = p.duplicate_of order by p.id"
)


def _take(store: Store, *posts: Post) -> Taken:
    return take(store, posts, Silent())


def test_new_known_and_the_span(store: Store) -> None:
    posts = [post("a", "one", 0), post("b", "two", 5)]
    taken = _take(store, *posts)
    assert (taken.new, taken.known, taken.total) == (2, 0, 2)
    assert (taken.first_posted_at, taken.last_posted_at) == (NOON, NOON + timedelta(minutes=5))
    assert _take(store, *posts).known == 2
    assert _take(store) == Taken()


def test_ids_follow_the_order_given(store: Store) -> None:
    _take(store, *[post(f"p{n}", "x") for n in range(50)])
    found = [row[0] for row in rows(store, "select native_id from post order by id")]
    assert found == [f"p{n}" for n in range(50)]


def test_an_edit_keeps_the_earlier_text(store: Store) -> None:
    _take(store, post("a", "the old text", raw={"v": 1}))
    taken = _take(store, post("a", "the new text", raw={"v": 2}))
    assert taken.changed == 1
    assert rows(store, "select body from post") == [("the new text",)]
    assert rows(store, "select body, payload from post_revision") == [("the old text", {"v": 1})]
    assert rows(store, "select payload from post_raw") == [({"v": 2},)]


def test_one_file_with_both_texts_gives_the_same_database_twice(store: Store) -> None:
    posts = [post("a", "first"), post("a", "second"), post("a", "First!")]
    _take(store, *posts)
    once = rows(store, _STATE)
    assert _take(store, *posts).changed == 0
    assert rows(store, _STATE) == once
    assert rows(store, "select body from post") == [("second",)]


def test_the_later_edit_wins_whatever_comes_last(store: Store) -> None:
    later = post("a", "edited twice", edited_at=NOON + timedelta(hours=2))
    earlier = post("a", "edited once", edited_at=NOON + timedelta(hours=1))
    _take(store, later, earlier, post("a", "never edited"))
    assert rows(store, "select body from post") == [("edited twice",)]


def test_an_edit_back_with_a_newer_time_is_news(store: Store) -> None:
    hours = [NOON + timedelta(hours=n) for n in range(3)]
    _take(store, *[post("a", t, edited_at=at) for t, at in zip("xyx", hours, strict=True)])
    assert rows(store, "select body from post") == [("x",)]


def test_a_changed_score_is_followed_and_counts_as_known(store: Store) -> None:
    _take(store, post("a", "text", engagement=1))
    assert _take(store, post("a", "text", engagement=9)).known == 1
    _take(store, post("a", "text"))  # a file that does not give it takes nothing away
    assert rows(store, "select engagement from post") == [(9,)]


def test_an_edit_loses_its_score(store: Store) -> None:
    _take(store, post("a", "old"))
    with store.connect() as db:
        db.execute("insert into score (post_id, model) select id, 'm' from post")
    _take(store, post("a", "new"))
    assert rows(store, "select * from score") == []


def test_deleted_at_its_source(store: Store) -> None:
    original = post("a", "once said", title="T", raw={"text": "once said"})
    _take(store, original, replace(original, text="then edited"))
    taken = _take(store, post("a", "[deleted]", deleted=True))
    assert taken.deleted == 1
    found = rows(store, "select title, body, author, deleted_at is not null from post")
    assert found == [(None, "", None, True)]
    assert rows(store, "select * from post_raw") == rows(store, "select * from post_revision") == []
    assert _take(store, original).known == 1  # an older copy does not bring it back
    assert rows(store, "select body from post") == [("",)]


def test_deleted_before_it_was_ever_seen(store: Store) -> None:
    assert _take(store, post("a", "[removed]", deleted=True), post("a", "text")).deleted == 1
    assert rows(store, "select body, author from post") == [("", None)]


def test_a_forgotten_author_stays_away(store: Store) -> None:
    posts = [post("a", "mine", author="Ann"), post("b", "hers", author="bea")]
    _take(store, *posts)
    assert forget(store, "reddit", "author", "ann") == 1
    assert rows(store, "select author from post") == [("bea",)]
    taken = _take(store, *posts, post("c", "more", author="ANN"))
    assert (taken.forgotten, taken.known) == (2, 1)
    assert _take(store, post("a", "elsewhere", source="appstore", author="Ann")).new == 1
    assert "nn" not in str(rows(store, "select key_hash from forgotten"))


def test_a_forgotten_post_stays_away_and_its_copy_becomes_the_original(store: Store) -> None:
    text = "the very same sentence about the very same thing"
    posts = [post("a", text, 0), post("b", text, 1), post("c", text, 2)]
    _take(store, *posts)
    assert forget(store, "reddit", "post", "a") == 1
    found = rows(
        store,
        "select p.native_id, o.native_id from post p "
        "left join post o on o.id = p.duplicate_of order by p.id",
    )
    assert found == [("b", None), ("c", "b")]
    assert _take(store, *posts).forgotten == 1


def test_assignment(store: Store) -> None:
    one = brands.save(store, Brand("one", "One", "one")).id
    two = brands.save(store, Brand("two", "Two", "two")).id
    take(store, [post("a", brand="one"), post("b", brand="two"), post("c")], Silent(), one)
    found = rows(
        store,
        "select p.native_id, a.brand_id from assignment a join post p on p.id = a.post_id "
        "order by 1, 2",
    )
    assert found == [("a", one), ("b", one), ("b", two), ("c", one)]
    with pytest.raises(UnknownBrand, match='no brand "three"'):
        _take(store, post("d", brand="three"))
    assert rows(store, "select count(*) from post") == [(3,)]


def test_what_cannot_be_stored_is_made_storable(store: Store) -> None:
    raw = {
        "nul\0": "a\0b",
        "nan": math.nan,
        "deep": [{"x": "\ud800"}],
        "path": Path("p"),
        "t": NOON,
    }
    _take(store, post("a\0", "te\0xt \ud800", author="a\0nn", raw=raw, engagement=2**40))
    found = rows(store, "select native_id, body, author, engagement from post")
    assert found == [("a", "text", "ann", 2**31 - 1)]
    [(payload,)] = rows(store, "select payload from post_raw")
    assert payload["nul"] == "ab" and payload["nan"] is None and payload["path"] == "p"


@pytest.mark.parametrize("text", ["", "😂", "=HYPERLINK(1)", "word " * 40_000, "w" * 200_000])
def test_odd_texts_are_posts_too(store: Store, text: str) -> None:
    assert _take(store, post("a", text)).new == 1
    assert _take(store, post("a", text)).known == 1
    assert rows(store, "select body from post") == [(text.strip(),)]


class _Counting(Silent):
    def __init__(self) -> None:
        self.advanced: list[int] = []

    def advance(self, items: int = 1) -> None:
        self.advanced.append(items)


def test_batches_are_stored_one_by_one(store: Store) -> None:
    progress = _Counting()

    def broken() -> list[Post]:
        raise RuntimeError("the file ends here")

    def posts() -> object:
        yield from (post(f"p{n}", "x") for n in range(1_500))
        yield from broken()

    with pytest.raises(RuntimeError):
        take(store, posts(), progress)  # type: ignore[arg-type]
    assert progress.advanced == [1_000]
    assert rows(store, "select count(*) from post") == [(1_000,)]


_TEXTS = ["short", "a text that is somewhat longer than that one", "a text somewhat longer"]
_POSTS = st.lists(
    st.builds(
        post,
        st.sampled_from("abc"),
        st.sampled_from(_TEXTS),
        st.just(0),
        edited_at=st.sampled_from([None, NOON, NOON + timedelta(hours=1)]),
        engagement=st.sampled_from([None, 1, 2]),
        deleted=st.sampled_from([False, False, False, True]),
    ),
    max_size=6,
)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(posts=_POSTS)
def test_taking_twice_is_taking_once(store: Store, posts: list[Post]) -> None:
    rows_of_post = "truncate post, forgotten restart identity cascade"
    with store.connect() as db:
        db.execute(rows_of_post)
    _take(store, *posts)
    once = rows(store, _STATE)
    _take(store, *posts)
    assert rows(store, _STATE) == once


def test_only_web_addresses_become_links(store: Store) -> None:
    addresses = ["javascript:alert(1)", "data:text/html,x", "HTTPS://example.com/a", "=cmd", None]
    _take(store, *[post(f"p{n}", "x", url=url) for n, url in enumerate(addresses)])
    found = [row[0] for row in rows(store, "select url from post order by id")]
    assert found == [None, None, "HTTPS://example.com/a", None, None]
