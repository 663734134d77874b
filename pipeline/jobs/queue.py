"""The queue (procrastinate, on the same database): hand a job to a worker, be that worker."""

import logging
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

import procrastinate
from procrastinate import App, PsycopgConnector, SyncPsycopgConnector

from pipeline.errors import InputError, TribeError
from pipeline.jobs import table
from pipeline.jobs.run import run
from pipeline.settings import Settings
from pipeline.store import Store

_LOG = logging.getLogger(__name__)
_TASK = "run_job"
_HEARTBEAT = 2.0  # seconds; a worker that was killed is missed after ten of them
_MISSED = 20.0


def submit(
    store: Store, kind: str, arguments: Mapping[str, Any], brand_key: str | None = None
) -> int:
    """Hand a job to the next free worker; its id. Jobs of one brand never run side by side."""
    job_id = table.create(store, kind, arguments, brand_key)
    with App(connector=SyncPsycopgConnector(conninfo=store.url)).open() as app:
        queue_id = app.configure_task(_TASK, lock=f"brand:{brand_key}").defer(job_id=job_id)
    with store.connect() as db:
        store.sql.jobs_queued(db, id=job_id, queue_id=queue_id)
    return job_id


def cancel(store: Store, job_id: int) -> None:
    """Cancel a waiting job, ask a running one to stop. Raises InputError when it has ended."""
    with store.connect() as db:
        row = store.sql.jobs_cancel(db, id=job_id)
    if row is None:
        ended = table.status(store, job_id)
        raise InputError(f"Job {job_id} has already ended ({ended}); there is nothing to cancel.")
    status, queue_id = row
    if status == "cancelled" and queue_id is not None:
        with App(connector=SyncPsycopgConnector(conninfo=store.url)).open() as app:
            app.job_manager.cancel_job_by_id(queue_id)


def work(store: Store, settings: Settings, *, wait: bool = True) -> None:
    """Be a worker: run jobs one after the other, for ever or (`wait=False`) until none waits."""
    app = _worker_app(store, settings)
    app.run_worker(
        concurrency=1,
        wait=wait,
        update_heartbeat_interval=_HEARTBEAT,
        stalled_worker_timeout=_MISSED,
        fetch_job_polling_interval=2.0,
    )


def _worker_app(store: Store, settings: Settings) -> App:
    app = App(connector=PsycopgConnector(conninfo=store.url))

    @app.task(name=_TASK)
    def run_job(job_id: int) -> None:
        with suppress(TribeError):  # its one line stands in the job's row
            run(store, settings, job_id)

    @app.periodic(cron="* * * * * */5")  # every five seconds
    @app.task(name="rescue", queueing_lock="rescue", pass_context=True)
    async def rescue(context: procrastinate.JobContext, timestamp: int) -> None:
        """Give the jobs of a worker that was killed back to the queue."""
        for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=_MISSED):
            _LOG.warning("job %s lost its worker and is run again", job.task_kwargs)
            await app.job_manager.retry_job(job)

    return app
