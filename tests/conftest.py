"""A real PostgreSQL for every test: one embedded server a run, one fresh database a test."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg
import pytest
from hypothesis import settings

from pipeline.store import Store
from pipeline.store.migrate import migrate
from pipeline.store.server import embedded_url, stop_embedded

_NUMBERS = count()

# Workers of xdist are given the width of a terminal, which a console made on import would keep.
os.environ.pop("COLUMNS", None)

# The same examples in every run: a red test is then a change's doing. Search for new ones with
# `pytest --hypothesis-profile=search`.
settings.register_profile("same", derandomize=True)
settings.register_profile("search", max_examples=500)
settings.load_profile("same")


def _at(url: str, database: str) -> str:
    """The same server, another database."""
    info = psycopg.conninfo.conninfo_to_dict(url)
    host, port, user = info.get("host", ""), info.get("port"), info.get("user", "postgres")
    password = f":{info['password']}" if info.get("password") else ""
    if str(host).startswith("/"):
        return f"postgresql://{user}{password}@/{database}?host={host}"
    return f"postgresql://{user}{password}@{host}:{port or 5432}/{database}"


@pytest.fixture(scope="session")
def server_url() -> Iterator[str]:
    """The server that DATABASE_URL names, or an embedded one of this run's own."""
    given = os.environ.get("DATABASE_URL")
    if given:
        yield given
        return
    folder = Path(tempfile.mkdtemp(prefix="tribe-tests-"))
    yield embedded_url(folder / "postgres")
    stop_embedded(folder / "postgres")
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def template(server_url: str) -> Iterator[str]:
    """The name of a migrated database that each test's own is copied from."""
    name = f"tribe_test_template_{os.getpid()}"
    with psycopg.connect(server_url, autocommit=True) as admin:
        admin.execute(f'create database "{name}"')
        migrate(_at(server_url, name))
        yield name
        admin.execute(f'drop database "{name}" with (force)')


@contextmanager
def _new_database(server_url: str, template: str) -> Iterator[str]:
    """The URL of a new database, a copy of the migrated template, dropped afterwards."""
    name = f"tribe_test_{os.getpid()}_{next(_NUMBERS)}"
    with psycopg.connect(server_url, autocommit=True) as admin:
        admin.execute(f'create database "{name}" template "{template}"')
        yield _at(server_url, name)
        admin.execute(f'drop database "{name}" with (force)')


@pytest.fixture
def database_url(server_url: str, template: str) -> Iterator[str]:
    """The URL of an empty, migrated database that only this test sees."""
    with _new_database(server_url, template) as url:
        yield url


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    """An empty, migrated store of this test's own."""
    opened = Store(database_url)
    yield opened
    opened.close()


@pytest.fixture
def another_store(server_url: str, template: str) -> Iterator[Store]:
    """A second store of this test's own, to compare with the first."""
    with _new_database(server_url, template) as url:
        opened = Store(url)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def sample(
    server_url: str, template: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Store]:
    """The built-in sample as `demo` loads it, once for all tests that only read it."""
    from tests.sample_truth import load_sample

    with _new_database(server_url, template) as url:
        opened = Store(url)
        load_sample(opened, tmp_path_factory.mktemp("home"))
        yield opened
        opened.close()
