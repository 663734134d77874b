"""What the commands of models/ print: progress while they work, and one line when they cannot."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from models.errors import ModelError

_PLAIN_EVERY = 10.0  # seconds between two plain lines

# Files' and columns' names are shown as they are: "[red]" is no order to us.
console = Console(soft_wrap=True, markup=False, emoji=False, highlight=False)


def run(command: Callable[..., None]) -> None:
    """Run a command; 0 done, 1 told why not, 2 wrong usage, 130 interrupted."""
    app = typer.Typer(pretty_exceptions_enable=False)
    app.command()(command)
    try:
        app()
    except ModelError as error:
        typer.secho(str(error), err=True, fg="red")
        sys.exit(1)


@contextmanager
def progress(name: str, total: int, begun: int = 0) -> Iterator[Callable[[int], None]]:
    """Yields a function that hears how many of `total` are done; a bar, or plain lines in a log."""
    if not console.is_terminal:
        yield _plain(name, total, begun)
        return
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("left"),
    )
    with Progress(*columns, console=console) as bars:
        task = bars.add_task(name, total=total, completed=begun)
        yield lambda done: bars.update(task, completed=done)


def _plain(name: str, total: int, begun: int) -> Callable[[int], None]:
    start = said = time.monotonic()
    told = begun

    def tell(done: int) -> None:
        nonlocal said, told
        now = time.monotonic()
        if done > told and (now - said >= _PLAIN_EVERY or done == total):
            said, told = now, done
            left = timedelta(seconds=round((total - done) * (now - start) / (done - begun)))
            console.print(f"{name}: {done:,} of {total:,}, {left} left")

    return tell
