"""A brand as a person defines it, and as the store keeps it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

BySource = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Brand:
    """One brand. The last five fields are the store's own and take no part in equality.

    `query` is what PostgreSQL's `websearch_to_tsquery` accepts. `handles`, `communities`, `media`
    and `thread_exceptions` name things by source: {"reddit": ("duolingo",)}. The baseline is
    named by the Mondays of its first and last week; None means the first four full weeks.
    """

    key: str
    name: str
    query: str
    timezone: str = "UTC"
    baseline_first: date | None = None
    baseline_last: date | None = None
    competitors: tuple[str, ...] = ()
    handles: BySource = field(default_factory=dict)
    communities: BySource = field(default_factory=dict)
    media: BySource = field(default_factory=dict)
    follow_threads: bool = True
    thread_exceptions: BySource = field(default_factory=dict)
    fiction: bool = False
    id: int | None = field(default=None, compare=False)
    revision: int = field(default=1, compare=False)
    matched_revision: int | None = field(default=None, compare=False)
    matched_through: int | None = field(default=None, compare=False)
    data_version: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class SavedBrand:
    """`changed`: anything differs from before; `rematch`: something that decides match or voice."""

    id: int
    changed: bool
    rematch: bool
