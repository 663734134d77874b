"""Run one job: start its row, do what its kind says, write down how it ended."""

import errno
from collections.abc import Mapping
from typing import Any

from pipeline.errors import Cancelled, TribeError
from pipeline.faults import told
from pipeline.jobs import table
from pipeline.jobs.kinds import KINDS, Workplace
from pipeline.jobs.progress import JobProgress
from pipeline.progress import Progress, Silent
from pipeline.settings import Settings
from pipeline.store import Store

_STOPPED = "Stopped in the middle. What was stored is kept; run it again to complete it."


def run_here(
    store: Store,
    settings: Settings,
    kind: str,
    arguments: Mapping[str, Any],
    progress: Progress | None = None,
) -> int:
    """Run a job in this process, with its row; the job's id. Raises what the work raises."""
    job_id = table.create(store, kind, arguments, arguments.get("brand"))
    run(store, settings, job_id, progress)
    return job_id


def run(store: Store, settings: Settings, job_id: int, also: Progress | None = None) -> None:
    """Run the job that stands in the table. Raises what the work raises, after noting it."""
    begun = table.start(store, job_id)
    if begun is None:
        return
    kind, arguments = begun
    try:
        with JobProgress(store, job_id, also or Silent()) as progress:
            KINDS[kind](Workplace(store, settings, progress, job_id), arguments)
    except Cancelled as stop:
        table.finish(store, job_id, "cancelled", str(stop))
        raise
    except TribeError as error:
        table.finish(store, job_id, "failed", str(error))
        raise
    except KeyboardInterrupt:
        table.finish(store, job_id, "cancelled", _STOPPED)
        raise Cancelled(_STOPPED) from None
    except SystemExit:  # a polite kill
        table.finish(store, job_id, "cancelled", _STOPPED)
        raise
    except Exception as error:
        line = _refused(error) or told(error, settings)
        table.finish(store, job_id, "failed", line)
        raise TribeError(line) from error
    table.finish(store, job_id, "done")


def _refused(error: Exception) -> str | None:
    """What the disk refused, None when it is something else."""
    match error:
        case OSError(errno=errno.ENOSPC):
            where = f" for {error.filename}" if error.filename else ""
            return f"The disk has no room left{where}. Free some space and run it again."
        case OSError(errno=errno.EACCES | errno.EPERM | errno.EROFS):
            return f"{error.filename}: {error.strerror}. Fix its rights and run it again."
    return None
