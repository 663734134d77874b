"""Estimate the effects of a brand's actions anew, and keep them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any

import pandas as pd
import psycopg
from psycopg.types.json import Jsonb

from pipeline.actions.action import SavedAction
from pipeline.actions.estimate import Compared, Effect, effects
from pipeline.actions.saved import listed
from pipeline.authority.coverage import week_coverage
from pipeline.authority.refresh import read_facts
from pipeline.progress import Progress
from pipeline.store import Store

Connection = psycopg.Connection[tuple[Any, ...]]


@dataclass(frozen=True)
class _Brand:
    """A brand's facts, its weights, and the Mondays of the weeks that were wholly read."""

    facts: pd.DataFrame
    weights: dict[str, float]
    whole: frozenset[date]


def refresh_effects(store: Store, progress: Progress) -> None:
    """Estimate every action whose effects are of older figures than today's, or not known.

    Killed in the middle, the next run estimates the rest.
    """
    with store.connect() as db:
        waiting = list(store.sql.action_waiting(db))
    for (brand_id, key, name), rows in groupby(waiting, key=lambda row: row[1:4]):
        progress.stage(f"Estimating the actions of {name}")
        _refresh_brand(store, brand_id, key, {row[0]: row[4] for row in rows})


def _refresh_brand(store: Store, brand_id: int, key: str, figures: Mapping[int, int]) -> None:
    actions = [saved for saved in listed(store, brand_id) if saved.id in figures]
    with store.connect() as db:
        competitors = store.sql.action_competitors(db, brand_id=brand_id)
        today = dict(store.sql.action_numbers(db, id=brand_id))
        named = {one for saved in actions for one in saved.action.controls if not one.isdigit()}
        read = {key: _read(store, db, brand_id)}
        for other_id, other in store.sql.action_brands(db, keys=sorted(named | {*competitors})):
            read[other] = _read(store, db, other_id)
    for saved in actions:
        against = saved.action.controls or _usual(saved, read, competitors, today)
        found = effects(_compared(saved, read, against, today))
        with store.connect() as db:
            _keep(store, db, saved, found, against)
            store.sql.action_estimated(db, id=saved.id, figures=figures[saved.id])


def _read(store: Store, db: Connection, brand_id: int) -> _Brand:
    facts = read_facts(store, db, brand_id)
    weights = {
        str(name): float(weight) for name, weight in store.sql.action_weights(db, brand_id=brand_id)
    }
    thin = week_coverage(store, brand_id)
    weighs = thin["source"].isin(list(weights))
    return _Brand(facts, weights, _weeks(facts) - set(thin.loc[weighs, "week"]))


def _weeks(facts: pd.DataFrame) -> frozenset[date]:
    """Every Monday from the first week with a mention to the last, silent ones too."""
    if facts.empty:
        return frozenset()
    first, last = facts["week"].min().date(), facts["week"].max().date()
    count = (last - first).days // 7 + 1
    return frozenset(first + timedelta(weeks=number) for number in range(count))


def _usual(
    saved: SavedAction, read: dict[str, _Brand], competitors: Sequence[str], today: dict[int, int]
) -> tuple[str, ...]:
    """What an action is compared with if nobody says: all other narratives, or the competitors."""
    if not saved.action.narratives:
        return tuple(key for key in competitors if key in read and len(read[key].facts))
    acted = {today[number] for number in saved.action.narratives if number in today}
    told = read[saved.action.brand].facts["narrative"].dropna().unique()
    return tuple(str(number) for number in sorted(int(n) for n in told) if number not in acted)


def _compared(
    saved: SavedAction, read: dict[str, _Brand], against: Sequence[str], today: dict[int, int]
) -> Compared:
    own = read[saved.action.brand]
    numbers = [today.get(int(one), int(one)) for one in against if one.isdigit()]
    others = [read[one] for one in against if not one.isdigit() and one in read]
    narrative = own.facts["narrative"]
    if saved.action.narratives:
        acted = narrative.isin([today.get(n, n) for n in saved.action.narratives])
    else:
        acted = ~narrative.isin(numbers)
    stories = [own.facts[(narrative == number).fillna(False)] for number in numbers]
    whole = own.whole.intersection(*(other.whole for other in others))
    units = [own.facts[acted.fillna(False)], *stories, *(other.facts for other in others)]
    return Compared(units, saved.action.day, whole, own.weights)


def _keep(
    store: Store,
    db: Connection,
    saved: SavedAction,
    found: Sequence[Effect],
    against: Sequence[str],
) -> None:
    store.sql.action_clear_effects(db, id=saved.id)
    for effect in found:
        pairs = {
            f"{name}_{when}": value
            for name in ("treated", "control", "treated_n", "control_n", "weeks")
            for when, value in zip(("before", "after"), getattr(effect, name), strict=True)
        }
        drift = effect.drift
        store.sql.action_keep_effect(
            db,
            action_id=saved.id,
            against=list(against),
            series=Jsonb(list(effect.series)),
            drift=drift and drift.slope,
            drift_low=drift and drift.low,
            drift_high=drift and drift.high,
            drift_p=drift and drift.p,
            **pairs,
            **{name: getattr(effect, name) for name in _AS_THEY_ARE},
        )


_AS_THEY_ARE = ("measure", "verdict", "why", "value", "low", "high", "placebos", "p")
