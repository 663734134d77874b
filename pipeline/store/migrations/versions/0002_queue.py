"""The job queue: procrastinate's own schema, as its pinned version ships it."""

from procrastinate.schema import SchemaManager

from pipeline.store.migrations.steps import run_script

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    run_script(SchemaManager.get_schema())
