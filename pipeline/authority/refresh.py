"""Bring a brand's rollups up to date with its mentions, in one transaction."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple
from datetime import date, timedelta
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
from pipeline.authority.facts import as_facts
from pipeline.authority.heard import with_heard
from pipeline.authority.keep_lead import keep_lead
from pipeline.authority.moves import Part, moves
from pipeline.authority.reach import reaches
from pipeline.authority.shares import keep_shares
from pipeline.authority.story_weeks import keep_story_weeks
from pipeline.authority.windows import Window, changes, window
from pipeline.authority.within import Connection, frame_within
from pipeline.customers.keep import keep_customers
from pipeline.customers.leaving import Reckoned
from pipeline.progress import Progress
from pipeline.store import Store


def refresh_rollups(store: Store, brand_id: int, progress: Progress, seed: int = 0) -> None:
    """Fill every rollup of a brand, from daily counts to who leads, and raise its data version.

    All or nothing: killed in the middle, the old figures stand.
    """
    with store.connect() as db:
        _, first, last = store.sql.authority_lock_brand(db, brand_id=brand_id)
        facts = read_facts(store, db, brand_id)
        how = reckoning(facts, first, last)
        progress.stage("Reckoning the dials", facts["week"].nunique())
        _clear(store, db, brand_id)
        _keep_weights(store, db, brand_id, how)
        _copy(db, store.sql.authority_copy_daily.sql, _daily_rows(brand_id, facts))
        thin = coverage(
            frame_within(db, store.sql.authority_days.sql, brand_id=brand_id),
            frame_within(db, store.sql.authority_readings.sql, brand_id=brand_id),
            frame_within(db, store.sql.authority_weights.sql, brand_id=brand_id),
        )
        for week, figures, changes, parts in weekly(facts, how, Bootstrap(seed=seed), gaps(thin)):
            dials = _dial_rows(brand_id, week, figures, changes)
            _copy(db, store.sql.authority_copy_dials.sql, dials)
            _copy(db, store.sql.authority_copy_moves.sql, _move_rows(brand_id, week, parts))
            progress.advance()
        _keep_spread(store, db, brand_id, facts)
        countings = _counting_rows(brand_id, weekly_countings(facts, how, seed))
        _copy(db, store.sql.authority_copy_countings.sql, countings)
        keep_shares(store, db, brand_id)
        keep_lead(store, db, brand_id, facts, thin, seed)
        keep_story_weeks(store, db, brand_id, facts, how.weights, gaps(thin))
        keep_customers(store, db, brand_id, facts, Reckoned(how, thin, seed))
        store.sql.authority_raise_version(db, brand_id=brand_id)


def read_facts(store: Store, db: Connection, brand_id: int) -> pd.DataFrame:
    """The brand's facts, with heard weights, as this transaction sees them."""
    return with_heard(as_facts(frame_within(db, store.sql.authority_facts.sql, brand_id=brand_id)))


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
) -> Iterator[tuple[date, list[Figure], list[Change], list[Part]]]:
    """For each week with mentions: its figures, their change on the week before, and its split.

    `gaps`: by week, the sources that were not wholly read (`coverage.gaps`).
    """
    nothing = frozenset[str]()
    weeks = {pd.Timestamp(str(week)).date(): rows for week, rows in facts.groupby("week")}
    before: Window | None = None
    for week, rows in weeks.items():
        last = week - timedelta(days=7)
        if last not in weeks:
            before = None
        now = window(rows, how, bootstrap)
        unlike = gaps.get(last, nothing) ^ gaps.get(week, nothing)
        parts = [] if before is None else moves(before.rates, now.rates, how, unlike=unlike)
        yield week, now.figures, changes(before, now), parts
        before = now


def _clear(store: Store, db: Connection, brand_id: int) -> None:
    store.sql.authority_clear_daily(db, brand_id=brand_id)
    store.sql.authority_clear_dials(db, brand_id=brand_id)
    store.sql.authority_clear_countings(db, brand_id=brand_id)
    store.sql.authority_clear_moves(db, brand_id=brand_id)
    store.sql.authority_clear_weights(db, brand_id=brand_id)


def _keep_weights(store: Store, db: Connection, brand_id: int, how: Reckoning) -> None:
    for source in how.sources:
        weight = how.weights.get(source, 0.0)
        store.sql.authority_add_weight(
            db, brand_id=brand_id, source=source, weight=weight, baseline=list(how.weeks)
        )


def _keep_spread(store: Store, db: Connection, brand_id: int, facts: pd.DataFrame) -> None:
    """Where each narrative was told, and whose its reach was."""
    store.sql.spread_clear_places(db, brand_id=brand_id)
    store.sql.spread_clear_reach(db, brand_id=brand_id)
    store.sql.spread_keep_places(db, brand_id=brand_id)
    _copy(db, store.sql.spread_copy_reach.sql, (reach.row(brand_id) for reach in reaches(facts)))


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
