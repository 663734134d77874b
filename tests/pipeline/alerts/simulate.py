"""Brands with known truth: how often each narrative is told, by weekday, unevenly as posts are."""

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import pandas as pd

from pipeline.alerts.series import Floats

FIRST: Final = date(2025, 1, 6)  # a Monday
WEEKDAYS: Final = np.array([1.1, 1.15, 1.1, 1.05, 0.95, 0.8, 0.85])
_SOURCES: Final = {"reddit": 0.7, "appstore": 0.3}
_VOICES: Final = {"customer": 0.9, "brand": 0.06, "media": 0.04}
_TONES: Final = (0.35, 0.4, 0.25)  # negative, neutral, positive
_KINDS: Final = [
    (source, voice, of_source * of_voice)
    for source, of_source in _SOURCES.items()
    for voice, of_voice in _VOICES.items()
]


@dataclass(frozen=True)
class World:
    """A brand's narratives with their mentions a week.

    `dispersion`: the variance of a day's mentions over their mean. `drift`: how far, on the
    logarithm, a narrative wanders from its level within some two weeks (AR(1), 0.9 a day).
    """

    weekly: tuple[float, ...]
    days: int = 200
    dispersion: float = 1.2
    drift: float = 0.0


def of_size(mentions: float, rng: np.random.Generator, first: float | None = None) -> World:
    """A brand of so many mentions a week; its largest narratives hold most of them.

    `first`: the mentions a week of its first narrative, where they are given.
    """
    narratives = max(3, round(np.sqrt(mentions) * 0.6))
    others = mentions - (first or 0)
    weekly = others * rng.dirichlet(np.full(narratives - (first is not None), 2.0))
    return World((*(() if first is None else (first,)), *map(float, weekly)))


def rates(world: World, rng: np.random.Generator) -> Floats:
    """(K, D): expected mentions of each narrative on each day."""
    wander = np.zeros((len(world.weekly), world.days))
    for day in range(1, world.days):
        shock = rng.normal(0, world.drift * np.sqrt(1 - 0.9**2), len(world.weekly))
        wander[:, day] = 0.9 * wander[:, day - 1] + shock
    weekday = np.resize(WEEKDAYS / WEEKDAYS.mean(), world.days)
    return np.asarray(world.weekly)[:, None] / 7 * weekday * np.exp(wander - world.drift**2 / 2)


def draw(expected: Floats, dispersion: float, rng: np.random.Generator) -> pd.DataFrame:
    """Daily counts as `detect` takes them, from (K, D) expected mentions."""
    if dispersion > 1:
        mentions = rng.negative_binomial(expected / (dispersion - 1), 1 / dispersion)
    else:
        mentions = rng.poisson(expected)
    split = rng.multinomial(mentions, [share for *_, share in _KINDS])  # (K, D, kinds)
    narrative, day, kind = np.nonzero(split)
    counted = split[narrative, day, kind]
    voice = np.array([kind[1] for kind in _KINDS])[kind]
    tones = rng.multinomial(np.where(voice == "brand", 0, counted), _TONES)
    days = pd.date_range(FIRST, periods=expected.shape[1]).date
    frame = pd.DataFrame(
        {
            "source": np.array([kind[0] for kind in _KINDS])[kind],
            "day": days[day],
            "week": days[day - day % 7],
            "voice": voice,
            "narrative": narrative + 1,
            "mentions": counted,
            "counted": counted,
        }
    )
    return frame.assign(negative=tones[:, 0], neutral=tones[:, 1], positive=tones[:, 2])


def no_readings() -> pd.DataFrame:
    """What was read is not known: the counts speak for themselves."""
    columns = ["source", "target", "read_from", "read_to", "complete", "note"]
    return pd.DataFrame(columns=columns)
