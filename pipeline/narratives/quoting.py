"""Three quotes for each narrative that gained mentions or lost a quote."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from psycopg import Connection

from pipeline.narratives.embeddings import embeddings
from pipeline.store import Store

if TYPE_CHECKING:
    from models.topics import Space

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
_TYPICAL = 150  # mentions nearest to the centre among which quotes are chosen
_CUSTOMER, _ENGLISH, _LABELLED, _PHRASED, _LINKED = 0.15, 0.1, 0.25, 0.05, -0.15


def requote(
    store: Store, db: Connection[Any], brand_id: int, grown: set[int], space: Space
) -> None:
    """Choose the quotes of the narratives in `grown`, and of those whose quotes no longer hold."""
    lacking = {row[0] for row in store.sql.narratives_unquoted(db, brand_id=brand_id)}
    wanted = sorted(grown | lacking)
    if not wanted:
        return
    typical = _typical(store, db, wanted)
    ids, vectors = embeddings(store, db, sorted(typical["id"]))
    vectors = space(vectors)
    chosen = [
        row
        for narrative in typical["narrative_id"].unique().tolist()
        for row in _quotes(typical[typical["narrative_id"] == narrative], ids, vectors)
    ]
    store.sql.narratives_unquote(db, ids=wanted)
    if chosen:
        store.sql.narratives_quote(db, chosen)


def _typical(store: Store, db: Connection[Any], wanted: Sequence[int]) -> pd.DataFrame:
    rows = store.sql.narratives_typical(db, ids=list(wanted), most=_TYPICAL)
    columns = ["narrative_id", "id", "text", "thread", "author", "voice", "english", "label"]
    columns += ["keyphrases"]
    return pd.DataFrame(list(rows), columns=columns)


def _quotes(group: pd.DataFrame, known: Ints, vectors: Floats) -> list[dict[str, int]]:
    from models.topics import Candidates, quotes

    texts = group["text"].tolist()
    ids = group["id"].to_numpy(np.int64)
    vectors = vectors[np.searchsorted(known, ids)]
    centre = vectors.mean(0)
    candidates = Candidates(vectors, texts, group["author"].tolist(), _merit(group))
    picked = quotes(candidates, centre / max(float(np.linalg.norm(centre)), 1e-9))
    narrative = int(group["narrative_id"].iloc[0])
    return [
        {"narrative_id": narrative, "rank": rank, "id": int(ids[row])}
        for rank, row in enumerate(picked, 1)
    ]


def _merit(group: pd.DataFrame) -> Floats:
    """A quote should be a customer's, readable, and say what the label says."""
    first = group.iloc[0]
    held = [_stems(text) for text in group["text"]]
    told = _shares(held, [first["label"]])
    phrased = _shares(held, first["keyphrases"])
    merit = (
        _CUSTOMER * (group["voice"] == "customer")
        + _ENGLISH * group["english"].fillna(False).astype(bool)
        + _LINKED * group["text"].str.contains("http", regex=False)
        + _LABELLED * told
        + _PHRASED * phrased
    )
    return np.asarray(merit, dtype=np.float32)


def _shares(held: Sequence[frozenset[str]], phrases: Sequence[str]) -> NDArray[np.float64]:
    """(N,) the largest share of a phrase's words, in whatever form, that each text holds."""
    wanted = [words for words in map(_stems, phrases) if words]
    shares = [[len(words & has) / len(words) for words in wanted] for has in held]
    return np.array([max(share, default=0.0) for share in shares])


def _stems(text: str) -> frozenset[str]:
    from models.topics import content, read

    return frozenset(content(read(text)))
