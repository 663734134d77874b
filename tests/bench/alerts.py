"""How often do alerts cry wolf, and what do they miss? python -m tests.bench.alerts

Simulated brands in which nothing happens, the built-in sample and (where ../shared/data is there)
the Duolingo posts with their days shuffled: false alarms a brand and month. Simulated brands in
which one narrative of 30 mentions a week rises by half: how often it is found within two weeks.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import numpy as np
import numpy.typing as npt
import pandas as pd
import typer
from rich.console import Console
from rich.table import Table

from pipeline import brands
from pipeline.alerts import all_alerts
from pipeline.alerts.detect import detect
from pipeline.alerts.series import Series
from pipeline.jobs import run_here
from pipeline.settings import Settings
from pipeline.store import Store, open_store
from tests.duolingo import DUOLINGO
from tests.pipeline.alerts.simulate import FIRST, World, draw, no_readings, of_size, rates
from tests.shared_data import DATA

WHOLE = 196  # days: a full baseline and the fortnight that is judged
MONTH = 30
Draw = Callable[[np.random.Generator], pd.DataFrame]


def main(
    brands_each: Annotated[int, typer.Option(help="Simulated brands of each kind.")] = 40,
    trials: Annotated[int, typer.Option(help="Planted rises of each kind.")] = 200,
    real: Annotated[bool, typer.Option(help="The sample and Duolingo too; takes minutes.")] = True,
) -> None:
    """Print three tables: false alarms, planted rises, and what the real data say."""
    console = Console(width=130)
    null = Table("nothing happens", "brand-months", "false alarms a brand and month", "by kind")
    for name, world in _nulls():
        null.add_row(name, *false_alarms(world, brands_each))
    console.print(null)
    power = Table("+50 % in a narrative of 30 a week", "trials", "found within two weeks")
    for mentions in (100, 300, 1000):
        for dispersion in (1.0, 1.2, 1.5):
            share = found(mentions, dispersion, trials)
            power.add_row(
                f"brand of {mentions:,} a week, dispersion {dispersion}", str(trials), share
            )
    console.print(power)
    if real:
        with tempfile.TemporaryDirectory(prefix="tribe-alerts-") as folder:
            _real(Path(folder), console)


def _nulls() -> Iterator[tuple[str, Callable[[np.random.Generator], World]]]:
    for mentions in (20, 100, 300, 1000, 2000):
        yield (
            f"brand of {mentions:,} a week",
            lambda rng, mentions=mentions: of_size(mentions, rng),  # type: ignore[misc]
        )
    yield "300 a week, dispersion 2", lambda rng: replace(of_size(300, rng), dispersion=2.0)
    yield "300 a week, drifting by 10 %", lambda rng: replace(of_size(300, rng), drift=0.1)


def false_alarms(
    world: Callable[[np.random.Generator], World], count: int, months: int = 4
) -> list[str]:
    """Alerts a brand and month where nothing happens: brand-months, rate, rates by kind."""
    rng = np.random.default_rng(1)
    kinds: list[str] = []
    for _ in range(count):
        one = replace(world(rng), days=WHOLE + months * MONTH)
        daily = draw(rates(one, rng), one.dispersion, rng)
        kinds += [episode.kind for episode in detect(daily, no_readings(), months * MONTH)]
    return _rates(kinds, count * months)


def found(mentions: float, dispersion: float, trials: int) -> str:
    """How many of the planted rises raise an alert of that narrative within two weeks."""
    rng = np.random.default_rng(2)
    hits = 0
    for _ in range(trials):
        world = replace(of_size(mentions, rng, first=30.0), days=WHOLE + 15, dispersion=dispersion)
        expected = rates(world, rng)
        expected[0, WHOLE:] *= 1.5
        daily = draw(expected, dispersion, rng)
        since = FIRST + timedelta(days=WHOLE)
        hits += any(
            episode.series == Series("narrative", "1") and episode.rises
            for episode in detect(daily, no_readings(), 15)
            if episode.last_seen >= since
        )
    return f"{hits / trials:.0%}"


def _real(folder: Path, console: Console) -> None:
    """The sample and Duolingo: what is raised, and what is left of it when days are shuffled."""
    store = open_store(Settings(home=folder, database_url=None))
    run_here(store, Settings(home=folder), "sample", {})
    if DATA.exists():
        brands.save(store, DUOLINGO)
        path = str(DATA / "reddit_duolingo.csv")
        run_here(store, Settings(home=folder), "import", {"path": path, "brand": DUOLINGO.key})
    shuffles = Table("dates shuffled", "brand-months", "false alarms a brand and month", "by kind")
    for brand in brands.all_brands(store):
        said = all_alerts(store, brand.id)
        console.print(f"{brand.name}: {len(said)} alerts")
        for text in said["text"][::-1]:
            console.print(f"  {text}", markup=False)
        for what, mentions in (("mentions", True), ("whole days", False)):
            told = shuffled(store, brand.id or 0, mentions=mentions)
            shuffles.add_row(f"{brand.name}, {what}", *told)
    console.print(shuffles)
    store.close()


def shuffled(store: Store, brand_id: int, *, mentions: bool, times: int = 40) -> list[str]:
    """False alarms where each mention, or each day with all that was said on it, has another date.

    It is one of the same weekday. A day on which a thread brought twenty comments is such a day on
    any date: where whole days are moved, real bursts are among the alarms.
    """
    daily = store.frame("alerts_daily", brand_id=brand_id)
    rng = np.random.default_rng(3)
    kinds: list[str] = []
    for _ in range(times):
        moved = _mentions_moved(daily, rng) if mentions else _days_moved(daily, rng)
        kinds += [episode.kind for episode in detect(moved, no_readings())]
    days = (max(daily["day"]) - min(daily["day"])).days + 1
    return _rates(kinds, round(times * (days - 42) / MONTH))


def _days_moved(daily: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    days = pd.date_range(min(daily["day"]), max(daily["day"]))
    moved = dict(zip(days, days[_places(days, rng)], strict=True))
    return _dated(daily, pd.DatetimeIndex([moved[pd.Timestamp(day)] for day in daily["day"]]))


def _mentions_moved(daily: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """One row a counted mention, each with its one tone, then the dates moved."""
    ones = daily.loc[daily.index.repeat(daily["counted"])].reset_index(drop=True)
    turn = ones.groupby(
        [ones[key] for key in ("day", "source", "voice")] + [ones["narrative"].fillna(0)]
    )
    place = turn.cumcount()
    after, tones = place * 0, {}
    for tone in ("negative", "neutral", "positive"):
        tones[tone] = ((place >= after) & (place < after + ones[tone])).astype(int)
        after = after + ones[tone]
    days = pd.date_range(min(ones["day"]), max(ones["day"]))
    weeks = rng.integers(0, len(days) // 7, len(ones)) * 7
    day = days[weeks + (pd.DatetimeIndex(ones["day"]).day_of_week - days[0].day_of_week) % 7]
    return _dated(ones.assign(mentions=1, counted=1, **tones), day)


def _places(days: pd.DatetimeIndex, rng: np.random.Generator) -> npt.NDArray[np.intp]:
    """A permutation that leaves every weekday among its own."""
    place = np.arange(len(days))
    for weekday in range(7):
        same = np.flatnonzero(days.day_of_week == weekday)
        place[same] = rng.permutation(same)
    return place


def _dated(daily: pd.DataFrame, day: pd.DatetimeIndex) -> pd.DataFrame:
    week = day - pd.to_timedelta(day.day_of_week, "D")
    return daily.assign(day=day.date, week=week.date)


def _rates(kinds: list[str], months: int) -> list[str]:
    by_kind = pd.Series(kinds, dtype="str").value_counts().sort_index() / months
    told = ", ".join(f"{kind} {rate:.2f}" for kind, rate in by_kind.items())
    return [f"{months:,}", f"{len(kinds) / months:.2f}", told]


if __name__ == "__main__":
    typer.run(main)
