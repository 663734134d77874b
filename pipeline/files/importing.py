"""Import one file: understand it, read it twice, hand its posts to the intake, report."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pipeline.errors import InputError
from pipeline.files.convert import Converter, Plan
from pipeline.files.dates import DateReading, decided
from pipeline.files.detect import FileFacts, examine
from pipeline.files.options import ImportOptions
from pipeline.files.owners import Owners, brand_column, brand_of, owners
from pipeline.files.presets import ColumnMap, choose, listed
from pipeline.files.rejects import Rejects
from pipeline.files.report import ImportReport, dates_told
from pipeline.files.rows import Reject, Table
from pipeline.files.survey import Survey, survey
from pipeline.files.tables import open_table
from pipeline.files.values import slug, source_of
from pipeline.intake import Taken, take
from pipeline.posts import Markup, Post
from pipeline.progress import Progress
from pipeline.settings import Settings
from pipeline.store import Store


def import_file(
    store: Store, path: Path, options: ImportOptions, progress: Progress
) -> ImportReport:
    """Store a file's posts; what cannot be taken goes to a rejects file. Twice is once.

    Raises InputError and UnknownBrand before anything is stored, Cancelled and StoreError in
    between: then the same call again completes it.
    """
    brand_of(store, options)
    progress.stage(f"Reading {path.name}")
    file = File.open(path, options)
    seen = survey(file.table.read(), file.mapping, file.source, file.brand_column, progress)
    if not seen.rows:
        raise InputError(
            f"{path.name} has headings ({listed(file.table.columns)}) and no row below them."
        )
    whose = owners(store, options, file.mapping, file.brand_column, seen.brands)
    plan = plan_of(file, options, seen, whose)
    folder = options.rejects_folder or Settings().rejects_folder
    with Rejects(folder, path.name, file.facts.fingerprint) as rejects:
        run = _Run(plan, rejects, progress)
        progress.stage(f"Importing {path.name}", seen.rows)
        taken = take(store, run.posts(file.table), progress)
    run.save_readings(store, path.name, options)
    report = _report(file, seen, whose, run, taken)
    return report.noting(_advice(store, file, whose, report))


@dataclass(frozen=True)
class File:
    """A file understood, as far as its top tells."""

    path: Path
    facts: FileFacts
    table: Table
    mapping: ColumnMap
    source: str
    brand_column: str | None

    @classmethod
    def open(cls, path: Path, options: ImportOptions) -> "File":
        facts = examine(path)
        wanted = [*options.mapping.values(), *filter(None, [options.brand_column])]
        table = open_table(path, facts, wanted)
        mapping = choose(table.columns, options.mapping)
        if not mapping.has("posted_at") and options.date is None:
            raise InputError(
                f"{path.name} has no column of dates ({listed(table.columns)}). Say when its posts "
                'were written: --date 2011-03-12; or which column says it: --map "posted_at=…"'
            )
        named = options.source or mapping.preset.source
        source = source_of(named) if named else slug(path.stem, "file")
        column = brand_column(options, mapping, table.columns)
        return cls(path, facts, table, mapping, source, column)


@dataclass
class _Run:
    """The second reading: rows become posts or rejects, and what they span is noted."""

    plan: Plan
    rejects: Rejects
    progress: Progress
    spans: dict[tuple[str, str | None], tuple[datetime, datetime]] = field(default_factory=dict)
    sources: Counter[str] = field(default_factory=Counter)
    brands: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.converter = Converter(self.plan)

    def posts(self, table: Table) -> Iterator[Post]:
        """The file's posts; a reject counts as done as soon as it is written down."""
        for row in table.read():
            post = row if isinstance(row, Reject) else self.converter.post(row)
            if isinstance(post, Reject):
                self.rejects.add(post)
                self.progress.count("rejected", 1)
                self.progress.advance()
            else:
                self._span(post)
                yield post

    def _span(self, post: Post) -> None:
        self.sources[post.source] += 1
        if post.brand is not None:
            self.brands[post.brand] += 1
        key, at = (post.source, post.brand), post.posted_at
        first, last = self.spans.get(key, (at, at))
        self.spans[key] = (min(first, at), max(last, at))

    def save_readings(self, store: Store, target: str, options: ImportOptions) -> None:
        """Coverage: this file holds these sources, wholly, from its first post to its last."""
        with store.connect() as db:
            for (source, brand), (first, last) in self.spans.items():
                store.sql.files_reading_save(
                    db,
                    brand=brand or options.brand,
                    source=source,
                    target=target,
                    read_from=first,
                    read_to=last,
                    job_id=options.job_id,
                    at=options.now,
                )


