"""Hacker News by Algolia's public search: stories and comments, in slices of time. No key."""

import re
from collections.abc import Iterator
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
        now = int(access.clock().timestamp())
        slices = [(_start(request, cursor), now)]
        with Web(self.title, access) as web:
            while slices:
                since, until = slices.pop()
                first = _page(web, access, request.target, since, until, 0)
                with known_shape(first):
                    hits, pages = int(first["nbHits"]), int(first["nbPages"])
                if hits > _MOST_HITS and until - since > 1:
                    middle = (since + until) // 2
                    slices += [(middle, until), (since, middle)]
                    continue
                for number in range(1, pages):
                    yield Page(first, _window(since, until))
                    first = _page(web, access, request.target, since, until, number)
                gap = _too_many(since, until, hits) if hits > _MOST_HITS else None
                yield Page(first, _window(since, until), {"until": until}, gap)

    def parse(self, payload: Payload) -> list[Post]:
        """The posts of one answer of `search_by_date`."""
        return [_post(hit) for hit in payload["hits"]]


def _start(request: Request, cursor: Cursor | None) -> int:
    if cursor:
        return int(cursor["until"]) - int(_OVERLAP.total_seconds())
    return int((request.since or _BEGAN).timestamp())


def _page(
    web: Web, access: Access, target: str, since: int, until: int, number: int
) -> dict[str, Any]:
    """One page of the slice since < created ≤ until."""
    params: dict[str, str | int] = {
        **_asked(target),
        "typoTolerance": "false",
        "advancedSyntax": "true",
        "numericFilters": f"created_at_i>{since},created_at_i<={until}",
        "hitsPerPage": _MOST_HITS,
        "page": number,
    }
    return web.get_json(f"{access.settings.hackernews_url}/search_by_date", params)


def _asked(target: str) -> dict[str, str]:
    if target.startswith("story:"):
        return {"query": "", "tags": f"(story,comment),story_{target.removeprefix('story:')}"}
    return {"query": f'"{target}"', "tags": "(story,comment)"}


def _window(since: int, until: int) -> Window:
    return Window(from_epoch(since), from_epoch(until))


def _too_many(since: int, until: int, hits: int) -> Gap:
    note = f"Hacker News shows {_MOST_HITS} of {hits} hits within one second."
    return Gap(_window(since, until), note)


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
