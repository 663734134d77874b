"""What the commands share: the store they open, and a job that runs here and is watched."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any

from rich.console import Console

from pipeline.cli.terminal import TerminalProgress
from pipeline.errors import InputError
from pipeline.jobs import run_here, submit
from pipeline.settings import Settings
from pipeline.store import Store, open_store

# What people and files call things is shown as it is: "[red]" and ":smile:" are no orders to us.
console = Console(soft_wrap=True, markup=False, emoji=False)


def day_of(option: str, text: str) -> date:
    """The day that an option gives. Raises InputError, which shows how to write it."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InputError(f'{option} "{text}" is not a date. Write it like 2025-04-28.') from None


@contextmanager
def opened() -> Iterator[tuple[Store, Settings]]:
    """The store of the settings, closed afterwards."""
    settings = Settings()
    store = open_store(settings)
    try:
        yield store, settings
    finally:
        store.close()


def run_job(kind: str, arguments: Mapping[str, Any], *, later: bool = False) -> None:
    """Run a job here with its progress shown, or hand it to the worker (`later`)."""
    with opened() as (store, settings):
        if later:
            job_id = submit(store, kind, arguments, arguments.get("brand"))
            console.print(
                f"Job {job_id} waits for a worker. Watch it: python -m pipeline jobs list"
            )
            return
        with TerminalProgress(console) as progress:
            run_here(store, settings, kind, arguments, progress)
