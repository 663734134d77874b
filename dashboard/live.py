"""What changes at any time and is asked on every run, and what a person can do from a page."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime
from types import ModuleType
from typing import TYPE_CHECKING, Any

import pandas as pd

from dashboard.data import settings, store
from pipeline import views
from pipeline.errors import InputError

if TYPE_CHECKING:
    from pipeline.sources import Source


def _alerts() -> ModuleType:
    """Imported when first asked for: what finds alerts weighs more than what shows figures."""
    from pipeline import alerts

    return alerts


def alerts(brand_id: int) -> pd.DataFrame:
    """See pipeline.alerts.all_alerts. Asked on every run: people acknowledge them at any time."""
    found: pd.DataFrame = _alerts().all_alerts(store(), brand_id)
    return found


def occasions(alerts: pd.DataFrame) -> list[pd.DataFrame]:
    """See pipeline.alerts.occasions."""
    told: list[pd.DataFrame] = _alerts().occasions(alerts)
    return told


def alert_channels() -> list[str]:
    """Ways out that alerts are sent by: webhook, email. Raises InputError for one of no use."""
    return [way.name for way in _alerts().channels(settings())]


def acknowledge(alerts: Sequence[int], by: str) -> None:
    """Somebody has seen these alerts."""
    _alerts().acknowledge(store(), alerts, by, datetime.now(UTC))


def _jobs() -> ModuleType:
    """Imported when first asked for: what runs jobs weighs more than what shows figures."""
    from pipeline import jobs

    return jobs


def sources() -> "dict[str, Source]":
    """The live sources that can be read, by name."""
    from pipeline.sources import all_sources  # their clients weigh, and only Jobs asks

    return all_sources()


def recent_jobs(limit: int = 30) -> pd.DataFrame:
    """The newest jobs as they are now."""
    found: pd.DataFrame = _jobs().recent(store(), limit)
    return found


def worker_alive() -> bool:
    """Whether a worker is there to take a job."""
    return bool(_jobs().worker_alive(store()))


def effects(brand_id: int) -> pd.DataFrame:
    """The actions of a brand and what they changed, as they are now."""
    return views.effects(store(), brand_id)


def add_action(brand: str, given: Mapping[str, Any]) -> int:
    """Register an action and let a worker estimate it; the job. Raises InputError."""
    from pipeline.actions import Action, add  # with it comes all that reckons

    numbers = tuple(int(number) for number in given["narratives"])
    controls = tuple(given["controls"])
    add(store(), Action(brand, given["name"], given["kind"], given["day"], numbers, controls))
    return start_job("effects", {"brand": brand}, brand)


def remove_action(number: int) -> None:
    """Forget an action. One that is gone already stays gone."""
    from pipeline.actions import remove

    with suppress(InputError):
        remove(store(), number)


def claims(brand_id: int) -> pd.DataFrame:
    """What a brand says of itself and who speaks of it, as it is now."""
    return views.claims(store(), brand_id)


def claim_quotes(brand_id: int, mentions: Sequence[int]) -> pd.DataFrame:
    """See views.claim_quotes."""
    return views.claim_quotes(store(), brand_id, mentions)


def echo_said(row: Mapping[str, Any]) -> tuple[str, str]:
    """Who speaks of a claim, and on which side, in words."""
    from pipeline.echo.sentences import sides, spoken

    return spoken(row), sides(row)


def echo_limits() -> str:
    """What the figures of a claim cannot know."""
    from pipeline.echo.sentences import limits

    return limits()


def add_claim(brand: str, text: str, since: date | None) -> int:
    """Register a claim and let a worker look who speaks of it; the job. Raises InputError."""
    from pipeline.echo import add  # with it comes all that reckons

    add(store(), brand, text, since)
    return start_job("echo", {"brand": brand}, brand)


def remove_claim(number: int) -> None:
    """Forget a claim. One that is gone already stays gone."""
    from pipeline.echo import remove

    with suppress(InputError):
        remove(store(), number)


def start_job(kind: str, arguments: Mapping[str, str], brand: str) -> int:
    """Hand a job to a worker; its number."""
    return int(_jobs().submit(store(), kind, arguments, brand))


def cancel_job(number: int) -> None:
    """Ask a job to stop."""
    _jobs().cancel(store(), number)


def rename(brand_id: int, number: int, label: str) -> None:
    """Give a narrative another label; the data version rises with it. Raises InputError."""
    from pipeline.narratives import rename as give_label

    give_label(store(), brand_id, number, label)
