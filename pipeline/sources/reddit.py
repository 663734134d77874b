"""Reddit by PRAW: subreddits' new posts and comments, search, and the comments of a thread."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

import praw
import prawcore
import requests
from praw.exceptions import DuplicateReplaceException, PRAWException
from prawcore.const import ACCESS_TOKEN_PATH

from pipeline.errors import CredentialsError, InputError, SourceError
from pipeline.posts import AuthorRole, Post
from pipeline.sources.base import (
    Access,
    Cursor,
    Gap,
    Page,
    Payload,
    Request,
    Source,
    Unexpected,
    Window,
    from_epoch,
    known_shape,
    one_line,
)
from pipeline.sources.newest_first import NewestFirst
from pipeline.sources.patience import Patience

_SITE = "https://www.reddit.com"
_MORE = 32  # requests for hidden comments of one thread, the fullest first
# A listing that ends below these ended by itself; above, at the most that Reddit shows.
_LISTING_ENDS, _SEARCH_ENDS = 950, 200
_GONE = frozenset({"[deleted]", "[removed]", "[ Removed by Reddit ]"})
_PLACE = frozenset({"id", "name", "created_utc", "subreddit", "link_id", "parent_id"})

_PRAW_FAILS = (prawcore.PrawcoreException, PRAWException)
_ODD_SHAPES = (LookupError, TypeError, ValueError, AttributeError, AssertionError)
_HOW_TO_GET_SOME = (
    "Set TRIBE_REDDIT_CLIENT_ID and TRIBE_REDDIT_CLIENT_SECRET to those of an app that Reddit "
    "approved for you: support.reddithelp.com, “Developer Platform & Accessing Reddit Data”."
)
_NOBODY_HOME = "Reddit has no {target}: misspelt, banned or deleted. Check the name on reddit.com."
_REFUSALS = {
    301: _NOBODY_HOME,
    302: _NOBODY_HOME,  # an unknown subreddit leads to the search for subreddits
    403: "Reddit keeps {target} private or under quarantine (HTTP 403); this app may not read it.",
    404: _NOBODY_HOME,
}

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
        with _client(access, target) as (reddit, kept):
            if target.startswith("t3_"):
                yield from _thread(reddit, kept, target, access.clock())
            else:
                walk = NewestFirst.begin(request, cursor, access)
                yield from _listing(reddit, kept, target, walk)

    def parse(self, payload: Payload) -> list[Post]:
        """The posts and comments of one answer, however deep they lie in it."""
        return [_post(thing["kind"], thing["data"]) for thing in _things(payload["response"])]


@dataclass(slots=True)
class _Kept:
    """What came over the wire: the answers nobody took yet, and the last status."""

    answers: list[requests.Response] = field(default_factory=list)
    status: int = 0

    def take(self) -> list[Payload]:
        """The answers since the last call, as they came."""
        taken, self.answers = self.answers, []
        return [{"response": answer.json()} for answer in taken]


class _Requestor(prawcore.Requestor):
    """PRAW's way to the network: waits as told, and keeps every answer as it came.

    PRAW's own objects ask again when an attribute is missing; what we store is read from
    the answers kept here instead.
    """

    def __init__(self, *, kept: _Kept, patience: Patience, **settings: Any) -> None:  # noqa: ANN401
        super().__init__(**settings)
        self._kept = kept
        self._patience = patience

    def request(self, *args: Any, timeout: float | None = None, **kwargs: Any) -> requests.Response:  # noqa: ANN401
        """One request of PRAW. Raises Throttled, SourceError."""
        send = partial(super().request, *args, timeout=timeout, **kwargs)
        answer = self._patience.ask(send)
        self._kept.status = answer.status_code
        if answer.ok and not answer.url.endswith(ACCESS_TOKEN_PATH):
            self._kept.answers.append(answer)
        return answer


@contextmanager
def _client(access: Access, target: str) -> Iterator[tuple[praw.Reddit, _Kept]]:
    """A read-only client and what it receives; within, every refusal is told in one line."""
    settings, kept = access.settings, _Kept()
    if not settings.reddit_client_id or settings.reddit_client_secret is None:
        raise CredentialsError(f"Reddit was given no credentials. {_HOW_TO_GET_SOME}")
    cut = (prawcore.RequestException,)
    patience = Patience(Reddit.title, access.sleep, access.clock, cut)
    with requests.Session() as session:
        reddit = praw.Reddit(
            client_id=settings.reddit_client_id,
            client_secret=settings.reddit_client_secret.get_secret_value(),
            user_agent=settings.reddit_user_agent,
            reddit_url=settings.reddit_url,
            oauth_url=settings.reddit_oauth_url,
            check_for_updates=False,
            requestor_class=_Requestor,
            requestor_kwargs={"kept": kept, "patience": patience, "session": session},
        )
        try:
            yield reddit, kept
        except (*_PRAW_FAILS, *_ODD_SHAPES) as error:
            raise _explained(error, kept, target) from error


def _explained(error: Exception, kept: _Kept, target: str) -> Exception:
    """The failure as a person needs it; a payload that PRAW cannot read is Unexpected."""
    if isinstance(error, prawcore.exceptions.BadJSON):
        return Unexpected({"text": error.response.text}, error)
    if kept.status == 401 or isinstance(error, prawcore.exceptions.OAuthException):
        return CredentialsError(f"Reddit refused the credentials. {_HOW_TO_GET_SOME}")
    if kept.status in _REFUSALS:
        return SourceError(_REFUSALS[kept.status].format(target=target))
    if isinstance(error, _ODD_SHAPES) and kept.answers:
        return Unexpected(kept.take()[-1], error)
    return SourceError(f"Reddit did not give {target} (HTTP {kept.status}: {one_line(error)}).")


def _listing(reddit: praw.Reddit, kept: _Kept, target: str, walk: NewestFirst) -> Iterator[Page]:
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


def _answers(listing: Iterator[Any], kept: _Kept) -> Iterator[Payload]:
    """The answers behind a listing; PRAW sends a request only when an item needs one."""
    for _ in listing:
        yield from kept.take()
    yield from kept.take()


def _capped(target: str, seen: int) -> str | None:
    """Why the listing ended, when it did not end by itself."""
    if seen < (_SEARCH_ENDS if ":" in target else _LISTING_ENDS):
        return None
    return f"Reddit shows only the newest {seen} of {target}; what lies between was missed."


def _thread(reddit: praw.Reddit, kept: _Kept, target: str, now: datetime) -> Iterator[Page]:
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
