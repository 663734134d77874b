"""Bring a brand's rollups up to date with its mentions, in one transaction."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple
from datetime import date
from types import MappingProxyType
from typing import Any

import pandas as pd

from pipeline.authority.baseline import baseline
from pipeline.authority.bootstrap import Bootstrap
from pipeline.authority.change import Change
from pipeline.authority.countings import Counted, weekly_countings
from pipeline.authority.coverage import coverage, gaps
from pipeline.authority.daily import COUNTS, KEYS, daily_counts
from pipeline.authority.dials import Figure, Reckoning
from pipeline.authority.keep_lead import keep_lead
from pipeline.authority.keep_spread import keep_spread
from pipeline.authority.made_of import MadeOf
from pipeline.authority.moves import Part, moves
from pipeline.authority.shares import keep_shares
from pipeline.authority.story_weeks import keep_story_weeks
from pipeline.authority.week_facts import Facts, joined, of, read, renew
from pipeline.authority.windows import Window, changes, window
from pipeline.authority.within import Connection, frame_within
from pipeline.customers.keep import keep_customers
from pipeline.customers.leaving import Reckoned
from pipeline.progress import Progress
from pipeline.store import Store
from pipeline.weeks import WEEK


def refresh_rollups(store: Store, brand_id: int, progress: Progress, seed: int = 0) -> None:
    """Bring every rollup of a brand up to date, from daily counts to who leads; a new data version.

    Only what is made of something else than before is reckoned (`made_of`), and is then what it
    would be if everything were. All or nothing: killed in the middle, the old figures stand.
    """
    with store.connect() as db:
        store.sql.authority_fresh_statistics(db)
    with store.connect() as db:
        _, first, last = store.sql.authority_lock_brand(db, brand_id=brand_id)
        progress.stage("Reading what changed")
        facts = joined(renew(store, db, brand_id))
        how = reckoning(facts.frame, first, last)
        made = MadeOf(store, db, brand_id)
        _keep_weights(store, db, brand_id, how)
        _keep_daily(store, db, brand_id, made, facts)
        thin = coverage(
            frame_within(db, store.sql.authority_days.sql, brand_id=brand_id),
            frame_within(db, store.sql.authority_readings.sql, brand_id=brand_id),
            frame_within(db, store.sql.authority_weights.sql, brand_id=brand_id),
        )
        reckoned = Reckoned(how, thin, seed)
        _keep_dials(store, db, brand_id, made, facts, reckoned, progress)
        keep_spread(store, db, brand_id, facts.frame)
        keep_shares(store, db, brand_id, made, facts)
        keep_lead(store, db, brand_id, facts.frame, thin, seed)
        keep_story_weeks(store, db, brand_id, made, facts, how.weights, gaps(thin))
        keep_customers(store, db, brand_id, made, facts, reckoned)
        store.sql.authority_raise_version(db, brand_id=brand_id)


def read_facts(store: Store, db: Connection, brand_id: int) -> pd.DataFrame:
    """The brand's facts, with heard weights, as this transaction sees them."""
    return joined(read(store, db, brand_id)).frame


def reckoning(facts: pd.DataFrame, first: date | None, last: date | None) -> Reckoning:
    """The sources of a brand and their weights, frozen at its baseline weeks."""
    sources = sorted(str(source) for source in facts["source"].unique())
    frozen = baseline(facts, first, last)
    return Reckoning(sources, frozen.weights, frozen.weeks)


def weekly(
    facts: pd.DataFrame,
    how: Reckoning,
    bootstrap: Bootstrap,
    gaps: Mapping[date, frozenset[str]] = MappingProxyType({}),
    wanted: Collection[date] | None = None,
) -> Iterator[tuple[date, list[Figure], list[Change], list[Part]]]:
    """For each week with mentions: its figures, their change on the week before, and its split.

    `gaps`: by week, the sources that were not wholly read (`coverage.gaps`). `wanted`: only these
    weeks.
    """
    nothing = frozenset[str]()
    before: tuple[date, Window] | None = None
    for monday, rows in facts.groupby("week"):
        week = pd.Timestamp(str(monday)).date()
        if wanted is not None and week not in wanted and week + WEEK not in wanted:
            continue
        was = before[1] if before and before[0] == week - WEEK else None
        now = window(rows, how, bootstrap)
        before = week, now
        if wanted is not None and week not in wanted:
            continue
        unlike = gaps.get(week - WEEK, nothing) ^ gaps.get(week, nothing)
        parts = [] if was is None else moves(was.rates, now.rates, how, unlike=unlike)
        yield week, now.figures, changes(was, now), parts


