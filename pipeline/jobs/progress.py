"""Progress that is written to the job's row, and the wish to cancel that is read there."""

import threading
from collections import Counter
from contextlib import nullcontext, suppress
from types import TracebackType
from typing import Self

from psycopg.types.json import Jsonb

from pipeline.errors import Cancelled, StoreError
from pipeline.progress import Progress
from pipeline.store import Store

_EVERY = 1.0  # seconds between two writes: live enough to watch, nothing beside the work itself


class JobProgress:
    """Tells a job's row where the work is, once a second, and `also` whoever watches here.

    A thread of its own writes, so that a stage which takes long shows a heartbeat too.
    """

    def __init__(self, store: Store, job_id: int, also: Progress) -> None:
        self._store, self._job_id, self._also = store, job_id, also
        self._stage: str | None = None
        self._done = 0
        self._total: int | None = None
        self._counts: Counter[str] = Counter()
        self._notes: list[str] = []
        self._cancelled = threading.Event()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._write_regularly, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop.set()
        self._thread.join()
        # Where the work itself failed, that is the news, not that its last count is lost too.
        with suppress(StoreError) if error is not None else nullcontext():
            self._write()

    def stage(self, name: str, total: int | None = None) -> None:
        """See Progress."""
        self._stage, self._done, self._total = name, 0, total
        self._also.stage(name, total)
        self._heed()

    def advance(self, items: int = 1) -> None:
        """See Progress. Raises Cancelled when a person asked the job to stop."""
        self._done += items
        self._also.advance(items)
        self._heed()

    def count(self, name: str, items: int) -> None:
        """See Progress."""
        self._counts[name] += items
        self._also.count(name, items)

    def note(self, text: str) -> None:
        """See Progress."""
        self._notes.append(text)
        self._also.note(text)

    def _heed(self) -> None:
        if self._cancelled.is_set():
            raise Cancelled("Cancelled. What was stored is kept; run it again to carry on.")

    def _write_regularly(self) -> None:
        while not self._stop.wait(_EVERY):
            with suppress(StoreError):  # the work meets it too, and tells it
                self._write()

    def _write(self) -> None:
        with self._store.connect() as db:
            wanted_to_stop = self._store.sql.jobs_progress(
                db,
                id=self._job_id,
                stage=self._stage,
                done=self._done,
                total=self._total,
                counts=Jsonb(dict(+self._counts)),
                notes=list(self._notes),
            )
        if wanted_to_stop:
            self._cancelled.set()
