"""A random sample for a person to check: written to a file, filled in, read back.

People correct what looks wrong, so how often they agree with the software says nothing of how
often it errs. Where chance picks the posts, it does; the file therefore states each row's chance,
and does not show what the software said, which would sway who checks.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from psycopg.rows import dict_row

from pipeline import brands
from pipeline.corrections.fields import FIELDS
from pipeline.corrections.write import Judgement, Told, correct_each
from pipeline.errors import InputError
from pipeline.files.detect import examine
from pipeline.files.rows import Reject
from pipeline.files.tables import open_table
from pipeline.store import Store

_COLUMNS = ("brand", "post", "posted_at", "text", "url", "inclusion", *FIELDS)
_LARGEST = 100_000


@dataclass(frozen=True)
class Draw:
    """How many mentions to draw, of which week (None: of all), from which seed."""

    size: int
    week: date | None = None
    seed: int = 0


@dataclass(frozen=True)
class ReadBack:
    """What a checked file held; refused: line and reason."""

    told: list[Told]
    empty: int
    refused: list[tuple[int, str]]


def draw(store: Store, brand_key: str, wanted: Draw) -> list[dict[str, Any]]:
    """Rows to check, in a random order; `inclusion` is the chance that each had.

    Suspected spam, duplicates and deleted posts are left out. The same seed draws the same posts
    from the same mentions, and more of them where more are asked for. Raises InputError.
    """
    if not 1 <= wanted.size <= _LARGEST:
        raise InputError(f"A sample has 1 to {_LARGEST:,} posts, not {wanted.size:,}.")
    brand = brands.get(store, brand_key)
    given = {"brand_id": brand.id, "week": wanted.week, "seed": wanted.seed, "size": wanted.size}
    with store.connect() as db, db.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute(store.sql.corrections_sample.sql, given).fetchall()
    if not rows:
        raise InputError(f"{brand.name} has no mention to draw from there.")
    return [_shown(brand_key, row, min(1.0, wanted.size / row["population"])) for row in rows]


def write_sample(rows: list[dict[str, Any]], path: Path) -> None:
    """The rows as a CSV that a spreadsheet opens. Raises InputError, never writes over a file."""
    from pipeline.reports.plain import cell  # with it comes all that draws

    try:
        with path.open("x", encoding="utf-8-sig", newline="") as file:
            writer = csv.DictWriter(file, _COLUMNS)
            writer.writeheader()
            writer.writerows({name: cell(value) for name, value in row.items()} for row in rows)
    except FileExistsError:
        raise InputError(
            f"{path} exists, and may hold checks. Name another file: --out FILE"
        ) from None
    except OSError as error:
        raise InputError(f"{path} cannot be written ({error.strerror}).") from error


def read_sample(store: Store, path: Path, by: str) -> ReadBack:
    """Take a checked file in: what is filled in counts, be it what the software said or not."""
    table = open_table(path, examine(path), _COLUMNS)
    missing = {"brand", "post"} - set(table.columns)
    if missing or not set(FIELDS) & set(table.columns):
        raise InputError(
            f"{path.name} is no file of checks: it needs the columns brand, post, and one or more "
            f"of {', '.join(FIELDS)}. Draw one: python -m pipeline correct sample --help"
        )
    told: list[Told] = []
    empty = 0
    refused: list[tuple[int, str]] = []
    judged: dict[str, list[tuple[int, Judgement]]] = {}
    for line, row in _rows(table.read(), refused):
        if not any(row.get(name) for name in FIELDS):
            empty += 1
            continue
        try:
            judged.setdefault(row.get("brand", ""), []).append((line, _judgement(row)))
        except InputError as error:
            refused.append((line, str(error)))
    for key, judgements in judged.items():
        known, wrong = correct_each(store, key, judgements, by)
        told, refused = told + known, refused + wrong
    return ReadBack(told, empty, sorted(refused))


def _shown(brand_key: str, row: dict[str, Any], inclusion: float) -> dict[str, Any]:
    from pipeline.reports.plain import safe_url

    return {
        "brand": brand_key,
        "post": row["post"],
        "posted_at": f"{row['posted_at']:%Y-%m-%d %H:%M}",
        "text": "\n".join(part for part in (row["title"], row["body"]) if part),
        "url": safe_url(row["url"]) or "",
        "inclusion": f"{inclusion:.10g}",
    }


def _rows(
    read: Iterator[Any], refused: list[tuple[int, str]]
) -> Iterator[tuple[int, dict[str, str]]]:
    """Line and cells of each row; those that cannot be read are refused."""
    for row in read:
        if isinstance(row, Reject):
            refused.append((row.line, row.reason))
        else:
            cells = {
                name: str(value).strip() for name, value in row.cells.items() if value is not None
            }
            yield row.line, cells


def _judgement(row: dict[str, str]) -> Judgement:
    given = row.get("inclusion", "").replace(",", ".")  # as some spreadsheets write it
    try:
        inclusion = float(given) if given else None
    except ValueError:
        inclusion = 0.0
    if inclusion is not None and not 0 < inclusion <= 1:
        raise InputError(
            f'inclusion "{given}" is no probability. Leave the column as it was drawn.'
        )
    says = {name: row.get(name) for name in FIELDS}
    return Judgement(row.get("post", ""), says, inclusion)
