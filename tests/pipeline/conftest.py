"""What the stations' tests share."""

import pytest

from pipeline.store import Store


@pytest.fixture
def brand_id(store: Store) -> int:
    with store.connect() as db:
        row = db.execute(
            "insert into brand (key, name, query) values ('acme', 'Acme', 'acme') returning id"
        ).fetchone()
    assert row is not None
    return int(row[0])
