"""Frames shaped for what a page shows: pure functions from frames of pipeline.views."""

import math
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from dashboard.choice import Choice

VOICES = ("customer", "brand", "media", "unknown")
TONES = ("negative", "neutral", "positive")
MINIMUM = 20  # posts in a week; with fewer a week is drawn faint


@dataclass(frozen=True)
class DialNow:
    """One dial in the chosen week and what it is compared with."""

    value: float | None
    low: float
    high: float
    bound_low: float
    bound_high: float
    n: int
    customers: int
    brands: int
    media: int
    unknowns: int
    before: float | None  # what it is compared with; None: too few to tell, or no such week

    @property
    def change(self) -> float | None:
        """The change on what it is compared with."""
        return None if self.value is None or self.before is None else self.value - self.before

    @property
    def clear(self) -> bool:
        """Whether the interval leaves out what it is compared with."""
        return self.before is not None and not self.low <= self.before <= self.high


def dial_window(dials: pd.DataFrame, choice: Choice, dial: str, weeks: int = 12) -> pd.DataFrame:
    """The dial's last weeks up to the chosen one, every week there even when nothing was said."""
    ours = dials[(dials["dial"] == dial) & (dials["reading"] == choice.reading)]
    last = pd.Timestamp(choice.week)
    first = max(ours["week"].min(), last - pd.Timedelta(weeks=weeks - 1)) if len(ours) else last
    every = pd.DataFrame({"week": pd.date_range(first, last, freq="7D").astype("datetime64[us]")})
    return every.merge(ours, on="week", how="left").assign(chosen=lambda f: f["week"] == last)


def dial_now(dials: pd.DataFrame, choice: Choice, dial: str) -> DialNow | None:
    """The dial in the chosen week; None when nobody spoke in it."""
    ours = dials[(dials["dial"] == dial) & (dials["reading"] == choice.reading)]
    rows = ours[ours["week"] == pd.Timestamp(choice.week)]
    if rows.empty:
        return None
    row = rows.iloc[0]
    return DialNow(
        value=_known(row["value"]),
        low=float(row["low"]),
        high=float(row["high"]),
        bound_low=float(row["bound_low"]),
        bound_high=float(row["bound_high"]),
        n=int(row["n"]),
        customers=int(row["customers"]),
        brands=int(row["brands"]),
        media=int(row["media"]),
        unknowns=int(row["unknowns"]),
        before=_before(ours, choice),
    )


def _before(ours: pd.DataFrame, choice: Choice) -> float | None:
    """The value compared with: one week's, or the mean of the baseline weeks weighted by n."""
    if choice.versus == "baseline":
        first, last = choice.baseline or _first_weeks(ours)
        rows = ours[ours["week"].between(pd.Timestamp(first), pd.Timestamp(last))]
        rows = rows[rows["value"].notna()]
        return None if rows.empty else float(np.average(rows["value"], weights=rows["n"]))
    rows = ours[ours["week"] == pd.Timestamp(choice.compared_week)]
    return None if rows.empty else _known(rows["value"].iloc[0])


def _first_weeks(ours: pd.DataFrame) -> tuple[date, date]:
    first = ours["week"].min().date()
    return first, first + timedelta(weeks=3)


def _known(value: float) -> float | None:
    return None if math.isnan(value) else float(value)


def voice_layers(weeks: pd.DataFrame) -> pd.DataFrame:
    """Counted posts by week and voice, stacked: `low` to `high`, in the order of the voices."""
    wide = weeks.pivot_table("counted", "week", "voice", "sum", fill_value=0)
    return _stacked(wide.reindex(columns=list(VOICES), fill_value=0), "voice")


def tone_layers(tones: pd.DataFrame) -> pd.DataFrame:
    """Shares of the scored posts by week and tone, stacked from negative to positive."""
    wide = tones.groupby("week")[list(TONES)].sum()
    scored = wide.sum(axis=1)
    shares = wide[scored > 0].div(scored[scored > 0], axis=0)
    stacked = _stacked(shares, "tone")
    return stacked.assign(scored=stacked["week"].map(scored).astype("int64"))


def _stacked(wide: pd.DataFrame, name: str) -> pd.DataFrame:
    """Columns of `wide` laid one upon the other; weeks last six and a half days, to leave a gap."""
    narrow = wide.rename_axis(index="week", columns=name)
    value, high = narrow.stack(), narrow.cumsum(axis=1).stack()
    long = pd.DataFrame({"value": value, "high": high}).reset_index()
    return long.assign(
        low=long["high"] - long["value"],
        start=long["week"] + pd.Timedelta(hours=12),
        end=long["week"] + _WIDTH,
    )


