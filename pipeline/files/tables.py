"""Open any file that can be imported as a table of rows."""

import io
from collections.abc import Collection, Iterator
from functools import partial
from itertools import islice
from pathlib import Path

from pipeline.errors import InputError
from pipeline.files.columnar import parquet_table
from pipeline.files.delimited import records, rows
from pipeline.files.detect import FileFacts
from pipeline.files.dialect import Layout, layout
from pipeline.files.jsonrows import json_table
from pipeline.files.lines import Lines, open_text
from pipeline.files.rows import Reject, Row, Table, headings
from pipeline.files.sheets import sheet_table

_SAMPLE_LINES = 400
_SAMPLE_CHARACTERS = 1_000_000
_SHOWN = {",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe"}


def open_table(path: Path, facts: FileFacts, wanted: Collection[str] = ()) -> Table:
    """The file as a table. `wanted`: headings that a person named. Raises InputError."""
    match facts.kind:
        case "parquet":
            return parquet_table(path)
        case "sheet":
            return sheet_table(path, wanted)
        case "json" | "jsonl":
            return json_table(path, facts)
        case _:
            return _delimited_table(path, facts, wanted)


def _delimited_table(path: Path, facts: FileFacts, wanted: Collection[str]) -> Table:
    with open_text(path, facts) as stream:
        found = layout(_sample(stream), wanted)
    if found is None:
        raise InputError(f"{path.name} has no row that can be read.")
    columns = headings(found.headings.fields)
    notes = _notes(found, columns, facts)
    return Table(
        kind="TSV" if found.dialect.delimiter == "\t" else "CSV",
        columns=columns,
        read=partial(_read, path, facts, found, columns),
        encoding=facts.encoding,
        delimiter=_SHOWN.get(found.dialect.delimiter, "none"),
        heading_line=found.headings.line or None,
        notes=notes,
    )


def _sample(stream: io.TextIOWrapper) -> str:
    lines, size = [], 0
    for line in islice(Lines(stream), _SAMPLE_LINES):
        if line.cut:
            continue
        lines.append(line.text)
        size += len(line.text)
        if size > _SAMPLE_CHARACTERS:
            break
    return "".join(lines)


def _read(
    path: Path, facts: FileFacts, found: Layout, columns: tuple[str, ...]
) -> Iterator[Row | Reject]:
    with open_text(path, facts) as stream:
        every = records(Lines(stream), found.dialect)
        for record in every if found.headings.line else ():
            if record.line == found.headings.line:
                break
        yield from rows(every, columns)


def _notes(found: Layout, columns: tuple[str, ...], facts: FileFacts) -> tuple[str, ...]:
    notes = []
    if not found.headings.line:
        notes.append(f"No headings: the columns are called 1 to {len(columns)}.")
    if facts.nuls:
        notes.append(f"NUL bytes left out: {facts.nuls:,}.")
    twice = [
        name
        for name, given in zip(columns, found.headings.fields, strict=True)
        if given and name != given
    ]
    if twice:
        notes.append(f"Headings that stand twice were numbered: {', '.join(twice)}.")
    if found.dialect.escape:
        notes.append("Quotes inside a text are escaped with a backslash.")
    if found.dialect.quote is None:
        notes.append("Quotes are taken as plain characters: they enclose no fields.")
    return tuple(notes)
