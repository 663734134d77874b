"""What a message about one occasion says: its title, and a line an alert."""

from typing import Final

import pandas as pd

from pipeline.words import counted, day_name

_MOST: Final = 20  # lines of one message


def written(occasion: pd.DataFrame, fresh: pd.DataFrame) -> tuple[str, list[str]]:
    """The title and the lines: of the occasion's alerts, its head first, these are told anew."""
    head = occasion.iloc[0]
    brand, lines = head["brand_name"], fresh["text"].head(_MOST).tolist()
    if len(fresh) > _MOST:
        more = len(fresh) - _MOST
        lines.append(f"And {more} more: python -m pipeline alerts list --brand {head['brand']}")
    if head["id"] not in set(fresh["id"]):
        lines.append(f"{'It goes' if len(fresh) == 1 else 'They go'} with: {head['text']}")
        return f"{brand}: {counted(len(fresh), 'more alert')} of {_days(occasion)}", lines
    if len(fresh) == 1:
        return f"{brand}: an alert", lines
    return f"{brand}: {counted(len(fresh), 'alert')} of {_days(occasion)}", lines


def _days(occasion: pd.DataFrame) -> str:
    first, last = occasion["began"].min(), occasion["last_seen"].max()
    return day_name(first) if first == last else f"{day_name(first)} to {day_name(last)}"
