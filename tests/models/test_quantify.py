"""Shares of classes: their laws, and a simulated head whose truth is known."""

import json
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from models.calibrate import softmax
from models.quantify import UNKNOWN, Shares, difference, net, shares
from models.quantify_data import AIRLINE, REFERENCE, SXSW, tone_domains
from models.quantify_errors import (
    ErrorModel,
    ErrorModelError,
    ignorant,
    load,
    perfect,
    pooled,
    refined,
    save,
)
from models.version import WEIGHTS

NET = np.array([-1.0, 0.0, 1.0])
CENTRES = 1.6 * np.eye(3)  # of the log-probabilities of each class, with unit variance
Floats = NDArray[np.floating]
Integers = NDArray[np.integer]


def texts(labels: Integers, random: np.random.Generator, model: ErrorModel | None = None) -> Floats:
    """What a head says of posts with these labels; `model` says how it errs, if it does."""
    right = CENTRES[labels] + random.normal(size=(len(labels), 3))
    logits = right @ CENTRES - (CENTRES**2).sum(1) / 2  # the log-likelihoods of the classes
    if model is not None:
        logits = (logits - model.mean[1:]) / model.mean[0]
    return softmax(logits)


def groups_of(
    wanted: Floats, size: int, seed: int, model: ErrorModel | None = None
) -> tuple[Floats, Integers, Floats]:
    """Posteriors and group of posts, and the shares that each group really has."""
    random = np.random.default_rng(seed)
    counts = np.array([random.multinomial(size, row) for row in wanted])
    labels = np.concatenate([np.repeat(np.arange(3), row) for row in counts])
    return texts(labels, random, model), np.repeat(np.arange(len(wanted)), size), counts / size


def anything(count: int, seed: int) -> Floats:
    return np.random.default_rng(seed).dirichlet(np.ones(3), count)


def unsure(slope: float = 0.2, bias: float = 0.4) -> ErrorModel:
    """As a new domain is: one standard deviation each way."""
    spread = bias**2 * (np.eye(3) - 1 / 3)
    covariance = np.zeros((4, 4))
    covariance[0, 0], covariance[1:, 1:] = slope**2, spread
    return ErrorModel(np.r_[1.0, 0, 0, 0], covariance)


def covers(found: Shares, truth: Floats) -> float:
    return float(((found.low <= truth + 1e-9) & (truth <= found.high + 1e-9)).mean())


@pytest.mark.parametrize("size", [1, 2, 7, 50, 400])
def test_shares_sum_to_one_inside_their_intervals(size: int) -> None:
    posteriors, numbers, _ = groups_of(anything(30, size), size, seed=size)
    found = shares(posteriors, unsure(), numbers, 30)
    np.testing.assert_allclose(found.value.sum(1), 1, atol=1e-12)
    assert ((found.low >= 0) & (found.low <= found.value)).all()
    assert ((found.high <= 1) & (found.high >= found.value)).all()
    assert (found.n == size).all()


def test_order_of_posts_and_of_classes_does_not_matter() -> None:
    posteriors, _, _ = groups_of(anything(1, 1), 60, seed=1)
    found = shares(posteriors, unsure())
    np.testing.assert_allclose(shares(posteriors[::-1], unsure()).value, found.value, atol=1e-10)
    turned = shares(posteriors[:, [2, 0, 1]], uneven([2, 0, 1]))
    found = shares(posteriors, uneven([0, 1, 2]))
    for name in ("value", "low", "high"):
        np.testing.assert_allclose(
            getattr(turned, name), getattr(found, name)[:, [2, 0, 1]], atol=1e-6
        )


def uneven(order: list[int]) -> ErrorModel:
    """Doubts one class more than another; the classes in this order."""
    doubt = np.array([[0.3, 0.1, -0.4], [0.2, -0.2, 0.0]])
    rows = np.r_[0, 1 + np.array(order)]
    covariance = np.diag([0.04, 0, 0, 0])
    covariance[1:, 1:] = doubt.T @ doubt
    return ErrorModel(np.r_[0.9, 0.2, 0.1, -0.3][rows], covariance[np.ix_(rows, rows)])


def test_a_group_is_the_same_alone_and_among_others() -> None:
    posteriors, numbers, _ = groups_of(anything(5, 2), 40, seed=2)
    together = shares(posteriors, unsure(), numbers, 5)
    alone = shares(posteriors[numbers == 3], unsure())
    np.testing.assert_allclose(together.value[3], alone.value[0], atol=2e-3)
    np.testing.assert_allclose(together.low[3], alone.low[0], atol=5e-3)


