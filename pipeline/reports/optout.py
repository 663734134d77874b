"""How many of the week's customers' posts speak of leaving, in one sentence."""

import pandas as pd

from pipeline.reports.summary import Summary
from pipeline.words import counted, percent, points


def optout(summary: Summary) -> str:
    """Nothing where nobody judged what posts intend, or nobody spoke of leaving."""
    rows = summary.leaving[summary.leaving["week"] == pd.Timestamp(summary.week)]
    if rows.empty or not rows["posts"].iloc[0]:
        return ""
    row = rows.iloc[0]
    posts, n = int(row["posts"]), int(row["n"])
    verb = "speaks" if posts == 1 else "speak"
    said = (
        f"Opt-out watch (young): {counted(posts, 'post')} of {n:,} by customers {verb} of leaving"
    )
    if pd.isna(row["value"]):
        return f"{said}, too few to tell a share."
    span = f"95 % interval {points(row['low'])} to {points(row['high'])} %"
    share = f"{said}, {percent(row['value'])} ({span})"
    if not row["early"]:
        return f"{share}."
    return f"{share}, more than in the baseline weeks ({percent(row['usual'])})."
