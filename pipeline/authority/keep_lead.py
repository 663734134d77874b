"""Who leads, kept with the rollups: on the agenda by week, and who was first on each narrative."""

from collections.abc import Iterable
from dataclasses import astuple
from typing import Any

import pandas as pd

from pipeline.authority.agenda import agenda
from pipeline.authority.firsts import firsts, told
from pipeline.authority.lead import leads
from pipeline.authority.within import Connection, frame_within
from pipeline.store import Store


def keep_lead(
    store: Store,
    db: Connection,
    brand_id: int,
    facts: pd.DataFrame,
    thin: pd.DataFrame,
    seed: int = 0,
) -> None:
    """Reckon who leads anew and store it; what the sources weigh must stand in this transaction.

    `thin`: the weeks that were not whole (`coverage`).
    """
    weights = frame_within(db, store.sql.authority_weights.sql, brand_id=brand_id)
    weighty = [str(source) for source in weights.loc[weights["weight"] > 0, "source"]]
    weeks_read = {week.date() for week in facts["week"].unique()}
    whole = frozenset(weeks_read - set(thin.loc[thin["source"].isin(weighty), "week"]))
    for clear in (
        store.sql.agenda_clear_weeks,
        store.sql.agenda_clear_firsts,
        store.sql.agenda_clear_narratives,
    ):
        clear(db, brand_id=brand_id)
    weeks = agenda(facts, whole, weighty, seed)
    _copy(db, store.sql.agenda_copy_weeks.sql, ((*astuple(w), w.leader) for w in weeks), brand_id)
    rows = told(facts)
    known = list(firsts(rows))
    _copy(db, store.sql.agenda_copy_firsts.sql, known, brand_id)
    led = leads(rows, known, whole, seed)
    _copy(db, store.sql.agenda_copy_narratives.sql, map(astuple, led), brand_id)


def _copy(db: Connection, statement: str, rows: Iterable[tuple[Any, ...]], brand_id: int) -> None:
    with db.cursor().copy(statement) as copy:
        for row in rows:
            copy.write_row((brand_id, *row))
