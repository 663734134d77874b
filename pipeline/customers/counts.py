"""How many customers do what: people, not posts, by week and over the weeks up to each."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date, timedelta
from typing import Any, Final

import pandas as pd

WEEKS: Final = 12  # over which a page looks back
_WHAT: Final = ["act", "name", "stance"]


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
    done = done.sort_values("stance")  # answered before open
    speaks = said.drop_duplicates(["week", "narrative_id", "author_key"])
    speaks = speaks.assign(act="speaks", name="", stance="")
    for monday in sorted(said["week"].unique()):
        if _date(monday) not in wanted:
            continue
        for weeks in (1, WEEKS):
            first = monday - pd.Timedelta(weeks=weeks - 1)
            near = [rows[rows["week"].between(first, monday)] for rows in (speaks, done)]
            for by_narrative in (False, True):
                counted = pd.concat([_counted(rows, by_narrative) for rows in near])
                for row in counted.itertuples(index=False):
                    yield _date(monday), weeks, row.act, by_narrative, *_rest(row)


def _counted(rows: pd.DataFrame, by_narrative: bool) -> pd.DataFrame:
    """People and posts of each act, name and stance, by narrative or over all."""
    where = ["narrative_id"] if by_narrative else []
    requests = rows["act"] == "requests"
    once = rows[requests].drop_duplicates(["author_key", "narrative_id"])
    first = pd.concat([rows[~requests], once])
    people = first.groupby(_WHAT + where, dropna=False)["author_key"].nunique()
    posts = rows.groupby(_WHAT + where, dropna=False)["mention_id"].nunique()
    counts = pd.DataFrame({"people": people, "posts": posts}).reset_index()
    return counts if by_narrative else counts.assign(narrative_id=None)


def _rest(row: Any) -> tuple[Any, ...]:  # noqa: ANN401 — a named tuple of pandas
    number = None if pd.isna(row.narrative_id) else int(row.narrative_id)
    people = 0 if pd.isna(row.people) else int(row.people)
    return number, row.name, row.stance, people, int(row.posts)


def _date(week: object) -> date:
    return pd.Timestamp(str(week)).date()


def before(known: Mapping[date, object], week: date) -> list[object]:
    """What is known of the weeks over which a page looks back."""
    return [known.get(week - timedelta(weeks=back)) for back in range(WEEKS)]
