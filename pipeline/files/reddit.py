"""Reddit rows under the ids that Reddit's API gives, so that a live reading meets the same posts.

Dumps name a comment's own link, its thread's link, or where the thread's post leads; parents with
or without their kind. Here all become fullnames (t3_ post, t1_ comment) and permalinks.
"""

import re
from dataclasses import dataclass, field

SITE = "https://www.reddit.com"
GONE = frozenset({"[deleted]", "[removed]", "[ Removed by Reddit ]"})

_PERMALINK = re.compile(r"(?:^|reddit\.com)(?:/r/\w+)?/comments/(\w+)(?:/[^/?#]*)?(?:/(\w+))?")
_DEPTH = 10_000  # of a chain of replies: a circle ends there


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a row is: its fullname, its thread's and its parent's; a post has neither."""

    name: str
    thread: str | None
    parent: str | None

    @property
    def is_comment(self) -> bool:
        """A comment, not a post."""
        return self.name.startswith("t1_")


@dataclass
class Threads:
    """Which thread a comment belongs to, where its own row does not say: told by the others."""

    parents: dict[str, str] = field(default_factory=dict)
    by_link: dict[tuple[str, str], str | None] = field(default_factory=dict)

    def learn(self, row: Identity, community: str, url: str) -> None:
        """Take in a row of the file; comments of one thread share the link of its post."""
        thread = row.thread if row.is_comment else row.name
        if row.parent:
            self.parents[row.name] = thread or row.parent
        if thread and url:
            known = self.by_link.setdefault((community, url), thread)
            if known != thread:
                self.by_link[community, url] = None  # two threads lead there: it says nothing

    def thread_of(self, row: Identity, community: str, url: str) -> str | None:
        """The thread's fullname, None when the file does not tell."""
        if not row.is_comment or row.thread:
            return row.thread
        above = row.parent
        for _ in range(_DEPTH):
            if above is None or above.startswith("t3_"):
                return above or self.by_link.get((community, url))
            above = self.parents.get(above)
        return None


@dataclass(frozen=True, slots=True)
class Given:
    """What a row says about itself; ids with or without their prefix, '' for what it lacks."""

    id: str = ""
    kind: str = ""
    thread: str = ""
    parent: str = ""
    url: str = ""

    @property
    def is_comment(self) -> bool:
        """By the prefix, else by the kind named, else by what else is there."""
        if self.id.startswith(("t1_", "t3_")):
            return self.id.startswith("t1_")
        if self.kind in ("comment", "post"):
            return self.kind == "comment"
        return bool(self.parent or _linked(self.url)[1])


def identity(given: Given) -> Identity | None:
    """The fullnames of a row, as far as the row itself tells them; None without any id."""
    linked_thread, linked_comment = _linked(given.url)
    own = _bare(given.id) or linked_comment or linked_thread
    if not own:
        return None
    if not given.is_comment:
        return Identity(f"t3_{own}", None, None)
    thread = linked_thread or _bare(given.thread)
    if not thread and given.parent.startswith("t3_"):
        thread = _bare(given.parent)
    return Identity(f"t1_{own}", f"t3_{thread}" if thread else None, _parent(given.parent, thread))


def is_permalink(url: str) -> bool:
    """Does the link lead to a post or comment on Reddit?"""
    return _PERMALINK.search(url) is not None


def permalink(row: Identity, community: str, thread: str | None, url: str) -> str | None:
    """Where the post itself can be read, which a dump's link often is not."""
    place, own = f"{SITE}/r/{community}" if community else SITE, _bare(row.name)
    if _linked(url)[1 if row.is_comment else 0] == own:
        return f"{SITE}{url}" if url.startswith("/") else url
    if not row.is_comment:
        return f"{place}/comments/{own}/"
    return f"{place}/comments/{_bare(thread)}/_/{own}/" if thread else url or None


def _linked(url: str) -> tuple[str, str]:
    """The ids of thread and comment in a link, '' where it has none."""
    link = _PERMALINK.search(url)
    return (link[1] or "", link[2] or "") if link else ("", "")


def _bare(name: str) -> str:
    return name.removeprefix("t1_").removeprefix("t3_")


def _parent(parent: str, thread: str) -> str | None:
    if parent.startswith(("t1_", "t3_")):
        return parent
    if not parent:
        return f"t3_{thread}" if thread else None
    return f"t3_{parent}" if parent == thread else f"t1_{parent}"
