"""Read a source into the store, page by page: posts first, then the cursor, then the next page."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from psycopg.types.json import Jsonb

from pipeline.errors import (
    CredentialsError,
    FormatChanged,
    SourceError,
    StoreError,
    Throttled,
)
from pipeline.intake import Taken, take
from pipeline.posts import Post
from pipeline.progress import Progress
from pipeline.sources.base import (
    Access,
    Cursor,
    Page,
    Request,
    Source,
    Unexpected,
    Window,
    known_shape,
    one_line,
)
from pipeline.store import Store

_NAP = 1.0  # seconds between two looks whether the job was cancelled, while waiting
_WORTH_A_NOTE = 5.0  # a wait longer than this is told


def ingest(
    store: Store,
    source: Source,
    request: Request,
    brand_id: int,
    progress: Progress,
    access: Access | None = None,
) -> Taken:
    """Store what is new at `request.target` and leave a reading (coverage) behind.

    Killed at any point, the next run goes on from the last saved cursor: nothing is lost, and
    what is read twice is stored once. Raises SourceError and its kinds, Cancelled, StoreError.
    """
    access = access or Access()
    run = _Run(store, source, request, brand_id, progress)
    progress.stage(f"{source.title}: {request.target}")
    try:
        return run.read(replace(access, sleep=_interruptible(access.sleep, progress)))
    except Unexpected as error:
        changed = _format_changed(source, error, access)
        run.note_reading(access.clock(), str(changed))
        raise changed from error
    except StoreError:
        raise  # nothing can be noted in a store that does not answer
    except BaseException as error:
        run.note_reading(access.clock(), str(error) or type(error).__name__)
        raise


def ingest_each(
    store: Store,
    source: Source,
    requests: Iterable[Request],
    brand_id: int,
    progress: Progress,
    access: Access | None = None,
) -> Taken:
    """Ingest one request after the other; one that fails does not keep the rest from being read.

    Raises the first failure when all were tried, and at once what would fail them all:
    CredentialsError, Throttled.
    """
    taken, failures = Taken(), []
    for request in requests:
        try:
            taken += ingest(store, source, request, brand_id, progress, access)
        except (CredentialsError, Throttled):
            raise
        except SourceError as error:
            progress.note(str(error))
            failures.append(error)
    if failures:
        raise failures[0]
    return taken


@dataclass(slots=True)
class _Run:
    """One run over one target: what it has covered so far, and how it writes things down."""

    store: Store
    source: Source
    request: Request
    brand_id: int
    progress: Progress
    covered: Window | None = None

    def read(self, access: Access) -> Taken:
        """Every page: parse, store, move the cursor."""
        taken = Taken()
        for page in self.source.fetch(self.request, self._cursor(), access):
            taken = taken + take(self.store, self._posts(page), self.progress)
            self._stored(page, access.clock())
        self.note_reading(access.clock(), None)
        return taken

    def _posts(self, page: Page) -> list[Post]:
        with known_shape(page.payload):
            return self.source.parse(page.payload)

    def _stored(self, page: Page, now: datetime) -> None:
        """The page's posts are in the store: only now may the cursor move past them."""
        if page.cursor is not None:
            with self.store.connect() as db:
                self.store.sql.source_cursor_save(db, **self._key(), cursor=Jsonb(page.cursor))
        if page.gap is not None:
            self._add_reading(page.gap.window, page.gap.note, now, complete=False)
            self.progress.note(page.gap.note)
        self.covered = _joined(self.covered, page.window)

    def note_reading(self, now: datetime, problem: str | None) -> None:
        """Coverage of the whole run; `problem` says why it ended early."""
        self._add_reading(
            self.covered or Window(None, None), problem, now, complete=problem is None
        )

    def _add_reading(self, window: Window, note: str | None, now: datetime, complete: bool) -> None:
        with self.store.connect() as db:
            self.store.sql.source_reading_add(
                db,
                **self._key(),
                read_from=window.since,
                read_to=window.until,
                complete=complete,
                note=note,
                job_id=self.request.job_id,
                at=now,
            )

    def _cursor(self) -> Cursor | None:
        if self.request.afresh:
            return None
        with self.store.connect() as db:
            cursor: Cursor | None = self.store.sql.source_cursor(db, **self._key())
        return cursor

    def _key(self) -> dict[str, object]:
        return {
            "brand_id": self.brand_id,
            "source": self.source.name,
            "target": self.request.target,
        }


def _joined(one: Window | None, other: Window) -> Window:
    """The stretch from the earlier start to the later end; an unknown start stays unknown."""
    if one is None:
        return other
    starts = [start for start in (one.since, other.since) if start is not None]
    ends = [end for end in (one.until, other.until) if end is not None]
    return Window(min(starts, default=None), max(ends, default=None))


def _format_changed(source: Source, error: Unexpected, access: Access) -> FormatChanged:
    return FormatChanged(
        f"{source.title} sent something in a new format ({one_line(error)}). Nothing of this page "
        f"was stored; {_keep(source, error.payload, access)}. Other sources go on."
    )


def _keep(source: Source, payload: object, access: Access) -> str:
    """Keep the payload that nobody could read; the words say where it lies."""
    folder = access.settings.home / "unparsed"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path = _free_path(folder, f"{source.name}-{access.clock():%Y%m%dT%H%M%SZ}")
        path.write_text(json.dumps(payload, ensure_ascii=False, indent=1), encoding="utf-8")
    except OSError as problem:
        return f"it could not be kept in {folder} ({problem.strerror})"
    return f"send the maintainers what is kept in {path}"


def _free_path(folder: Path, stem: str) -> Path:
    """A file name in `folder` that nothing has yet."""
    taken = len(list(folder.glob(f"{stem}*")))
    return folder / (f"{stem}.json" if not taken else f"{stem}-{taken + 1}.json")


def _interruptible(sleep: Callable[[float], None], progress: Progress) -> Callable[[float], None]:
    """Wait in naps: between two of them a cancelled job ends (`advance` raises)."""

    def wait(seconds: float) -> None:
        if seconds > _WORTH_A_NOTE:
            progress.note(f"Asked to wait {seconds:.0f} seconds; waiting.")
        while seconds > 0:
            sleep(min(seconds, _NAP))
            progress.advance(0)
            seconds -= _NAP

    return wait
