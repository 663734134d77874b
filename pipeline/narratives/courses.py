"""Each narrative's people by week, out of the database and kept for the lives of earlier weeks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from psycopg import Connection

from pipeline.narratives.life import Course, life
from pipeline.store import Store


def courses(store: Store, db: Connection[Any], brand_id: int) -> dict[int, Course]:
    """The course of each narrative that has mentions, by its id."""
    told: dict[int | None, dict[date, int]] = {}
    for narrative, week, people in store.sql.narratives_weeks(db, brand_id=brand_id):
        told.setdefault(narrative, {})[week] = people
    spoke = told.pop(None, {})
    thin = _broken(store, db, brand_id) if told else frozenset()
    return {key: Course.of(weeks, spoke, thin) for key, weeks in told.items() if key is not None}


def keep_courses(
    store: Store, db: Connection[Any], brand_id: int, found: Mapping[int, Course]
) -> None:
    """Store them anew, week by week."""
    store.sql.narratives_clear_courses(db, brand_id=brand_id)
    with db.cursor().copy(store.sql.narratives_copy_courses.sql) as copy:
        for key, course in found.items():
            for row in _rows(course):
                copy.write_row((key, *row))


def lives(store: Store, brand_id: int, week: date) -> dict[int, str]:
    """Where each narrative was in its life when `week` (its Monday) was over, by its id."""
    kept = store.frame("narratives_courses", brand_id=brand_id, week=week)
    return {
        int(str(key)): life(_until(rows, week))
        for key, rows in kept.groupby("narrative_id", sort=False)
    }


def _rows(course: Course) -> Iterator[tuple[date, int, int, int]]:
    """Week, people who told it, who spoke at all, and its age in that week."""
    for week, told, spoke in zip(course.weeks, course.told, course.spoke, strict=True):
        yield week, int(told), int(spoke), course.age_in(week)


def _until(rows: pd.DataFrame, week: date) -> Course:
    last = rows.iloc[-1]
    age = int(last["age"]) + (week - last["week"]).days // 7
    told, spoke = (rows[name].to_numpy(np.int64) for name in ("told", "spoke"))
    return Course(told, spoke, age)


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
