"""`report weekly`: one week of one brand, for people who were not there."""

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.work import run_job
from pipeline.weeks import parse_week

app = typer.Typer(help="Write summaries to send on.", no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Write summaries to send on."""


@app.command()
def weekly(
    brand: Annotated[str, typer.Option(help="The brand's key, from `brand list`.")],
    week: Annotated[str, typer.Option(help="The ISO week, such as 2025-W18.")],
    out: Annotated[Path, typer.Option(help="The folder to write to; made if missing.")] = Path(),
    later: Annotated[bool, typer.Option("--later", help="Hand it to the worker.")] = False,
) -> None:
    """Write a week's summary as PDF, XLSX and CSV: dials, what moved, narratives with quotes."""
    parse_week(week)
    run_job("report", {"brand": brand, "week": week, "folder": str(out.resolve())}, later=later)
