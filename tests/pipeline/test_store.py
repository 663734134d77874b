"""The store opens, migrates once, and says in one line what is wrong."""

import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict, make_conninfo
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


def test_a_password_never_shows() -> None:
    url = SecretStr("postgres//ann:secret@db.example.com/shop")
    with pytest.raises(StoreError, match="not the address of a database") as caught:
        open_store(Settings(database_url=url))
    assert "secret" not in str(caught.value)


def test_a_server_that_never_answers_is_given_up() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"postgresql://ann@127.0.0.1:{silent.getsockname()[1]}/shop?connect_timeout=2"
        with pytest.raises(StoreError, match="cannot be reached"):
            open_store(Settings(database_url=SecretStr(url)))


@pytest.fixture
def bare_database(server_url: str) -> Iterator[tuple[str, psycopg.Connection[Any]]]:
    """The URL of an empty database for a user who owns nothing, and an administrator."""
    name, user = f"tribe_bare_{os.getpid()}", f"tribe_ann_{os.getpid()}"
    with psycopg.connect(server_url, autocommit=True) as admin:
        admin.execute(f'create database "{name}"')
        admin.execute(f'create role "{user}" login')
        url = make_conninfo(server_url, dbname=name, user=user)
        try:
            psycopg.connect(url).close()
            yield url, admin
        except psycopg.OperationalError:
            pytest.skip("this server lets nobody in by name alone")
        admin.execute(f'drop database "{name}" with (force)')
        admin.execute(f'drop role "{user}"')


def test_a_user_without_rights_is_told_which(
    bare_database: tuple[str, psycopg.Connection[Any]],
) -> None:
    with pytest.raises(StoreError, match=r"permission denied.*create extension vector") as caught:
        open_store(Settings(database_url=SecretStr(bare_database[0])))
    assert "\n" not in str(caught.value)


def test_a_server_without_pgvector_is_told(
    bare_database: tuple[str, psycopg.Connection[Any]], server_url: str, tmp_path: Path
) -> None:
    name = conninfo_to_dict(bare_database[0])["dbname"]
    nowhere = f"-c extension_control_path={tmp_path}"
    url = make_conninfo(server_url, dbname=name, options=nowhere)
    with pytest.raises(StoreError, match="Install pgvector"):
        open_store(Settings(database_url=SecretStr(url)))


def test_a_home_that_cannot_be_made_is_one_line(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    with pytest.raises(StoreError, match="TRIBE_HOME") as caught:
        open_store(Settings(home=blocked / "home", database_url=None))
    assert "\n" not in str(caught.value)