def test_of_a_perfect_and_sure_head_it_counts() -> None:
    labels = np.array([0, 0, 2, 1, 2, 2, 2])
    found = shares(np.eye(3)[labels], perfect(3))
    np.testing.assert_allclose(found.value[0], [2 / 7, 1 / 7, 4 / 7], atol=1e-4)
    assert (found.high - found.low < 0.01).all()


def test_intervals_narrow_with_posts_and_widen_with_doubt_of_the_head() -> None:
    widths = []
    for size in (30, 300, 3000):
        posteriors, _, _ = groups_of(np.array([[0.3, 0.3, 0.4]]), size, seed=3)
        found = shares(posteriors, perfect(3))
        widths.append((found.high - found.low).mean())
    assert widths[0] > 2 * widths[1] > 4 * widths[2]
    doubted = shares(posteriors, unsure())
    assert (doubted.high - doubted.low).mean() > 3 * widths[2]


def test_it_finds_shares_that_counting_misses() -> None:
    posteriors, numbers, truth = groups_of(anything(100, 4), 1000, seed=4)
    found = shares(posteriors, perfect(3), numbers, 100)
    counted = np.eye(3)[posteriors.argmax(1)].reshape(100, 1000, 3).mean(1)
    assert np.abs(found.value - truth).mean() < np.abs(counted - truth).mean() / 2


@pytest.mark.parametrize("size", [20, 100, 500])
def test_intervals_cover_when_the_head_errs_as_known(size: int) -> None:
    posteriors, numbers, truth = groups_of(anything(400, size), size, seed=size)
    assert 0.93 <= covers(shares(posteriors, perfect(3), numbers, 400), truth) <= 0.98


def test_intervals_cover_over_domains() -> None:
    """Each domain has its own slope and biases, drawn from what the error model says."""
    known, random = unsure(), np.random.default_rng(5)
    held, changes = [], []
    for domain, drawn in enumerate(random.multivariate_normal(known.mean, known.covariance, 150)):
        own = ErrorModel(drawn, known.covariance)
        posteriors, numbers, truth = groups_of(anything(4, domain), 200, domain, own)
        found = shares(posteriors, known, numbers, 4)
        held.append(covers(found, truth))
        change = difference(found.of(np.array([0, 1])), found.of(np.array([2, 3])), NET)
        moved = (truth[:2] - truth[2:]) @ NET
        changes.append(((change.low <= moved) & (moved <= change.high)).mean())
    assert 0.92 <= np.mean(held) <= 0.99
    assert 0.92 <= np.mean(changes) <= 1.0


def test_a_change_is_surer_than_either_share() -> None:
    posteriors, numbers, truth = groups_of(np.array([[0.2, 0.4, 0.4], [0.4, 0.4, 0.2]]), 800, 6)
    found = shares(posteriors, unsure(), numbers, 2)
    level = net(found, NET)
    change = difference(found.of(np.array([1])), found.of(np.array([0])), NET)
    assert level.value == pytest.approx(found.value[:, 2] - found.value[:, 0])
    assert change.value == pytest.approx(np.diff(level.value))
    assert (change.high - change.low)[0] < (level.high - level.low).max()
    assert change.low[0] <= np.diff(truth @ NET)[0] <= change.high[0] < 0


def test_judged_posts_teach_how_the_head_errs_in_their_domain() -> None:
    off = ErrorModel(np.array([0.7, 0.8, -0.5, -0.3]), np.zeros((4, 4)))
    random = np.random.default_rng(7)
    labels = random.choice(3, 3000, p=[0.2, 0.5, 0.3])
    found = refined(unsure(), texts(labels, random, off), labels)
    np.testing.assert_allclose(found.mean, off.mean, atol=0.15)
    assert np.diag(found.covariance).sum() < np.diag(unsure().covariance).sum() / 5


def test_a_stratified_draw_teaches_the_same_when_weighted() -> None:
    off = ErrorModel(np.array([0.8, 0.6, -0.3, -0.3]), np.zeros((4, 4)))
    random = np.random.default_rng(8)
    labels = random.choice(3, 30_000, p=[0.1, 0.7, 0.2])
    posteriors = texts(labels, random, off)
    said = posteriors.argmax(1)
    rows = np.concatenate([np.flatnonzero(said == k)[:700] for k in range(3)])
    stands_for = (np.bincount(said) / 700)[said[rows]]
    found = refined(ignorant(3), posteriors[rows], labels[rows], stands_for)
    np.testing.assert_allclose(found.mean, off.mean, atol=0.2)


