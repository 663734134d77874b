"""Write one week of one brand: a PDF to read, a workbook to work with, two tables to load."""

import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

from pipeline.errors import InputError
from pipeline.reports.pdf import write_pdf
from pipeline.reports.summary import Summary, read_summary
from pipeline.reports.tables import write_dials, write_narratives
from pipeline.reports.workbook import write_workbook
from pipeline.store import Store
from pipeline.weeks import week_name

_FILES: tuple[tuple[str, Callable[[Summary, Path], None]], ...] = (
    ("{name}.pdf", write_pdf),
    ("{name}.xlsx", write_workbook),
    ("{name}-narratives.csv", write_narratives),
    ("{name}-dials.csv", write_dials),
)


def write_weekly(store: Store, brand_key: str, week: date, folder: Path) -> list[Path]:
    """The files written to `folder`, which is made if it is missing.

    All are written aside and moved in at the end, so that no half-written file is ever sent on.
    Raises UnknownBrand, and InputError when the folder cannot be written.
    """
    summary = read_summary(store, brand_key, week)
    name = f"{brand_key}-{week_name(week)}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".tribe-", dir=folder) as aside:
            written = [
                _write(summary, Path(aside) / file.format(name=name), write)
                for file, write in _FILES
            ]
            return [path.replace(folder / path.name) for path in written]
    except OSError as error:
        raise InputError(
            f"The summary cannot be written to {folder}: {error.strerror or error}. "
            "Choose another folder with --out."
        ) from error


def _write(summary: Summary, path: Path, write: Callable[[Summary, Path], None]) -> Path:
    write(summary, path)
    return path
