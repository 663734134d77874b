"""Which waiting mention goes to which narrative: the nearest, a new one, or the one it follows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from pipeline.narratives.embeddings import WIDTH
from pipeline.narratives.waiting import NONE, Waiting

if TYPE_CHECKING:
    from models.topics import Space, Thread

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Told:
    """What the waiting mentions tell, before any is placed.

    vectors (N, 384): in the brand's space and in context. head (N,): the row whose story each
    tells. joins, founds (N,): which can join a narrative by themselves, or found one.
    """

    vectors: Floats
    head: Ints
    joins: Flags
    founds: Flags
    stems: list[list[str]]

    @classmethod
    def none(cls) -> Told:
        nobody = np.zeros(0, bool)
        return cls(np.zeros((0, WIDTH), np.float32), np.zeros(0, np.int64), nobody, nobody, [])


@dataclass
class Placed:
    """Where each mention goes so far: narrative id or NONE, how, and the cosine distance."""

    narrative: Ints
    how: list[str | None]
    distance: Floats

    @classmethod
    def nowhere(cls, count: int) -> Placed:
        return cls(np.full(count, NONE), [None] * count, np.full(count, np.nan, np.float32))

    def put(self, rows: Ints, narrative: Ints, how: str, distance: Floats | None = None) -> None:
        self.narrative[rows] = narrative
        for row in rows:
            self.how[row] = how
        if distance is not None:
            self.distance[rows] = distance

    @property
    def open(self) -> Flags:
        return np.asarray(self.narrative == NONE)


def tell(found: Waiting, space: Space) -> Told:
    """Who follows whom, and what each means in its thread."""
    from models.topics import content, heads, in_context
    from models.topics.conversations import ASSIGNED, FOUNDS

    stems = [content(post) for post in found.posts]
    telling = np.array([len(set(own)) for own in stems], np.int64)
    answers = found.rows["direct_reply"].to_numpy(bool)
    machine = found.rows["machine"].fillna(False).to_numpy(bool)
    thread = _thread(found, telling, answers)
    head = heads(thread)
    own = (head == np.arange(len(found))) & found.rows["embedded"].to_numpy(bool)
    own &= ~answers & ~_follows_outside(found, thread)
    vectors = in_context(space(found.vectors), thread, head, space(found.answered))
    joins = own & (telling >= ASSIGNED)
    return Told(vectors, head, joins, own & (telling >= FOUNDS) & ~machine, _spoken(stems, head))


def place_nearest(
    placed: Placed, told: Told, rows: Ints, centroids: Floats, radii: Floats, home: Ints
) -> None:
    """Put each of these rows into the nearest narrative within whose radius it lies."""
    from models.topics import nearest

    which, distance = nearest(told.vectors[rows], centroids, radii)
    hit = which >= 0
    placed.put(rows[hit], home[which[hit]], "nearest", distance[hit])


def place_followers(placed: Placed, told: Told, found: Waiting) -> None:
    """Let followers go where the post they answer went; what answers nothing placed stays."""
    outside = np.flatnonzero(placed.open & ~told.joins & (found.outside != NONE))
    placed.put(outside, found.outside[outside], "followed")
    at_head = placed.narrative[told.head]
    rows = np.flatnonzero(placed.open & (at_head != NONE))
    placed.put(rows, at_head[rows], "followed")


def _thread(found: Waiting, telling: Ints, answers: Flags) -> Thread:
    from models.topics import Thread

    return Thread(found.parent, telling, answers)


def _follows_outside(found: Waiting, thread: Thread) -> Flags:
    """Answers a mention that has its narrative already, and says too little of its own."""
    from models.topics.conversations import OWN_STORY

    return np.asarray((found.outside != NONE) & (thread.answers | (thread.telling < OWN_STORY)))


def _spoken(stems: list[list[str]], head: Ints) -> list[list[str]]:
    """Each head's words with those of its followers."""
    spoken: list[list[str]] = [[] for _ in stems]
    for row, own in enumerate(stems):
        spoken[head[row]].extend(own)
    return spoken
