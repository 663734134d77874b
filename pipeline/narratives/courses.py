"""Each narrative's people by week, out of the database."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
from psycopg import Connection

from pipeline.narratives.life import Course
from pipeline.store import Store


def courses(store: Store, db: Connection[Any], brand_id: int) -> dict[int, Course]:
    """The course of each narrative that has mentions, by its id."""
    told: dict[int | None, dict[date, int]] = {}
    for narrative, week, people in store.sql.narratives_weeks(db, brand_id=brand_id):
        told.setdefault(narrative, {})[week] = people
    spoke = told.pop(None, {})
    thin = _broken(store, db, brand_id) if told else frozenset()
    return {key: Course.of(weeks, spoke, thin) for key, weeks in told.items() if key is not None}


def _broken(store: Store, db: Connection[Any], brand_id: int) -> frozenset[date]:
    """Weeks in which a source was not wholly read."""
    from pipeline.authority.coverage import coverage, gaps

    days = _frame(store.sql.narratives_days(db, brand_id=brand_id), "source day week mentions")
    columns = "source target read_from read_to complete note"
    readings = _frame(store.sql.authority_readings(db, brand_id=brand_id), columns)
    weights = pd.DataFrame({"source": pd.Series(dtype=str), "weight": pd.Series(dtype=float)})
    return frozenset(gaps(coverage(days, readings, weights)))


def _frame(rows: Any, columns: str) -> pd.DataFrame:  # noqa: ANN401 — what aiosql yields
    return pd.DataFrame(list(rows), columns=columns.split())
