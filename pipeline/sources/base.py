"""What a source is: `fetch` reads pages lazily, `parse` turns a page's payload into posts."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Protocol

from pipeline.posts import Post
from pipeline.settings import Settings

Payload = dict[str, Any]
Cursor = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked of a source: one target in the source's own notation (see `Source.targets`).

    `since` says how far back the first run goes (UTC if it names no zone); later runs go on from
    the cursor, unless `afresh` asks to read everything again. The reading is noted under `job_id`.
    """

    target: str
    since: datetime | None = None
    afresh: bool = False
    job_id: int | None = None

    def __post_init__(self) -> None:
        if self.since is not None and self.since.tzinfo is None:
            object.__setattr__(self, "since", self.since.replace(tzinfo=UTC))


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of time; an end that is None is open."""

    since: datetime | None
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch that the source does not show any more, and why."""

    window: Window
    note: str


@dataclass(frozen=True, slots=True)
class Page:
    """One answer of a source.

    `payload` is what came, as it came. `window` is the time that reading up to this page has
    covered. `cursor` is where the next run begins once this page is stored; None while a walk
    is under way that has to begin again when it is cut.
    """

    payload: Payload
    window: Window
    cursor: Cursor | None = None
    gap: Gap | None = None


def utc_now() -> datetime:
    """The clock that sources read when a caller brings no other."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Access:
    """What `fetch` needs of the world: addresses and credentials, a clock, a way to wait."""

    settings: Settings = field(default_factory=Settings)
    clock: Callable[[], datetime] = utc_now
    sleep: Callable[[float], None] = time.sleep


class Source(Protocol):
    """One file in this folder that ends in `SOURCE = …`; nothing else has to know it."""

    @property
    def name(self) -> str:
        """As it stands in post.source, in brand files and on the command line."""

    @property
    def title(self) -> str:
        """As people call it."""

    @property
    def help(self) -> str:
        """One line: what its targets look like."""

    def targets(self, text: str) -> tuple[str, ...]:
        """The targets that a person means by `text`, in the one notation under which their
        cursors are kept. Raises InputError."""

    def fetch(self, request: Request, cursor: Cursor | None, access: Access) -> Iterator[Page]:
        """Read what is new since `cursor`, page by page. Raises SourceError or Unexpected."""

    def parse(self, payload: Payload) -> list[Post]:
        """The posts of one payload; pure. Any KeyError and the like means: format changed."""


class Unexpected(Exception):
    """A payload has not the shape we know. `ingest` keeps it and says so; see FormatChanged."""

    def __init__(self, payload: object, cause: Exception) -> None:
        self.payload = payload
        self.cause = cause
        super().__init__(f"{type(cause).__name__}: {cause}")


@contextmanager
def known_shape(payload: object) -> Iterator[None]:
    """Within, a missing key or an odd value of `payload` raises Unexpected."""
    try:
        yield
    except (LookupError, TypeError, ValueError, AttributeError, SyntaxError) as cause:
        raise Unexpected(payload, cause) from cause


def one_line(text: object) -> str:
    """What a server or a library said, fit for one line."""
    return " ".join(str(text).split())[:200]


def from_epoch(seconds: float) -> datetime:
    """Seconds since 1970 as aware UTC."""
    return datetime.fromtimestamp(seconds, UTC)
