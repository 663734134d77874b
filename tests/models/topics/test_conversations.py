"""Who follows whom, and what a reply means in its thread."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from models.topics import Thread, heads, in_context
from models.topics.space import unit


def thread(parent: list[int], telling: list[int], answers: list[bool] | None = None) -> Thread:
    flags = answers or [False] * len(parent)
    return Thread(np.array(parent), np.array(telling), np.array(flags))


def test_a_bare_reaction_follows_what_it_answers_down_the_thread() -> None:
    assert heads(thread([-1, 0, 1, 2], [20, 1, 0, 2])).tolist() == [0, 0, 0, 0]


def test_a_reply_with_much_to_say_tells_its_own_story() -> None:
    assert heads(thread([-1, 0, 1], [20, 15, 1])).tolist() == [0, 1, 1]


def test_what_answers_nothing_follows_nobody() -> None:
    assert heads(thread([-1, -1], [0, 20])).tolist() == [0, 1]


def test_a_brands_reply_to_a_customer_follows_whatever_it_says() -> None:
    assert heads(thread([-1, 0], [20, 40], [False, True])).tolist() == [0, 0]


@given(st.lists(st.integers(min_value=-1, max_value=7), min_size=8, max_size=8))
def test_any_threads_even_circles_end_somewhere(parent: list[int]) -> None:
    head = heads(thread(parent, [0] * 8))
    assert ((head >= 0) & (head < 8)).all()


def test_context_moves_a_reply_towards_what_it_answers() -> None:
    vectors = unit(np.array([[1, 0, 0], [0, 1, 0], [0, 0, 1]], np.float32))
    told = thread([-1, 0, -1], [20, 15, 20])
    mixed = in_context(vectors, told, heads(told), np.zeros_like(vectors))
    assert mixed[1] @ vectors[0] > 0.3 and mixed[1] @ vectors[1] > 0.8
    assert np.allclose(mixed[2], vectors[2])
    assert np.allclose(np.linalg.norm(mixed, axis=1), 1)


def test_an_answered_post_outside_the_rows_counts_as_well() -> None:
    vectors = unit(np.array([[0, 1, 0]], np.float32))
    outside = unit(np.array([[1, 0, 0]], np.float32))
    told = thread([-1], [20])
    mixed = in_context(vectors, told, heads(told), outside)
    assert mixed[0] @ outside[0] > 0.3
