"""One transaction a brand: assign what is new, discover what is left, label, quote, date."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray
from psycopg import Connection

from pipeline.narratives.birth import Search, discover_new
from pipeline.narratives.known import Known, Listened, known, listened
from pipeline.narratives.life import life
from pipeline.narratives.placing import Placed, Told, place_followers, place_nearest, tell
from pipeline.narratives.quoting import requote
from pipeline.narratives.waiting import Waiting, waiting
from pipeline.progress import Progress
from pipeline.store import Store

_FIRST = 20  # founders that a brand's first discovery needs


def refresh_narratives(
    store: Store,
    brand_id: int,
    progress: Progress,
    seed: int = 0,
    embed: Callable[[Sequence[str]], NDArray[np.float32]] | None = None,
) -> None:
    """Give the brand's new mentions their narratives. Older ones stay where they are.

    embed: texts to (N, 384) by the encoder of the scores; with it, labels are also chosen by
    what they mean. Raises InputError when there is no such brand.
    """
    progress.stage("Finding narratives")
    with store.connect() as db:
        brand = listened(store, db, brand_id)
        narratives = known(store, db, brand_id)
        found = waiting(store, db, brand_id, brand.considered, brand.names)
        placed, told = _place_known(found, brand, narratives)
        if _worth_discovering(placed, told, narratives):
            found = waiting(store, db, brand_id, 0, brand.names) if brand.considered else found
            brand = _with_space(brand, found, narratives)
            placed, told = _place_known(found, brand, narratives)
            search = Search(brand, found, told, narratives, seed, embed)
            discover_new(store, db, search, placed)
        place_followers(placed, told, found)
        _keep(store, db, brand, found, placed)
        _centre(store, db, narratives, told, placed)
        requote(store, db, brand_id, set(placed.narrative[~placed.open].tolist()), brand.space)
        _date(store, db, brand_id)
    progress.count("in a narrative", int((~placed.open).sum()))
    progress.advance(len(found))


def _place_known(found: Waiting, brand: Listened, narratives: Known) -> tuple[Placed, Told]:
    told = tell(found, brand.space)
    placed = Placed.nowhere(len(found))
    rows = np.flatnonzero(told.joins)
    place_nearest(placed, told, rows, narratives.centroids, narratives.radii, narratives.home)
    return placed, told


def _worth_discovering(placed: Placed, told: Told, narratives: Known) -> bool:
    """Are there enough new founders that no narrative takes?"""
    from models.topics import smallest

    founders = int((placed.open & told.founds).sum())
    if not len(narratives.rows):
        return founders >= _FIRST
    return founders >= smallest(founders + int(narratives.rows["own"].sum()))


def _with_space(brand: Listened, found: Waiting, narratives: Known) -> Listened:
    """Fit the space before the first narrative is born; from then on it stays."""
    from models.topics import fit_space

    if len(narratives.rows):
        return brand
    embedded = found.rows["embedded"].to_numpy(bool)
    named = np.array(
        [any(name in text.lower() for name in brand.names) for text in found.rows["text"]], bool
    )
    return replace(brand, space=fit_space(found.vectors[embedded], named[embedded]))


def _keep(
    store: Store, db: Connection[Any], brand: Listened, found: Waiting, placed: Placed
) -> None:
    """Store who went where, copies too, and how far the brand is considered."""
    from pgvector import HalfVector

    rows = np.flatnonzero(~placed.open)
    distances = [None if np.isnan(d) else float(d) for d in placed.distance[rows]]
    store.sql.narratives_assign(
        db,
        ids=found.ids[rows].tolist(),
        narratives=placed.narrative[rows].tolist(),
        how=[placed.how[row] for row in rows],
        distances=distances,
    )
    store.sql.narratives_copies(db, brand_id=brand.id)
    newest = int(found.ids.max()) if len(found) else 0
    direction = brand.space.direction
    store.sql.narratives_considered(
        db,
        brand_id=brand.id,
        considered=max(newest, brand.considered),
        direction=None if direction is None else HalfVector(direction),
    )


def _centre(
    store: Store, db: Connection[Any], narratives: Known, told: Told, placed: Placed
) -> None:
    """Move each known centre by its new mentions' share."""
    from pgvector import HalfVector

    from models.topics.space import unit

    for place, (key, own) in enumerate(narratives.rows[["id", "own"]].to_numpy().tolist()):
        rows = np.flatnonzero((placed.narrative == key) & told.joins)
        if len(rows):
            total = own * narratives.centroids[place] + told.vectors[rows].sum(0)
            store.sql.narratives_move(db, id=key, centroid=HalfVector(unit(total[None])[0]))


def _date(store: Store, db: Connection[Any], brand_id: int) -> None:
    """When each narrative began, and where it is in its life."""
    store.sql.narratives_first_posts(db, brand_id=brand_id)
    weeks: dict[int, dict[date, int]] = {}
    last = None
    for narrative, week, mentions, last_week in store.sql.narratives_weeks(db, brand_id=brand_id):
        weeks.setdefault(narrative, {})[week] = mentions
        last = last_week
    if last is not None:
        stages = [{"id": key, "life": life(counts, last)} for key, counts in weeks.items()]
        store.sql.narratives_life(db, stages)
