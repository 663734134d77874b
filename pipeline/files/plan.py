"""What is decided about a file before a row is stored: from its top, then from all of it."""

from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import InputError
from pipeline.files.convert import Plan
from pipeline.files.dates import DateReading, decided, zone_named
from pipeline.files.detect import FileFacts, examine
from pipeline.files.options import ImportOptions
from pipeline.files.owners import Owners, brand_column
from pipeline.files.presets import ColumnMap, choose, listed
from pipeline.files.rows import Table
from pipeline.files.survey import Survey
from pipeline.files.tables import open_table
from pipeline.files.values import slug, source_of
from pipeline.posts import Markup


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
    return DateReading(zone_named(name), name, why)