def test_what_a_person_said_of_a_post_counts_as_said() -> None:
    posteriors = np.tile([0.9, 0.05, 0.05], (4, 1))
    found = shares(posteriors, perfect(3), labels=np.array([2, 2, 2, 1]))
    np.testing.assert_allclose(found.value[0], [0, 0.25, 0.75])
    assert (found.high - found.low < 1e-3).all()
    some = shares(posteriors, perfect(3), labels=np.array([2, UNKNOWN, UNKNOWN, UNKNOWN]))
    assert some.value[0, 2] >= 0.25


def test_no_posts_are_missing_and_not_zero() -> None:
    posteriors, _, _ = groups_of(anything(1, 9), 5, seed=9)
    found = shares(posteriors, unsure(), np.full(5, 1), 3)
    assert found.n.tolist() == [0, 5, 0]
    for field in ("value", "low", "high"):
        assert np.isnan(getattr(found, field)[[0, 2]]).all()
        assert np.isfinite(getattr(found, field)[1]).all()
    assert np.isnan(net(found, NET).low[0])
    nothing = shares(np.empty((0, 3)), unsure())
    assert np.isnan(nothing.value).all() and nothing.n.tolist() == [0]


def test_one_post_says_little_and_posts_all_alike_are_finite() -> None:
    one = shares(np.array([[0.1, 0.2, 0.7]]), unsure())
    assert (one.high - one.low).max() > 0.7
    for row in ([1.0, 0.0, 0.0], [1 / 3, 1 / 3, 1 / 3]):
        found = shares(np.tile(row, (100, 1)), unsure())
        assert all(np.isfinite(getattr(found, field.name)).all() for field in fields(found))


def test_an_unseen_domain_is_as_doubtful_as_the_known_ones_differ() -> None:
    means = np.array(
        [[1.0, 0, 0, 0], [0.8, 0.5, -0.5, 0], [0.9, -0.5, 0.5, 0], [1.1, 0, 0.4, -0.4]]
    )
    domains = {str(i): ErrorModel(row, 1e-4 * np.eye(4)) for i, row in enumerate(means)}
    found = pooled(domains, "0")
    np.testing.assert_allclose(found.mean, means[0])
    assert found.covariance[1, 1] > means[1:, 1].var()
    assert found.covariance[1:, 1:].sum() == pytest.approx(0, abs=1e-12)
    with pytest.raises(ErrorModelError, match="too few"):
        pooled({name: domains[name] for name in "012"}, "0")


def test_the_file_says_the_same_as_the_model(tmp_path: Path) -> None:
    random = np.random.default_rng(10)
    domains = {
        name: ErrorModel(np.r_[1, random.normal(0, 0.3, 3)], 0.01 * np.eye(4)) for name in "abcde"
    }
    save(tmp_path / "tone.shares.json", domains, {"reference": "a", "head": "tone.1"})
    found = load(tmp_path / "tone.shares.json", without="b")
    wanted = pooled({name: domains[name] for name in "acde"}, "a")
    np.testing.assert_allclose(found.covariance, wanted.covariance, atol=1e-4)


def test_a_damaged_file_is_one_line(tmp_path: Path) -> None:
    path = tmp_path / "tone.shares.json"
    for content in ("{", "{}", json.dumps({"domains": {"a": {}}})):
        path.write_text(content)
        with pytest.raises(ErrorModelError, match="quantify_fit"):
            load(path)


def test_the_shipped_error_model_is_of_three_tones() -> None:
    model = load(WEIGHTS / "tone.shares.json")
    assert model.mean.shape == (4,)
    assert 0 < model.mean[0] < 3
    assert (np.linalg.eigvalsh(model.covariance) > -1e-9).all()


def test_labelled_domains_have_every_tone_and_each_text_once(shared: Path) -> None:
    domains = tone_domains(shared)
    assert {REFERENCE, AIRLINE, SXSW, "goemotions"} < set(domains)
    assert all(set(part.labels.tolist()) == {0, 1, 2} for part in domains.values())
    assert all(len(set(part.texts)) == len(part.texts) for part in domains.values())
