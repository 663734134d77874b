"""The space without the brand's name."""

import numpy as np

from models.topics import fit_space
from models.topics.space import ENOUGH, unit


def test_the_name_no_longer_tells_posts_apart() -> None:
    random = np.random.default_rng(0)
    named = np.arange(4 * ENOUGH) % 2 == 0
    vectors = random.normal(size=(len(named), 16)).astype(np.float32)
    vectors[named, 0] += 4
    space = fit_space(unit(vectors), named)
    inside = space(unit(vectors))
    gap = inside[named].mean(0) - inside[~named].mean(0)
    assert np.abs(gap).max() < 0.1
    assert np.allclose(np.linalg.norm(inside, axis=1), 1, atol=1e-5)


def test_too_few_names_leave_the_space_as_it_is() -> None:
    vectors = unit(np.random.default_rng(0).normal(size=(50, 8)).astype(np.float32))
    space = fit_space(vectors, np.arange(50) < 10)
    assert space.direction is None
    assert np.allclose(space(vectors), vectors, atol=1e-6)
