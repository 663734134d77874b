"""A post as its source published it: what `parse` and file imports hand to the intake."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

Kind = Literal["post", "comment", "review", "reply", "article"]
Markup = Literal["plain", "html", "markdown"]
AuthorRole = Literal["developer", "moderator", "bot"]


@dataclass(frozen=True, slots=True)
class Post:
    """One public item.

    `posted_at` is aware UTC. `text` is the source's own text in the given `markup`; the intake
    turns it into plain text. `thread_id` and `parent_id` are native ids of the same source;
    a root has neither. `engagement` is likes, score or helpful votes; None when not given.
    `brand` is the key of the brand that the file itself names for this row.
    """

    source: str
    native_id: str
    kind: Kind
    posted_at: datetime
    text: str
    markup: Markup = "plain"
    title: str | None = None
    author: str | None = None
    author_role: AuthorRole | None = None
    community: str | None = None
    thread_id: str | None = None
    parent_id: str | None = None
    url: str | None = None
    rating: float | None = None
    engagement: int | None = None
    edited_at: datetime | None = None
    deleted: bool = False
    fiction: bool = False
    brand: str | None = None
    raw: dict[str, Any] = field(default_factory=dict)
