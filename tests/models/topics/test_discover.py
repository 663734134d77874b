"""Clusters from embeddings: found, stable, within their radius."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from sklearn.metrics import adjusted_rand_score

from models.topics import Rules, discover, nearest, same_story, smallest
from models.topics.discover import resolution
from models.topics.space import unit

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


def planted(stories: int, each: int, noise: float = 0.35, seed: int = 0) -> tuple[Floats, Ints]:
    """(N, 32) vectors around `stories` random centres, and the story of each."""
    random = np.random.default_rng(seed)
    centres = unit(random.normal(size=(stories, 32)).astype(np.float32))
    truth = np.repeat(np.arange(stories), each)
    scatter = unit(random.normal(size=(len(truth), 32)).astype(np.float32))
    return unit(centres[truth] + noise * 2 * scatter), truth


def found(vectors: Floats, **options: object) -> NDArray[np.int64]:
    labels = np.full(len(vectors), -1)
    for number, cluster in enumerate(discover(vectors, **options)):  # type: ignore[arg-type]
        labels[cluster.members] = number
    return labels


def test_planted_stories_are_found() -> None:
    vectors, truth = planted(6, 60)
    labels = found(vectors)
    assert adjusted_rand_score(truth[labels >= 0], labels[labels >= 0]) > 0.95
    assert (labels >= 0).mean() > 0.9


def test_the_same_posts_give_the_same_clusters_in_any_order() -> None:
    vectors, _ = planted(5, 50, noise=0.5)
    assert (found(vectors) == found(vectors)).all()
    order = np.random.default_rng(1).permutation(len(vectors))
    assert adjusted_rand_score(found(vectors)[order], found(vectors[order])) == 1


def test_what_was_one_story_before_stays_together() -> None:
    vectors, _ = planted(6, 80, noise=1.1)
    first = np.arange(len(vectors)) % 2 == 0
    told = np.full(len(vectors), -1)
    told[first] = found(vectors[first])
    loose, kept = found(vectors), found(vectors, told=told)
    placed = told >= 0
    agree = [adjusted_rand_score(told[placed], labels[placed]) for labels in (loose, kept)]
    assert agree[1] > agree[0]


def test_members_lie_within_the_radius_nearest_first() -> None:
    vectors, _ = planted(4, 60)
    for cluster in discover(vectors):
        assert (cluster.distances <= cluster.radius + 1e-6).all()
        assert (np.diff(cluster.distances) >= 0).all()
        expected = 1 - vectors[cluster.members] @ cluster.centroid
        assert cluster.distances == pytest.approx(expected, abs=1e-5)


def test_wording_helps_where_meaning_is_blurred() -> None:
    vectors, truth = planted(4, 50, noise=0.9)
    words = [["cold", "ice"], ["missing", "lime"], ["app", "login"], ["price", "code"]]
    stems = [words[story] for story in truth]
    blurred, told = found(vectors), found(vectors, stems=stems)
    assert adjusted_rand_score(truth, told) > adjusted_rand_score(truth, blurred)


def test_more_posts_than_the_graph_holds_join_the_nearest() -> None:
    vectors, truth = planted(4, 200)
    clusters = discover(vectors, rules=Rules(most=300))
    placed = sum(len(cluster.members) for cluster in clusters)
    assert placed > 700
    assert all(len(set(truth[cluster.members])) == 1 for cluster in clusters)


@pytest.mark.parametrize("count", [0, 1, 2, 9])
def test_too_few_posts_are_no_story(count: int) -> None:
    vectors, _ = planted(3, 10)
    assert discover(vectors[:count]) == []


def test_identical_posts_do_not_break_it() -> None:
    vectors = np.tile(unit(np.ones((1, 8), np.float32)), (50, 1))
    assert sum(len(cluster.members) for cluster in discover(vectors)) <= 50


def test_nearest_respects_each_radius() -> None:
    centroids = np.eye(2, dtype=np.float32)
    vectors = unit(np.array([[1, 0.1], [0.1, 1], [1, 1]], np.float32))
    which, distance = nearest(vectors, centroids, np.array([0.2, 0.001], np.float32))
    assert which.tolist() == [0, -1, -1]
    assert distance[0] == pytest.approx(1 - vectors[0, 0])


def test_nearest_to_nothing_is_none() -> None:
    which, _ = nearest(
        np.eye(3, dtype=np.float32), np.zeros((0, 3), np.float32), np.zeros(0, np.float32)
    )
    assert (which == -1).all()


def test_a_near_centroid_is_the_same_story() -> None:
    others, radii = np.eye(3, dtype=np.float32), np.full(3, 0.6, np.float32)
    near = unit(np.array([[0.1, 1, 0]], np.float32))[0]
    far = unit(np.array([[1, 1, 0]], np.float32))[0]
    assert same_story(near, others, radii) == 1
    assert same_story(far, others, radii) == -1
    assert same_story(near, others[:0], radii[:0]) == -1


@given(st.integers(min_value=0, max_value=10_000_000))
@settings(max_examples=50)
def test_sizes_grow_with_the_posts_and_stay_in_bounds(posts: int) -> None:
    assert 5 <= smallest(posts) <= smallest(posts + 1_000) <= 30
    assert 1 <= resolution(posts) <= resolution(posts + 1_000) <= 3
