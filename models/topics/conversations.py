"""Who follows whom in a thread, and what a post means in the light of what it answers.

On the sample every reply tells the story of the post it answers; clustering posts one by one
reaches an ARI of 0.4, with short replies following and longer ones in context 0.77.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.topics.space import Floats, unit

OWN_STORY = 12  # telling words from which a reply can tell a story of its own
ASSIGNED = 2  # telling words from which a post that answers nothing can join a story
FOUNDS = 4  # … and from which it can found one
_ANSWERED = 0.7  # weight of the post answered
_DEEP = 4  # answers above an answer that still count
_FOLLOWERS = 0.3  # weight of those who follow
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Thread:
    """parent: (N,) the row each post answers, -1: none here. telling: (N,) how many telling words.

    answers: (N,) whether it can only answer, whatever it says (a brand's reply to a customer).
    """

    parent: Ints
    telling: Ints
    answers: Flags

    @property
    def follows(self) -> Flags:
        """(N,) whether a post tells the story of the one it answers."""
        return (self.parent >= 0) & (self.answers | (self.telling < OWN_STORY))


def heads(thread: Thread) -> Ints:
    """(N,) the row whose story each post tells: its own, or that of the post it follows."""
    head = np.arange(len(thread.parent))
    follows = thread.follows
    head[follows] = thread.parent[follows]
    for _ in range(32):  # as deep as threads go; a circle ends here too
        following = head[head]
        if (following == head).all():
            break
        head = following
    return head


def in_context(vectors: Floats, thread: Thread, head: Ints, outside: Floats) -> Floats:
    """(N, D) unit: each post with those who follow it and, for a reply, what it answers.

    What is answered is itself a reply to something: the thread's first post colours all below it.
    outside: (N, D) the vector of an answered post that is not among the rows; zeros where none.
    """
    told = unit(vectors + _FOLLOWERS * _followers(vectors, thread, head))
    answered = outside.copy()
    replies = np.flatnonzero((thread.parent >= 0) & (head == np.arange(len(head))))
    parents = head[thread.parent[replies]]
    found = told
    for _ in range(_DEEP):
        answered[replies] = found[parents]
        found = unit(told + _ANSWERED * answered)
    return found


def _followers(vectors: Floats, thread: Thread, head: Ints) -> Floats:
    """(N, D) of each head: its followers' sum over the root of their number."""
    rows = np.flatnonzero(head != np.arange(len(head)))
    weights = np.minimum(1.0, thread.telling[rows] / 6).astype(np.float32)
    total = np.zeros_like(vectors)
    np.add.at(total, head[rows], vectors[rows] * weights[:, None])
    number = np.bincount(head[rows], minlength=len(vectors))
    return np.asarray(total / np.sqrt(np.maximum(number, 1))[:, None], dtype=np.float32)
