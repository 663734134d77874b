"""One scorer for all tests of models/."""

from pathlib import Path

import pytest

from models.scorer import Scorer, load_scorer

SHARED = Path(__file__).parents[3] / "shared" / "data"


@pytest.fixture(scope="session")
def scorer() -> Scorer:
    return load_scorer()


@pytest.fixture(scope="session")
def shared() -> Path:
    if not SHARED.is_dir():
        pytest.skip(f"the labelled data are not here: {SHARED}")
    return SHARED
