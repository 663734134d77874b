"""How a long piece of work tells where it is. Consumers: the terminal, the job table, tests."""

from typing import Protocol


class Progress(Protocol):
    """Told by the work, shown by whoever waits for it.

    `advance` is where a job learns that it was cancelled: it raises `Cancelled`.
    """

    def stage(self, name: str, total: int | None = None) -> None:
        """A new stretch of work begins; `total` items, None when nobody can know."""

    def advance(self, items: int = 1) -> None:
        """So many more items of this stage are done and stored."""

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