def _keep_daily(store: Store, db: Connection, brand_id: int, made: MadeOf, facts: Facts) -> None:
    weeks = made.renew("daily", facts.digests)
    store.sql.authority_clear_daily(db, brand_id=brand_id, weeks=weeks)
    _copy(db, store.sql.authority_copy_daily.sql, _daily_rows(brand_id, of(facts.frame, weeks)))
    store.sql.authority_clear_sums(db, brand_id=brand_id, weeks=weeks)
    store.sql.authority_add_sums(db, brand_id=brand_id, weeks=weeks)


def _keep_dials(
    store: Store,
    db: Connection,
    brand_id: int,
    made: MadeOf,
    facts: Facts,
    reckoned: Reckoned,
    progress: Progress,
) -> None:
    """The dials of each week, usual and in other countings, and what moved them."""
    how, seed, broken = reckoned.how, reckoned.seed, gaps(reckoned.thin)
    weeks = made.renew("dials", _dials_made_of(facts.digests, how, seed, broken))
    for clear in (
        store.sql.authority_clear_dials,
        store.sql.authority_clear_countings,
        store.sql.authority_clear_moves,
    ):
        clear(db, brand_id=brand_id, weeks=weeks)
    progress.stage("Reckoning the dials", len(weeks))
    near = of(facts.frame, [*weeks, *(week - WEEK for week in weeks)])
    for week, figures, moved, parts in weekly(near, how, Bootstrap(seed=seed), broken, weeks):
        _copy(db, store.sql.authority_copy_dials.sql, _dial_rows(brand_id, week, figures, moved))
        _copy(db, store.sql.authority_copy_moves.sql, _move_rows(brand_id, week, parts))
        progress.advance()
    countings = _counting_rows(brand_id, weekly_countings(near, how, seed, weeks))
    _copy(db, store.sql.authority_copy_countings.sql, countings)


def _dials_made_of(
    digests: Mapping[date, bytes],
    how: Reckoning,
    seed: int,
    broken: Mapping[date, frozenset[str]],
) -> dict[date, object]:
    """Its facts and those of the week before, what sources weigh, and what was not wholly read."""
    return {
        week: (
            how,
            seed,
            *(digests.get(each) for each in (week - WEEK, week)),
            *(sorted(broken.get(each, ())) for each in (week - WEEK, week)),
        )
        for week in digests
    }


def _keep_weights(store: Store, db: Connection, brand_id: int, how: Reckoning) -> None:
    store.sql.authority_clear_weights(db, brand_id=brand_id)
    for source in how.sources:
        weight = how.weights.get(source, 0.0)
        store.sql.authority_add_weight(
            db, brand_id=brand_id, source=source, weight=weight, baseline=list(how.weeks)
        )


def _daily_rows(brand_id: int, facts: pd.DataFrame) -> Iterator[tuple[Any, ...]]:
    counts = daily_counts(facts)
    columns = [_plain(counts[name]) for name in KEYS + COUNTS]
    return ((brand_id, *row) for row in zip(*columns, strict=True))


def _plain(column: "pd.Series[Any]") -> list[Any]:
    """Python values, with None for what is missing."""
    return list(column.astype(object).where(column.notna(), None))


def _dial_rows(
    brand_id: int, week: date, figures: Iterable[Figure], changes: Iterable[Change]
) -> Iterator[tuple[Any, ...]]:
    return (
        (brand_id, week, *astuple(figure), *astuple(change))
        for figure, change in zip(figures, changes, strict=True)
    )


def _counting_rows(brand_id: int, countings: Iterable[Counted]) -> Iterator[tuple[Any, ...]]:
    for counted in countings:
        for row in _dial_rows(brand_id, counted.week, counted.figures, counted.changes):
            yield (*row[:2], counted.counting, *row[2:])


def _move_rows(brand_id: int, week: date, parts: Iterable[Part]) -> Iterator[tuple[Any, ...]]:
    return ((brand_id, week, *astuple(part)) for part in parts)


def _copy(db: Connection, statement: str, rows: Iterable[Sequence[Any]]) -> None:
    with db.cursor().copy(statement) as copy:
        for row in rows:
            copy.write_row(row)
