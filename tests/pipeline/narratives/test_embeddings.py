"""Embeddings come out of the database as they went in."""

import numpy as np

from pipeline.narratives.embeddings import WIDTH, embeddings
from pipeline.store import Store
from tests.pipeline.narratives.conftest import Told, insert, telling, vector


def test_a_round_trip_keeps_order_and_values(store: Store, brand_id: int) -> None:
    told = [*telling("streak", 5), Told(None, "no embedding"), *telling("voices", 3)]
    ids = insert(store, brand_id, told)
    with store.connect() as db:
        found, vectors = embeddings(store, db, ids)
    assert found.tolist() == [i for i, one in zip(ids, told, strict=True) if one.story]
    expected = np.array([vector(one.story, one.seed) for one in told if one.story])
    assert np.abs(vectors - expected).max() < 1e-3


def test_none_asked_none_given(store: Store, brand_id: int) -> None:
    with store.connect() as db:
        found, vectors = embeddings(store, db, [])
    assert found.shape == (0,) and vectors.shape == (0, WIDTH)
