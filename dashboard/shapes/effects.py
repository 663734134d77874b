"""The levels of what was acted on and of its controls, by seven days from the action's day."""

import pandas as pd

from dashboard.rows import Row
from pipeline.telling import MINIMUM_N

SIDES = ("treated", "control")
_COLUMNS = ["start", "side", "value", "n", "compared", "few"]


def levels(row: Row) -> pd.DataFrame:
    """A row a side and period: start, side, value, n, compared, few; of a row of `views.effects`.

    Posts a week stand against each side's own mean before (1), for controls are of another size.
    """
    series = pd.DataFrame(
        row["series"], columns=["period", "treated", "n", "control", "control_n", "compared"]
    )
    start = row["day"] + pd.to_timedelta(series["period"].astype(int) * 7, unit="D")
    sides = [
        pd.DataFrame(
            {
                "start": start,
                "side": side,
                "value": _scaled(series[side], row, side),
                "n": series["n" if side == "treated" else "control_n"],
                "compared": series["compared"],
            }
        )
        for side in SIDES
    ]
    both = pd.concat(sides, ignore_index=True)
    return both.assign(few=both["n"] < MINIMUM_N)[_COLUMNS]


def _scaled(values: "pd.Series[float]", row: Row, side: str) -> "pd.Series[float]":
    numbers = values.astype("float64")
    if row["measure"] != "volume":
        return numbers
    before = row[f"{side}_before"]
    return numbers / before if pd.notna(before) and before else numbers * float("nan")
