"""The phrases that set one group of posts apart from the others, as its writers put them.

A phrase is counted under the stems of its telling words, so that «canceled my subscription» and
«cancel the subscription» support each other; contrast is the z-score of the log-odds:
Monroe, Colaresi & Quinn 2008, «Fightin' Words».
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.topics.words import Clause

LONGEST = 4  # telling words in a phrase
GAP = 2  # small words between two of them
LEAST = 2  # posts a phrase stands in
_LIFT = 2.0  # how much more frequent than among all posts a phrase must be
_LENGTH = (0.0, 0.6, 1.0, 1.05, 1.05)  # two words say more than one of the same contrast

Post = list[Clause]
Key = tuple[str, ...]


@dataclass(frozen=True)
class Span:
    """One place where a phrase stands: its words as written and the word before it."""

    key: Key
    words: tuple[str, ...]
    before: str


@dataclass(frozen=True)
class Scored:
    """A phrase's key, in how many of the group's posts it stands, and its contrast."""

    key: Key
    posts: int
    score: float


def spans(post: Post) -> Iterator[Span]:
    """Every run of telling words in a clause, small words between them allowed."""
    for clause in post:
        for first, last, key in _runs(clause):
            before = clause.words[first - 1].lower() if first else ""
            yield Span(key, tuple(clause.words[first : last + 1]), before)


def keys(post: Post) -> set[Key]:
    """The keys of its phrases."""
    return {key for clause in post for _, _, key in _runs(clause)}


def contrasting(groups: Sequence[Sequence[Post]], most: int = 40) -> list[list[Scored]]:
    """For each group of posts its `most` phrases of highest contrast with the other groups."""
    counts = [_document_counts(posts) for posts in groups]
    total: Counter[Key] = Counter()
    for count in counts:
        total.update(count)
    everything = sum(len(posts) for posts in groups)
    return [
        _best(count, len(posts), total, everything, most)
        for count, posts in zip(counts, groups, strict=True)
    ]


def log_odds(
    inside: NDArray[np.float64], posts: int, outside: NDArray[np.float64], others: int
) -> NDArray[np.float64]:
    """z-scores of ln(odds inside / odds outside) for phrases in `inside` of `posts` posts."""
    here = np.log((inside + 0.5) / (posts - inside + 0.5))
    there = np.log((outside + 0.5) / (others - outside + 0.5))
    return np.asarray((here - there) / np.sqrt(1 / (inside + 0.5) + 1 / (outside + 0.5)))


def _runs(clause: Clause) -> Iterator[tuple[int, int, Key]]:
    stems = clause.stems
    places = [i for i, found in enumerate(stems) if found]
    for first, start in enumerate(places):
        key: Key = ()
        for last in range(first, min(first + LONGEST, len(places))):
            place = places[last]
            far = last > first and place - places[last - 1] > GAP + 1
            if far or stems[place] in key:
                break
            key += (stems[place],)
            yield start, place, key


def _document_counts(posts: Sequence[Post]) -> Counter[Key]:
    counts: Counter[Key] = Counter()
    for post in posts:
        counts.update(keys(post))
    return Counter({key: n for key, n in counts.items() if n > 1 or len(key) == 1})


def _best(
    count: Counter[Key], posts: int, total: Counter[Key], everything: int, most: int
) -> list[Scored]:
    kept = sorted(key for key, found in count.items() if found >= LEAST)
    if not kept:
        return []
    inside = np.array([count[key] for key in kept], float)
    outside = np.array([total[key] for key in kept], float) - inside
    lengths = np.array([_LENGTH[len(key)] for key in kept])
    scores = lengths * log_odds(inside, posts, outside, max(everything - posts, 1))
    lift = inside * everything / (posts * (inside + outside))
    scores[lift < _LIFT] = 0  # «AI» in half the posts where a third of all have it: says little
    order = np.argsort(-scores, kind="stable")[:most]
    return [Scored(kept[i], int(inside[i]), float(scores[i])) for i in order if scores[i] > 0]
