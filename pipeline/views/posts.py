"""The posts behind every number: searched, filtered and paged in the database."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date

import pandas as pd

from pipeline.store import Store
from pipeline.views.schema import FLAG, MOMENT, NUMBER, TEXT, WHOLE, Schema

LONGEST = 4_000  # characters of a post that a page shows; the rest is behind its link

POST_COLUMNS = {
    "mention_id": WHOLE,
    "post_id": WHOLE,
    "source": TEXT,
    "kind": TEXT,
    "community": TEXT,
    "author": TEXT,
    "posted_at": MOMENT,
    "title": TEXT,
    "body": TEXT,
    "cut": FLAG,  # the body is longer than what is given here
    "url": TEXT,
    "engagement": NUMBER,
    "rating": NUMBER,
    "language": TEXT,
    "voice": TEXT,
    "voice_reason": TEXT,
    "direct_reply": FLAG,
    "matched_by": TEXT,
    "inferred": FLAG,
    "narrative": NUMBER,  # its number; missing: in none yet
    "narrative_label": TEXT,
    "followed": FLAG,  # it tells its narrative only by the post it answers or repeats
    "negative": NUMBER,
    "neutral": NUMBER,
    "positive": NUMBER,
    "not_scored": TEXT,
    "spam_reason": TEXT,
    "duplicate_of": NUMBER,  # the post it repeats
    "duplicate_kind": TEXT,
    "deleted": FLAG,
    "fiction": FLAG,
}

POSTS = Schema("posts", POST_COLUMNS)

FACETS = Schema("facets", {"what": TEXT, "value": TEXT})


@dataclass(frozen=True)
class PostFilter:
    """Which mentions to show; an empty field does not filter."""

    words: str = ""  # as typed: phrases in quotes, OR, -excluded
    first_week: date | None = None
    last_week: date | None = None
    first_day: date | None = None
    last_day: date | None = None
    sources: tuple[str, ...] = ()
    voices: tuple[str, ...] = ()
    tones: tuple[str, ...] = ()  # negative, neutral, positive, not_scored
    languages: tuple[str, ...] = ()  # 'unknown' for posts without one
    matched_by: tuple[str, ...] = ()
    narrative: int | None = None  # its number; 0: in none
    mentions: tuple[int, ...] = ()  # just these, by id
    post: int | None = None  # a post and what repeats it
    spam: bool = False  # suspected spam too
    duplicates: bool = False  # repeats too
    counted: bool = False  # only what the dials count
    act: str | None = None  # what customers do: leaves, switches, asks, answers, requests
    named: str | None = None  # the brand, by its key, that it names or is about
    stance: str | None = None  # to, from; a tone; open, answered
    order: str = "newest"  # newest, oldest, loudest


@dataclass(frozen=True)
class PostPage:
    """One page of posts, and how many pass the filter in all."""

    posts: pd.DataFrame
    total: int


def posts(
    store: Store, brand_id: int, wanted: PostFilter, page: int = 1, size: int = 25
) -> PostPage:
    """One page of the brand's posts that pass the filter; a page past the end is empty."""
    named = {"brand_id": brand_id, "size": size, "skip": (page - 1) * size}
    if wanted == PostFilter():
        found = store.frame("views_newest", **named)
    else:
        found = store.frame("views_matching", **named, **_parameters(wanted))
    total = int(found["total"].iloc[0]) if len(found) else 0
    return PostPage(posts_by_mention(store, found["mention_id"].tolist()), total)


def posts_by_mention(store: Store, mentions: Sequence[int]) -> pd.DataFrame:
    """The posts of these mentions, in this order."""
    if not mentions:
        return POSTS.empty()
    return POSTS.check(store.frame("views_posts", mentions=list(mentions), longest=LONGEST))


def facets(store: Store, brand_id: int) -> pd.DataFrame:
    """The sources and languages that the brand's mentions have, the most frequent first."""
    return FACETS.check(store.frame("views_facets", brand_id=brand_id))


def _parameters(wanted: PostFilter) -> dict[str, object]:
    """Empty choices become null, which the query reads as "any"."""
    values = asdict(wanted)
    lists = {key: list(value) or None for key, value in values.items() if isinstance(value, tuple)}
    return {**values, **lists, "words": wanted.words.strip() or None}
