"""Bring a database to the newest schema; run on every start, does nothing when it is there."""

from pathlib import Path

import psycopg
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.pool import NullPool

_FOLDER = Path(__file__).parent / "migrations"
_PATIENCE = 15  # seconds for the first contact; where packets vanish, it would be two minutes
_LOCK = 7_417_001  # any number, the same in every process: two starts must not migrate at once


def migrate(url: str) -> None:
    """Apply every revision that the database at `url` does not have yet."""
    config = Config()
    config.set_main_option("script_location", str(_FOLDER))
    config.set_main_option("path_separator", "os")
    # libpq reads the URL, as it does everywhere else: it takes more spellings than SQLAlchemy.
    known = "connect_timeout" in conninfo_to_dict(url)
    patient = url if known else make_conninfo(url, connect_timeout=_PATIENCE)
    engine = create_engine(
        "postgresql+psycopg://", creator=lambda: psycopg.connect(patient), poolclass=NullPool
    )
    with engine.connect() as connection:
        if _current(connection) == ScriptDirectory.from_config(config).get_current_head():
            return
        connection.execute(text("select pg_advisory_lock(:key)"), {"key": _LOCK})
        connection.commit()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        connection.commit()
        connection.execute(text("select pg_advisory_unlock(:key)"), {"key": _LOCK})


def _current(connection: Connection) -> str | None:
    """The revision the database is at, None for a new one."""
    known = connection.execute(text("select to_regclass('alembic_version')")).scalar()
    if known is None:
        return None
    return connection.execute(text("select version_num from alembic_version")).scalar()
