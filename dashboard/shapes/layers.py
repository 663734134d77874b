"""Voices and tones by week, laid one upon the other for drawing."""

import pandas as pd

from pipeline.telling import MINIMUM_N

VOICES = ("customer", "brand", "media", "unknown")
TONES = ("negative", "neutral", "positive")


def voice_layers(weeks: pd.DataFrame, coverage: pd.DataFrame | None = None) -> pd.DataFrame:
    """Counted posts by week and voice, stacked: `low` to `high`, in the order of the voices.

    `thin` where the week was not wholly read.
    """
    wide = weeks.pivot_table("counted", "week", "voice", "sum", fill_value=0)
    stacked = _stacked(wide.reindex(columns=list(VOICES), fill_value=0), "voice")
    return stacked.assign(thin=stacked["week"].isin(broken_weeks(coverage)))


def tone_layers(tones: pd.DataFrame, coverage: pd.DataFrame | None = None) -> pd.DataFrame:
    """Shares of the scored posts by week and tone, stacked from negative to positive.

    `thin` where fewer than MINIMUM_N were scored or the week was not wholly read.
    """
    wide = tones.set_index("week")[list(TONES)]
    scored = wide.sum(axis=1)
    shares = wide[scored > 0].div(scored[scored > 0], axis=0)
    stacked = _stacked(shares, "tone")
    counted = stacked["week"].map(scored).astype("int64")
    broken = stacked["week"].isin(broken_weeks(coverage))
    return stacked.assign(scored=counted, thin=broken | (counted < MINIMUM_N))


def unread_weeks(coverage: pd.DataFrame) -> list[pd.Timestamp]:
    """The weeks in whose midst a source was not wholly read: their counts say nothing."""
    return list(coverage.loc[coverage["state"].isin(("gap", "silent")), "week"].unique())


def broken_weeks(coverage: pd.DataFrame | None) -> list[pd.Timestamp]:
    """The weeks in which something is missing, whatever the source."""
    if coverage is None:
        return []
    return list(coverage.loc[coverage["state"].isin(_BROKEN), "week"].unique())


_BROKEN = ("starts", "ends", "gap", "silent")  # 'new' is whole, only left out of the dials


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
