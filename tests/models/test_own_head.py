"""A brand's own head: adopted where it is better on posts it did not see, and nowhere else."""

import json

import numpy as np
import pytest

from models.calibrate import softmax
from models.own_head import FEWEST, OwnHead, Posts, train


def world(count: int, bias: tuple[float, float, float], picked: int = 0, seed: int = 0) -> Posts:
    """Posts drawn at random from a brand whose tones lie off by `bias`, and mistakes picked."""
    random = np.random.default_rng(seed)
    logits = random.normal(size=(count + 20 * picked, 3)) * 1.5
    truth = softmax(logits + np.array(bias))
    labels = np.array([random.choice(3, p=row) for row in truth])
    probabilities = softmax(logits)
    mistakes = np.flatnonzero(probabilities.argmax(1) != labels)
    rows = np.r_[np.arange(count), mistakes[mistakes >= count][:picked]]
    weights = np.r_[np.full(count, 10.0), np.full(picked, np.nan)]
    vectors = random.normal(size=(len(rows), 16)) / 4
    return Posts(probabilities[rows], vectors, labels[rows], weights)


def test_a_head_that_helps_is_adopted() -> None:
    verdict = train(world(150, (1.5, -0.5, -1.0)))
    assert verdict.adopted
    assert verdict.log_loss is not None
    assert verdict.head is not None
    assert verdict.log_loss.own < verdict.log_loss.shared
    other = world(2000, (1.5, -0.5, -1.0), seed=1)
    rows = np.arange(len(other))
    own = verdict.head.apply(other.probabilities, other.embeddings)[rows, other.labels]
    assert -np.log(own).mean() < -np.log(other.probabilities[rows, other.labels]).mean()


@pytest.mark.parametrize("seed", range(4))
def test_a_head_that_does_not_help_is_not(seed: int) -> None:
    verdict = train(world(80, (0.0, 0.0, 0.0), seed=seed))
    assert not verdict.adopted
    assert "not better" in verdict.why


def test_picked_mistakes_alone_prove_nothing() -> None:
    """Among mistakes, turning everything round looks like a great gain."""
    verdict = train(world(60, (0.0, 0.0, 0.0), picked=100))
    assert not verdict.adopted
    assert (verdict.posts, verdict.drawn) == (160, 60)


def test_too_few_and_too_much_alike() -> None:
    few = train(world(FEWEST - 1, (0.0, 0.0, 0.0)))
    assert (few.adopted, few.head) == (False, None)
    assert str(FEWEST) in few.why
    posts = world(100, (0.0, 0.0, 0.0))
    alike = Posts(posts.probabilities, posts.embeddings, posts.labels * 0, posts.weights)
    assert "fewer than two tones" in train(alike).why


def test_the_same_posts_give_the_same_head() -> None:
    posts = world(60, (1.0, 0.0, -1.0))
    assert train(posts) == train(posts)


def test_a_head_is_written_and_read() -> None:
    head = OwnHead(0.9, [0.1, 0.0, -0.1], [[0.1, 0.2, 0.3], [0.0, 0.0, 0.0]])
    assert OwnHead(**json.loads(json.dumps(head.written()))) == head
    given, vectors = np.array([[0.2, 0.3, 0.5]]), np.array([[1.0, 2.0]])
    assert head.apply(given, vectors).sum() == pytest.approx(1)
    assert OwnHead(1.0, [0.0] * 3, None).apply(given, vectors) == pytest.approx(given)
