"""The narratives a brand has, as arrays, and the space they live in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from psycopg import Connection

from pipeline.errors import InputError
from pipeline.narratives.embeddings import WIDTH
from pipeline.narratives.names import brand_names
from pipeline.narratives.waiting import NONE
from pipeline.store import Store

if TYPE_CHECKING:
    from models.topics import Space


@dataclass(frozen=True)
class Listened:
    """What the refresh needs to know of a brand.

    considered: the newest mention looked at; 0: none ever was. mentions: how many there are;
    fitted: how many there were at the last look at all of them.
    """

    id: int
    names: frozenset[str]
    considered: int
    fitted: int
    mentions: int
    space: Space


@dataclass(frozen=True)
class Known:
    """K narratives, merged ones too; home (K,): the id of the one that takes a mention of each,
    NONE where a person put it aside.
    """

    rows: pd.DataFrame
    centroids: NDArray[np.float32]
    radii: NDArray[np.float32]
    home: NDArray[np.int64]

    @property
    def aside(self) -> NDArray[np.bool_]:
        """(K,) which were put aside."""
        return np.asarray(self.home == NONE)

    @property
    def reach(self) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.int64]]:
        """What `place_nearest` asks for."""
        return self.centroids, self.radii, self.home


def listened(store: Store, db: Connection[Any], brand_id: int) -> Listened:
    """The brand, locked until the transaction ends. Raises InputError when there is none."""
    from models.topics import Space

    row = store.sql.narratives_brand(db, brand_id=brand_id)
    if row is None:
        raise InputError(f"There is no brand with the number {brand_id} any more.")
    name, query, handles, communities, considered, fitted, mentions, direction = row
    space = Space(None if direction is None else direction.to_numpy().astype(np.float32))
    return Listened(
        brand_id,
        brand_names(name, query, handles, communities),
        int(considered),
        int(fitted),
        int(mentions),
        space,
    )


def known(store: Store, db: Connection[Any], brand_id: int) -> Known:
    """All narratives of the brand by number; a merged one's mentions go where it went."""
    columns = ["id", "number", "label", "label_by", "merged_into", "centroid", "radius"]
    columns += ["named_at", "held", "own"]
    found = list(store.sql.narratives_known(db, brand_id=brand_id))
    rows = pd.DataFrame(found, columns=columns)
    into = {int(row[0]): row[4] for row in found}
    centroids = [row[5].to_numpy().astype(np.float32) for row in found]
    return Known(
        rows.drop(columns="centroid"),
        np.array(centroids, np.float32).reshape(len(found), WIDTH),
        rows["radius"].to_numpy(np.float32),
        np.array([_home(into, key) for key in into], np.int64),
    )


def _home(into: dict[int, int | None], key: int) -> int:
    while (onward := into[key]) is not None:
        if onward == key:
            return NONE
        key = onward
    return key
