"""Reddit by PRAW: subreddits' new posts and comments, search, and the comments of a thread."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

import praw
from praw.exceptions import DuplicateReplaceException

from pipeline.errors import InputError
from pipeline.posts import AuthorRole, Post
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
from pipeline.sources.newest_first import NewestFirst
from pipeline.sources.praw_client import Kept, read_only_client

_SITE = "https://www.reddit.com"
_MORE = 32  # requests for hidden comments of one thread, the fullest first
# A listing that ends below these ended by itself; above, at the most that Reddit shows.
_LISTING_ENDS, _SEARCH_ENDS = 950, 200
_GONE = frozenset({"[deleted]", "[removed]", "[ Removed by Reddit ]"})
_PLACE = frozenset({"id", "name", "created_utc", "subreddit", "link_id", "parent_id"})

_NAMES = r"[A-Za-z0-9_]+(?:\+[A-Za-z0-9_]+)*"
_THREAD = re.compile(
    r"(?:https?://(?:\w+\.)?reddit\.com)?(?:/?r/\w+)?/?comments/(\w+)(?:/.*)?"
    r"|https?://redd\.it/(\w+)|t3_(\w+)"
)
_SUBREDDIT = re.compile(
    rf"(?:https?://(?:\w+\.)?reddit\.com)?/?r/({_NAMES})(/comments)?(?:/new)?/?(?:\?.*)?"
)
_SEARCH = re.compile(rf"(?:r/)?({_NAMES}):\s*(\S.*)")


class Reddit:
    """Targets: new posts, new comments, a search, a thread."""

    name = "reddit"
    title = "Reddit"
    help = (
        "r/duolingo (new posts), r/duolingo/comments (new comments), all:duolingo or "
        "languagelearning:duolingo (search), or a thread's link or id (t3_1k9q2zz)."
    )

    def targets(self, text: str) -> tuple[str, ...]:
        """`r/<names>`, `r/<names>/comments`, `<names>:<query>` or `t3_<id>`."""
        plain = text.strip()
        if thread := _THREAD.fullmatch(plain):
            return (f"t3_{(thread[1] or thread[2] or thread[3]).lower()}",)
        if subreddit := _SUBREDDIT.fullmatch(plain):
            return (f"r/{subreddit[1].lower()}{subreddit[2] or ''}",)
        search = _SEARCH.fullmatch(plain)
        if not search or search[1].startswith("http"):
            raise InputError(f'"{text}" is no Reddit target. Use {self.help}')
        return (f"{search[1].lower()}:{search[2]}",)

    def fetch(self, request: Request, cursor: Cursor | None, access: Access) -> Iterator[Page]:
        """Newest first down to what is known; a thread always wholly."""
        target = request.target
        with read_only_client(access, target) as (reddit, kept):
            if target.startswith("t3_"):
                yield from _thread(reddit, kept, target, access.clock())
            else:
                walk = NewestFirst.begin(request, cursor, access)
                yield from _listing(reddit, kept, target, walk)

    def parse(self, payload: Payload) -> list[Post]:
        """The posts and comments of one answer, however deep they lie in it."""
        return [_post(thing["kind"], thing["data"]) for thing in _things(payload["response"])]


def _listing(reddit: praw.Reddit, kept: Kept, target: str, walk: NewestFirst) -> Iterator[Page]:
    """Pages of new posts, new comments or search results."""
    for payload in _answers(_asked(reddit, target), kept):
        with known_shape(payload):
            walk.step([(from_epoch(d["created_utc"]), d["name"]) for d in _in_order(payload)])
            ends = payload["response"]["data"]["after"] is None
        if walk.arrived or ends:
            yield walk.last_page(payload, _capped(target, walk.seen))
            return
        yield walk.page(payload)


def _in_order(payload: Payload) -> list[dict[str, Any]]:
    """A listing's items without those that stand at the top whatever their age."""
    items = [child["data"] for child in payload["response"]["data"]["children"]]
    return [data for data in items if not (data.get("stickied") or data.get("promoted"))]


