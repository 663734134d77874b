"""What an import says back."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.files.convert import Plan
from pipeline.files.dates import DateReading, OrderCount
from pipeline.files.survey import Survey
from pipeline.intake import Taken


@dataclass(frozen=True)
class ImportReport:
    """What was found in a file and what became of its rows.

    `rows` = posts handed on + `rejected`. `taken` says what the store made of the posts.
    `repeated`: rows whose id stood in the file before, same text; `rewritten`: other text.
    """

    file: str
    kind: str
    encoding: str | None
    delimiter: str | None
    heading_line: int | None
    preset: str
    mapping: Mapping[str, str]
    dates: str
    sources: Mapping[str, int]
    brands: Mapping[str, int]
    created_brands: tuple[str, ...]
    assignment: str
    rows: int
    taken: Taken
    rejected: int
    reasons: Mapping[str, int]
    rejects_file: Path | None
    repeated: int
    rewritten: int
    rounded: int
    notes: tuple[str, ...] = ()

    def noting(self, more: Iterable[str]) -> "ImportReport":
        """The report with more notes."""
        return replace(self, notes=(*self.notes, *more))

    def lines(self) -> list[str]:
        """The report as a person reads it."""
        shape = [self.kind, self.encoding, self.delimiter and f"{self.delimiter}-separated"]
        where = f", headings in line {self.heading_line}" if self.heading_line else ""
        lines = [
            f"{self.file}: {', '.join(filter(None, shape))}{where}.",
            f"Preset {self.preset}: " + ", ".join(f"{n} = {c}" for n, c in self.mapping.items()),
            f"Dates: {self.dates}.",
            f"Brand: {self.assignment}.",
            f"{self.rows:,} rows: {self._outcome()}{self._span()}.",
        ]
        if self.rejected:
            why = "; ".join(f"{n:,} × {reason}" for reason, n in _most(self.reasons))
            lines.append(f"Rejected: {why}. They are kept in {self.rejects_file}")
        if self.repeated or self.rewritten:
            lines.append(
                f"Ids that stand twice in the file: {self.repeated:,} rows with the same text, "
                f"{self.rewritten:,} with another (the earlier text is kept as a revision)."
            )
        if self.created_brands:
            lines.append(f"New brands: {_some(self.created_brands)}.")
        return [*lines, *self.notes]

    def _span(self) -> str:
        first, last = self.taken.first_posted_at, self.taken.last_posted_at
        return f"; posted {first:%Y-%m-%d} to {last:%Y-%m-%d} (UTC)" if first and last else ""

    def _outcome(self) -> str:
        parts = [
            f"{self.taken.new:,} new",
            f"{self.taken.changed:,} changed",
            f"{self.taken.known:,} known",
        ]
        for name in ("deleted", "forgotten"):
            if number := getattr(self.taken, name):
                parts.append(f"{number:,} {name}")
        return ", ".join([*parts, f"{self.rejected:,} rejected"])


def dates_told(plan: Plan, seen: Survey) -> str:
    """How dates were read: the order of day and month, the zone of times that name none."""
    if not plan.columns.has("posted_at"):
        return f"every row is dated {plan.date}, as asked"
    parts = [_order(plan.dates, seen.orders)] if plan.dates.order else []
    if seen.zoneless:
        parts.append(
            f"{seen.zoneless:,} times name no zone and are read as {plan.dates.zone_name} "
            f"({plan.dates.zone_why})"
        )
    return "; ".join(parts) or "each names its moment exactly"


def _order(reading: DateReading, counted: OrderCount) -> str:
    one, other = ("month", "day") if reading.order == "month" else ("day", "month")
    if reading.assumed:
        return f"{one} first, ASSUMED (none of {counted.either:,} decides it; --date-order {other})"
    sure, against = getattr(counted, one), getattr(counted, other)
    clash = f", though {against:,} can only be {other} first" if against else ""
    return f"{one} first ({sure:,} dates can be nothing else{clash})"


def _most(reasons: Mapping[str, int]) -> list[tuple[str, int]]:
    return Counter(reasons).most_common(6)


def _some(names: tuple[str, ...]) -> str:
    shown = ", ".join(names[:8])
    return shown if len(names) <= 8 else f"{shown} and {len(names) - 8:,} more"
