"""What an action changed, in a sentence by rule; the same in the terminal and on the page."""

from collections.abc import Callable, Mapping
from typing import Any, Final

import pandas as pd

from pipeline.actions.estimate import MINIMUM_DATES
from pipeline.actions.null import MINIMUM_AFTER, MINIMUM_BEFORE
from pipeline.telling import MINIMUM_N
from pipeline.words import counted, percent, points, signed, three_digits

Row = Mapping[str, Any]

MEASURE: Final = {
    "volume": "posts a week",
    "voice_share": "voice share",
    "net_sentiment": "net sentiment",
}


def finding(row: Row) -> str:
    """Whether the action changed a measure, and by how much: a row of `views.effects`."""
    name = MEASURE[row["measure"]].capitalize()
    if row["why"] == "few_mentions":
        return f"{name}: too few to tell ({smallest(row)})"
    if row["why"] == "one_voice":
        return f"{name}: only one side speaks"
    if row["why"] == "few_weeks":
        return f"{name}: too few weeks to tell"
    if row["why"] == "no_control":
        return f"{name}: {_amount(row, 'value')} since, and nothing to compare it with"
    if row["verdict"] == "untold":
        return f"{name}: cannot be told"
    if row["verdict"] == "unclear":
        return f"{name}: no clear effect"
    return f"{name}: {_amount(row, 'value')} by this action, as far as the controls can tell"


def reason(row: Row) -> str:
    """What the finding rests on: the interval, and the doubt that stands if one does."""
    if row["why"] == "few_weeks":
        return (
            f"{row['weeks_before']} weeks before and {row['weeks_after']} after were wholly read; "
            f"{MINIMUM_BEFORE} and {MINIMUM_AFTER} are needed on every side."
        )
    if row["why"] == "few_mentions":
        return f"{sizes(row)}. At least {MINIMUM_N} each are needed."
    if row["why"] == "one_voice":
        return "Where customers or the brand are alone, there is no share to move."
    return f"95 % interval {span(row)}. {_DOUBT[row['why'] or 'none'](row)}"


def span(row: Row) -> str:
    """The ends of the interval with their unit."""
    if row["measure"] == "volume":
        return f"{_change(row['low'], row)} to {_change(row['high'], row)}"
    return f"{signed(row['low'])} to {signed(row['high'])} points"


def levels(row: Row) -> str:
    """From what to what, on either side."""
    ours = f"{_level(row, 'treated_before')} → {_level(row, 'treated_after')}"
    if pd.isna(row["control_before"]):
        return ours
    return f"{ours}; controls {_level(row, 'control_before')} → {_level(row, 'control_after')}"


def sizes(row: Row) -> str:
    """How many mentions each rate stands on."""
    ours = f"n = {row['treated_n_before']:,} before, {row['treated_n_after']:,} after"
    if not len(row["against"]):
        return ours
    theirs = f"{row['control_n_before']:,} and {row['control_n_after']:,}"
    return f"{ours}; controls {theirs}"


def smallest(row: Row) -> str:
    """Which of the rates stands on the fewest mentions, and on how many."""
    names = {"treated_n_before": "before", "treated_n_after": "after"}
    if len(row["against"]):
        names |= {"control_n_before": "of controls before", "control_n_after": "of controls after"}
    fewest = min(names, key=lambda name: int(row[name]))
    return f"n = {row[fewest]:,} {names[fewest]}"


def _amount(row: Row, name: str) -> str:
    if row["measure"] == "volume":
        return _change(row[name], row)
    return f"{signed(row[name])} points"


def _change(value: float, row: Row) -> str:
    """0.2 → +20 %; where it may have doubled, 3 → × 4: nobody reads +300 %."""
    if row["high"] >= 1:
        return f"× {three_digits(value + 1)}"
    return f"{signed(value)} %"


def _level(row: Row, name: str) -> str:
    value = row[name]
    if pd.isna(value):
        return "–"
    if row["measure"] == "volume":
        return three_digits(value)
    return percent(value) if row["measure"] == "voice_share" else points(value)


def _drift(row: Row) -> str:
    unit = "%" if row["measure"] == "volume" else "points"
    ends = f"{signed(row['drift_low'])} to {signed(row['drift_high'])}"
    return (
        f"But the gap to the controls was already moving before, by {signed(row['drift'])} {unit} "
        f"a week ({ends}): what came after may be the same drift."
    )


def _dates(row: Row) -> str:
    return (
        f"But only {counted(row['placebos'], 'other date')} could be tried the same way; "
        f"{MINIMUM_DATES} are needed to know what is usual. Read further back."
    )


def _usual(row: Row) -> str:
    as_large = round(row["p"] * (1 + row["placebos"])) - 1
    as_many = "none" if as_large == 0 else f"{as_large:,}"
    return f"Of {row['placebos']:,} dates without an action, {as_many} came out as large."


_DOUBT: Final[Mapping[str, Callable[[Row], str]]] = {
    "none": _usual,
    "chance": lambda row: "It includes no effect at all: chance would do as well.",
    "placebos": lambda row: f"{_usual(row)} That is not rare enough.",
    "drift": _drift,
    "few_dates": _dates,
    "no_control": lambda row: (
        "This is what changed, not what the action did: everything else of these weeks is in it. "
        "Define a competitor, or name narratives that the action did not touch."
    ),
}
