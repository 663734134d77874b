"""What was raised, for pages, the terminal and messages; and that somebody has seen it."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

import pandas as pd

from pipeline.alerts.sentences import Told, sentence
from pipeline.errors import InputError
from pipeline.store import Store
from pipeline.views import Schema
from pipeline.views.schema import DATE, FLAG, LIST, MOMENT, TEXT, WHOLE

ALERTS = Schema(
    "alerts",
    {
        "id": WHOLE,
        "brand": TEXT,  # its key
        "brand_name": TEXT,
        "kind": TEXT,
        "subject": TEXT,
        "part": TEXT,  # narrative number, voice, tone or source; empty: the brand
        "label": TEXT,  # of a narrative
        "measure": TEXT,
        "rises": FLAG,
        "began": DATE,
        "last_seen": DATE,
        "state": TEXT,
        "text": TEXT,
        "figures": LIST,  # of its clearest days: a dict as alerts.episodes gives it
        "raised_at": MOMENT,
        "acknowledged_at": MOMENT,
        "acknowledged_by": TEXT,
    },
)


def open_alerts(store: Store, brand_id: int | None = None) -> pd.DataFrame:
    """What nobody has acknowledged, of one brand or of all, the newest first."""
    return _listed(store, brand_id=brand_id, everything=False)


def all_alerts(store: Store, brand_id: int | None = None) -> pd.DataFrame:
    """Every alert that was raised, acknowledged and withdrawn ones too, the newest first."""
    return _listed(store, brand_id=brand_id, everything=True)


def acknowledge(store: Store, ids: Sequence[int], by: str, at: datetime) -> None:
    """Somebody has seen these alerts. Raises InputError, and changes none, if one is not there."""
    with store.connect() as db:
        rows = store.sql.alerts_acknowledge(db, ids=list(ids), by=by, at=at)
        missing = sorted(set(ids) - {row[0] for row in rows})
        if missing:
            raise InputError(
                f"There is no alert {missing[0]}. See the known ones with: "
                "python -m pipeline alerts list --all"
            )


def _listed(store: Store, **which: object) -> pd.DataFrame:
    rows = store.frame("alerts_list", **which)
    texts = [sentence(_told(row)) for row in rows.to_dict("records")]
    return ALERTS.check(rows.assign(text=pd.Series(texts, index=rows.index, dtype="str")))


def _told(row: Mapping[Any, Any]) -> Told:
    same = {field.name: row[field.name] for field in fields(Told) if field.name in row}
    return Told(**same | {"lasts": row["state"] == "lasting", "brand": row["brand_name"]})
