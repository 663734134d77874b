"""Frames as an open transaction sees them, its own changes included."""

from typing import Any

import pandas as pd
import psycopg
from psycopg.rows import tuple_row

Connection = psycopg.Connection[tuple[Any, ...]]


def frame_within(db: Connection, statement: str, **parameters: object) -> pd.DataFrame:
    """The rows of a statement; an empty frame has its columns too."""
    with db.cursor(row_factory=tuple_row) as cursor:
        cursor.execute(statement, parameters)
        columns = [column.name for column in cursor.description or []]
        return pd.DataFrame(cursor.fetchall(), columns=columns)
