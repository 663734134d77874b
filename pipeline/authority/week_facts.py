"""The facts of a brand, kept week by week as columns: only weeks that changed are read again.

Triggers in the database mark the weeks of whatever is written (the table `changed_week`). The rows
of a week that has no mark are those that were kept; a marked week is read from its posts.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from io import BytesIO
from typing import Final, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
from pyarrow import feather

from pipeline.authority.facts import FACTS, as_facts
from pipeline.authority.heard import with_heard
from pipeline.authority.made_of import code, digest
from pipeline.authority.within import Connection, frame_within
from pipeline.store import Store

_AT_ONCE: Final = 8  # weeks that are read together: a bound on memory


class Facts(NamedTuple):
    """All facts of a brand, with heard weights, and by week a digest of them."""

    frame: pd.DataFrame
    digests: dict[date, bytes]


class WeekFacts(NamedTuple):
    """The facts of one week as they are kept: the same facts are the same bytes."""

    week: date
    rows: bytes


def renew(store: Store, db: Connection, brand_id: int) -> Iterator[WeekFacts]:
    """Every week's facts, in order; what changed is read again and kept from here on."""
    changed = _weeks(store.sql.authority_take_changed(db, brand_id=brand_id, code=code()))
    store.sql.authority_drop_facts(db, brand_id=brand_id, weeks=changed)
    for week, rows in _read(store, db, brand_id, changed):
        store.sql.authority_keep_facts(db, brand_id=brand_id, week=week, code=code(), rows=rows)
    for week, rows in store.sql.authority_week_facts(db, brand_id=brand_id, without=[]):
        yield WeekFacts(week, rows)


def read(store: Store, db: Connection, brand_id: int) -> Iterator[WeekFacts]:
    """Every week's facts as they are now; nothing is kept."""
    changed = _weeks(store.sql.authority_changed(db, brand_id=brand_id, code=code()))
    for week, rows in store.sql.authority_week_facts(db, brand_id=brand_id, without=changed):
        yield WeekFacts(week, rows)
    yield from _read(store, db, brand_id, changed)


def joined(weeks: Iterable[WeekFacts]) -> Facts:
    """The facts of all weeks in one frame (FACTS and `heard`), in the order of posting."""
    in_order = sorted(weeks, key=lambda one: one.week)
    if not in_order:
        return Facts(with_heard(as_facts(pd.DataFrame(columns=list(FACTS)))), {})
    tables = [feather.read_table(BytesIO(one.rows)) for one in in_order]
    facts = with_heard(pa.concat_tables(tables).to_pandas())
    ends = np.cumsum([len(table) for table in tables])[:-1]
    heard = np.split(facts["heard"].to_numpy(), ends)
    return Facts(
        facts,
        {
            one.week: digest(one.rows, weights.tobytes())
            for one, weights in zip(in_order, heard, strict=True)
        },
    )


def of(facts: pd.DataFrame, weeks: Collection[date]) -> pd.DataFrame:
    """The facts of some weeks."""
    return facts[facts["week"].isin(pd.to_datetime(list(weeks)))]


def _read(
    store: Store, db: Connection, brand_id: int, weeks: Sequence[date]
) -> Iterator[WeekFacts]:
    for start in range(0, len(weeks), _AT_ONCE):
        some = weeks[start : start + _AT_ONCE]
        statement = store.sql.authority_facts.sql
        rows = as_facts(frame_within(db, statement, brand_id=brand_id, weeks=some))
        for week, own in rows.groupby("week"):
            held = BytesIO()
            feather.write_feather(own.reset_index(drop=True), held, compression="zstd")
            yield WeekFacts(pd.Timestamp(str(week)).date(), held.getvalue())


def _weeks(rows: Iterable[tuple[date]]) -> list[date]:
    return [week for (week,) in rows]
