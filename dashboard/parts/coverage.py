"""The coverage line: which sources were read, how completely, which weeks are thin."""

import pandas as pd

from dashboard import data, figures, words
from dashboard.choice import Choice
from dashboard.parts.render import section, show
from dashboard.rows import Row, rows
from dashboard.shapes.layers import MINIMUM


def coverage(choice: Choice, weeks: pd.DataFrame) -> None:
    """What was read of each source, in words."""
    readings = data.readings(choice.brand_id, choice.version)
    lines = [_line(row, choice) for row in rows(readings)]
    section(words.COVERAGE)
    show("coverage.html", lines=lines, thin=_thin(weeks))


def _line(row: Row, choice: Choice) -> str:
    source = words.SOURCE.get(str(row["source"]), str(row["source"]))
    span = ""
    first, last = row["read_from"], row["read_to"]
    if isinstance(first, pd.Timestamp) and isinstance(last, pd.Timestamp):
        ends = [figures.day_and_year(figures.local(end, choice.timezone)) for end in (first, last)]
        span = f", {ends[0]} – {ends[1]}"
    whole = "read completely" if row["complete"] else "not read completely"
    note = f" ({row['note']})" if isinstance(row["note"], str) and row["note"] else ""
    return f"{source}, {row['target']}{span}: {whole}{note}"


def _thin(weeks: pd.DataFrame) -> str:
    counts = weeks.groupby("week")["counted"].sum()
    thin = [figures.day(week) for week in counts[counts < MINIMUM].index]
    if not thin:
        return f"No week has fewer than {MINIMUM} posts."
    return f"Weeks with fewer than {MINIMUM} posts, drawn faint: {', '.join(thin)}."
