"""Rows to posts, by a plan made from the whole file."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date as Day
from datetime import datetime, time
from typing import cast

from pipeline.files import reddit
from pipeline.files.cells import Cells
from pipeline.files.dates import DateReading, NotADate, needs_zone
from pipeline.files.identify import Identifier, Place
from pipeline.files.presets import ColumnMap
from pipeline.files.rows import Reject, Row
from pipeline.files.values import rating_of, source_of, text_of
from pipeline.posts import AuthorRole, Kind, Markup, Post

_CLOCK = re.compile(r"\d{1,2}[:.]\d{2}")
_ROLES = ("developer", "moderator", "bot")


class NoBrand(ValueError):
    """The row should name its brand and does not."""


@dataclass(frozen=True)
class Plan:
    """Everything decided about a file before its rows are read for good."""

    columns: ColumnMap
    dates: DateReading
    source: str
    markup: Markup
    now: datetime
    source_given: bool = False  # a person's word goes before a column's
    date: Day | None = None
    fiction: bool = False
    brand: str | None = None  # the brand of every row that names none of its own
    brand_column: str | None = None
    brand_keys: Mapping[str, str] = field(default_factory=dict)
    threads: reddit.Threads = field(default_factory=reddit.Threads)


class Converter:
    """Turns rows into posts, one after the other."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.identifier = Identifier(plan.columns, plan.threads, plan.brand_column)

    def post(self, row: Row) -> Post | Reject:
        """The row as a post, or why it is none."""
        cells = Cells(row.cells, self.plan.columns)
        text, title = cells.text("text"), cells.text("title")
        if not text and not title:
            return Reject(row.line, _empty(cells), row.text)
        try:
            posted_at, brand = self._moment(cells), self._brand(cells)
        except (NotADate, NoBrand) as error:
            return Reject(row.line, str(error), row.text)
        source = self._source(cells)
        place = self.identifier.place(cells, source)
        gone = self.plan.columns.preset.ids == "reddit" and text in reddit.GONE
        author = cells.text("author")
        return Post(
            source=source,
            native_id=place.native_id,
            kind=_kind(cells, place),
            posted_at=posted_at,
            text="" if gone else text,
            markup=self.plan.markup,
            title=None if gone else title or None,
            author=None if gone or author in ("", *reddit.GONE) else author,
            author_role=_role(cells, source, author),
            community=cells.text("community") or None,
            thread_id=place.thread_id,
            parent_id=place.parent_id,
            url=place.url,
            rating=rating_of(cells["rating"]),
            engagement=cells.engagement(),
            deleted=gone,
            fiction=self.plan.fiction,
            brand=brand,
            raw=row.payload,
        )

    def _moment(self, cells: Cells) -> datetime:
        value = cells["posted_at"]
        if value is None and self.plan.date is not None:
            value = datetime.combine(self.plan.date, time())
        elif value is not None and (clock := cells.text("time")):
            value = joined(text_of(value), clock)
        return self.plan.dates.moment(value, self.plan.now)

    def _brand(self, cells: Cells) -> str | None:
        if self.plan.brand_column is None:
            return self.plan.brand
        name = text_of(cells.row.get(self.plan.brand_column))
        key = self.plan.brand_keys.get(name, self.plan.brand)
        if key is None:
            raise NoBrand(f'no brand in column "{self.plan.brand_column}"')
        return key

    def _source(self, cells: Cells) -> str:
        if self.plan.source_given:
            return self.plan.source
        return source_of(cells.text("source")) or self.plan.source


def joined(day: str, clock: str) -> str:
    """Date and time of two columns; spreadsheets add a midnight to one, a day to the other."""
    day = day.removesuffix(" 00:00:00").removesuffix("T00:00:00")
    clock = clock.split("T")[-1]
    is_day = ":" not in day and needs_zone(day)
    return f"{day} {clock}" if is_day and _CLOCK.match(clock) else day


def _kind(cells: Cells, place: Place) -> Kind:
    if place.is_comment is None:
        return cells.kind()
    return "comment" if place.is_comment else "post"


def _role(cells: Cells, source: str, author: str) -> AuthorRole | None:
    given = cells.text("author_role").lower()
    if given in _ROLES:
        return cast(AuthorRole, given)
    return "bot" if source == "reddit" and author == "AutoModerator" else None


def _empty(cells: Cells) -> str:
    if cells["rating"] is not None:
        return "no text, only a rating"
    return "no text" if cells["posted_at"] is not None else "empty row"
