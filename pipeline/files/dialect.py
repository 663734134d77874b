"""How a delimited file parts its fields, and where its headings stand under any preamble."""

import io
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from pipeline.files.delimited import BLANK, Dialect, Record, records
from pipeline.files.lines import Lines
from pipeline.files.presets import recognised

_DELIMITERS = (",", ";", "\t", "|")
_NO_DELIMITER = "\x1f"  # for a file of one column, whose text may well hold commas
_LONG_HEADING = 100  # characters; no heading is so long, the text of a first row often is
_PREAMBLE = 40  # records in which the headings are looked for


@dataclass(frozen=True)
class Layout:
    """A dialect, and the record that holds the headings; of line 0, called 1, 2, … for none."""

    dialect: Dialect
    headings: Record


@dataclass(frozen=True)
class _Reading:
    """The sample read in one dialect: how well it makes sense."""

    layout: Layout
    known: int
    regular: float
    width: int

    @property
    def merit(self) -> tuple[int, float, int]:
        return (self.known, self.regular, self.width)


def layout(sample: str, wanted: Collection[str] = ()) -> Layout | None:
    """The layout in which the sample makes most sense; `wanted`: headings a person named.

    A number names a column where there are no headings, and tells nothing of where they stand.
    """
    wanted = [heading for heading in wanted if not heading.isdecimal()]
    readings = [_read(sample, Dialect(delimiter), wanted) for delimiter in _DELIMITERS]
    best = max(filter(None, readings), key=lambda reading: reading.merit, default=None)
    if best is None:
        return None
    if best.width == 1:
        single = _read(sample, Dialect(_NO_DELIMITER), wanted)
        return single.layout if single else None
    return _quoting(sample, best, wanted).layout


def _quoting(sample: str, usual: _Reading, wanted: Collection[str]) -> _Reading:
    """Backslash-escaped or bare quotes, only where the usual doubling plainly fails."""
    delimiter = usual.layout.dialect.delimiter
    if '\\"' in sample:
        escaped = _read(sample, Dialect(delimiter, escape="\\"), wanted)
        if escaped and escaped.merit > usual.merit:
            return escaped
    if '"' in sample and usual.regular < 0.7:
        bare = _read(sample, Dialect(delimiter, quote=None), wanted)
        if bare and bare.regular > 0.9:
            return bare
    return usual


def _read(sample: str, dialect: Dialect, wanted: Collection[str]) -> _Reading | None:
    every = list(records(Lines(io.StringIO(sample)), dialect))
    found = [record for record in every if isinstance(record, Record)]
    if not found:
        return None
    known = [recognised(record.fields, wanted) for record in found[:_PREAMBLE]]
    if max(known):
        place = known.index(max(known))
    else:
        usual = Counter(len(record.fields) for record in found).most_common(1)[0][0]
        place = [len(record.fields) for record in found].index(usual)
    headings = found[place]
    fields = [field.strip(BLANK) for field in headings.fields]
    width = len(fields)
    below = [record for record in every[every.index(headings) + 1 :]]
    fitting = sum(isinstance(r, Record) and len(r.fields) == width for r in below)
    regular = round(fitting / len(below), 2) if below else 1.0
    headings = headings._replace(fields=fields)
    if not known[place] and _is_data(fields):
        headings = Record(0, [str(number) for number in range(1, width + 1)], "")
    return _Reading(Layout(dialect, headings), known[place], regular, width)


def _is_data(fields: list[str]) -> bool:
    """Some are numbers and others are not, or one is as long as no heading is."""
    numbers = [field.replace(".", "", 1).isdigit() for field in fields]
    return any(len(field) > _LONG_HEADING for field in fields) or any(numbers) > all(numbers)
