"""`jobs list`, `jobs cancel`: what runs, ran, or waits."""

from typing import Annotated

import pandas as pd
import typer
from rich.table import Table

from pipeline import jobs
from pipeline.cli.work import console, opened

app = typer.Typer(help="See what runs, ran or waits, and stop it.", no_args_is_help=True)


@app.command("list")
def list_jobs(
    limit: Annotated[int, typer.Option(help="How many of the newest jobs to show.")] = 20,
) -> None:
    """Show the newest jobs, how far they are, and why one failed."""
    with opened() as (store, _):
        recent = jobs.recent(store, limit)
        alive = jobs.worker_alive(store)
    if recent.empty:
        console.print("No job has run yet.")
        return
    table = Table("job", "kind", "brand", "status", "progress", "counts", "why", box=None)
    for job in recent.to_dict("records"):
        counts = ", ".join(f"{name} {number:,}" for name, number in job["counts"].items())
        where = _progress(job["stage"], job["done"], job["total"])
        brand = "–" if pd.isna(job["brand"]) else job["brand"]
        named = (str(job["id"]), job["kind"], brand, job["status"])
        table.add_row(*named, where, counts, "" if pd.isna(job["error"]) else job["error"])
    console.print(table)
    if not alive and (recent["status"] == "waiting").any():
        console.print("Jobs wait, and no worker is running. Start one: python -m pipeline worker")


@app.command()
def cancel(job: Annotated[int, typer.Argument(help="The job's number, from `jobs list`.")]) -> None:
    """Cancel a waiting job, or ask a running one to stop; what it stored is kept."""
    with opened() as (store, _):
        jobs.cancel(store, job)
    console.print(f"Job {job} is asked to stop.")


def _progress(stage: str | None, done: int, total: float | None) -> str:
    if pd.isna(stage):
        return "–"
    of = f" of {int(total):,}" if total is not None and not pd.isna(total) else ""
    return f"{stage}: {done:,}{of}"
