"""Files as people have them, and the way to import one."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from pipeline.brands import Brand, save
from pipeline.files import ImportOptions, ImportReport, import_file
from pipeline.files.rejects import Rejects
from pipeline.progress import Silent
from pipeline.store import Store

NOW = datetime(2026, 1, 1, tzinfo=UTC)

Import = Callable[..., ImportReport]
Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a file: `write("a.csv", "text,date\\n…")`, bytes, or text in another encoding."""

    def _write(name: str, content: str | bytes, encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    return _write


@pytest.fixture
def acme(store: Store) -> Brand:
    """A brand in the store."""
    brand = Brand("acme", "Acme", "acme", timezone="Europe/Berlin")
    save(store, brand)
    return brand


@pytest.fixture
def take_in(store: Store, acme: Brand, tmp_path: Path) -> Import:
    """Import a file about Acme: `take_in(path, assign="all")`."""

    def _take_in(path: Path, **given: Any) -> ImportReport:  # noqa: ANN401
        options = {"brand": "acme", "now": NOW, "rejects_folder": tmp_path / "rejects", **given}
        return import_file(store, path, ImportOptions(**options), Silent())

    return _take_in


def rejected(report: ImportReport) -> list[dict[str, str]]:
    """The rows of a report's rejects file."""
    return Rejects.read(report.rejects_file) if report.rejects_file else []
