"""What every reader yields: a table's rows as given, and the rows it could not read."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

MAX_ROW = 5_000_000  # characters; a post of 200,000 is fine, a line of 200 MB is not a row


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its cells by heading, flat; `payload` is what is kept as raw."""

    line: int
    cells: Mapping[str, Any]
    given: str | None = None  # the text of the row, where the file is text
    nested: Mapping[str, Any] | None = None  # the object as given, where it was not flat

    @property
    def payload(self) -> dict[str, Any]:
        """The row as given, fit for a jsonb column."""
        return dict(self.nested if self.nested is not None else self.cells)

    @property
    def text(self) -> str:
        """The row as given, for a rejects file."""
        if self.given is not None:
            return self.given
        return json.dumps(self.payload, ensure_ascii=False, default=str)


@dataclass(frozen=True, slots=True)
class Reject:
    """A row that cannot be taken, why, and what it held."""

    line: int
    reason: str
    given: str


@dataclass(frozen=True)
class Table:
    """A file understood: what it is, and how to read it (as often as one likes) from the top."""

    kind: str
    columns: tuple[str, ...]
    read: Callable[[], Iterator[Row | Reject]]
    encoding: str | None = None
    delimiter: str | None = None
    heading_line: int | None = None
    notes: tuple[str, ...] = ()


def storable(value: Any) -> Any:  # noqa: ANN401 — any JSON, Excel or Arrow value
    """The value as JSON that PostgreSQL takes: no NUL, no lone surrogate, no NaN, no bytes."""
    match value:
        case None | bool() | int():
            return value
        case str():
            return _storable_text(value)
        case float():
            return value if abs(value) != float("inf") and value == value else None
        case datetime() | date():
            return value.isoformat()
        case dict():
            return {_storable_text(str(key)): storable(item) for key, item in value.items()}
        case list() | tuple():
            return [storable(item) for item in value]
        case bytes():
            return value.hex()
        case _:
            return str(value)


def _storable_text(text: str) -> str:
    if "\0" in text:
        text = text.replace("\0", "")
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def headings(names: list[str]) -> tuple[str, ...]:
    """Headings that are present and different: `column 3` for an empty one, `text (2)` again."""
    seen: dict[str, int] = {}
    result = []
    for number, given in enumerate(names, 1):
        name = given.strip().strip("\ufeff") or f"column {number}"
        seen[name] = seen.get(name, 0) + 1
        result.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return tuple(result)
