"""What the viewer has chosen: brand, week, comparison, reading. Kept in the address."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from pipeline.telling import tells

COMPARISONS = ("before", "month", "baseline")
READINGS = ("all", "broadcast")
COUNTINGS = ("usual", "bots", "spam", "duplicates", "repeats", "everything")


@dataclass(frozen=True)
class Choice:
    """One brand at one data version, in one week, compared with something."""

    brand_id: int
    key: str
    name: str
    timezone: str
    fiction: bool
    heard: bool  # was a post of the brand's own ever counted?
    version: int
    week: date
    versus: str  # one of COMPARISONS
    reading: str  # one of READINGS
    counting: str  # one of COUNTINGS
    baseline: tuple[date, date] | None  # first and last Monday

    def tells(self, dial: str) -> bool:
        """Can a dial be told of the brand?"""
        return tells(dial, heard=self.heard)


def default_week(dials: pd.DataFrame) -> date | None:
    """The newest week with a change to tell of; else with a value, else the newest of all."""
    for rows in (dials[dials["change"].notna()], dials[dials["value"].notna()], dials):
        if len(rows):
            return pd.Timestamp(rows["week"].max()).date()
    return None


def weeks_of(dials: pd.DataFrame) -> list[date]:
    """The Mondays with figures, newest first."""
    return [week.date() for week in sorted(dials["week"].unique(), reverse=True)]
