"""Narratives keep their numbers: found once, joined later, never moved."""

from dataclasses import replace

import pytest
from sklearn.metrics import adjusted_rand_score

from pipeline.errors import Cancelled, InputError
from pipeline.narratives import refresh_narratives
from pipeline.progress import Silent
from pipeline.store import Store
from tests.pipeline.narratives.conftest import (
    STORIES,
    Told,
    all_stories,
    insert,
    numbers,
    rows,
    telling,
)

PARENT = "t-parent"


def refresh(store: Store, brand_id: int) -> None:
    refresh_narratives(store, brand_id, Silent())


def test_stories_are_found_named_and_quoted(store: Store, brand_id: int) -> None:
    ids = insert(store, brand_id, all_stories())
    refresh(store, brand_id)
    found = numbers(store, ids)
    truth = [story for story in STORIES for _ in range(20)]
    assert adjusted_rand_score(truth, [n or 0 for n in found]) > 0.9
    born = rows(store, "select number, label, keyphrases, life, born_at from narrative order by 1")
    assert [row[0] for row in born] == [1, 2, 3, 4]
    assert len({row[1] for row in born}) == 4
    assert all(row[1] and 1 <= len(row[2]) <= 5 and row[3] == "emerging" for row in born)
    quotes = rows(store, "select narrative_id, count(*) from narrative_quote group by 1")
    assert [count for _, count in quotes] == [3, 3, 3, 3]
    events = rows(store, "select kind, by, detail ->> 'label' from narrative_event order by id")
    assert [event[:2] for event in events] == [("birth", "software")] * 4


def test_a_second_refresh_changes_nothing(store: Store, brand_id: int) -> None:
    insert(store, brand_id, all_stories())
    refresh(store, brand_id)
    before = _everything(store)
    refresh(store, brand_id)
    assert _everything(store) == before


def test_the_same_posts_give_the_same_narratives(store: Store, brand_id: int) -> None:
    insert(store, brand_id, all_stories())
    refresh(store, brand_id)
    before = _told(store)
    with store.connect() as db:
        db.execute(
            "update mention set narrative_id = null, narrative_how = null, "
            "narrative_distance = null"
        )
        db.execute("delete from narrative")
        db.execute("delete from narrative_space")
    refresh(store, brand_id)
    assert _told(store) == before


def test_new_mentions_join_and_old_ones_stay(store: Store, brand_id: int) -> None:
    old = insert(store, brand_id, all_stories())
    refresh(store, brand_id)
    before = numbers(store, old)
    new = insert(store, brand_id, all_stories(count=5, start=100, week=1))
    refresh(store, brand_id)
    assert numbers(store, old) == before
    joined = numbers(store, new)
    expected = [before[20 * i + 10] for i in range(4) for _ in range(5)]
    assert sum(a == b for a, b in zip(joined, expected, strict=True)) >= 18
    how = rows(store, "select distinct narrative_how from mention where id = any(%s)", new)
    assert ("nearest",) in how


def test_a_new_story_gets_the_next_number_once(store: Store, brand_id: int) -> None:
    stories = list(STORIES)
    insert(store, brand_id, [t for s in stories[:3] for t in telling(s, 20)])
    refresh(store, brand_id)
    few = insert(store, brand_id, telling(stories[3], 2, week=1))
    refresh(store, brand_id)
    assert numbers(store, few) == [None, None]
    late = insert(store, brand_id, telling(stories[3], 18, start=2, week=2))
    refresh(store, brand_id)
    assert set(numbers(store, few + late)) - {None} == {4}
    assert rows(store, "select max(number), count(*) from narrative") == [(4, 4)]


def test_what_waited_for_twelve_weeks_is_left_as_it_is(store: Store, brand_id: int) -> None:
    stories = list(STORIES)
    insert(store, brand_id, [t for s in stories[:3] for t in telling(s, 20)])
    refresh(store, brand_id)
    stray = insert(store, brand_id, telling(stories[3], 2, week=1))
    refresh(store, brand_id)
    early = insert(store, brand_id, telling(stories[3], 2, start=2, week=12))
    refresh(store, brand_id)
    late = insert(store, brand_id, telling(stories[3], 18, start=4, week=20))
    refresh(store, brand_id)
    assert numbers(store, stray + early) == [None, None, 4, 4]
    assert set(numbers(store, late)) - {None} == {4}


def test_numbers_are_never_used_again(store: Store, brand_id: int) -> None:
    insert(store, brand_id, [t for s in list(STORIES)[:3] for t in telling(s, 20)])
    refresh(store, brand_id)
    other = insert(store, brand_id, telling("subscription", 20, week=1))
    with store.connect() as db:
        db.execute("update narrative set merged_into = 1 where number = 3")
    refresh(store, brand_id)
    assert set(numbers(store, other)) - {None} == {4}


