"""Which post a row is: the same whenever the file, or the post by another way, is read again."""

import json
import re
from collections import Counter
from dataclasses import dataclass
from hashlib import blake2b

from pipeline.files import reddit
from pipeline.files.cells import Cells
from pipeline.files.presets import ColumnMap
from pipeline.files.values import canonical, id_of

_CONTENT = ("author", "posted_at", "time", "title", "text", "rating", "url", "community")


@dataclass(frozen=True, slots=True)
class Place:
    """A post's id and where it stands in its thread."""

    native_id: str
    thread_id: str | None = None
    parent_id: str | None = None
    url: str | None = None
    is_comment: bool | None = None  # None: not known by the ids


class Identifier:
    """Gives rows their ids, and remembers in two numbers a row which it has met."""

    def __init__(
        self, columns: ColumnMap, threads: reddit.Threads, brand_column: str | None = None
    ) -> None:
        self.repeated = 0
        self.rewritten = 0
        self.rounded = 0  # ids that a spreadsheet wrote as 5.69E+17
        self._columns = columns
        self._threads = threads
        self._brand_column = brand_column
        self._pattern = re.compile(columns.preset.id_in_url) if columns.preset.id_in_url else None
        self._twins: Counter[bytes] = Counter()
        self._texts: dict[int, int] = {}

    def place(self, cells: Cells, source: str) -> Place:
        """The row's id, thread, parent and link."""
        url, given = cells.text("url"), id_of(cells["id"])
        self.rounded += not given and cells["id"] is not None
        known = reddit_identity(cells, self._columns, source)
        if known is None:
            thread, parent = id_of(cells["thread"]) or None, id_of(cells["parent"]) or None
            native_id = given or self._in_url(url) or self._content_id(cells)
            place = Place(native_id, thread, parent, url or None)
        else:
            community = cells.text("community")
            thread = self._threads.thread_of(known, community, url)
            link = reddit.permalink(known, community, thread, url)
            place = Place(known.name, thread, known.parent, link, known.is_comment)
        if known or given:
            self._meet(place.native_id, source, cells)
        return place

    def _in_url(self, url: str) -> str:
        match = self._pattern.search(url) if self._pattern else None
        return match[1] if match else ""

    def _content_id(self, cells: Cells) -> str:
        """A fingerprint of what the row says, and which of its twins in the file it is."""
        said = [canonical(cells[name]) for name in _CONTENT]
        if self._brand_column:
            said.append(canonical(cells.row.get(self._brand_column)))
        digest = blake2b(json.dumps(said).encode(), digest_size=12)
        self._twins[digest.digest()] += 1
        twin = self._twins[digest.digest()]
        return digest.hexdigest() if twin == 1 else f"{digest.hexdigest()}-{twin}"

    def _meet(self, native_id: str, source: str, cells: Cells) -> None:
        said = hash((canonical(cells["title"]), canonical(cells["text"])))
        key = hash((source, native_id))
        before = self._texts.get(key)
        self._texts[key] = said
        if before is not None:
            self.repeated += before == said
            self.rewritten += before != said


def reddit_identity(cells: Cells, columns: ColumnMap, source: str) -> reddit.Identity | None:
    """The row's Reddit ids, where its preset has them or its link is a link to Reddit."""
    url = cells.text("url")
    if columns.preset.ids == "reddit":
        given = reddit.Given(
            id_of(cells["id"]), cells.kind(), id_of(cells["thread"]), id_of(cells["parent"]), url
        )
        return reddit.identity(given)
    if source == "reddit" and not columns.has("id") and reddit.is_permalink(url):
        return reddit.identity(reddit.Given(url=url))
    return None
