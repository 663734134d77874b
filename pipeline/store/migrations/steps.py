"""What a migration does: run a script of SQL statements in alembic's transaction."""

from pathlib import Path

from alembic import op

_VERSIONS = Path(__file__).parent / "versions"


def run_sql(name: str) -> None:
    """Run one `.sql` file that lies beside the revisions."""
    run_script((_VERSIONS / name).read_text())


def run_script(script: str) -> None:
    """Run many statements at once, below SQLAlchemy, which would read `:name` and `%` in them."""
    connection = op.get_bind().connection.driver_connection
    if connection is None:
        raise RuntimeError("alembic gave a migration no database connection")
    connection.execute(script)
