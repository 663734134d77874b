"""What the line of a narrative is made from, and what it is made of: clauses."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pipeline.authority.sentences import Figure, Row


@dataclass(frozen=True)
class Told:
    """What is known of one narrative in one week.

    story: a row of `lines_stories`. parts: what it made of each dial (`weekly_move`), with the
    dial's own change. now, before: the mentions that its posts count, of both weeks.
    """

    week: date
    story: Row
    life: str | None
    parts: Sequence[Row]
    now: tuple[int, ...]
    before: tuple[int, ...]


@dataclass(frozen=True)
class Clause:
    """A part of the line, with its figures and the mentions that support it."""

    text: str
    figures: Mapping[str, Figure]
    mentions: tuple[int, ...] = ()
