"""The narratives and the dials of a week as CSV, safe to open in a spreadsheet."""

from pathlib import Path
from typing import Final

import pandas as pd

from pipeline.reports.plain import cell
from pipeline.reports.summary import Summary
from pipeline.weeks import week_name

DIAL_COLUMNS: Final = [
    "week", "dial", "reading", "value", "low", "high", "bound_low", "bound_high", "change",
    "change_low", "change_high", "n", "customers", "brands", "media", "unknowns",
]  # fmt: skip
STORY_COLUMNS: Final = [
    "week", "number", "label", "now", "before", "customer", "brand", "media", "unknown",
    "negative", "neutral", "positive", "not_scored", "line",
]  # fmt: skip


def write_dials(summary: Summary, path: Path) -> None:
    """The dials of the last weeks in both readings, a row each; empty: too few to tell."""
    _write(summary, dial_rows(summary), path)


def write_narratives(summary: Summary, path: Path) -> None:
    """The narratives of the week, a row each, with voices and tones."""
    _write(summary, story_rows(summary), path)


def dial_rows(summary: Summary) -> pd.DataFrame:
    """Columns DIAL_COLUMNS."""
    weeks = [week_name(week.date()) for week in summary.dials["week"]]
    return summary.dials.assign(week=weeks)[DIAL_COLUMNS]


def story_rows(summary: Summary) -> pd.DataFrame:
    """Columns STORY_COLUMNS."""
    lines = [summary.line(int(number)) for number in summary.stories["number"]]
    return summary.stories.assign(week=week_name(summary.week), line=lines)[STORY_COLUMNS]


def _write(summary: Summary, rows: pd.DataFrame, path: Path) -> None:
    marked = rows.assign(fiction=True) if summary.brand.fiction else rows
    safe = marked.apply(lambda column: column.map(cell))
    safe.to_csv(path, index=False, encoding="utf-8-sig", lineterminator="\r\n")
