"""What a brand did, and what it changed, as estimated last."""

import pandas as pd

from pipeline.store import Store
from pipeline.views.schema import DATE, LIST, NUMBER, TEXT, WHOLE, Schema

EFFECTS = Schema(
    "effects",
    {
        "action_id": WHOLE,
        "name": TEXT,
        "kind": TEXT,
        "day": DATE,
        "narratives": LIST,  # numbers; none: the whole brand
        "controls": LIST,  # as a person named them
        "against": LIST,  # what was compared with: keys of brands, numbers of narratives
        "measure": TEXT,  # volume, voice_share, net_sentiment; missing: not estimated yet
        "verdict": TEXT,  # clear, unclear, untold
        "why": TEXT,  # the doubt that stands
        "value": NUMBER,  # volume: the factor less 1; missing: too few
        "low": NUMBER,
        "high": NUMBER,
        "treated_before": NUMBER,
        "treated_after": NUMBER,
        "control_before": NUMBER,
        "control_after": NUMBER,
        "treated_n_before": "Int64",
        "treated_n_after": "Int64",
        "control_n_before": "Int64",
        "control_n_after": "Int64",
        "weeks_before": "Int64",
        "weeks_after": "Int64",
        "placebos": "Int64",
        "p": NUMBER,
        "drift": NUMBER,
        "drift_low": NUMBER,
        "drift_high": NUMBER,
        "series": LIST,  # the levels by seven days from the day
        "finding": TEXT,  # what can be told, in words
        "levels": TEXT,
        "reason": TEXT,
        "sizes": TEXT,
    },
)


def effects(store: Store, brand_id: int) -> pd.DataFrame:
    """A row an action and measure, the newest action first."""
    found = store.frame("action_effects", brand_id=brand_id)
    known = found.assign(against=found["against"].map(_list), series=found["series"].map(_list))
    for name in ("finding", "levels", "reason", "sizes"):
        known[name] = _said(known, name)
    return EFFECTS.check(known)


def _said(found: pd.DataFrame, name: str) -> list[str | None]:
    """One kind of words for every effect; none for an action not estimated yet."""
    from pipeline.actions import sentences  # with it comes all that reckons

    write = getattr(sentences, name)
    rows = ({str(key): value for key, value in row.items()} for row in found.to_dict("records"))
    return [None if pd.isna(row["measure"]) else write(row) for row in rows]


def _list(value: object) -> list[object]:
    return list(value) if isinstance(value, list) else []
