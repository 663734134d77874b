"""What customers do, kept with the rollups: every act, how many do it, how often they leave."""

from collections.abc import Iterable
from dataclasses import astuple
from typing import Any

import pandas as pd

from pipeline.authority.within import Connection, frame_within
from pipeline.customers.acts import ACTS, Query, acts
from pipeline.customers.answered import answered
from pipeline.customers.counts import customers, weekly_counts
from pipeline.customers.leaving import Reckoned, leaving
from pipeline.store import Store


def keep_customers(
    store: Store,
    db: Connection,
    brand_id: int,
    facts: pd.DataFrame,
    reckoned: Reckoned,
) -> None:
    """Reckon anew what customers do and store it, in the caller's transaction."""
    sql = store.sql
    for clear in (
        sql.customers_clear_acts,
        sql.customers_clear_counts,
        sql.customers_clear_leaving,
        sql.customers_clear_answers,
    ):
        clear(db, brand_id=brand_id)

    def query(name: str, **parameters: object) -> pd.DataFrame:
        return frame_within(db, getattr(sql, name).sql, brand_id=brand_id, **parameters)

    if not query("customers_judged")["any"].iloc[0]:
        return  # no head for intents: nothing is known, which is not that nobody leaves
    done = acts(query, str(query("customers_key")["key"].iloc[0]))
    _copy(db, sql.customers_copy_acts.sql, _rows(done), brand_id)
    said = customers(facts)
    mine = said.merge(done, on="mention_id")
    _copy(db, sql.customers_copy_counts.sql, weekly_counts(said, mine), brand_id)
    gone = frozenset(done.loc[done["act"] == "leaves", "mention_id"].tolist())
    weeks = leaving(facts, gone, reckoned)
    _copy(db, sql.customers_copy_leaving.sql, map(astuple, weeks), brand_id)
    waits = answered(_asked(query, mine))
    _copy(db, sql.customers_copy_answers.sql, map(astuple, waits), brand_id)


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
