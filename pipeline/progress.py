"""How a long piece of work tells where it is. Consumers: the terminal, the job table, tests."""

from dataclasses import dataclass
from typing import Protocol


class Progress(Protocol):
    """Told by the work, shown by whoever waits for it.

    `advance` is where a job learns that it was cancelled: it raises `Cancelled`.
    """

    def stage(self, name: str, total: int | None = None) -> None:
        """A new stretch of work begins; `total` items, None when nobody can know."""

    def advance(self, items: int = 1) -> None:
        """So many more items of this stage are done."""

    def count(self, name: str, items: int) -> None:
        """Add to a named tally that the person sees at the end (new, known, rejected …)."""

    def note(self, text: str) -> None:
        """One line worth reading afterwards."""


class Silent:
    """Progress that nobody watches."""

    def stage(self, name: str, total: int | None = None) -> None: ...
    def advance(self, items: int = 1) -> None: ...
    def count(self, name: str, items: int) -> None: ...
    def note(self, text: str) -> None: ...


@dataclass(frozen=True)
class Of:
    """Progress of work for one of several things, whose name stands in each stage."""

    progress: Progress
    name: str

    def stage(self, name: str, total: int | None = None) -> None:
        """See Progress."""
        self.progress.stage(f"{name} of {self.name}", total)

    def advance(self, items: int = 1) -> None:
        """See Progress."""
        self.progress.advance(items)

    def count(self, name: str, items: int) -> None:
        """See Progress."""
        self.progress.count(name, items)

    def note(self, text: str) -> None:
        """See Progress."""
        self.progress.note(text)
