"""A frame's rows as mappings, for templates and words."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

Row = Mapping[str, Any]


def rows(frame: pd.DataFrame) -> list[Row]:
    """One mapping a row, in order."""
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]


def text(value: object) -> str:
    """The text of a cell; nothing where it is missing (pandas says nan)."""
    return value if isinstance(value, str) else ""
