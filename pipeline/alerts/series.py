"""The series that are watched: mentions by subject, and shares of tone and voice, day by day."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

Floats = npt.NDArray[np.float64]
Subject = Literal["brand", "narrative", "voice", "tone", "source"]
Measure = Literal["mentions", "negative_share", "positive_share", "voice_share"]

_VOICES: Final = ("customer", "brand", "media")
_TONES: Final = ("negative", "positive")


@dataclass(frozen=True, order=True)
class Series:
    """What is watched: `part` is a narrative's number, a voice, a tone, a source, or empty."""

    subject: Subject
    part: str = ""
    measure: Measure = "mentions"


@dataclass(frozen=True)
class Counts:
    """Daily counts of `series` (K) from each of `sources` (S) on each of `days` (D).

    `count` is (K, S, D): mentions, or of a share those that have it. `whole` is (K, S, D) too, what
    a share is of; None where the series are mentions.
    """

    series: list[Series]
    sources: list[str]
    days: pd.DatetimeIndex
    count: Floats
    whole: Floats | None = None


def volumes(daily: pd.DataFrame) -> Counts:
    """Mentions of the brand, and by narrative, voice, tone and source.

    `daily`: source, day, voice, narrative (its number or missing), counted, negative, neutral,
    positive; the tones without the brand's own mentions.
    """
    grid = _Grid.of(daily)
    numbers = _numbers(daily)
    parts: list[tuple[list[Series], Floats]] = [
        ([Series("brand")], grid.sums("counted")[None]),
        (
            [Series("narrative", str(number)) for number in numbers],
            grid.by("narrative", numbers, "counted"),
        ),
        ([Series("voice", voice) for voice in _VOICES], grid.by("voice", _VOICES, "counted")),
        ([Series("tone", tone) for tone in _TONES], np.stack([grid.sums(t) for t in _TONES])),
    ]
    if len(grid.sources) > 1:  # a single one is the brand
        by_source = grid.by("source", grid.sources, "counted")
        parts.append(([Series("source", source) for source in grid.sources], by_source))
    series = [one for named, _ in parts for one in named]
    return Counts(series, grid.sources, grid.days, np.concatenate([sums for _, sums in parts]))


def shares(daily: pd.DataFrame) -> Counts:
    """Of the brand and of each narrative: the share of negative, of positive and of customers."""
    grid = _Grid.of(daily)
    numbers = _numbers(daily)
    subjects = [("brand", ""), *(("narrative", str(number)) for number in numbers)]
    series: list[Series] = []
    sums: list[tuple[Floats, Floats]] = []
    for measure, part, whole in _shares(grid, numbers):
        series += [Series(subject, name, measure) for subject, name in subjects]  # type: ignore[arg-type]
        sums.append((part, whole))
    count, whole = (np.concatenate(each) for each in zip(*sums, strict=True))
    return Counts(series, grid.sources, grid.days, count, whole)


def _shares(grid: "_Grid", numbers: Sequence[int]) -> Iterator[tuple[Measure, Floats, Floats]]:
    """Each share as (1 + N, S, D) of a part and of its whole: the brand's, then the narratives'."""

    def sums(column: str, voice: str | None = None) -> Floats:
        own = grid if voice is None else grid.only("voice", voice)
        return np.concatenate([own.sums(column)[None], own.by("narrative", numbers, column)])

    negative, neutral, positive = (sums(tone) for tone in ("negative", "neutral", "positive"))
    judged = negative + neutral + positive
    yield "negative_share", negative, judged
    yield "positive_share", positive, judged
    customer, brand = (sums("counted", voice) for voice in ("customer", "brand"))
    yield "voice_share", customer, customer + brand


def _numbers(daily: pd.DataFrame) -> list[int]:
    return sorted(int(number) for number in daily["narrative"].dropna().unique())


@dataclass(frozen=True)
class _Grid:
    """The rows of `daily`, and where each belongs among sources and days."""

    daily: pd.DataFrame
    sources: list[str]
    days: pd.DatetimeIndex
    place: npt.NDArray[np.intp]

    @classmethod
    def of(cls, daily: pd.DataFrame) -> "_Grid":
        day = pd.DatetimeIndex(daily["day"])
        days = pd.date_range(day.min(), day.max(), freq="D")
        sources = sorted(str(source) for source in daily["source"].unique())
        source = pd.Index(sources).get_indexer(pd.Index(daily["source"]))
        return cls(daily, sources, days, source * len(days) + days.get_indexer(day))

    def only(self, column: str, value: str) -> "_Grid":
        """The rows that have this value."""
        chosen = (self.daily[column] == value).to_numpy()
        return _Grid(self.daily[chosen], self.sources, self.days, self.place[chosen])

    def sums(self, column: str) -> Floats:
        """(S, D): a column's sum by source and day."""
        all_in_one = np.zeros(len(self.daily), np.intp)
        sums: Floats = self._sums(column, all_in_one, 1)[0]
        return sums

    def by(self, key: str, values: Sequence[object], column: str) -> Floats:
        """(K, S, D): a column's sum by the K values of a key, by source and day."""
        place = pd.Index(list(values), dtype=self.daily[key].dtype).get_indexer(
            pd.Index(self.daily[key])
        )
        return self._sums(column, place, len(values))

    def _sums(self, column: str, group: npt.NDArray[np.intp], groups: int) -> Floats:
        cells = len(self.sources) * len(self.days)
        place = np.where(group >= 0, group * cells + self.place, groups * cells)
        sums = np.bincount(place, self.daily[column].to_numpy(np.float64), groups * cells + 1)
        shape = groups, len(self.sources), len(self.days)
        return sums[:-1].astype(np.float64).reshape(shape)