_WIDTH = pd.Timedelta(days=6, hours=12)


@dataclass(frozen=True)
class Break:
    """A week since which customers' tone is another: pooled shares of negative posts."""

    week: date
    before: float
    after: float


def tone_break(tones: pd.DataFrame, span: int = 4) -> Break | None:
    """The week at which the share of negative posts changed most, if chance does not explain it.

    The pooled shares of the `span` weeks before and after each week are compared by their z-score.
    """
    weekly = tones.groupby("week")[list(TONES)].sum()
    scored, negative = weekly.sum(axis=1).to_numpy(), weekly["negative"].to_numpy()
    best: tuple[float, Break] | None = None
    for place in range(2, len(weekly) - 1):
        was, now = slice(max(0, place - span), place), slice(place, place + span)
        z, found = _difference(negative, scored, was, now, weekly.index[place].date())
        if found is not None and (best is None or z > best[0]):
            best = z, found
    return best[1] if best is not None and best[0] > 3.5 else None


def _difference(
    part: np.ndarray, whole: np.ndarray, was: slice, now: slice, week: date
) -> tuple[float, Break | None]:
    n_was, n_now = whole[was].sum(), whole[now].sum()
    if min(n_was, n_now) < MINIMUM or whole[now][0] < MINIMUM:
        return 0.0, None
    before, after = part[was].sum() / n_was, part[now].sum() / n_now
    both = (part[was].sum() + part[now].sum()) / (n_was + n_now)
    error = math.sqrt(max(both * (1 - both), 1e-9) * (1 / n_was + 1 / n_now))
    return abs(after - before) / error, Break(week, float(before), float(after))


def moved_parts(moves: pd.DataFrame, most: int = 7) -> pd.DataFrame:
    """The largest parts of a change, the rest as one, and the total: rows in drawing order.

    `kind` is part, rest or total; parts sum to the total exactly.
    """
    most = most + 1 if len(moves) == most + 1 else most  # one left over needs no sum
    largest, rest = moves.iloc[:most], moves.iloc[most:]
    parts = [largest.assign(kind="part")]
    parts += [_summed(rest, "rest")] if len(rest) else []
    columns = ["part", "label", "total", "low", "high", "n_after", "kind"]
    drawn: pd.DataFrame = pd.concat([*parts, _summed(moves, "total")])[columns]
    return drawn.reset_index(drop=True).assign(place=range(len(drawn)))


def _summed(moves: pd.DataFrame, kind: str) -> pd.DataFrame:
    """One row for several parts; nobody reckoned its interval, so it has none."""
    return moves.head(1).assign(
        part=str(len(moves)),
        label=None,
        total=moves["total"].sum(),
        low=math.nan,
        high=math.nan,
        n_after=moves["n_after"].sum(),
        kind=kind,
    )


def movement(narratives: pd.DataFrame, week: date) -> pd.DataFrame:
    """Narratives with what they do in `week`: `turn` is new, rising, fading or steady.

    A count is compared with the mean of the four weeks before; within two standard errors of a
    Poisson count it is steady. `surge` orders them.
    """
    usual = narratives["four_weeks_before"] / 4
    now = narratives["in_week"]
    surge = (now - usual) / (now + usual / 4).clip(lower=1) ** 0.5
    # A narrative is new in the week in which nothing came before it, and in the week after.
    new = (narratives["counted"] > 0) & (
        narratives["born_at"].dt.tz_localize(None) >= _days(week, -7)
    )
    born = narratives["born_at"].dt.tz_localize(None) < _days(week, 7)
    turn = np.select(
        [new & born & (now > 0), surge >= 2, surge <= -2], ["new", "rising", "fading"], "steady"
    )
    return narratives.assign(usual=usual, surge=surge, turn=turn)


def _days(week: date, days: int) -> pd.Timestamp:
    return pd.Timestamp(week) + pd.Timedelta(days=days)


def series(narrative_weeks: pd.DataFrame, last: date, weeks: int = 26) -> dict[int, list[int]]:
    """Counts by week of each narrative, the same weeks for all, oldest first."""
    if narrative_weeks.empty:
        return {}
    end = pd.Timestamp(last)
    first = max(narrative_weeks["week"].min(), end - pd.Timedelta(weeks=weeks - 1))
    every = pd.date_range(first, end, freq="7D")
    wide = narrative_weeks.pivot_table("counted", "number", "week", "sum", fill_value=0)
    wide = wide.reindex(columns=every, fill_value=0)
    return {
        int(str(number)): [int(n) for n in row]
        for number, row in zip(wide.index, wide.to_numpy(), strict=True)
    }
