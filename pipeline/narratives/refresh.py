"""One transaction a brand: assign what is new, discover what is left, label, quote, date."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from psycopg import Connection

from pipeline.narratives.birth import discover_new
from pipeline.narratives.courses import courses, keep_courses
from pipeline.narratives.known import Listened, known, listened
from pipeline.narratives.life import Course, half_life, life
from pipeline.narratives.naming import Encode, Search
from pipeline.narratives.placing import Placed, place_followers, place_nearest, tell
from pipeline.narratives.quoting import requote
from pipeline.narratives.refit import refit
from pipeline.narratives.waiting import NONE, Waiting, waiting
from pipeline.narratives.writing import write
from pipeline.progress import Progress
from pipeline.scoring import encode
from pipeline.store import Store

if TYPE_CHECKING:
    from models.label_writer import Writer

_FIRST = 20  # founders that a brand's first discovery needs
_REQUOTE = 0.1  # share of its mentions that must be new before a narrative's quotes are reviewed
# For how long what fits nowhere waits for others to tell the same; then it waits for a look at all.
# So what is new leaves the figures of older weeks as they are.
_WAITS = timedelta(weeks=12)
_LATE = 0.1  # share of the new mentions whose age does not count for that: read late
_GROWN = 2  # times the mentions at the last look at all of them, after which the next is due


def refresh_narratives(
    store: Store,
    brand_id: int,
    progress: Progress,
    encode: Encode = encode,
    write: Writer = write,
) -> None:
    """Give the brand's new mentions their narratives. Older ones stay where they are, except
    when the mentions are twice as many as at the last look at all of them.

    Raises InputError when there is no such brand.
    """
    progress.stage("Finding narratives")
    with store.connect() as db:
        brand = listened(store, db, brand_id)
        narratives = known(store, db, brand_id)
        work = _all if brand.mentions >= _GROWN * max(brand.fitted, 1) else _new
        search, placed = work(store, db, Search.of(brand, narratives, encode, write))
        place_followers(placed, search.told, search.found)
        _keep(store, db, search, placed)
        requote(store, db, brand_id, _grown(search, placed), search.brand.space)
        _date(store, db, brand_id)
    progress.count("in a narrative", int((~placed.open).sum()))
    progress.advance(len(search.found))


def _all(store: Store, db: Connection[Any], search: Search) -> tuple[Search, Placed]:
    """Look at all mentions, placed or not; but not before a first discovery has enough."""
    found = waiting(store, db, search.brand.id, search.brand.names, after=0, placed=True)
    brand = _with_space(search.brand, found)
    search = replace(search, brand=brand, found=found, told=tell(found, brand.space))
    placed = Placed.nowhere(len(found))
    if int(search.told.founds.sum()) >= _FIRST:
        search = replace(search, brand=replace(brand, fitted=brand.mentions))
        refit(store, db, search, placed)
    return search, placed


def _new(store: Store, db: Connection[Any], search: Search) -> tuple[Search, Placed]:
    """Assign the new mentions; look for new stories if many of them fit nowhere."""
    search, placed = _assigned(store, db, search)
    founders = placed.open & search.told.founds
    if _worth_discovering(int(founders.sum()), search):
        since = _look_back(search.found.rows["posted_at"][founders])
        search, placed = _assigned(store, db, search, since)
        discover_new(store, db, search, placed)
    _centre(store, db, search, placed)
    return search, placed


def _assigned(
    store: Store, db: Connection[Any], search: Search, since: date | None = None
) -> tuple[Search, Placed]:
    """Assign the new mentions, and those that wait since then."""
    brand = search.brand
    found = waiting(store, db, brand.id, brand.names, after=brand.considered, since=since)
    search = replace(search, found=found, told=tell(found, search.brand.space))
    placed = Placed.nowhere(len(found))
    rows = np.flatnonzero(search.told.joins)
    place_nearest(placed, search.told, rows, *search.known.reach)
    return search, placed


def _look_back(posted_at: pd.Series[Any]) -> date:
    """Since when what waits may belong to a story that is told now; a few latecomers aside."""
    first = posted_at.sort_values().iloc[int(_LATE * len(posted_at))]
    return (pd.Timestamp(first) - _WAITS).date()


def _worth_discovering(founders: int, search: Search) -> bool:
    """Are there so many new founders that no narrative takes?"""
    from models.topics import smallest

    return founders >= smallest(founders + int(search.known.rows["own"].sum()))


def _with_space(brand: Listened, found: Waiting) -> Listened:
    from models.topics import fit_space

    embedded = found.rows["embedded"].to_numpy(bool)
    named = np.array(
        [any(name in text.lower() for name in brand.names) for text in found.rows["text"]], bool
    )
    return replace(brand, space=fit_space(found.vectors[embedded], named[embedded]))


def _keep(store: Store, db: Connection[Any], search: Search, placed: Placed) -> None:
    """Store who went where, copies too, and how far the brand is considered."""
    from pgvector import HalfVector

    found, brand = search.found, search.brand
    rows = np.flatnonzero(~placed.open)
    store.sql.narratives_leave(db, ids=found.ids[placed.open & (found.was != NONE)].tolist())
    store.sql.narratives_assign(
        db,
        ids=found.ids[rows].tolist(),
        narratives=placed.narrative[rows].tolist(),
        how=[placed.how[row] for row in rows],
        distances=[None if np.isnan(d) else float(d) for d in placed.distance[rows]],
    )
    store.sql.corrections_place(db, brand_id=brand.id)
    store.sql.narratives_copies(db, brand_id=brand.id)
    newest = int(found.ids.max()) if len(found) else 0
    direction = brand.space.direction
    store.sql.narratives_considered(
        db,
        brand_id=brand.id,
        considered=max(newest, brand.considered),
        fitted=brand.fitted,
        direction=None if direction is None else HalfVector(direction),
    )


def _centre(store: Store, db: Connection[Any], search: Search, placed: Placed) -> None:
    """Move each known centre by its new mentions' share."""
    from pgvector import HalfVector

    from models.topics.space import unit

    known = search.known
    for place, (key, own) in enumerate(known.rows[["id", "own"]].to_numpy().tolist()):
        rows = np.flatnonzero((placed.narrative == key) & search.told.joins)
        if len(rows):
            total = own * known.centroids[place] + search.told.vectors[rows].sum(0)
            centroid = HalfVector(unit(total[None])[0])
            store.sql.narratives_move(db, id=key, centroid=centroid, radius=None, keyphrases=None)


def _grown(search: Search, placed: Placed) -> set[int]:
    """Narratives with so many new mentions that others may speak for them better."""
    gained = Counter(placed.narrative[~placed.open].tolist())
    own = dict(search.known.rows[["id", "own"]].to_numpy().tolist())
    return {key for key, count in gained.items() if count >= _REQUOTE * own.get(key, 0)}


def _date(store: Store, db: Connection[Any], brand_id: int) -> None:
    """When each narrative began, and where it is in its life."""
    store.sql.narratives_first_posts(db, brand_id=brand_id)
    found = courses(store, db, brand_id)
    keep_courses(store, db, brand_id, found)
    if found:
        store.sql.narratives_life(db, [_stage(key, course) for key, course in found.items()])


def _stage(key: int, course: Course) -> dict[str, object]:
    falls = half_life(course)
    weeks, low, high = (falls.weeks, falls.low, falls.high) if falls else (None, None, None)
    stage: dict[str, object] = {"id": key, "life": life(course), "half_life": weeks}
    return stage | {"half_life_low": low, "half_life_high": high}
