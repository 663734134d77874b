"""Small payloads of the sources' real shape, written for these tests; the people are invented."""

import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "payloads"
SHARED = Path(__file__).resolve().parents[4] / "shared" / "payloads"


def text(name: str) -> str:
    """A payload as it came over the wire."""
    return (FOLDER / name).read_text(encoding="utf-8")


def body(name: str) -> Any:  # noqa: ANN401 — JSON
    """A JSON payload, read."""
    return json.loads(text(name))