def plan_of(file: File, options: ImportOptions, seen: Survey, whose: Owners) -> Plan:
    preset = file.mapping.preset
    markup: Markup = "html" if preset.markup == "plain" and seen.is_html else preset.markup
    return Plan(
        columns=file.mapping,
        dates=decided(_zone(options, file.mapping, whose), seen.orders, options.date_order),
        source=file.source,
        source_given=options.source is not None,
        markup=options.markup or markup,
        now=options.now,
        date=options.date,
        fiction=options.fiction or (whose.brand is not None and whose.brand.fiction),
        brand=whose.key,
        brand_column=whose.column,
        brand_keys=whose.keys,
        threads=seen.threads,
    )


def _zone(options: ImportOptions, mapping: ColumnMap, whose: Owners) -> DateReading:
    """In which zone a time without one was written, and why we think so."""
    if options.timezone:
        name, why = options.timezone, "as asked"
    elif mapping.preset.zone:
        name, why = mapping.preset.zone, f"as {mapping.preset.name} writes them"
    elif whose.brand:
        name, why = whose.brand.timezone, "the brand's; --timezone says otherwise"
    else:
        name, why = "UTC", "assumed; --timezone says otherwise"
    try:
        return DateReading(ZoneInfo(name), name, why)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise InputError(
            f'"{name}" is not a time zone. Write it like Europe/Berlin, America/New_York or UTC.'
        ) from None


def _report(file: File, seen: Survey, whose: Owners, run: _Run, taken: Taken) -> ImportReport:
    table, identifier = file.table, run.converter.identifier
    return ImportReport(
        file=file.path.name,
        kind=table.kind,
        encoding=table.encoding,
        delimiter=table.delimiter,
        heading_line=table.heading_line,
        preset=file.mapping.preset.name,
        mapping=file.mapping.shown(),
        dates=dates_told(run.plan, seen),
        sources=run.sources,
        brands=run.brands,
        created_brands=whose.created,
        assignment=whose.told(),
        rows=seen.rows,
        taken=taken,
        rejected=run.rejects.count,
        reasons=run.rejects.reasons,
        rejects_file=run.rejects.path if run.rejects.count else None,
        repeated=identifier.repeated,
        rewritten=identifier.rewritten,
        rounded=identifier.rounded,
        notes=table.notes,
    )


def _advice(store: Store, file: File, whose: Owners, report: ImportReport) -> list[str]:
    """What a person may want to do next."""
    advice = []
    if not report.taken.total:
        advice.append("No row could be taken; the rejects file says why for each.")
    elif whose.brand and not whose.key and not whose.column and not _matches(store, whose, report):
        advice.append(
            f"No row matches the definition of {whose.brand.key}. If the whole file is about it, "
            "import it again with --assign all; else widen the brand's query or communities."
        )
    if report.rounded:
        advice.append(
            f"{report.rounded:,} ids were rounded by a spreadsheet (like 5.69E+17) and not used. "
            "Export the file again with that column as text to keep them."
        )
    usual = file.mapping.preset.brand_column
    if usual and file.brand_column is None:
        advice.append(f'Column "{usual}" names a brand in each row: --brand-column takes it.')
    return advice


def _matches(store: Store, whose: Owners, report: ImportReport) -> bool:
    with store.connect() as db:
        return bool(
            store.sql.files_matches(
                db,
                brand=whose.brand.key if whose.brand else None,
                sources=list(report.sources),
                first=report.taken.first_posted_at,
                last=report.taken.last_posted_at,
            )
        )
