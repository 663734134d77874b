"""Three quotes: typical, different, by different people."""

import numpy as np
from numpy.typing import NDArray

from models.topics import Candidates, quotes
from models.topics.space import unit

TEXT = "A sentence of a comfortable length that a reader takes in at once, no more than that."
Floats = NDArray[np.float32]


def candidates(vectors: Floats, **changes: object) -> Candidates:
    count = len(vectors)
    given: dict[str, object] = {
        "texts": [TEXT] * count,
        "authors": [f"author {i}" for i in range(count)],
        "merit": np.zeros(count, np.float32),
    }
    return Candidates(vectors, **(given | changes))  # type: ignore[arg-type]


def group(count: int = 30, seed: int = 0) -> tuple[Floats, Floats]:
    random = np.random.default_rng(seed)
    vectors = unit(1 + random.normal(size=(count, 16)).astype(np.float32))
    return vectors, unit(vectors.mean(0, keepdims=True))[0]


def test_quotes_are_typical_and_different() -> None:
    vectors, centre = group()
    chosen = quotes(candidates(vectors), centre)
    assert len(chosen) == 3
    assert (vectors[chosen] @ centre).mean() > (vectors @ centre).mean()
    apart = vectors[chosen] @ vectors[chosen].T
    assert apart[np.triu_indices(3, 1)].max() < 0.9


def test_quotes_are_by_different_authors_and_unknown_ones_count_as_different() -> None:
    vectors, centre = group()
    chosen = quotes(candidates(vectors, authors=["a", "b"] * 15), centre)
    assert len(chosen) == 2
    assert len(quotes(candidates(vectors, authors=[None] * 30), centre)) == 3


def test_the_same_words_are_quoted_once() -> None:
    vectors = np.tile(unit(np.ones((1, 4), np.float32)), (5, 1))
    assert len(quotes(candidates(vectors), vectors[0])) == 1


def test_a_readable_length_goes_before_a_wall_of_text() -> None:
    vectors = np.tile(unit(np.ones((1, 4), np.float32)), (2, 1))
    assert quotes(candidates(vectors, texts=["word " * 2_000, TEXT]), vectors[0]) == [1]


def test_merit_decides_between_equals() -> None:
    vectors = np.tile(unit(np.ones((1, 4), np.float32)), (3, 1))
    merit = np.array([0, 0, 0.1], np.float32)
    assert quotes(candidates(vectors, merit=merit), vectors[0]) == [2]


def test_nothing_to_quote() -> None:
    vectors = np.zeros((0, 4), np.float32)
    assert quotes(candidates(vectors), np.ones(4, np.float32)) == []
