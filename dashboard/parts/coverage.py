"""The coverage line: which sources were read, how completely, which weeks are thin."""

import pandas as pd

from dashboard import data, figures
from dashboard.choice import Choice
from dashboard.parts.render import section, show
from dashboard.rows import Row, rows
from dashboard.words import overview as words
from pipeline.telling import MINIMUM_N
from pipeline.words import source_name


def coverage(choice: Choice, weeks: pd.DataFrame) -> None:
    """What was read of each source, in words."""
    readings = data.readings(choice.brand_id, choice.version)
    lines = [_line(row, choice) for row in rows(readings)]
    notes = _notes(data.coverage(choice.brand_id, choice.version))
    section(words.COVERAGE)
    show("coverage.html", lines=[*lines, *notes, _thin(weeks)])


def _line(row: Row, choice: Choice) -> str:
    source = source_name(str(row["source"]))
    span = ""
    first, last = row["read_from"], row["read_to"]
    if isinstance(first, pd.Timestamp) and isinstance(last, pd.Timestamp):
        ends = [figures.day_and_year(figures.local(end, choice.timezone)) for end in (first, last)]
        span = f", {ends[0]} – {ends[1]}"
    whole = "read completely" if row["complete"] else "not read completely"
    note = f" ({row['note']})" if isinstance(row["note"], str) and row["note"] else ""
    return f"{source}, {row['target']}{span}: {whole}{note}"


def _notes(frame: pd.DataFrame) -> list[str]:
    """What is not whole, each reason once with its weeks."""
    notes = []
    for note, weeks in frame.groupby("note", sort=False)["week"]:
        days = [figures.day(week) for week in sorted(weeks.unique())]
        span = days[0] if len(days) == 1 else f"{days[0]} to {days[-1]}, {len(days)} weeks"
        notes.append(f"{note} (week of {span})" if len(days) == 1 else f"{note} ({span})")
    return notes


def _thin(weeks: pd.DataFrame) -> str:
    counts = weeks.groupby("week")["counted"].sum()
    thin = [figures.day(week) for week in counts[counts < MINIMUM_N].index]
    return words.THIN_WEEKS.format(weeks=", ".join(thin)) if thin else words.NO_THIN_WEEKS
