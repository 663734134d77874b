"""What an action changed, measure by measure, and whether that can be told at all."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final, Literal

import numpy as np
import pandas as pd

from pipeline.actions import clusters
from pipeline.actions.effect import MEASURES, Difference, Measure, Windows, difference
from pipeline.actions.null import Trend, enough, placebos, trend, weekly, windows_at
from pipeline.actions.periods import CUSTOMERS, SPOKEN, Told, period_of, told, whole_periods
from pipeline.authority.facts import counted

Verdict = Literal["clear", "unclear", "untold"]
Why = Literal[
    "few_weeks",
    "few_mentions",
    "one_voice",
    "no_control",
    "drift",
    "few_dates",
    "chance",
    "placebos",
]

ALPHA: Final = 0.05
MINIMUM_DATES: Final = 5  # placebos, below which nobody knows what is usual


@dataclass(frozen=True)
class Effect:
    """The effect on one measure; below what can be told, only `why` and the counts.

    `value`, `low`, `high`: points of 1 for shares; for volume the factor less 1 (0.2: 20 % more).
    Without controls they are the change since, which may have any cause. The levels are as people
    read them, (before, after); so are the mentions. `p` compares with `placebos` other dates.
    """

    measure: Measure
    verdict: Verdict
    why: Why | None = None
    value: float | None = None
    low: float | None = None
    high: float | None = None
    treated: tuple[float | None, float | None] = (None, None)
    control: tuple[float | None, float | None] = (None, None)
    treated_n: tuple[int, int] = (0, 0)
    control_n: tuple[int, int] = (0, 0)
    weeks: tuple[int, int] = (0, 0)
    placebos: int = 0
    p: float | None = None
    drift: Trend | None = None
    series: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True)
class Compared:
    """The facts of what was acted on and of each control, from when to when, and what weighs."""

    units: Sequence[pd.DataFrame]
    day: date
    whole: Collection[date]  # Mondays of the weeks that were wholly read on every side
    weights: dict[str, float]


def effects(compared: Compared) -> list[Effect]:
    """The effect on every measure."""
    periods = whole_periods(compared.day, compared.whole)
    said = told(compared.units, compared.day, periods, compared.weights)
    windows = windows_at(said, 0)
    if windows is None:
        weeks = int((periods < 0).sum()), int((periods >= 0).sum())
        return [_few_weeks(said, measure, weeks) for measure in MEASURES]
    rows = _rows(compared)
    return [_effect(said, windows, rows, measure, compared) for measure in MEASURES]


def _few_weeks(said: Told, measure: Measure, weeks: tuple[int, int]) -> Effect:
    return Effect(measure, "untold", "few_weeks", weeks=weeks, series=_series(said, measure, None))


def _rows(compared: Compared) -> tuple[pd.DataFrame, ...]:
    """The mentions that count of both sides, with their periods."""
    sides = [compared.units[:1], compared.units[1:]]
    joined = (pd.concat([counted(unit) for unit in side]) for side in sides if len(side))
    return tuple(rows.assign(period=period_of(rows, compared.day)) for rows in joined)


def _effect(
    said: Told,
    windows: Windows,
    rows: tuple[pd.DataFrame, ...],
    measure: Measure,
    compared: Compared,
) -> Effect:
    sides = (said.treated, said.control) if len(said.sums) > 1 else (said.treated,)
    found = difference(sides, said.weights, windows, measure)
    effect = _described(found, said, windows, measure)
    if measure == "voice_share" and _one_voice(said, windows):
        return replace(effect, verdict="untold", why="one_voice")
    if not enough(found, measure):
        return replace(effect, verdict="untold", why="few_mentions")
    sources = sorted(name for name, weight in compared.weights.items() if weight > 0)
    apart = said.periods[windows[0]], said.periods[windows[1]]
    half = max(found.reach, clusters.reach(found, rows, sources, apart, measure))
    effect = _with_interval(effect, found.value, half)
    if len(sides) == 1:
        return replace(effect, verdict="untold", why="no_control")
    tried = placebos(said, measure, len(windows[1]))
    usual = sum(abs(one) >= abs(found.value) / found.reach for one in tried) if tried else 0
    p = (1 + usual) / (1 + len(tried))
    effect = replace(effect, placebos=len(tried), p=p, drift=trend(said, measure, windows[0]))
    return _judged(effect)


def _one_voice(said: Told, windows: Windows) -> bool:
    """Whether only customers, or only the brand, spoke of what was acted on."""
    here = said.treated[np.concatenate(windows)].sum(axis=(0, 1))
    return bool(here[CUSTOMERS] in (0, here[SPOKEN]))


def _judged(effect: Effect) -> Effect:
    """Whether it can be told, and if not, why not: the first doubt that stands."""
    assert effect.low is not None and effect.high is not None and effect.p is not None  # noqa: S101
    if effect.drift is not None and effect.drift.p < ALPHA:
        return replace(effect, verdict="untold", why="drift")
    if effect.low <= 0 <= effect.high:
        return replace(effect, verdict="unclear", why="chance")
    if effect.placebos < MINIMUM_DATES:
        return replace(effect, verdict="untold", why="few_dates")
    if effect.p > max(ALPHA, 1 / (1 + effect.placebos)):
        return replace(effect, verdict="unclear", why="placebos")
    return effect


def _described(found: Difference, said: Told, windows: Windows, measure: Measure) -> Effect:
    treated, control = found.sides[0], found.sides[1] if len(found.sides) > 1 else None
    return Effect(
        measure,
        "clear",
        treated=(treated[0].level, treated[1].level) if all(r.n for r in treated) else (None, None),
        control=(control[0].level, control[1].level) if control else (None, None),
        treated_n=(treated[0].n, treated[1].n),
        control_n=(control[0].n, control[1].n) if control else (0, 0),
        weeks=(len(windows[0]), len(windows[1])),
        series=_series(said, measure, windows),
    )


def _with_interval(effect: Effect, value: float, half: float) -> Effect:
    ends = value, value - half, value + half
    if effect.measure == "volume":
        ends = tuple(float(np.expm1(end)) for end in ends)  # type: ignore[assignment]
    return replace(effect, value=ends[0], low=ends[1], high=ends[2])


def _series(said: Told, measure: Measure, windows: Windows | None) -> tuple[Mapping[str, Any], ...]:
    """The levels by period, for a chart."""
    compared = set() if windows is None else {int(place) for both in windows for place in both}
    ours, n = weekly(said.treated, said.weights, measure)
    theirs, of = weekly(said.control, said.weights, measure)
    return tuple(
        {
            "period": int(period),
            "treated": _known(ours[place]),
            "n": int(n[place]),
            "control": _known(theirs[place]) if of[place] else None,
            "control_n": int(of[place]),
            "compared": place in compared,
        }
        for place, period in enumerate(said.periods)
    )


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
