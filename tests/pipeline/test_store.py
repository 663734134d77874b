"""The store opens, migrates once, and says in one line what is wrong."""

from pathlib import Path

import pytest
from pydantic import SecretStr

from pipeline.errors import StoreError
from pipeline.settings import Settings
from pipeline.store import Store, open_store
from pipeline.store.migrate import migrate


def test_a_migrated_database_migrates_again_without_a_change(store: Store) -> None:
    migrate(store.url)
    assert store.frame("brand_keys").empty
    assert list(store.frame("brand_keys").columns) == ["id", "key", "name"]


def test_the_queue_is_part_of_the_schema(store: Store) -> None:
    with store.connect() as db:
        row = db.execute("select to_regclass('procrastinate_jobs')").fetchone()
    assert row and row[0] is not None


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://nobody@127.0.0.1:1/none?connect_timeout=1",
        "postgresql://nobody@127.0.0.1:port/none",
        "not a url",
    ],
)
def test_an_unreachable_server_is_one_line(url: str) -> None:
    settings = Settings(database_url=SecretStr(url))
    with pytest.raises(StoreError, match="DATABASE_URL") as caught:
        open_store(settings)
    assert "\n" not in str(caught.value)


def test_a_home_that_cannot_be_made_is_one_line(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    with pytest.raises(StoreError, match="TRIBE_HOME") as caught:
        open_store(Settings(home=blocked / "home", database_url=None))
    assert "\n" not in str(caught.value)
