"""How many customers do what: people, not posts, by week and over the weeks up to each."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date, timedelta
from typing import Any, Final

import pandas as pd

from pipeline.weeks import WEEK

WEEKS: Final = 12  # over which a page looks back
_WHAT: Final = ["act", "name", "stance"]
_NO_STORY: Final = -1


def customers(facts: pd.DataFrame) -> pd.DataFrame:
    """Customers' mentions that are neither spam nor duplicates, by author, week and narrative."""
    own = (facts["voice"] == "customer") & ~facts["spam"] & ~facts["duplicate"]
    return facts.loc[own, ["mention_id", "author_key", "week", "narrative_id"]]


def weekly_counts(
    said: pd.DataFrame, done: pd.DataFrame, wanted: Collection[date]
) -> Iterator[tuple[Any, ...]]:
    """Rows of weekly_act, but for the brand, of the weeks that are wanted.

    `said`: `customers`; `done`: acts joined to it. Of one person's requests in a narrative, one
    that is answered answers them all.
    """
    speaks = said.drop_duplicates(["week", "narrative_id", "author_key"])
    rows = pd.concat([speaks.assign(act="speaks", name="", stance=""), done])
    rows = rows.sort_values("week", kind="stable")
    alike = rows.groupby(_WHAT)
    kinds = alike.size().index.tolist()  # in order: requests that are answered before open ones
    story = rows["narrative_id"].fillna(_NO_STORY).astype("int64")
    rows = rows.assign(kind=alike.ngroup(), story=story)  # numbers are told apart fast
    for monday in sorted(said["week"].unique()):
        if _date(monday) not in wanted:
            continue
        for weeks in (1, WEEKS):
            first = monday - pd.Timedelta(weeks=weeks - 1)
            near = rows.iloc[slice(*rows["week"].searchsorted([first, monday + WEEK]))]
            for by_narrative in (False, True):
                for (kind, *told), people, posts in _counted(near, by_narrative):
                    act, name, stance = kinds[kind]
                    about = next((number for number in told if number != _NO_STORY), None)
                    what = act, by_narrative, about, name, stance
                    yield _date(monday), weeks, *what, people, posts


def _counted(rows: pd.DataFrame, by_narrative: bool) -> Iterator[tuple[tuple[int, ...], int, int]]:
    """People and posts of each kind, or of each kind and narrative."""
    where = ["kind", "story"] if by_narrative else ["kind"]
    requests = rows["act"] == "requests"
    once = rows[requests].sort_values("kind").drop_duplicates(["author_key", "story"])
    first = pd.concat([rows[~requests], once])
    people = first.drop_duplicates([*where, "author_key"]).value_counts(where)
    posts = rows.drop_duplicates([*where, "mention_id"]).value_counts(where)
    yield from zip(posts.index, people.reindex(posts.index, fill_value=0), posts, strict=True)


def _date(week: object) -> date:
    return pd.Timestamp(str(week)).date()


def before(known: Mapping[date, object], week: date) -> list[object]:
    """What is known of the weeks over which a page looks back."""
    return [known.get(week - timedelta(weeks=back)) for back in range(WEEKS)]
