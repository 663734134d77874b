"""The mentions without a narrative, as arrays: what they say, mean and answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from psycopg import Connection
from psycopg.rows import tuple_row

from pipeline.narratives.embeddings import WIDTH, embeddings
from pipeline.narratives.names import nicknames
from pipeline.store import Store

if TYPE_CHECKING:
    from models.topics import Said
    from models.topics.words import Clause

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
NONE = -1


@dataclass(frozen=True)
class Waiting:
    """One row a mention: N of them, in the order of their ids.

    rows: columns of the query `narratives_waiting`. vectors (N, 384): embeddings, zeros where
    there is none. answered (N, 384): those of answered mentions that are not among the rows.
    parent (N,): the row answered, or NONE. posts: the texts as clauses. names: what the brand is
    called in them.
    """

    rows: pd.DataFrame
    vectors: Floats
    answered: Floats
    parent: Ints
    posts: list[list[Clause]]
    names: frozenset[str]

    @classmethod
    def none(cls) -> Waiting:
        empty = np.zeros((0, WIDTH), np.float32)
        return cls(pd.DataFrame(), empty, empty, np.zeros(0, np.int64), [], frozenset())

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def ids(self) -> Ints:
        return self.rows["id"].to_numpy(np.int64)

    def said(self, rows: Ints) -> list[Said]:
        """What these rows say, and under which title."""
        from models.topics import Said, read

        threads = self.rows["thread"].fillna("").to_numpy()[rows]
        authors = self.rows["author"].to_numpy()[rows]
        titles = {thread: read(thread, self.names) for thread in set(threads)}
        return [
            Said(self.posts[row], titles[thread], author)
            for row, thread, author in zip(rows, threads, authors, strict=True)
        ]

    @property
    def was(self) -> Ints:
        """(N,) the narrative each is in so far, or NONE."""
        return self.rows["was"].fillna(NONE).to_numpy(np.int64)

    @property
    def outside(self) -> Ints:
        """(N,) id of the narrative of an answered mention that is not among the rows, or NONE."""
        known = self.rows["answered_narrative"].fillna(NONE).to_numpy(np.int64)
        return np.where(self.parent == NONE, known, NONE)


def waiting(
    store: Store,
    db: Connection[Any],
    brand_id: int,
    names: frozenset[str],
    *,
    after: int,
    since: date | None = None,
    placed: bool = False,
) -> Waiting:
    """The brand's mentions with an id above `after`, or of a week from `since` on.

    Only those without a narrative, or all if `placed`.
    """
    from models.topics import read

    rows = _frame(store, db, brand_id=brand_id, after=after, since=since, placed=placed)
    ids = rows["id"].to_numpy(np.int64)
    answered = rows["answered"].fillna(NONE).to_numpy(np.int64)
    parent = _positions(ids, answered)
    abroad = np.where(parent == NONE, answered, NONE)
    called = names | nicknames(rows["text"], names)
    known, vectors = embeddings(store, db, sorted({*ids.tolist(), *abroad.tolist()} - {NONE}))
    return Waiting(
        rows,
        _rows_of(known, vectors, ids),
        _rows_of(known, vectors, abroad),
        parent,
        [read(text, called) for text in rows["text"]],
        called,
    )


def _frame(store: Store, db: Connection[Any], **parameters: object) -> pd.DataFrame:
    with db.cursor(row_factory=tuple_row) as cursor:
        cursor.execute(store.sql.narratives_waiting.sql, parameters)
        columns = [column.name for column in cursor.description or []]
        return pd.DataFrame.from_records(cursor.fetchall(), columns=columns)


def _positions(ids: Ints, wanted: Ints) -> Ints:
    """Where each wanted id stands in the ascending `ids`; NONE where it does not."""
    if not len(ids):
        return np.zeros(0, np.int64)
    place = np.minimum(np.searchsorted(ids, wanted), len(ids) - 1)
    return np.where(ids[place] == wanted, place, NONE)


def _rows_of(known: Ints, vectors: Floats, ids: Ints) -> Floats:
    """(len(ids), 384): zeros for an id that is not known."""
    found = np.zeros((len(ids), WIDTH), np.float32)
    place = _positions(known, ids)
    if len(known):
        found[place != NONE] = vectors[place[place != NONE]]
    return found