def test_numbers_and_mentions_go_on_when_all_is_looked_at_again(
    store: Store, brand_id: int
) -> None:
    old = insert(store, brand_id, all_stories())
    refresh(store, brand_id)
    before = numbers(store, old)
    insert(store, brand_id, all_stories(count=25, start=100, week=1))
    refresh(store, brand_id)
    after = numbers(store, old)
    same = sum(a == b for a, b in zip(before, after, strict=True))
    assert same >= 0.97 * len(old)
    assert rows(store, "select max(number) from narrative") == [(4,)]
    assert rows(store, "select fitted from narrative_space") == [(180,)]


def test_too_few_posts_found_nothing(store: Store, brand_id: int) -> None:
    refresh(store, brand_id)
    ids = insert(store, brand_id, telling("streak", 4))
    refresh(store, brand_id)
    assert numbers(store, ids) == [None] * 4


def test_reactions_follow_and_small_talk_tells_nothing(store: Store, brand_id: int) -> None:
    stories = all_stories()
    stories[5] = replace(stories[5], native_id=PARENT)
    parent = insert(store, brand_id, stories)[5]
    lol = Told("streak", "lol this", 900, answers=PARENT, native_id="t-lol")
    same = Told(None, "same", 901, answers="t-lol")
    brand = Told(
        "voices", "So sorry to hear about your voice actors trouble, please write to our team",
        902, answers=PARENT, voice="brand", direct_reply=True,
    )  # fmt: skip
    alone = Told("streak", "hi all, thanks", 903)
    ids = insert(store, brand_id, [lol, same, brand, alone])
    refresh(store, brand_id)
    story = numbers(store, [parent])[0]
    assert story is not None
    assert numbers(store, ids) == [story, story, story, None]
    how = rows(store, "select narrative_how from mention where id = any(%s)", ids[:3])
    assert how == [("followed",)] * 3


def test_a_late_reaction_follows_too(store: Store, brand_id: int) -> None:
    stories = all_stories()
    stories[5] = replace(stories[5], native_id=PARENT)
    parent = insert(store, brand_id, stories)[5]
    refresh(store, brand_id)
    late = insert(store, brand_id, [Told("streak", "so true", 900, week=1, answers=PARENT)])
    refresh(store, brand_id)
    assert numbers(store, late) == numbers(store, [parent])


def test_copies_go_with_their_original_and_spam_nowhere(store: Store, brand_id: int) -> None:
    first = insert(store, brand_id, all_stories())[0]
    original = rows(store, "select post_id from mention where id = %s", first)[0][0]
    copy = replace(
        telling("streak", 1, start=500)[0],
        post={"duplicate_of": original, "duplicate_kind": "exact"},
    )
    spam = [
        replace(told, post={"spam_reason": "links"}) for told in telling("contractors", 30, 600)
    ]
    ids = insert(store, brand_id, [copy, *spam])
    refresh(store, brand_id)
    assert numbers(store, ids[:1]) == numbers(store, [first])
    assert numbers(store, ids[1:]) == [None] * 30


def test_a_post_without_embedding_waits(store: Store, brand_id: int) -> None:
    ids = insert(store, brand_id, [*all_stories(), Told(None, "Warum werden Übersetzer entlassen")])
    refresh(store, brand_id)
    assert numbers(store, ids[-1:]) == [None]


def test_a_quote_that_was_deleted_is_replaced(store: Store, brand_id: int) -> None:
    insert(store, brand_id, all_stories())
    refresh(store, brand_id)
    gone = rows(store, "select mention_id from narrative_quote where rank = 1 order by 1")[0][0]
    with store.connect() as db:
        db.execute(
            "update post set deleted_at = now(), body = '' from mention m "
            "where m.post_id = post.id and m.id = %s",
            (gone,),
        )
    refresh(store, brand_id)
    left = [row[0] for row in rows(store, "select mention_id from narrative_quote")]
    assert gone not in left and len(left) == 12


def test_what_fails_in_the_middle_leaves_nothing(store: Store, brand_id: int) -> None:
    class Stopped(Silent):
        def stage(self, name: str, total: int | None = None) -> None:
            raise Cancelled("stopped")

    insert(store, brand_id, all_stories())
    with pytest.raises(Cancelled):
        refresh_narratives(store, brand_id, Stopped())
    assert rows(store, "select count(*) from narrative") == [(0,)]


def test_a_brand_that_is_gone_is_one_line(store: Store) -> None:
    with pytest.raises(InputError, match="no brand"):
        refresh(store, 999)


def _told(store: Store) -> list[list[tuple[object, ...]]]:
    return [
        rows(store, "select number, label, keyphrases, centroid::text from narrative order by 1"),
        rows(
            store,
            "select m.id, number, narrative_how, narrative_distance "
            "from mention m left join narrative n on n.id = m.narrative_id order by 1",
        ),
    ]


def _everything(store: Store) -> list[list[tuple[object, ...]]]:
    return [
        rows(store, "select id, number, label, keyphrases, centroid::text, life from narrative"),
        rows(store, "select id, narrative_id, narrative_how, narrative_distance from mention"),
        rows(store, "select * from narrative_quote order by 1, 2"),
        rows(store, "select brand_id, considered from narrative_space"),
    ]
