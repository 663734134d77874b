"""Labels by another writer: they stand, stay a person's where one spoke, and are never doubled."""

from collections.abc import Sequence

from pipeline.narratives import refresh_narratives, rename
from pipeline.progress import Silent
from pipeline.store import Store
from tests.pipeline.narratives.conftest import all_stories, insert, rows


def _labels(store: Store) -> list[str]:
    return [label for (label,) in rows(store, "select label from narrative order by number")]


def test_a_story_is_called_as_the_writer_says(store: Store, brand_id: int) -> None:
    read: list[Sequence[str]] = []

    def write(posts: Sequence[str], label: str) -> str:
        read.append(posts)
        return f"About {label.lower()}"

    insert(store, brand_id, all_stories())
    refresh_narratives(store, brand_id, Silent(), write=write)
    labels = _labels(store)
    assert len(labels) == 4 and all(label.startswith("About ") for label in labels)
    assert all(len(posts) == 8 and "Their" in posts[0] for posts in read)
    rename(store, brand_id, 1, "The memo")
    insert(store, brand_id, all_stories(60, start=100, week=1))
    refresh_narratives(store, brand_id, Silent(), write=write)
    assert _labels(store)[0] == "The memo"


def test_a_name_that_another_story_has_is_not_given_twice(store: Store, brand_id: int) -> None:
    insert(store, brand_id, all_stories())
    refresh_narratives(store, brand_id, Silent(), write=lambda posts, label: "One and the same")
    labels = _labels(store)
    assert labels.count("One and the same") == 1
    assert len(set(labels)) == 4
