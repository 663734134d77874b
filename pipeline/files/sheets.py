"""Workbooks (XLSX, XLS, XLSB, ODS): the sheet and the row in which the headings stand."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

import python_calamine as calamine

from pipeline.errors import InputError
from pipeline.files.presets import recognised
from pipeline.files.rows import Reject, Row, Table, headings, storable

_PREAMBLE = 40


@dataclass(frozen=True)
class _Sheet:
    name: str
    place: int  # of the headings, counted from 0
    fields: list[str]
    known: int
    rows: list[list[Any]]


def sheet_table(path: Path, wanted: Collection[str] = ()) -> Table:
    """The sheet with the most headings that we know. Raises InputError for what cannot be read."""
    sheets = list(_sheets(path, wanted))
    if not sheets:
        raise InputError(f"{path.name} has no sheet with rows in it.")
    best = max(sheets, key=lambda sheet: (sheet.known, len(sheet.rows)))
    others = [sheet.name for sheet in sheets if sheet is not best]
    notes = (f'Read sheet "{best.name}", not: {", ".join(others)}.',) if others else ()
    columns = headings(best.fields)
    return Table(
        kind="workbook",
        columns=columns,
        read=partial(_read, best, columns),
        heading_line=best.place + 1,
        notes=notes,
    )


def _sheets(path: Path, wanted: Collection[str]) -> Iterator[_Sheet]:
    try:
        with calamine.load_workbook(path) as book:
            for name in book.sheet_names:
                rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
                if found := _headings(rows, wanted):
                    yield _Sheet(name, *found, rows)
    except calamine.PasswordError:
        raise InputError(
            f"{path.name} is protected by a password. Save a copy without one and import that."
        ) from None
    except (calamine.CalamineError, OSError) as error:
        raise InputError(
            f"{path.name} cannot be read as a workbook ({error}). Save it again as XLSX or CSV."
        ) from error


def _headings(rows: list[list[Any]], wanted: Collection[str]) -> tuple[int, list[str], int] | None:
    best: tuple[int, list[str], int] | None = None
    for place, cells in enumerate(islice(rows, _PREAMBLE)):
        fields = [str(cell).strip() for cell in cells]
        if any(fields):
            known = recognised(fields, wanted)
            if best is None or known > best[2]:
                best = (place, fields, known)
    return best


def _read(sheet: _Sheet, columns: tuple[str, ...]) -> Iterator[Row | Reject]:
    for number, cells in enumerate(sheet.rows[sheet.place + 1 :], sheet.place + 2):
        values = dict(zip(columns, map(_cell, cells), strict=False))
        if any(value not in (None, "") for value in values.values()):
            yield Row(number, values, nested={key: storable(v) for key, v in values.items()})


def _cell(value: Any) -> Any:  # noqa: ANN401 — what calamine gives
    if isinstance(value, float) and value.is_integer() and abs(value) < 10**15:
        return int(value)
    if isinstance(value, str):
        return storable(value)
    return value if isinstance(value, datetime | date | timedelta | float | bool) else str(value)
