"""From when each voice tells a narrative, as it was known week by week.

A narrative begins with the first post that another follows within two days and a third within
seven, and a voice joins with the first fourteen days that hold two of its own: one that strays in
earlier leads nobody. A week knows what was posted until its end, so this changes seldom: when a
voice is first heard, when it joins, and when the narrative begins. Only those weeks are kept.
"""

from collections.abc import Iterator
from datetime import date
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.authority.agenda import VOICES, Voice

Days = npt.NDArray[np.datetime64]
Places = npt.NDArray[np.intp]

COLUMNS: Final = [
    "mention_id", "narrative_id", "narrative", "voice", "source", "day", "week", "author_key",
    "thread_key",
]  # fmt: skip
_SECOND, _THIRD, _JOINS = (np.timedelta64(days, "D") for days in (2, 6, 13))  # after a post


class First(NamedTuple):
    """The mention with which a voice tells a narrative, as known in some weeks.

    In those from `since` until the one before `until`, as Mondays; null: until now. `joins`: it is
    no stray. `earlier`: how many of its counted mentions were before the narrative's beginning.
    """

    narrative_id: int
    voice: Voice
    since: date
    until: date | None
    mention_id: int
    day: date
    joins: bool
    earlier: int


class _Known(NamedTuple):
    """The same of one narrative: the place of the mention among all that tell it."""

    place: int
    joins: bool
    earlier: int


def told(facts: pd.DataFrame) -> pd.DataFrame:
    """The counted mentions of narratives by customers and the brand: columns COLUMNS."""
    ours = facts["counted"] & facts["narrative_id"].notna() & facts["voice"].isin(VOICES)
    return facts.loc[ours, COLUMNS].astype({"narrative_id": "int64", "narrative": "int64"})


def firsts(told: pd.DataFrame) -> Iterator[First]:
    """What is known of every narrative, voice by voice; `told` in the order of posting."""
    for story, rows in told.groupby("narrative_id"):
        ids = rows["mention_id"].to_numpy()
        day, week = (rows[name].to_numpy().astype("datetime64[D]") for name in ("day", "week"))
        for voice in VOICES:
            own = np.flatnonzero(rows["voice"] == voice)
            course = _course(own, day, week)
            for (since, known), until in zip(course.items(), [*course, None][1:], strict=True):
                if known is not None:
                    mention = int(ids[known.place]), day[known.place].item()
                    how = known.joins, known.earlier
                    yield First(int(str(story)), voice, since, until, *mention, *how)


def _course(own: Places, day: Days, week: Days) -> dict[date, _Known | None]:
    """What is known of a voice from which week on; `own`: the places of its mentions."""
    begin = _beginning(day)
    if begin is None:
        return dict(_seen(own, day, week, 0))
    told_by = week[begin + 2].item()
    course: dict[date, _Known | None] = {}
    course |= {at: known for at, known in _seen(own, day, week, 0) if at < told_by}
    if course:
        course[told_by] = None  # what strays before the beginning is forgotten then
    since = own[own >= begin]
    for at, known in _seen(since, day, week, len(own) - len(since)):
        course[max(at, told_by)] = known
    return course


def _beginning(day: Days) -> int | None:
    """The place of the first mention that others follow soon."""
    begins = (day[1:-1] - day[:-2] <= _SECOND) & (day[2:] - day[:-2] <= _THIRD)
    return int(begins.argmax()) if begins.any() else None


def _seen(own: Places, day: Days, week: Days, earlier: int) -> Iterator[tuple[date, _Known]]:
    """A voice's first mention, then the one with which it joins."""
    if not len(own):
        return
    yield week[own[0]].item(), _Known(int(own[0]), False, earlier)
    joins = np.diff(day[own]) <= _JOINS
    if joins.any():
        first = int(joins.argmax())
        yield week[own[first + 1]].item(), _Known(int(own[first]), True, earlier)
