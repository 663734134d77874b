"""Jobs: long work with a row that tells its progress, run here or by a worker."""

from pipeline.jobs.queue import cancel, submit
from pipeline.jobs.run import run_here
from pipeline.jobs.table import recent, worker_alive

__all__ = ["cancel", "recent", "run_here", "submit", "worker_alive"]
