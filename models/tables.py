"""Rows of a CSV, TSV, JSON Lines or Parquet file, one by one, as they stand in it."""

from __future__ import annotations

import codecs
import io
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from pathlib import Path
from types import NoneType
from typing import Any

import ftfy
import ftfy.badness

from models.delimited import MAX_ROW, Dialect, records, sniffed
from models.errors import TableError

Row = dict[str, Any]
_SAMPLE_LINES = 2_000
_CHUNK = 1 << 20
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_TAKEN = "Taken are CSV, TSV, JSONL and Parquet."
_LONG_HEADING = 100  # characters; no heading is so long, the text of a first row often is


@dataclass(frozen=True)
class Reading:
    """What a person says about a file; None: it is found out."""

    encoding: str | None = None
    header: bool | None = None


@dataclass(frozen=True)
class Table:
    """A file understood. `read` gives its rows from the top, None for one that is torn."""

    path: Path
    kind: str
    columns: tuple[str, ...]
    read: Callable[[], Iterator[Row | None]]
    notes: tuple[str, ...] = ()
    types: Mapping[str, type] = field(default_factory=dict)  # of JSON's columns, where not text
    schema: Any = field(default=None, repr=False)  # a Parquet file's own, as pyarrow has it

    def require(self, *columns: str | None) -> None:
        """TableError unless these columns are there; None is no column."""
        for column in columns:
            if column is not None and column not in self.columns:
                hint = " First row without headings? Add --no-header." if self._headed else ""
                raise TableError(
                    f'{self.path.name} has no column "{column}". '
                    f"It has: {', '.join(self.columns)}.{hint}"
                )

    @property
    def _headed(self) -> bool:
        return self.kind in ("CSV", "TSV") and self.columns[0] != "1"


def open_table(path: Path, reading: Reading = Reading()) -> Table:
    """Look at the file. TableError when it cannot be read."""
    head = _head(path)
    if head.startswith(b"PAR1"):
        return _parquet(path)
    if head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x1f\x8b", b"%PDF")):
        raise TableError(f"{path.name} is a workbook or an archive. Export it as CSV. {_TAKEN}")
    encoding = reading.encoding or _encoding(path, head)
    try:
        start = _decoded(head, encoding)
        if start.startswith("{"):
            return _json_lines(path, encoding)
        return _delimited(path, encoding, reading.header)
    except (LookupError, UnicodeDecodeError) as error:
        raise TableError(
            f"{path.name} cannot be read as {encoding} ({error}). Name another: --encoding"
        ) from error


def text_of(cell: Any) -> str:  # noqa: ANN401 — any cell
    """The cell as text, mojibake mended; nothing, and NaN, is ''."""
    if cell is None or cell != cell:
        return ""
    text = cell if isinstance(cell, str) else str(cell)
    return text if text.isascii() else ftfy.fix_encoding(text)


def _head(path: Path) -> bytes:
    if path.is_dir():
        raise TableError(f"{path} is a folder. Name one file in it.")
    try:
        with path.open("rb") as file:
            head = file.read(_CHUNK)
    except FileNotFoundError:
        raise TableError(f"There is no file {path}. Check the name and the folder.") from None
    except OSError as error:
        raise TableError(f"{path} cannot be read: {error.strerror}. Check its rights.") from error
    if not head.strip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n\x1a"):
        raise TableError(f"{path.name} is empty. Export it again, with headings and rows.")
    return head


def _decoded(head: bytes, encoding: str) -> str:
    text = codecs.getincrementaldecoder(encoding)("replace").decode(head)
    if text.count("\0") > len(text) / 5:
        raise TableError(f"{head[:4]!r} begins no text. {_TAKEN}")
    return text.lstrip("\ufeff \t\r\n")


def _encoding(path: Path, head: bytes) -> str:
    """UTF-8 unless more than a line in ten is not, then what gives the least gibberish."""
    for bom, name in _BOMS:
        if head.startswith(bom):
            return name
    good = bad = 0
    sample = bytearray()
    with path.open("rb") as file:
        while line := file.readline(_CHUNK):
            if not line.isascii():
                whole = line.decode("utf-8", "ignore").encode() == line
                good, bad = good + whole, bad + (not whole)
                sample += line if len(sample) < _CHUNK else b""
    if bad * 10 <= good:
        return "utf-8"
    return min(("cp1252", "mac_roman"), key=lambda name: _gibberish(bytes(sample), name))


