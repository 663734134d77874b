"""What customers do, kept with the rollups: every act, how many do it, how often they leave."""

from collections.abc import Iterable, Mapping
from dataclasses import astuple
from datetime import date
from typing import Any

import pandas as pd

from pipeline.authority.made_of import MadeOf, digest
from pipeline.authority.week_facts import Facts
from pipeline.authority.within import Connection, frame_within
from pipeline.customers.acts import ACTS, Query, acts
from pipeline.customers.answered import answered
from pipeline.customers.counts import before, customers, weekly_counts
from pipeline.customers.leaving import Reckoned, leaving, leaving_made_of
from pipeline.store import Store


def keep_customers(
    store: Store,
    db: Connection,
    brand_id: int,
    made: MadeOf,
    facts: Facts,
    reckoned: Reckoned,
) -> None:
    """Bring up to date what customers do, in the caller's transaction."""
    sql = store.sql

    def query(name: str, **parameters: object) -> pd.DataFrame:
        return frame_within(db, getattr(sql, name).sql, brand_id=brand_id, **parameters)

    def renewed(part: str, now: Mapping[date, object], clear: Any) -> list[date]:  # noqa: ANN401
        weeks = made.renew(part, now)
        clear(db, brand_id=brand_id, weeks=weeks)
        return weeks

    known = bool(query("customers_judged")["any"].iloc[0])
    # no head for intents: nothing is known, which is not that nobody leaves
    days = facts if known else Facts(facts.frame.iloc[:0], {})
    key = str(query("customers_key")["key"].iloc[0])
    done = acts(query, key) if known else pd.DataFrame(columns=ACTS)
    sql.customers_clear_acts(db, brand_id=brand_id)
    _copy(db, sql.customers_copy_acts.sql, _rows(done), brand_id)
    said = customers(days.frame)
    mine = said.merge(done, on="mention_id")
    own = _by_week(mine, days.digests)
    weeks = renewed("acts", {w: before(own, w) for w in own}, sql.customers_clear_counts)
    _copy(db, sql.customers_copy_counts.sql, weekly_counts(said, mine, weeks), brand_id)
    weeks = renewed("leaving", leaving_made_of(own, reckoned), sql.customers_clear_leaving)
    gone = frozenset(done.loc[done["act"] == "leaves", "mention_id"].tolist())
    rates = leaving(days.frame, gone, reckoned, weeks)
    _copy(db, sql.customers_copy_leaving.sql, map(astuple, rates), brand_id)
    asked = _asked(query, mine)
    waits = _by_week(asked, dict.fromkeys(sorted(asked["week"].dt.date.unique())))
    weeks = renewed("answers", {w: before(waits, w) for w in waits}, sql.customers_clear_answers)
    _copy(db, sql.customers_copy_answers.sql, map(astuple, answered(asked, weeks)), brand_id)


def _by_week(rows: pd.DataFrame, digests: Mapping[date, object]) -> dict[date, object]:
    """By week a digest of these rows and whatever else is known by week."""
    each = pd.util.hash_pandas_object(rows, index=False)
    held = {
        pd.Timestamp(str(week)).date(): digest(own.to_numpy().tobytes())
        for week, own in each.groupby(rows["week"])
    }
    return {week: (known, held.get(week)) for week, known in digests.items()}


def _asked(query: Query, mine: pd.DataFrame) -> pd.DataFrame:
    """The requests with when they were posted, when answered, and until when we know."""
    requests = mine[mine["act"] == "requests"]
    times = query("customers_times", mentions=requests["mention_id"].tolist())
    moments = {
        name: pd.to_datetime(times[name], utc=True)
        for name in ("posted_at", "replied_at", "read_to")
    }
    return requests.merge(times.assign(**moments), on="mention_id")


def _rows(done: pd.DataFrame) -> Iterable[tuple[Any, ...]]:
    for row in done[ACTS].itertuples(index=False):
        yield row.mention_id, row.act, row.name, row.stance, _known(row.about)


def _known(number: Any) -> int | None:  # noqa: ANN401 — pandas says NA
    return None if pd.isna(number) else int(number)


def _copy(db: Connection, statement: str, rows: Iterable[tuple[Any, ...]], brand_id: int) -> None:
    with db.cursor().copy(statement) as copy:
        for row in rows:
            copy.write_row((brand_id, *row))
