"""Old numbers go on after all posts were clustered again."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from models.topics import inherit


def rows(*counts: tuple[int, int, int]) -> tuple[np.ndarray, np.ndarray]:
    """(old, new, how many) to two arrays."""
    old = np.concatenate([np.full(n, a) for a, _, n in counts])
    new = np.concatenate([np.full(n, b) for _, b, n in counts])
    return old, new


def test_clusters_go_on_as_what_they_were() -> None:
    found = inherit(*rows((7, 1, 20), (9, 0, 30), (7, 0, 2)), clusters=2)
    assert found.heir.tolist() == [9, 7]
    assert not found.ended


def test_a_split_keeps_the_number_with_the_larger_part() -> None:
    found = inherit(*rows((7, 0, 20), (7, 1, 10)), clusters=2)
    assert found.heir.tolist() == [7, -1]
    assert found.origin.tolist() == [-1, 7]


def test_what_falls_together_ends_in_the_larger_one() -> None:
    found = inherit(*rows((7, 0, 20), (9, 0, 5)), clusters=1)
    assert found.heir.tolist() == [7] and found.ended == {9: 0}


def test_a_cluster_of_new_posts_is_born() -> None:
    found = inherit(*rows((7, 0, 20), (-1, 1, 20)), clusters=2)
    assert found.heir.tolist() == [7, -1] and found.origin.tolist() == [-1, -1]


def test_what_a_person_merged_is_not_taken_apart() -> None:
    found = inherit(*rows((7, 0, 20), (7, 1, 10)), clusters=2, held={7})
    assert found.heir.tolist() == [7, 7]


def test_nothing_before_or_nothing_now() -> None:
    none = np.full(3, -1)
    assert inherit(none, np.array([0, 0, 1]), clusters=2).heir.tolist() == [-1, -1]
    assert inherit(np.array([4, 4, 5]), none, clusters=0).heir.tolist() == []


@given(
    st.lists(
        st.tuples(st.integers(min_value=-1, max_value=6), st.integers(min_value=-1, max_value=4)),
        min_size=1,
        max_size=60,
    )
)
def test_no_number_goes_on_twice_and_none_is_lost(pairs: list[tuple[int, int]]) -> None:
    old, new = (np.array(column) for column in zip(*pairs, strict=True))
    found = inherit(old, new, clusters=5)
    heirs = found.heir[found.heir >= 0].tolist()
    assert len(set(heirs)) == len(heirs)
    assert set(heirs) | set(found.ended) == set(old[(old >= 0) & (new >= 0)].tolist())
