"""The parts of a change in the order they are drawn."""

import math

import pandas as pd

from dashboard.shapes.dials import Change


def moved_parts(moves: pd.DataFrame, whole: Change | None = None, most: int = 7) -> pd.DataFrame:
    """The largest parts of a change, the rest as one, and the total: rows in drawing order.

    `kind` is part, rest, read, model or total; all but the last sum to it exactly. What other
    reading and another model made stands last, whatever its size. The total has the interval of
    `whole`, the change of the dial itself.
    """
    stories, unlike = moves[moves["by"] == "narrative"], moves[moves["by"] != "narrative"]
    most = most + 1 if len(stories) == most + 1 else most  # one left over needs no sum
    largest, rest = stories.iloc[:most], stories.iloc[most:]
    parts = [largest.assign(kind="part")]
    parts += [_summed(rest, "rest")] if len(rest) else []
    parts += [unlike.assign(kind=unlike["by"])] if len(unlike) else []
    columns = ["part", "label", "total", "low", "high", "n_before", "n_after", "kind"]
    total = _summed(moves, "total")
    if whole is not None:
        total = total.assign(low=whole.low, high=whole.high)
    drawn: pd.DataFrame = pd.concat([*parts, total])[columns]
    return drawn.reset_index(drop=True).assign(place=range(len(drawn)))


def _summed(moves: pd.DataFrame, kind: str) -> pd.DataFrame:
    """One row for several parts; nobody reckoned its interval, so it has none."""
    return moves.head(1).assign(
        part=str(len(moves)),
        label=None,
        total=moves["total"].sum(),
        low=math.nan,
        high=math.nan,
        n_before=moves["n_before"].sum(),
        n_after=moves["n_after"].sum(),
        kind=kind,
    )