def _asked(reddit: praw.Reddit, target: str) -> Iterator[Any]:
    """PRAW's lazy listing of a target."""
    names, colon, query = target.partition(":")
    if colon:
        search: Iterator[Any] = reddit.subreddit(names).search(
            query, sort="new", time_filter="all", limit=None
        )
        return search
    _, name, *comments = target.split("/")
    subreddit = reddit.subreddit(name)
    return subreddit.comments(limit=None) if comments else subreddit.new(limit=None)


def _answers(listing: Iterator[Any], kept: Kept) -> Iterator[Payload]:
    """The answers behind a listing; PRAW sends a request only when an item needs one."""
    for _ in listing:
        yield from kept.take()
    yield from kept.take()


def _capped(target: str, seen: int) -> str | None:
    """Why the listing ended, when it did not end by itself."""
    if seen < (_SEARCH_ENDS if ":" in target else _LISTING_ENDS):
        return None
    return f"Reddit shows only the newest {seen} of {target}; what lies between was missed."


def _thread(reddit: praw.Reddit, kept: Kept, target: str, now: datetime) -> Iterator[Page]:
    """A thread's post and comments, read whole: its votes and edits move for days."""
    try:
        comments = reddit.submission(target.removeprefix("t3_")).comments
        left: Sequence[Any] = comments.replace_more(limit=_MORE)
        hidden = sum(more.count for more in left)
    except DuplicateReplaceException:
        hidden = 1  # the tree changed under our hands; the next run reads it again
    *others, last = kept.take()
    window = Window(_began([*others, last][0]), now)
    for payload in others:
        yield Page(payload, window)
    note = f"Some {hidden} comments of {target} lie too deep or moved while it was read."
    yield Page(last, window, {"at": now.isoformat()}, Gap(window, note) if hidden else None)


def _began(payload: Payload) -> datetime:
    """When the post of a thread was written."""
    with known_shape(payload):
        return from_epoch(payload["response"][0]["data"]["children"][0]["data"]["created_utc"])


def _things(node: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401 — JSON
    """Every post and comment of an answer, parents first."""
    if isinstance(node, list):
        for part in node:
            yield from _things(part)
    elif "json" in node:
        yield from _things(node["json"]["data"]["things"])
    elif node["kind"] == "Listing":
        yield from _things(node["data"]["children"])
    elif node["kind"] in ("t1", "t3"):
        if not node["data"].get("promoted"):  # an advertisement between the posts
            yield node
        yield from _things(node["data"].get("replies") or [])
    elif node["kind"] != "more":
        raise ValueError(f"a thing of kind {node['kind']}")


def _post(kind: str, data: dict[str, Any]) -> Post:
    """One post (t3) or comment (t1). What is gone keeps its place in the thread, nothing else."""
    is_comment = kind == "t1"
    body = data["body" if is_comment else "selftext"]
    gone = body in _GONE or data.get("removed_by_category") is not None
    return Post(
        source=Reddit.name,
        native_id=data["name"],
        kind="comment" if is_comment else "post",
        posted_at=from_epoch(data["created_utc"]),
        text="" if gone else body,
        markup="markdown",
        title=None if gone or is_comment else data["title"],
        author=None if gone else _author(data),
        author_role=_role(data),
        community=data["subreddit"],
        thread_id=data["link_id"] if is_comment else None,
        parent_id=data["parent_id"] if is_comment else None,
        url=_url(data),
        engagement=None if data.get("score_hidden") else data["score"],
        edited_at=_edited_at(data["edited"]),
        deleted=gone,
        raw={key: data[key] for key in data if key in _PLACE or not (gone or key == "replies")},
    )


def _edited_at(edited: float | bool) -> datetime | None:
    """False: never. Of very old edits Reddit only says true, not when."""
    return None if isinstance(edited, bool) else from_epoch(edited)


def _author(data: dict[str, Any]) -> str | None:
    return None if data["author"] in (None, "[deleted]") else data["author"]


def _role(data: dict[str, Any]) -> AuthorRole | None:
    if data["author"] == "AutoModerator":
        return "bot"
    return "moderator" if data.get("distinguished") == "moderator" else None


def _url(data: dict[str, Any]) -> str:
    """Comments of 2016 carry no permalink."""
    if "permalink" in data:
        return f"{_SITE}{data['permalink']}"
    return f"{_SITE}/r/{data['subreddit']}/comments/{data['link_id'][3:]}/_/{data['id']}/"


SOURCE: Source = Reddit()