def _gibberish(sample: bytes, encoding: str) -> int:
    text = ftfy.fix_encoding(sample.decode(encoding, "replace"))
    return int(ftfy.badness.badness(text)) + text.count("\ufffd")


def _text(path: Path, encoding: str) -> io.TextIOWrapper:
    return path.open(encoding=encoding, errors="replace", newline="")


def _delimited(path: Path, encoding: str, header: bool | None) -> Table:
    with _text(path, encoding) as stream:
        sample = [line.replace("\0", "") for line in islice(stream, _SAMPLE_LINES)]
    tabs = path.suffix.lower() in (".tsv", ".tab")
    dialect = sniffed(sample, "\t" if tabs else ",\t;|")
    first = next(records(iter(sample), dialect, None), None)
    if first is None:
        raise TableError(f"{path.name} has no row that can be read. {_TAKEN}")
    headed = _is_heading(first) if header is None else header
    columns = headings(first) if headed else tuple(map(str, range(1, len(first) + 1)))
    notes = [] if encoding.startswith("utf-8") else [f"Read as {encoding}."]
    if not headed:
        notes.append(f"No headings: the columns are called 1 to {len(columns)}.")
    if not dialect.quoted:
        notes.append("Quotes are taken as plain characters.")
    read = partial(_read_delimited, path, encoding, dialect, columns, headed)
    return Table(path, "TSV" if dialect.delimiter == "\t" else "CSV", columns, read, tuple(notes))


def _read_delimited(
    path: Path, encoding: str, dialect: Dialect, columns: tuple[str, ...], headed: bool
) -> Iterator[Row | None]:
    nothing = dict.fromkeys(columns)
    with _text(path, encoding) as stream:
        lines = (line.replace("\0", "") for line in stream)
        for fields in islice(records(lines, dialect, len(columns)), int(headed), None):
            row = None if fields is None else nothing | dict(zip(columns, fields, strict=False))
            yield row


def _is_heading(first: list[str]) -> bool:
    """Not when a cell is a bare number, unless all are, or as long as no heading is."""
    numbers = [cell.strip().replace(".", "", 1).isdigit() for cell in first]
    return all(numbers) or not (any(numbers) or any(len(cell) > _LONG_HEADING for cell in first))


def headings(names: list[str]) -> tuple[str, ...]:
    """Names that are present and different: «column 3» for an empty one, «text (2)» again."""
    seen: dict[str, int] = {}
    result = []
    for number, given in enumerate(names, 1):
        name = given.strip().strip("\ufeff") or f"column {number}"
        seen[name] = seen.get(name, 0) + 1
        result.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return tuple(result)


def _json_lines(path: Path, encoding: str) -> Table:
    types: dict[str, type] = {}  # NoneType: nothing but null so far
    for row in _read_json(path, encoding):
        for name, value in (row or {}).items():
            types[name] = _common(types.get(name, NoneType), _type(value))
    if not types:
        raise TableError(f"{path.name} holds no JSON object. JSON Lines has one a line.")
    return Table(path, "JSONL", tuple(types), partial(_read_json, path, encoding), types=types)


def _type(value: Any) -> type:  # noqa: ANN401
    """str for what only text can hold."""
    kind = type(value)
    fits = kind is not int or -(2**63) <= value < 2**63
    return kind if fits and kind in (NoneType, bool, int, float) else str


def _common(one: type, other: type) -> type:
    if NoneType in (one, other):
        return other if one is NoneType else one
    if one is other:
        return one
    return float if {one, other} == {int, float} else str


def _read_json(path: Path, encoding: str) -> Iterator[Row | None]:
    with _text(path, encoding) as stream:
        while line := stream.readline(MAX_ROW):
            if not line.strip("\ufeff\0 \t\r\n\x1a"):
                continue
            try:
                value = json.loads(line.strip("\ufeff\0 \t\r\n\x1a"))
            except (ValueError, RecursionError):
                value = None
            yield value if isinstance(value, dict) else None


def _parquet(path: Path) -> Table:
    import pyarrow
    import pyarrow.parquet

    def read() -> Iterator[Row]:
        with pyarrow.parquet.ParquetFile(path) as file:
            for batch in file.iter_batches(batch_size=2_000):
                yield from batch.to_pylist()

    try:
        schema = pyarrow.parquet.read_schema(path)
    except (pyarrow.ArrowException, OSError) as error:
        short = str(error).splitlines()[0][:120].rstrip(".")
        raise TableError(
            f"{path.name} is a damaged or truncated Parquet file ({short}). Write it again."
        ) from error
    return Table(path, "Parquet", tuple(schema.names), read, schema=schema)
