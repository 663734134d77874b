"""Reading a listing that begins with its newest item, down to what is known already."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Self

from pipeline.sources.base import Access, Cursor, Gap, Page, Payload, Request, Window


@dataclass(slots=True)
class NewestFirst:
    """One walk down a listing. Known is told by time: the item known last may be gone by now.

    The cursor moves with the last page only. A walk that is cut begins again at the top, since
    what lies above the cut would otherwise hide what lies below it.
    """

    floor: datetime | None
    started: datetime
    seen: int = 0
    _newest: tuple[datetime, str] | None = None
    _oldest: datetime | None = None
    _before: Cursor | None = field(default=None, repr=False)

    @classmethod
    def begin(cls, request: Request, cursor: Cursor | None, access: Access) -> Self:
        """A walk down to the cursor, or on the first run to `request.since`."""
        floor = datetime.fromisoformat(cursor["at"]) if cursor else request.since
        return cls(floor=floor, started=access.clock(), _before=cursor)

    @property
    def arrived(self) -> bool:
        """Whether the walk has met what is known."""
        return self.floor is not None and self._oldest is not None and self._oldest <= self.floor

    def step(self, items: list[tuple[datetime, str]]) -> None:
        """Take note of one page's items: their times and native ids."""
        self.seen += len(items)
        self._newest = max([*items, *([self._newest] if self._newest else [])], default=None)
        self._oldest = min(
            [*(at for at, _ in items), *([self._oldest] if self._oldest else [])], default=None
        )

    def page(self, payload: Payload) -> Page:
        """A page with more below it."""
        return Page(payload, Window(self._oldest, self.started))

    def last_page(self, payload: Payload, cut_short: str | None = None) -> Page:
        """The page that ends the walk; `cut_short` says why the listing ends before the floor."""
        if cut_short is None or self.arrived or self.floor is None:
            whole = Window(self._oldest if self.floor is None else self.floor, self.started)
            return Page(payload, whole, self._cursor())
        gap = Gap(Window(self.floor, self._oldest), cut_short)
        return Page(payload, Window(self._oldest, self.started), self._cursor(), gap)

    def _cursor(self) -> Cursor | None:
        if self._newest is None:
            return self._before
        at, native_id = self._newest
        if self._before and datetime.fromisoformat(self._before["at"]) > at:
            return self._before
        return {"id": native_id, "at": at.isoformat()}
