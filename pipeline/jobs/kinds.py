"""What each kind of job does. Every kind may be run again at any time: it carries on."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pipeline import brands
from pipeline.actions import refresh_effects
from pipeline.alerts import send_alerts
from pipeline.brands import Brand
from pipeline.echo import refresh_echo
from pipeline.errors import InputError
from pipeline.files import ImportOptions, import_file
from pipeline.process import process
from pipeline.progress import Progress
from pipeline.settings import Settings
from pipeline.sources import Access, Request, find_source
from pipeline.sources.ingest import ingest_each
from pipeline.store import Store
from pipeline.weeks import parse_week

_SAMPLE = Path(__file__).parents[1] / "sample"
Arguments = Mapping[str, Any]


@dataclass(frozen=True)
class Workplace:
    """What a job works with."""

    store: Store
    settings: Settings
    progress: Progress
    job_id: int


def import_posts(work: Workplace, arguments: Arguments) -> None:
    """Import a file (`path`, and the fields of ImportOptions), then bring the brands up to date."""
    _import(work, arguments)
    _bring_up_to_date(work)


def ingest_posts(work: Workplace, arguments: Arguments) -> None:
    """Read a `source` at its `target` for a `brand`, then bring the brands up to date."""
    source = find_source(arguments["source"])
    brand = brands.get(work.store, arguments["brand"])
    since = _moment(arguments.get("since"))
    requests = [
        Request(target, since, afresh=bool(arguments.get("afresh")), job_id=work.job_id)
        for target in source.targets(arguments["target"])
    ]
    try:
        access = Access(work.settings)
        ingest_each(work.store, source, requests, _id(brand), work.progress, access)
    finally:  # what came in before a source failed is worth showing
        _bring_up_to_date(work)


def process_brands(work: Workplace, arguments: Arguments) -> None:
    """Bring a `brand`, or every brand, up to date with the stored posts."""
    key = arguments.get("brand")
    if key:
        brands.get(work.store, key)
    _bring_up_to_date(work, key)


def alerts(work: Workplace, arguments: Arguments) -> None:
    """Send the alerts that wait to be sent."""
    work.progress.stage("Sending alerts")
    send_alerts(work.store, work.settings, work.progress, datetime.now(UTC))


def effects(work: Workplace, arguments: Arguments) -> None:
    """Estimate what actions changed, where that is not known or not of these figures."""
    refresh_effects(work.store, work.progress)


def echo(work: Workplace, arguments: Arguments) -> None:
    """Look who speaks of the claims, where that is not known or not of these figures."""
    refresh_echo(work.store, work.progress)


def report(work: Workplace, arguments: Arguments) -> None:
    """Write the summary of a `brand`'s `week` into `folder`."""
    from pipeline.reports import write_weekly

    work.progress.stage("Writing the weekly summary")
    week = parse_week(arguments["week"])
    for path in write_weekly(work.store, arguments["brand"], week, Path(arguments["folder"])):
        work.progress.note(str(path))


def sample(work: Workplace, arguments: Arguments) -> None:
    """Load the built-in fictional brands and posts."""
    fictional = brands.load_toml(_SAMPLE / "brands.toml")
    for brand in fictional:
        brands.save(work.store, brand)
    for brand in fictional:  # once for each, so that each has its coverage
        file = {"path": str(_SAMPLE / "posts.jsonl"), "brand": brand.key, "assign": "match"}
        _import(work, file | {"fiction": True})
    _bring_up_to_date(work)


def _bring_up_to_date(work: Workplace, brand_key: str | None = None) -> None:
    process(work.store, work.progress, brand_key)
    send_alerts(work.store, work.settings, work.progress, datetime.now(UTC))


def _import(work: Workplace, arguments: Arguments) -> None:
    options = _import_options(work, arguments)
    report = import_file(work.store, Path(arguments["path"]), options, work.progress)
    for line in report.lines():
        work.progress.note(line)


def _import_options(work: Workplace, arguments: Arguments) -> ImportOptions:
    """A job row's arguments (JSON) as options; what is not given keeps its default."""
    known = {field.name for field in fields(ImportOptions)}
    given = {
        name: value for name, value in arguments.items() if name in known and value is not None
    }
    if "date" in given:
        moment = _moment(given["date"])
        given["date"] = moment.date() if moment else None
    given.setdefault("rejects_folder", work.settings.rejects_folder)
    return ImportOptions(**given, job_id=work.job_id)


def _moment(text: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if text else None
    except ValueError:
        raise InputError(f'"{text}" is not a date. Write it like 2025-04-01.') from None


def _id(brand: Brand) -> int:
    assert brand.id is not None  # noqa: S101 — a stored brand has an id
    return brand.id


KINDS: dict[str, Callable[[Workplace, Arguments], None]] = {
    "alerts": alerts,
    "import": import_posts,
    "ingest": ingest_posts,
    "process": process_brands,
    "echo": echo,
    "effects": effects,
    "report": report,
    "sample": sample,
}
