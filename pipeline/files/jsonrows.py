"""JSON Lines, one object a line; and one JSON array of objects, read piece by piece."""

import json
from collections.abc import Iterator, Mapping
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, TextIO

from pipeline.errors import InputError
from pipeline.files.detect import FileFacts
from pipeline.files.lines import Lines, broken_bytes, open_text
from pipeline.files.rows import MAX_ROW, Reject, Row, Table, storable

_SAMPLE = 200  # rows from which the columns are known
_SPACE = " \t\r\n,"
_CHUNK = 1 << 20


def json_table(path: Path, facts: FileFacts) -> Table:
    """The file as a table whose columns are the keys of its first objects."""
    read = partial(_read, path, facts)
    found: dict[str, None] = {}
    for row in islice(read(), _SAMPLE):
        if isinstance(row, Row):
            found.update(dict.fromkeys(row.cells))
    if not found:
        raise InputError(
            f"{path.name} holds no row that can be read. JSON Lines has one object a line, "
            'like {"text": "…", "posted_at": "2025-04-28"}; a list [{…}, {…}] works too.'
        )
    return Table(facts.kind.upper(), tuple(found), read, facts.encoding)


def _read(path: Path, facts: FileFacts) -> Iterator[Row | Reject]:
    with open_text(path, facts) as stream:
        yield from (_elements if facts.kind == "json" else _objects)(stream)


def _objects(stream: TextIO) -> Iterator[Row | Reject]:
    for line in Lines(stream):
        given = line.text.strip("\ufeff \t\r\n\x1a")
        if line.cut:
            yield Reject(line.number, f"a line of {line.length:,} characters", line.text)
        elif given:
            yield _object(line.number, given)


def _object(line: int, given: str) -> Row | Reject:
    if broken := broken_bytes(given):
        return Reject(line, f"broken encoding ({broken})", given)
    try:
        return row_of(line, json.loads(given), given)
    except ValueError as error:
        reason = error.msg if isinstance(error, json.JSONDecodeError) else str(error)
        return Reject(line, f"broken JSON ({reason})", given)
    except RecursionError:
        return Reject(line, "broken JSON (nested too deep)", given)


def row_of(line: int, value: object, given: str | None) -> Row | Reject:
    """A row from one object; nested keys are joined by dots to match headings."""
    if not isinstance(value, dict):
        shown = given if given is not None else json.dumps(value, ensure_ascii=False)
        return Reject(line, "not a JSON object", shown)
    clean = storable(value)
    flat = dict(_flat(clean))
    return Row(line, flat, given, nested=clean)


def _flat(value: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for key, item in value.items():
        if isinstance(item, dict):
            yield from _flat(item, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", item


def _elements(stream: TextIO) -> Iterator[Row | Reject]:
    """The elements of one array. Where it breaks, what follows is one reject."""
    decoder, line = json.JSONDecoder(), 1
    buffer = stream.read(_CHUNK).lstrip("\ufeff \t\r\n").removeprefix("[")
    while True:
        rest = buffer.lstrip(_SPACE)
        line += buffer[: len(buffer) - len(rest)].count("\n")
        buffer = rest
        if buffer.startswith("]"):
            return
        try:
            value, end = decoder.raw_decode(buffer)
        except json.JSONDecodeError as error:
            more = stream.read(_CHUNK)
            if more and len(buffer) < MAX_ROW:
                buffer += more
                continue
            yield Reject(line, f"broken JSON from here on ({error.msg})", buffer[:1_000])
            return
        if broken := broken_bytes(buffer[:end]):
            yield Reject(line, f"broken encoding ({broken})", buffer[:end])
        else:
            yield row_of(line, value, None)
        line += buffer.count("\n", 0, end)
        buffer = buffer[end:]
