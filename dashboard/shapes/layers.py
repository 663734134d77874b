"""Voices and tones by week, laid one upon the other for drawing."""

import pandas as pd

VOICES = ("customer", "brand", "media", "unknown")
TONES = ("negative", "neutral", "positive")
MINIMUM = 20  # posts in a week; with fewer a week is drawn faint


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
