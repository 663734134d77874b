"""Other ways of counting: the dials if what is left out counted too, one thing at a time or all.

How far a dial moves over them says how much of it hangs on the software's own judgement of what is
a bot, spam or a copy, and on the cap of one post a day per author and narrative.
"""

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Final, NamedTuple

import numpy as np
import pandas as pd

from pipeline.authority.bootstrap import Bootstrap
from pipeline.authority.change import Change
from pipeline.authority.dials import Figure, Reckoning
from pipeline.authority.rates import Mask
from pipeline.authority.windows import Window, changes, window
from pipeline.weeks import WEEK

# what counts too, by the name of the counting
COUNTINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "bots": ("bot",),
    "spam": ("spam",),
    "duplicates": ("duplicate",),
    "repeats": ("repeats",),
    "everything": ("bot", "spam", "duplicate", "repeats"),
}
REPLICATES: Final = 200  # for an interval beside one that has more
_OUT: Final = ("bot", "spam", "duplicate")
_ONCE: Final = ["day", "source", "narrative", "author_key"]


class Counted(NamedTuple):
    """The dials of one week in one counting, and their change on the week before."""

    week: date
    counting: str
    figures: list[Figure]
    changes: list[Change]


def counted_as(facts: pd.DataFrame, also: tuple[str, ...] = ()) -> Mask:
    """What counts if `also` counts, as `mention_counted` says it; facts in the order of posting.

    Without `repeats` a customer counts once a day per narrative, with the post heard most.
    """
    left_out = facts[[name for name in _OUT if name not in also]]
    eligible = ~left_out.any(axis=1).to_numpy()
    if "repeats" in also:
        return np.asarray(eligible)
    theirs = facts[eligible & (facts["voice"] == "customer").to_numpy()]
    loudest = theirs.sort_values("engagement", ascending=False, kind="stable", na_position="last")
    again = loudest.index[loudest.duplicated(_ONCE)]
    return np.asarray(eligible & ~facts.index.isin(again))


def weekly_countings(
    facts: pd.DataFrame,
    how: Reckoning,
    seed: int = 0,
    wanted: Collection[date] | None = None,
) -> Iterator[Counted]:
    """Every week, or only those that are wanted, in every counting."""
    bootstrap, alike = Bootstrap(REPLICATES, seed), facts.assign(narrative=None, model=None)
    masks = {name: counted_as(facts, also) for name, also in COUNTINGS.items()}
    before: dict[str, Window] = {}
    last: date | None = None
    for monday, rows in alike.groupby("week"):
        week, places = pd.Timestamp(str(monday)).date(), facts.index.get_indexer(rows.index)
        if last is None or week - last != WEEK:
            before = {}
        asked = wanted is None or week in wanted
        if not asked and week + WEEK not in (wanted or ()):
            continue
        made: dict[bytes, Window] = {}
        now = {}
        for name, mask in masks.items():
            counts = mask[places]
            if counts.tobytes() not in made:
                counted = rows.assign(counted=counts)
                made[counts.tobytes()] = window(counted, how, bootstrap)
            now[name] = made[counts.tobytes()]
            if asked:
                yield Counted(week, name, now[name].figures, changes(before.get(name), now[name]))
        before, last = now, week
