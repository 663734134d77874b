"""Records of a delimited file: a torn quote costs its own line, not the rest of the file."""

from __future__ import annotations

import csv
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

MAX_ROW = 1_000_000  # characters that a quoted field may span before its quote counts as torn
_NO_DELIMITER = "\x1f"  # for a file of one column, whose texts may hold commas
_BLANK = "\ufeff \r\n\x1a"

csv.field_size_limit(2 * MAX_ROW)


@dataclass(frozen=True)
class Dialect:
    """How fields are parted; not `quoted`: a quote is a character like any other."""

    delimiter: str
    quoted: bool = True

    def split(self, line: str) -> list[str]:
        """The fields of a line in which no quote encloses any."""
        return line.rstrip("\r\n").split(self.delimiter)


def records(
    lines: Iterator[str], dialect: Dialect, width: int | None
) -> Iterator[list[str] | None]:
    """The fields of each record, None for one that cannot be read; blank lines left out.

    `width`: how many fields a record has. A shorter one lacks its last; a longer one is torn.
    """
    waiting: deque[str] = deque()
    while True:
        line = waiting.popleft() if waiting else next(lines, None)
        if line is None:
            return
        if not line.strip(_BLANK):
            continue
        if dialect.quoted and '"' in line:
            fields = _quoted(line, lines, waiting, dialect, width)
        else:
            fields = dialect.split(line)
        yield fields if fields is None or _fits(fields, width) else None


def sniffed(sample: Sequence[str], delimiters: str) -> Dialect:
    """The dialect in which the sample is most regular, wide before narrow."""
    best = max(delimiters, key=lambda delimiter: _merit(sample, Dialect(delimiter)))
    if _merit(sample, Dialect(best)) == (0.0, 1):
        return Dialect(_NO_DELIMITER)
    widths = Counter(len(Dialect(best).split(line)) for line in sample if line.strip(_BLANK))
    plain = len(widths) == 1 and 1 not in widths
    torn = any(_torn(line, best) for line in sample if '"' in line)
    return Dialect(best, quoted=not (plain and torn))


def _merit(sample: Sequence[str], dialect: Dialect) -> tuple[float, int]:
    """Share of records as wide as the first, and that width."""
    found = [len(fields or ()) for fields in records(iter(sample), dialect, None)]
    width = found[0] if found else 0
    if width <= 1:
        return 0.0, 1
    return round(found.count(width) / len(found), 2), width


def _torn(line: str, delimiter: str) -> bool:
    """Is this line, if it is a record of its own, one that quoting does not explain?"""
    try:
        next(csv.reader([line], delimiter=delimiter, strict=True))
    except csv.Error:
        return True
    return False


def _quoted(
    first: str, lines: Iterator[str], waiting: deque[str], dialect: Dialect, width: int | None
) -> list[str] | None:
    """The record that begins on `first`; lines that a torn quote swallowed are put back."""
    taken: list[str] = []
    try:
        reader = csv.reader(
            _feed(first, lines, waiting, taken), delimiter=dialect.delimiter, strict=True
        )
        fields = next(reader)
        if len(taken) == 1 or width is None or len(fields) == width:
            return fields
    except (csv.Error, StopIteration):
        pass
    waiting.extendleft(reversed(taken[1:]))
    lenient = next(csv.reader([first], delimiter=dialect.delimiter))
    return next(
        (found for found in (lenient, dialect.split(first)) if width in (None, len(found))), None
    )


def _feed(first: str, lines: Iterator[str], waiting: deque[str], taken: list[str]) -> Iterator[str]:
    line: str | None = first
    size = 0
    while line is not None and size + len(line) <= MAX_ROW:
        taken.append(line)
        size += len(line)
        yield line
        line = waiting.popleft() if waiting else next(lines, None)
    if line is not None:
        waiting.appendleft(line)


def _fits(fields: list[str], width: int | None) -> bool:
    """Fields past the last column are nothing only if they are empty."""
    return width is None or not any(fields[width:])
