"""Raise what happened to a brand: an alert a subject and episode, extended while it lasts."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

import psycopg
from psycopg.types.json import Jsonb

from pipeline.alerts.detect import detect
from pipeline.alerts.episodes import APART, Episode
from pipeline.alerts.scan import JUDGED
from pipeline.alerts.series import Series
from pipeline.progress import Progress
from pipeline.store import Store

Connection = psycopg.Connection[tuple[Any, ...]]


@dataclass(frozen=True)
class Stored:
    """An alert that stands in the table."""

    id: int
    series: Series
    rises: bool
    began: date
    last_seen: date

    def is_of(self, episode: Episode) -> bool:
        """Does the episode go on where this one is, or overlap with it?"""
        return (self.series, self.rises) == (episode.series, episode.rises) and (
            self.began <= episode.last_seen + APART and episode.began <= self.last_seen + APART
        )


def raise_alerts(store: Store, brand_id: int, progress: Progress) -> None:
    """Bring a brand's alerts up to date with its daily counts, in one transaction.

    What is stored decides what is new: run again, or after a kill, nothing is raised twice. An
    alert that the counts show no more (posts were corrected, moved, removed) is withdrawn. The
    brand is locked, so that its figures are one version's, which is noted as looked at.
    """
    progress.stage("Looking for alerts")
    with store.connect() as db:
        store.sql.alerts_lock_brand(db, brand_id=brand_id)
        daily = store.frame("alerts_daily", brand_id=brand_id)
        last = max(daily["day"], default=date.max)
        since = date.min if daily.empty else last - timedelta(days=JUDGED - 1)
        found = detect(daily, store.frame("authority_readings", brand_id=brand_id))
        stored = _stored(store, db, brand_id, since)
        known = same(found, stored)
        for episode, id in zip(found, known, strict=True):
            _write(store, db, brand_id, _told(episode, since, last), id)
        gone = {one.id for one in stored} - set(known)
        store.sql.alerts_withdraw(db, ids=sorted(gone))
        store.sql.alerts_raised(db, brand_id=brand_id)
    progress.count("alerts", known.count(None))


def same(found: Sequence[Episode], stored: Sequence[Stored]) -> list[int | None]:
    """For each episode the alert that tells it already, None where it is new.

    An alert tells one episode: the one that began on its day, else one that it overlaps with.
    """
    pairs = [
        (episode.began != alert.began, place, alert.id)
        for place, episode in enumerate(found)
        for alert in stored
        if alert.is_of(episode)
    ]
    ids: dict[int, int] = {}
    for _, place, id in sorted(pairs):
        if place not in ids and id not in ids.values():
            ids[place] = id
    return [ids.get(place) for place in range(len(found))]


def _stored(store: Store, db: Connection, brand_id: int, since: date) -> list[Stored]:
    return [
        Stored(id, Series(subject, part, measure), rises, began, last_seen)
        for id, subject, part, measure, rises, began, last_seen in store.sql.alerts_stored(
            db, brand_id=brand_id, since=since
        )
    ]


def _write(
    store: Store, db: Connection, brand_id: int, told: Mapping[str, Any], id: int | None
) -> None:
    if id is None:
        store.sql.alerts_add(db, brand_id=brand_id, **told)
    else:
        store.sql.alerts_extend(db, id=id, **told)


def _told(episode: Episode, since: date, last: date) -> dict[str, Any]:
    """An episode as the table has it."""
    return asdict(episode.series) | {
        "rises": episode.rises,
        "kind": episode.kind,
        "began": episode.began,
        "last_seen": episode.last_seen,
        "state": "lasting" if episode.last_seen + APART >= last else "over",
        "figures": Jsonb(episode.figures),
        "since": since,
    }
