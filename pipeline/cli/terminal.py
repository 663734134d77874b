"""Progress for whoever watches: bars with counts and time left on a terminal, else plain lines."""

import time
from collections import Counter
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.progress import Progress as Bars

_PLAIN_EVERY = 10.0  # seconds between two plain lines of one stage


class TerminalProgress:
    """A bar a stage on a terminal, a plain line now and then in a log; the tallies at the end."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._counts: Counter[str] = Counter()
        self._stage: str | None = None
        self._done = 0
        self._total: int | None = None
        self._said = 0.0  # when the last plain line was printed, and at which count
        self._told = 0
        self._task: TaskID | None = None
        self._bars = Bars(
            TextColumn("{task.description:<28}", markup=False),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TextColumn("left"),
            TimeRemainingColumn(),
            console=console,
            disable=not console.is_terminal,
        )

    def __enter__(self) -> Self:
        self._bars.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._close_stage()
        self._bars.stop()
        tallies = [f"{name} {number:,}" for name, number in (+self._counts).items()]
        if tallies:
            self._console.print(", ".join(tallies), highlight=False)

    def stage(self, name: str, total: int | None = None) -> None:
        """See Progress."""
        self._close_stage()
        self._stage, self._done, self._total = name, 0, total
        self._said, self._told = time.monotonic(), 0
        self._task = self._bars.add_task(name, total=total)

    def advance(self, items: int = 1) -> None:
        """See Progress."""
        self._done += items
        if self._task is not None:
            self._bars.advance(self._task, items)
        if not self._console.is_terminal and time.monotonic() - self._said >= _PLAIN_EVERY:
            self._say()

    def count(self, name: str, items: int) -> None:
        """See Progress."""
        self._counts[name] += items

    def note(self, text: str) -> None:
        """See Progress."""
        self._bars.console.print(text, highlight=False, markup=False)

    def _close_stage(self) -> None:
        if self._stage is not None and not self._console.is_terminal and self._done != self._told:
            self._say()
        if self._task is not None and self._total is None:
            self._bars.update(self._task, total=self._done or 1, completed=self._done or 1)
        self._stage = None

    def _say(self) -> None:
        self._said, self._told = time.monotonic(), self._done
        of = f" of {self._total:,}" if self._total is not None else ""
        self._console.print(f"{self._stage}: {self._done:,}{of}", highlight=False)
