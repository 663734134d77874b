"""Alerts of the same days of one brand are one occasion, headed by the one that explains most.

The brand's own alert heads it, else the one that most mentions came or went with. An alert joins
the head with which it shares most days, if these are half of the shorter one's at least: overlaps
are not handed on, so that one crisis after another stays two.
"""

from collections.abc import Callable, Hashable, Mapping
from datetime import date, timedelta
from typing import Any, Final

import pandas as pd

Row = Mapping[Hashable, Any]
_SHARED: Final = 0.5  # of the shorter one's days
_LONG: Final = timedelta(weeks=4)  # what goes on for longer is known by its clearest days


def occasions(alerts: pd.DataFrame) -> list[pd.DataFrame]:
    """Rows of `ALERTS`, a frame an occasion: its head first, then what explains most of the rest.

    The occasion with the newest days stands first.
    """
    ranked = sorted(alerts.to_dict("records"), key=_rank)
    heads: list[Row] = []
    of: dict[int, int] = {}
    for alert in ranked:
        head = min((one for one in heads if _same(alert, one)), key=_apart(alert), default=alert)
        heads += [alert] if head is alert else []
        of[alert["id"]] = head["id"]
    rows = alerts.set_index("id", drop=False).loc[list(of)].reset_index(drop=True)
    told = [rows for _, rows in rows.groupby(rows["id"].map(of.__getitem__), sort=False)]
    return sorted(told, key=lambda rows: rows["last_seen"].max(), reverse=True)


def _rank(alert: Row) -> tuple[bool, bool, bool, float, int]:
    """What explains most stands first: the brand's volume, its turns, then by how much it moved."""
    figures = alert["figures"]
    moved = abs(figures["n"] - figures["expected"]) * (figures["whole"] or 1)
    own = alert["subject"] == "brand"
    volume = own and alert["measure"] == "mentions"
    return alert["state"] == "withdrawn", not own, not volume, -moved, alert["id"]


def _same(one: Row, other: Row) -> bool:
    """Are two alerts of one brand and of the same days?"""
    shorter = min(_length(*_days(alert)) for alert in (one, other))
    return one["brand"] == other["brand"] and _overlap(one, other) >= _SHARED * shorter


def _apart(one: Row) -> Callable[[Row], float]:
    """How few of all the days that two alerts have they share."""

    def apart(other: Row) -> float:
        shared = _overlap(one, other)
        return 1 - shared / (sum(_length(*_days(alert)) for alert in (one, other)) - shared)

    return apart


def _overlap(one: Row, other: Row) -> int:
    (began, ended), (since, until) = _days(one), _days(other)
    return max(_length(max(began, since), min(ended, until)), 0)


def _length(first: date, last: date) -> int:
    return (last - first).days + 1


def _days(alert: Row) -> tuple[date, date]:
    if alert["last_seen"] - alert["began"] <= _LONG:
        return alert["began"], alert["last_seen"]
    first, last = (pd.Timestamp(alert["figures"][end]) for end in ("first", "last"))
    return first, last
