"""Take posts into the store: new ones, newer texts, deletions. Taking twice is taking once."""

from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from psycopg import Connection

from pipeline.errors import UnknownBrand
from pipeline.intake.clean import CleanPost, judge
from pipeline.intake.write import Batch, write
from pipeline.posts import Post
from pipeline.progress import Progress
from pipeline.store import Store

_BATCH = 1_000  # posts in a transaction


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of the posts given. `changed` counts newer texts, `known` all that was no news.

    `first_posted_at` and `last_posted_at` span every post given, known ones too.
    """

    new: int = 0
    changed: int = 0
    known: int = 0
    deleted: int = 0
    forgotten: int = 0
    first_posted_at: datetime | None = None
    last_posted_at: datetime | None = None

    @property
    def total(self) -> int:
        """Every post given."""
        return self.new + self.changed + self.known + self.deleted + self.forgotten

    def __add__(self, other: "Taken") -> "Taken":
        firsts = [at for at in (self.first_posted_at, other.first_posted_at) if at]
        lasts = [at for at in (self.last_posted_at, other.last_posted_at) if at]
        return Taken(
            self.new + other.new,
            self.changed + other.changed,
            self.known + other.known,
            self.deleted + other.deleted,
            self.forgotten + other.forgotten,
            min(firsts, default=None),
            max(lasts, default=None),
        )


def take(
    store: Store, posts: Iterable[Post], progress: Progress, assign_to: int | None = None
) -> Taken:
    """Store posts in batches of 1,000, a transaction each; ids follow the order given.

    `assign_to` is the id of the brand that every post is about, whatever its text says; a post's
    own `brand` key says so for one. Raises UnknownBrand for a key that nobody defined; the
    batches before it stay. The progress is advanced and counted, its stage is the caller's.
    """
    taken = Taken()
    batches = _cleaned(store, posts)
    batch = next(batches, None)
    with ThreadPoolExecutor(max_workers=1) as writer:
        while batch:
            written = writer.submit(_write, store, batch, assign_to)
            try:
                batch = next(batches, None)  # cleaned while the database writes the one before
            finally:
                taken += _told(written.result(), progress)
    return taken


def _cleaned(store: Store, posts: Iterable[Post]) -> Iterator[list[CleanPost]]:
    """Batches ready to be written: what the store has not seen yet is judged already."""
    rest = iter(posts)
    while batch := [CleanPost.of(post) for post in islice(rest, _BATCH)]:
        keys = {
            "sources": [post.post.source for post in batch],
            "native_ids": [post.native_id for post in batch],
        }
        with store.connect() as db:
            unseen = list(store.sql.intake_unseen(db, **keys))
        judge([batch[row[0]] for row in unseen])
        yield batch


def _told(taken: Taken, progress: Progress) -> Taken:
    for name in ("new", "changed", "known", "deleted", "forgotten"):
        if items := getattr(taken, name):
            progress.count(name, items)
    progress.advance(taken.total)
    return taken


def _write(store: Store, posts: list[CleanPost], assign_to: int | None) -> Taken:
    with store.connect() as db:
        counts = _take_batch(store, db, posts, assign_to)
    moments = [post.post.posted_at for post in posts]
    return Taken(**counts, first_posted_at=min(moments), last_posted_at=max(moments))


def _take_batch(
    store: Store, db: Connection[Any], posts: list[CleanPost], assign_to: int | None
) -> Counter[str]:
    batch = Batch(store, db, store.sql.intake_begin(db))
    brands = _brands_of(store, db, posts, assign_to)
    counts: Counter[str] = Counter()
    for once in _rounds(posts):
        counts += write(batch, once, [brands[post.post.brand] for post in once])
    return counts


def _brands_of(
    store: Store, db: Connection[Any], posts: list[CleanPost], assign_to: int | None
) -> dict[str | None, list[int]]:
    """For each brand key that the posts name: the brands to assign to."""
    known = dict(store.sql.intake_brands(db))
    always = [assign_to] if assign_to is not None else []
    named = {post.post.brand for post in posts} - {None}
    for key in named:
        if key not in known:
            raise UnknownBrand(str(key), known)
    return {None: always} | {key: sorted({*always, known[key]}) for key in named}


def _rounds(posts: list[CleanPost]) -> list[list[CleanPost]]:
    """The batch cut so that no round holds a post twice; its versions keep their order."""
    seen: Counter[tuple[str, str]] = Counter()
    rounds: list[list[CleanPost]] = []
    for post in posts:
        key = (post.post.source, post.native_id)
        if seen[key] == len(rounds):
            rounds.append([])
        rounds[seen[key]].append(post)
        seen[key] += 1
    return rounds
