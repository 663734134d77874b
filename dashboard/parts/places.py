"""The communities that told a story, each with when it began and how much of it is theirs."""

import pandas as pd

from dashboard import figures
from dashboard.parts.people import place
from dashboard.rows import rows

MOST = 8  # communities that are listed


def spread_lines(found: pd.DataFrame, timezone: str) -> list[str]:
    """One line a community, and one for those beyond the first."""
    start = found["first_at"].iloc[0]
    lines = []
    for row in rows(found.head(MOST)):
        days = (row["first_at"] - start).days
        since = f", {days} {'day' if days == 1 else 'days'} after the first" if days else ""
        day = figures.day_and_year(figures.local(row["first_at"], timezone))
        posts = "1 post" if row["mentions"] == 1 else f"{figures.count(row['mentions'])} posts"
        customers = figures.count(row["customers"])
        lines.append(f"{place(row)}: from {day}{since}; {posts}, {customers} by customers")
    rest = found.iloc[MOST:]
    if len(rest):
        lines.append(f"{len(rest)} more with {figures.count(rest['mentions'].sum())} posts")
    return lines
