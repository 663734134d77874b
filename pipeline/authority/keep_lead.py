"""Who leads, kept with the rollups: the agenda lead by week, and the lead on each narrative."""

from collections.abc import Iterable
from dataclasses import astuple
from datetime import date
from typing import Any

import pandas as pd
import psycopg
from psycopg.rows import tuple_row

from pipeline.authority.agenda import agenda
from pipeline.authority.coverage import coverage
from pipeline.authority.dials import Reckoning
from pipeline.authority.lead import leads
from pipeline.store import Store

Connection = psycopg.Connection[tuple[Any, ...]]


def keep_lead(
    store: Store, db: Connection, brand_id: int, facts: pd.DataFrame, how: Reckoning, seed: int = 0
) -> None:
    """Reckon who leads anew and store it; the daily counts must stand in this transaction."""
    whole = whole_weeks(store, db, brand_id, facts, how)
    weighty = [source for source, weight in how.weights.items() if weight > 0]
    firsts = _frame(db, store.sql.authority_firsts.sql, brand_id, number=None, week=date.max)
    store.sql.agenda_clear_weeks(db, brand_id=brand_id)
    store.sql.agenda_clear_narratives(db, brand_id=brand_id)
    weeks = agenda(facts, whole, weighty, seed)
    _copy(db, store.sql.agenda_copy_weeks.sql, ((*astuple(w), w.leader) for w in weeks), brand_id)
    told = leads(facts, firsts, whole, seed)
    _copy(db, store.sql.agenda_copy_narratives.sql, map(astuple, told), brand_id)


def whole_weeks(
    store: Store, db: Connection, brand_id: int, facts: pd.DataFrame, how: Reckoning
) -> frozenset[date]:
    """The Mondays in which every source that the dials weigh was wholly read."""
    days = _frame(db, store.sql.authority_days.sql, brand_id)
    readings = _frame(db, store.sql.authority_readings.sql, brand_id)
    weights = _frame(db, store.sql.authority_weights.sql, brand_id)
    thin = coverage(days, readings, weights)
    weigh = thin["source"].isin([source for source, weight in how.weights.items() if weight > 0])
    weeks = {week.date() for week in facts["week"].unique()}
    return frozenset(weeks - set(thin.loc[weigh, "week"]))


def _frame(db: Connection, query: str, brand_id: int, **parameters: object) -> pd.DataFrame:
    """The rows of a query as this transaction sees them."""
    with db.cursor(row_factory=tuple_row) as cursor:
        cursor.execute(query, {"brand_id": brand_id} | parameters)
        columns = [column.name for column in cursor.description or []]
        return pd.DataFrame(cursor.fetchall(), columns=columns)


def _copy(db: Connection, statement: str, rows: Iterable[tuple[Any, ...]], brand_id: int) -> None:
    with db.cursor().copy(statement) as copy:
        for row in rows:
            copy.write_row((brand_id, *row))
