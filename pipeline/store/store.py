"""Open the database, migrated and ready; run named queries; give frames to those who compute."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import aiosql
import pandas as pd
import psycopg
from pgvector.psycopg import register_vector
from psycopg.conninfo import conninfo_to_dict
from psycopg.rows import tuple_row
from psycopg_pool import ConnectionPool

from pipeline.errors import StoreError
from pipeline.settings import Settings
from pipeline.store.migrate import migrate
from pipeline.store.server import embedded_url, little_room

# A refresh sorts some 100,000 rows at once; compiling its plans costs more than it saves.
_PATIENCE = 15.0  # seconds for a connection: a server that restarts is back by then
_SESSION = "-c work_mem=64MB -c jit=off -c timezone=UTC"


@cache
def named_queries() -> Any:  # noqa: ANN401 — aiosql makes one method a query at run time
    """Every query of `sql/*.sql`, as a method that takes a connection and named parameters."""
    return aiosql.from_path(Path(__file__).parent / "sql", "psycopg", mandatory_parameters=False)


class Store:
    """A pool of connections to one migrated database, and the named queries.

    `with store.connect() as db:` is one transaction: committed at the end, rolled back on error.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self.sql = named_queries()
        # A lost connection is told once, by `connect`, not at each of the pool's attempts.
        logging.getLogger("psycopg.pool").setLevel(logging.CRITICAL)
        self._pool = ConnectionPool(
            url,
            min_size=1,
            max_size=8,
            open=True,
            timeout=_PATIENCE,
            kwargs={"options": _SESSION},
            configure=_configure,
        )

    @contextmanager
    def connect(self) -> Iterator[psycopg.Connection[tuple[Any, ...]]]:
        """One transaction on one connection of the pool."""
        try:
            with self._pool.connection() as connection:
                yield connection
        except (psycopg.errors.DiskFull, psycopg.errors.InsufficientResources) as error:
            raise StoreError(
                f"The database has no room left ({_first_line(error)}). Nothing of this step was "
                "stored; free some space and run the same command again."
            ) from error
        except psycopg.OperationalError as error:
            raise StoreError(
                f"The database cannot be reached ({_first_line(error)}){_room(self.url)}. Nothing "
                "of this step was stored; check TRIBE_HOME or DATABASE_URL, and that the disk has "
                "room, and run the same command again."
            ) from error

    def frame(self, query: str, **parameters: object) -> pd.DataFrame:
        """The rows of one named query as a frame; an empty one has its columns too.

        It is planned for these parameters each time: a filter that is not set costs nothing.
        """
        with self.connect() as db, db.cursor(row_factory=tuple_row) as cursor:
            cursor.execute(getattr(self.sql, query).sql, parameters or None, prepare=False)
            columns = [column.name for column in cursor.description or []]
            return pd.DataFrame(cursor.fetchall(), columns=columns)

    def close(self) -> None:
        """Give the connections back; the embedded server stops with its last process."""
        self._pool.close()


def open_store(settings: Settings | None = None) -> Store:
    """The store that the settings name, migrated. Raises StoreError when there is none."""
    settings = settings or Settings()
    if settings.database_url is not None:
        url = settings.database_url.get_secret_value()
    else:
        url = embedded_url(settings.postgres_folder)
    try:
        migrate(url)
    except Exception as error:
        cause = getattr(error, "orig", error)
        if not isinstance(cause, psycopg.Error):
            raise
        raise StoreError(_unprepared(cause)) from error
    return Store(url)


def _unprepared(error: psycopg.Error) -> str:
    """What is wrong with the database, and what to do; never the URL, it holds a password."""
    match error:
        case psycopg.ProgrammingError(sqlstate=None):
            return (
                "DATABASE_URL is not the address of a database. Write it like "
                "postgresql://user:password@host:5432/database."
            )
        case psycopg.errors.InsufficientPrivilege():
            what = "cannot be prepared"
            advice = (
                "Let the user of DATABASE_URL create tables there, and let an administrator run "
                "once: create extension vector"
            )
        case psycopg.errors.FeatureNotSupported() | psycopg.errors.UndefinedFile():
            what, advice = "cannot be prepared", "Install pgvector on that server"
        case psycopg.OperationalError(sqlstate=None):
            what = "cannot be reached"
            advice = "Check host, port, user and password in DATABASE_URL and that the server runs"
        case _:
            what, advice = "cannot be prepared", "Check DATABASE_URL"
    return f"The database {what} ({_first_line(error)}). {advice}."


def _configure(connection: psycopg.Connection[Any]) -> None:
    register_vector(connection)
    connection.commit()


def _room(url: str) -> str:
    """What a full disk has to do with it: a server that cannot write its log stops."""
    host = conninfo_to_dict(url).get("host")
    return little_room(Path(host)) if isinstance(host, str) and host.startswith("/") else ""


def _first_line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
