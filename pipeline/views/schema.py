"""A frame that leaves this folder has a named schema, checked once, here."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

MOMENT = "datetime64[us, UTC]"
DATE = "datetime64[us]"  # a day or a week's Monday in the brand's zone, without a clock
TEXT = "str"
WHOLE = "int64"
NUMBER = "float64"
FLAG = "bool"
LIST = "object"


@dataclass(frozen=True)
class Schema:
    """The columns of one kind of frame, in order, and what each holds."""

    name: str
    columns: Mapping[str, str]

    def check(self, frame: pd.DataFrame) -> pd.DataFrame:
        """A new frame with exactly these columns and types; ValueError when one is missing."""
        missing = [column for column in self.columns if column not in frame.columns]
        if missing:
            raise ValueError(f"A frame of {self.name} lacks {', '.join(missing)}.")
        kept: pd.DataFrame = frame[list(self.columns)].reset_index(drop=True)
        return kept.astype(dict(self.columns))

    def empty(self) -> pd.DataFrame:
        """The frame of no rows."""
        return self.check(pd.DataFrame(columns=list(self.columns)))
