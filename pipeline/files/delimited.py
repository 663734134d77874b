"""CSV, TSV and their kin, record by record: one torn quote costs one row, not the file."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.files.lines import Line, Lines, broken_bytes
from pipeline.files.rows import MAX_ROW, Reject, Row

BLANK = "\ufeff \t\r\n\x0b\x0c\x1a"


@dataclass(frozen=True)
class Dialect:
    """How fields are parted and quoted; `quote` None: a quote is a character like any other."""

    delimiter: str
    quote: str | None = '"'
    escape: str | None = None

    def quotes(self, text: str) -> bool:
        """Does a line need the slower reader, for it holds a quote or an escape?"""
        return (self.quote is not None and self.quote in text) or (
            self.escape is not None and self.escape in text
        )

    def double_bare(self, text: str) -> str:
        """Quotes that touch no end of a field doubled, as they should have been."""
        if self.quote is None:
            return text
        edge, quote = re.escape(self.delimiter) + r"\n", re.escape(self.quote)
        bare = rf"(?<=[^{edge}{quote}])(?:{quote}{quote})*{quote}(?=[^{edge}{quote}])"
        return re.sub(bare, lambda run: run[0] + str(self.quote), text)


class Record(NamedTuple):
    """The fields of one record, which may span lines."""

    line: int
    fields: list[str]
    given: str


def records(lines: Lines, dialect: Dialect) -> Iterator[Record | Reject]:
    """Every record or reject, blank lines left out."""
    csv.field_size_limit(MAX_ROW)
    for line in lines:
        if line.cut:
            yield Reject(line.number, f"a line of {line.length:,} characters", line.text)
        elif not dialect.quotes(line.text):
            if line.text.strip(BLANK):
                fields = line.text.removesuffix("\n").split(dialect.delimiter)
                yield Record(line.number, fields, line.text)
        else:
            yield _quoted(line, lines, dialect)


def rows(found: Iterator[Record | Reject], columns: tuple[str, ...]) -> Iterator[Row | Reject]:
    """Records under their headings. A short row lacks its last cells; a long one is a reject."""
    width = len(columns)
    for record in found:
        if isinstance(record, Reject):
            yield record
            continue
        fields, given = record.fields, record.given.rstrip("\n")
        if any(fields[width:]):
            reason = f"{len(fields)} fields where the headings name {width}"
            yield Reject(record.line, reason, given)
        elif broken := broken_bytes(given):
            yield Reject(record.line, f"broken encoding ({broken})", given)
        else:
            yield Row(record.line, dict(zip(columns, fields, strict=False)), given)


def _quoted(first: Line, lines: Lines, dialect: Dialect) -> Record | Reject:
    """The record that starts on `first`; lines that a torn quote swallowed are put back."""
    for mend in (str, dialect.double_bare):
        taken: list[Line] = []
        try:
            fields = next(_reader(map(mend, _feed(first, lines, taken)), dialect))
            return Record(first.number, fields, "".join(line.text for line in taken))
        except (csv.Error, StopIteration):
            lines.put_back(taken[1:])
    reason = "torn quote (opened and never closed)"
    return Reject(first.number, reason, first.text.rstrip("\n"))


def _feed(first: Line, lines: Lines, taken: list[Line]) -> Iterator[str]:
    taken.append(first)
    size = len(first.text)
    yield first.text
    for line in lines:
        taken.append(line)
        size += len(line.text)
        if line.cut or size > MAX_ROW:
            return
        yield line.text


def _reader(source: Iterator[str], dialect: Dialect) -> Iterator[list[str]]:
    return csv.reader(
        source,
        delimiter=dialect.delimiter,
        quotechar=dialect.quote,
        escapechar=dialect.escape,
        strict=True,
    )
