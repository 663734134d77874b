"""The job table: one row a job, for the terminal, the dashboard and whoever asks afterwards."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from psycopg.types.json import Jsonb

from pipeline.errors import InputError
from pipeline.store import Store


def create(store: Store, kind: str, arguments: Mapping[str, Any], brand: str | None) -> int:
    """Write down a job that waits; its id."""
    with store.connect() as db:
        return int(
            store.sql.jobs_create(db, kind=kind, arguments=Jsonb(dict(arguments)), brand=brand)
        )


def start(store: Store, job_id: int) -> tuple[str, dict[str, Any]] | None:
    """Mark the job as running; its kind and arguments, None when it was cancelled meanwhile."""
    with store.connect() as db:
        row = store.sql.jobs_start(db, id=job_id)
    return None if row is None else (row[0], row[1])


def finish(store: Store, job_id: int, status: str, error: str | None = None) -> None:
    """Write down how the job ended: done, failed or cancelled."""
    with store.connect() as db:
        store.sql.jobs_finish(db, id=job_id, status=status, error=error)


def status(store: Store, job_id: int) -> str:
    """The job's status. Raises InputError when there is no such job."""
    with store.connect() as db:
        row = store.sql.jobs_one(db, id=job_id)
    if row is None:
        raise InputError(f"There is no job {job_id}. See the known ones with: pipeline jobs list")
    return str(row[0])


def recent(store: Store, limit: int = 50) -> pd.DataFrame:
    """The newest jobs, one row each, newest first (columns of the query `jobs_recent`)."""
    with store.connect() as db:
        store.sql.jobs_lost(db)
    return store.frame("jobs_recent", limit=limit)


def worker_alive(store: Store) -> bool:
    """Whether a worker has given a sign of life in the last 20 seconds."""
    with store.connect() as db:
        return bool(store.sql.jobs_worker_alive(db))
