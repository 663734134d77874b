"""A post made ready for the store: plain text, its fingerprint, and what its text alone tells."""

import json
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from models.language import languages_of
from pipeline.intake.disclosure import disclosure_of
from pipeline.intake.fingerprint import hash_of, words_of
from pipeline.intake.spam import spam_reason
from pipeline.intake.text import tidy, to_text
from pipeline.posts import Post

_INT32 = 2**31 - 1
_SURROGATES = re.compile("[\ud800-\udfff]")


@dataclass
class CleanPost:
    """One post with its plain title and body; nothing of a post deleted at its source."""

    post: Post
    title: str | None
    body: str
    judgement: dict[str, Any] = field(default_factory=dict)  # the columns that `judge` fills in

    @classmethod
    def of(cls, post: Post) -> "CleanPost":
        if post.deleted:
            return cls(post, None, "")
        title = to_text(post.title, keep_quotes=True).replace("\n", " ") if post.title else None
        return cls(post, title or None, to_text(post.text, post.markup))

    @property
    def native_id(self) -> str:
        return tidy(self.post.native_id)

    @property
    def author(self) -> str | None:
        return _name(self.post.author)

    @property
    def text(self) -> str:
        return f"{self.title}\n{self.body}" if self.title else self.body

    @cached_property
    def words(self) -> list[str]:
        return words_of(self.text)

    @cached_property
    def text_hash(self) -> int:
        return hash_of(self.words, self.text)

    def facts(self) -> dict[str, Any]:
        """The columns that do not hang on the text."""
        post = self.post
        return {
            "kind": post.kind,
            "community": _name(post.community),
            "thread_id": _name(post.thread_id),
            "parent_id": _name(post.parent_id),
            "author": None if post.deleted else self.author,
            "author_role": post.author_role,
            "posted_at": post.posted_at,
            "edited_at": post.edited_at,
            "url": None if post.deleted else _link(post.url),
            "rating": _number(post.rating),
            "engagement": _whole(post.engagement),
            "fiction": post.fiction,
        }

    def payload(self) -> str:
        """The source's own data as JSON that PostgreSQL can store."""
        return raw_json(self.post.raw)


def judge(posts: Sequence[CleanPost]) -> None:
    """Fill in what follows from the texts; languages are told apart for many texts at once."""
    fresh = [post for post in posts if not post.judgement and not post.post.deleted]
    told = languages_of([post.text for post in fresh])
    for post, (language, confidence) in zip(fresh, told, strict=True):
        post.judgement = {
            "title": post.title,
            "body": post.body,
            "text_hash": post.text_hash,
            "language": language,
            "language_confidence": confidence,
            "disclosure": disclosure_of(post.text),
            "spam_reason": spam_reason(post.text),
        }


def raw_json(raw: dict[str, Any]) -> str:
    """JSON without NUL, lone surrogates and NaN; what JSON does not know becomes text."""
    try:
        dumped = json.dumps(raw, default=str, ensure_ascii=False, allow_nan=False)
        dumped.encode()
    except ValueError:  # NaN or infinity, or a lone surrogate
        return raw_json(_storable(raw))
    return dumped if "\\u0000" not in dumped else json.dumps(_storable(raw), default=str)


def _storable(value: Any) -> Any:  # noqa: ANN401 — any JSON value
    match value:
        case str():
            return _SURROGATES.sub("�", value.replace("\0", ""))
        case float() if not math.isfinite(value):
            return None
        case dict():
            return {_storable(str(key)): _storable(item) for key, item in value.items()}
        case list() | tuple():
            return [_storable(item) for item in value]
        case None | bool() | int() | float():
            return value
        case _:
            return _storable(str(value))


def _name(value: str | None) -> str | None:
    return (tidy(value) or None) if value else None


def _link(value: str | None) -> str | None:
    """An address that a page may link to; `javascript:` and its kin are none (raw keeps them)."""
    name = _name(value)
    return name if name and name.lower().startswith(("http://", "https://")) else None


def _number(value: float | None) -> float | None:
    return value if value is not None and math.isfinite(value) else None


def _whole(value: int | None) -> int | None:
    return None if value is None else max(-_INT32, min(_INT32, value))
