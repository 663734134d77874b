"""The real data beside the repository; tests that need it skip where it is absent."""

from pathlib import Path

import pytest

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"


def data_file(name: str) -> Path:
    """The path of one real file, or a skip that says what is missing."""
    path = DATA / name
    if not path.exists():
        pytest.skip(f"the real data are not here: {path}")
    return path
