"""Hacker News by Algolia's public search: stories and comments, in slices of time. No key."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from pipeline.errors import InputError
from pipeline.posts import Post
from pipeline.sources.base import (
    Access,
    Cursor,
    Gap,
    Page,
    Payload,
    Request,
    Source,
    Window,
    from_epoch,
    known_shape,
)
from pipeline.sources.web import Web

_BEGAN = datetime(2006, 10, 9, tzinfo=UTC)  # the first item
_MOST_HITS = 1000  # of one query, however it is paged
_OVERLAP = timedelta(days=3)  # late to the index, and points still move
_STORY = re.compile(r"(?:story:|https?://news\.ycombinator\.com/item\?id=)(\d+)")


class HackerNews:
    """Targets: a word or phrase, or one story with its discussion."""

    name = "hackernews"
    title = "Hacker News"
    help = 'A word or phrase (duolingo, "green owl"), or a story: its link or story:18445714.'

    def targets(self, text: str) -> tuple[str, ...]:
        """`story:<id>`, or the phrase without its quotes."""
        story = _STORY.fullmatch(text.strip())
        phrase = f"story:{story[1]}" if story else " ".join(text.replace('"', " ").split())
        if not phrase:
            raise InputError(f"Hacker News needs something to search for. {self.help}")
        return (phrase,)

    def fetch(self, request: Request, cursor: Cursor | None, access: Access) -> Iterator[Page]:
        """Oldest slice first, so that the cursor can move with every slice."""
        slices = [_Slice(_start(request, cursor), int(access.clock().timestamp()))]
        with Web(self.title, access) as web:
            search = _Search(web, access.settings.hackernews_url, request.target)
            while slices:
                part = slices.pop()
                first = search.page(part, 0)
                with known_shape(first):
                    hits = int(first["nbHits"])
                if hits > _MOST_HITS and part.can_halve:
                    slices += part.halves  # the older half is on top
                else:
                    yield from search.rest(part, first)

    def parse(self, payload: Payload) -> list[Post]:
        """The posts of one answer of `search_by_date`."""
        return [_post(hit) for hit in payload["hits"]]


def _start(request: Request, cursor: Cursor | None) -> int:
    if cursor:
        return int(cursor["until"]) - int(_OVERLAP.total_seconds())
    return int((request.since or _BEGAN).timestamp())


@dataclass(frozen=True, slots=True)
class _Slice:
    """since < created ≤ until, in whole seconds."""

    since: int
    until: int

    @property
    def can_halve(self) -> bool:
        return self.until - self.since > 1

    @property
    def halves(self) -> list["_Slice"]:
        """The newer, then the older half."""
        middle = (self.since + self.until) // 2
        return [_Slice(middle, self.until), _Slice(self.since, middle)]

    @property
    def window(self) -> Window:
        return Window(from_epoch(self.since), from_epoch(self.until))


@dataclass(frozen=True, slots=True)
class _Search:
    """One search, asked slice by slice."""

    web: Web
    base: str
    target: str

    def page(self, part: _Slice, number: int) -> Payload:
        """One page of a slice, as it came."""
        params: dict[str, str | int] = {
            **self._what(),
            "typoTolerance": "false",
            "advancedSyntax": "true",
            "numericFilters": f"created_at_i>{part.since},created_at_i<={part.until}",
            "hitsPerPage": _MOST_HITS,
            "page": number,
        }
        return self.web.get_json(f"{self.base}/search_by_date", params)

    def rest(self, part: _Slice, first: Payload) -> Iterator[Page]:
        """Every page of a slice, its first being here; the last one moves the cursor."""
        with known_shape(first):
            hits, pages = int(first["nbHits"]), int(first["nbPages"])
        last = first
        for number in range(1, pages):
            yield Page(last, part.window)
            last = self.page(part, number)
        note = f"Hacker News shows {_MOST_HITS} of {hits} hits within one second."
        gap = Gap(part.window, note) if hits > _MOST_HITS else None
        yield Page(last, part.window, {"until": part.until}, gap)

    def _what(self) -> dict[str, str]:
        if self.target.startswith("story:"):
            story = self.target.removeprefix("story:")
            return {"query": "", "tags": f"(story,comment),story_{story}"}
        return {"query": f'"{self.target}"', "tags": "(story,comment)"}


def _post(hit: dict[str, Any]) -> Post:
    """2018 answers carry null where those of 2026 leave the key out."""
    is_comment = "comment" in hit["_tags"]
    native_id = str(hit["objectID"])
    return Post(
        source=HackerNews.name,
        native_id=native_id,
        kind="comment" if is_comment else "post",
        posted_at=from_epoch(hit["created_at_i"]),
        text=hit.get("comment_text" if is_comment else "story_text") or "",
        markup="html",
        title=None if is_comment else hit["title"],
        author=hit.get("author"),
        thread_id=str(hit["story_id"]) if is_comment else None,
        parent_id=str(hit["parent_id"]) if is_comment else None,
        url=f"https://news.ycombinator.com/item?id={native_id}",
        engagement=hit.get("points"),
        raw={key: value for key, value in hit.items() if key != "_highlightResult"},
    )


SOURCE: Source = HackerNews()
