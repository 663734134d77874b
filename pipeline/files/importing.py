"""Import one file: understand it, read it twice, hand its posts to the intake, report."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from pipeline.errors import InputError
from pipeline.files.convert import Converter, Plan
from pipeline.files.options import ImportOptions
from pipeline.files.owners import Owners, brand_of, owners
from pipeline.files.plan import File, plan_of
from pipeline.files.presets import listed
from pipeline.files.rejects import Rejects
from pipeline.files.report import ImportReport, dates_told
from pipeline.files.rows import Reject, Table
from pipeline.files.survey import Survey, survey
from pipeline.intake import Taken, take
from pipeline.posts import Post
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
    before = _stamp(path)
    seen = survey(file.table.read(), file.mapping, file.source, file.brand_column, progress)
    if not seen.rows:
        raise InputError(
            f"{path.name} has headings ({listed(file.table.columns)}) and no row below them."
        )
    _check_whole(path, before, "Nothing of it was stored")
    whose = owners(store, options, file.mapping, file.brand_column, seen.brands)
    plan = plan_of(file, options, seen, whose)
    folder = options.rejects_folder or Settings().rejects_folder
    with Rejects(folder, path.name, file.facts.fingerprint) as rejects:
        run = _Run(plan, rejects, progress)
        progress.stage(f"Importing {path.name}", seen.rows)
        taken = take(store, run.posts(file.table), progress)
    _check_whole(path, before, "What was read of it is stored")
    run.save_readings(store, path.name, options)
    report = _report(file, seen, whose, run, taken)
    return report.noting(_advice(store, file, whose, report))


def _stamp(path: Path) -> tuple[int, int]:
    stat = path.stat()
    return stat.st_size, stat.st_mtime_ns


def _check_whole(path: Path, before: tuple[int, int], so_far: str) -> None:
    """Half a last line would be stored as if it were a post. Raises InputError."""
    if _stamp(path) != before:
        raise InputError(
            f"{path.name} is still being written: it changed while it was read. {so_far}; "
            "import it again when the other program is done."
        )


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
        """Coverage: this file holds these sources from its first post to its last, and how."""
        with store.connect() as db:
            for (source, brand), (first, last) in self.spans.items():
                store.sql.files_reading_save(
                    db,
                    brand=brand or options.brand,
                    source=source,
                    target=target,
                    read_from=first,
                    read_to=last,
                    complete=not options.sampled,
                    job_id=options.job_id,
                    at=options.now,
                )


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
