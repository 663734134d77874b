"""What a person does to narratives stays, is logged, and can be undone."""

import pytest

from pipeline.errors import InputError
from pipeline.narratives import merge, refresh_narratives, rename, undo
from pipeline.progress import Silent
from pipeline.store import Store
from tests.pipeline.narratives.conftest import all_stories, insert, numbers, rows, telling


@pytest.fixture
def mentions(store: Store, brand_id: int) -> list[int]:
    """Four narratives of twenty mentions."""
    ids = insert(store, brand_id, all_stories())
    refresh_narratives(store, brand_id, Silent())
    return ids


def label(store: Store, number: int) -> tuple[str, str]:
    found = rows(store, "select label, label_by from narrative where number = %s", number)
    return found[0][0], found[0][1]


def test_a_persons_label_stays(store: Store, brand_id: int, mentions: list[int]) -> None:
    rename(store, brand_id, 2, "  Leaving over\nAI lessons ")
    insert(store, brand_id, all_stories(count=10, start=300, week=1))
    refresh_narratives(store, brand_id, Silent())
    assert label(store, 2) == ("Leaving over AI lessons", "person")


def test_a_rename_can_be_undone(store: Store, brand_id: int, mentions: list[int]) -> None:
    before = label(store, 1)
    event = rename(store, brand_id, 1, "Something else")
    undo(store, event)
    assert label(store, 1) == before
    kinds = rows(store, "select kind, undone_at is null from narrative_event order by id")
    assert kinds[-2:] == [("rename", False), ("undo", True)]


def test_merged_narratives_stay_merged(store: Store, brand_id: int, mentions: list[int]) -> None:
    before = numbers(store, mentions)
    story = before[10]
    assert story is not None
    into = 1 if story != 1 else 2
    merge(store, brand_id, story, into)
    assert story not in numbers(store, mentions)
    late = insert(store, brand_id, telling("contractors", 6, start=400, week=1))
    refresh_narratives(store, brand_id, Silent())
    assert set(numbers(store, late)) - {None} == {into}
    assert rows(store, "select count(*) from narrative") == [(4,)]


def test_what_a_person_did_survives_a_look_at_everything(
    store: Store, brand_id: int, mentions: list[int]
) -> None:
    rename(store, brand_id, 1, "Ours")
    merge(store, brand_id, 3, 2)
    insert(store, brand_id, all_stories(count=30, start=300, week=1))
    refresh_narratives(store, brand_id, Silent())
    assert label(store, 1) == ("Ours", "person")
    found = set(numbers(store, mentions)) - {None}
    assert 3 not in found and {1, 2, 4} <= found
    assert rows(store, "select merged_into from narrative where number = 3") == [(2,)]
    assert rows(store, "select count(*) from narrative") == [(4,)]


def test_a_merge_can_be_undone(store: Store, brand_id: int, mentions: list[int]) -> None:
    before = numbers(store, mentions)
    undo(store, merge(store, brand_id, 3, 1))
    assert numbers(store, mentions) == before
    assert rows(store, "select count(*) from narrative where merged_into is not null") == [(0,)]


def test_a_birth_can_be_undone_and_is_not_found_again(
    store: Store, brand_id: int, mentions: list[int]
) -> None:
    before = numbers(store, mentions)
    event = "select e.id from narrative_event e join narrative n on n.id = narrative_id"
    undo(store, rows(store, f"{event} where number = 3 and kind = 'birth'")[0][0])
    refresh_narratives(store, brand_id, Silent())
    expected = [None if number == 3 else number for number in before]
    assert numbers(store, mentions) == expected
    insert(store, brand_id, all_stories(count=30, start=300, week=1))
    refresh_narratives(store, brand_id, Silent())
    assert numbers(store, mentions) == expected
    assert rows(store, "select count(*) from narrative") == [(4,)]


def test_a_split_can_be_undone(store: Store, brand_id: int, mentions: list[int]) -> None:
    before = numbers(store, mentions)
    with store.connect() as db:
        db.execute(
            "update narrative_event e set kind = 'split', detail = jsonb_build_object('from_id', "
            "(select id from narrative where number = 1)) from narrative n "
            "where n.id = e.narrative_id and number = 3"
        )
    undo(store, rows(store, "select id from narrative_event where kind = 'split'")[0][0])
    together = [1 if number == 3 else number for number in before]
    assert numbers(store, mentions) == together
    insert(store, brand_id, all_stories(count=30, start=300, week=1))
    refresh_narratives(store, brand_id, Silent())
    assert numbers(store, mentions) == together


def test_the_latest_comes_off_first(store: Store, brand_id: int, mentions: list[int]) -> None:
    first = rename(store, brand_id, 1, "One")
    second = rename(store, brand_id, 1, "Two")
    with pytest.raises(InputError, match=f"Undo event {second} first"):
        undo(store, first)
    undo(store, second)
    undo(store, first)


def test_a_merge_into_what_was_merged_comes_off_last(
    store: Store, brand_id: int, mentions: list[int]
) -> None:
    before = numbers(store, mentions)
    first, second = merge(store, brand_id, 3, 2), merge(store, brand_id, 2, 1)
    with pytest.raises(InputError, match="Undo"):
        undo(store, first)
    undo(store, second)
    undo(store, first)
    assert numbers(store, mentions) == before


def test_a_change_makes_the_figures_stale(store: Store, brand_id: int, mentions: list[int]) -> None:
    before = rows(store, "select data_version from brand")[0][0]
    merge(store, brand_id, 2, 1)
    assert rows(store, "select data_version > %s, stale from brand", before) == [(True, True)]


@pytest.mark.parametrize("text", ["", "   ", "x" * 81])
def test_a_label_that_is_none(store: Store, brand_id: int, mentions: list[int], text: str) -> None:
    with pytest.raises(InputError, match="1 to 80"):
        rename(store, brand_id, 1, text)


def test_what_cannot_be_done_is_one_line(store: Store, brand_id: int, mentions: list[int]) -> None:
    with pytest.raises(InputError, match="no narrative 99"):
        rename(store, brand_id, 99, "x")
    with pytest.raises(InputError, match="into itself"):
        merge(store, brand_id, 1, 1)
    merge(store, brand_id, 2, 1)
    with pytest.raises(InputError, match="merged into another"):
        rename(store, brand_id, 2, "x")
    with pytest.raises(InputError, match="no event"):
        undo(store, 9_999)
    event = rename(store, brand_id, 1, "x")
    with pytest.raises(InputError, match="stays so"):
        undo(store, undo(store, event))
    with pytest.raises(InputError, match="undone before"):
        undo(store, event)
