"""What a person does to narratives: rename, merge, undo. Logged, and respected by every refresh.

Undone, a split's mentions go back to where they came from, and a birth's to none; the narrative
is put aside (merged into itself), so that no refresh finds it again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from psycopg import Connection
from psycopg.types.json import Jsonb

from pipeline.errors import InputError
from pipeline.store import Store

_LONGEST = 80


@dataclass(frozen=True)
class _Narrative:
    id: int
    number: int
    label: str
    label_by: str


def rename(store: Store, brand_id: int, number: int, label: str, by: str = "person") -> int:
    """Give a narrative a label that stays; the event's id. Raises InputError."""
    label = " ".join(label.split())
    if not 0 < len(label) <= _LONGEST:
        raise InputError(f"A label has 1 to {_LONGEST} characters. Write a shorter one.")
    with store.connect() as db:
        narrative = _standing(store, db, brand_id, number)
        detail = {"from": narrative.label, "from_by": narrative.label_by, "to": label}
        store.sql.narratives_rename(db, id=narrative.id, label=label, label_by="person")
        store.sql.narratives_stale(db, brand_id=brand_id)
        return _log(store, db, narrative.id, "rename", detail, by)


def merge(store: Store, brand_id: int, number: int, into: int, by: str = "person") -> int:
    """Make one narrative part of another, now and later; the event's id. Raises InputError."""
    if number == into:
        raise InputError(f"Narrative {number} cannot be merged into itself. Name another one.")
    with store.connect() as db:
        part = _standing(store, db, brand_id, number)
        whole = _standing(store, db, brand_id, into)
        moved = [row[0] for row in store.sql.narratives_take_over(db, id=part.id, into=whole.id)]
        store.sql.narratives_merge(db, id=part.id, into=whole.id)
        store.sql.narratives_stale(db, brand_id=brand_id)
        detail = {"number": number, "into": into, "into_id": whole.id, "mentions": sorted(moved)}
        return _log(store, db, part.id, "merge", detail, by)


def undo(store: Store, event_id: int, by: str = "person", brand_id: int | None = None) -> int:
    """Take an event back; the id of the event that says so. Raises InputError.

    brand_id: whose event it must be, if that matters.
    """
    with store.connect() as db:
        event = store.sql.narratives_event_get(db, event_id=event_id)
        if event is None or brand_id not in (None, event[4]):
            raise InputError(f"There is no event {event_id}. List a brand's events to find it.")
        kind, detail, narrative_id, undone, brand_id = event
        _undoable(store, db, event_id, kind, narrative_id, undone)
        told: dict[str, object] = {"event": event_id, "kind": kind}
        if kind == "rename":
            store.sql.narratives_rename(
                db, id=narrative_id, label=detail["from"], label_by=detail["from_by"]
            )
        elif kind == "merge":
            _take_apart(store, db, narrative_id, detail)
        else:
            told |= _put_aside(store, db, narrative_id, detail.get("from_id"))
        store.sql.narratives_event_undone(db, event_id=event_id)
        store.sql.narratives_stale(db, brand_id=brand_id)
        return _log(store, db, narrative_id, "undo", told, by)


def _take_apart(store: Store, db: Connection[Any], part: int, detail: dict[str, Any]) -> None:
    into = detail["into_id"]
    _stands(store, db, into)
    store.sql.narratives_merge(db, id=part, into=None)
    store.sql.narratives_give_back(db, id=part, into=into, ids=detail["mentions"])


def _put_aside(
    store: Store, db: Connection[Any], narrative_id: int, origin: int | None
) -> dict[str, object]:
    """What a split or birth made is taken back; what to log of it."""
    _stands(store, db, narrative_id)
    if origin is None:
        store.sql.narratives_empty(db, id=narrative_id)
        store.sql.narratives_merge(db, id=narrative_id, into=narrative_id)
        return {}
    _stands(store, db, origin)
    moved = [row[0] for row in store.sql.narratives_take_over(db, id=narrative_id, into=origin)]
    store.sql.narratives_merge(db, id=narrative_id, into=origin)
    return {"into_id": origin, "mentions": sorted(moved)}


def _stands(store: Store, db: Connection[Any], narrative_id: int) -> None:
    number, merged_into = store.sql.narratives_by_id(db, id=narrative_id)
    if merged_into is not None:
        raise InputError(f"Narrative {number} was merged or put aside since. Undo that first.")


def _standing(store: Store, db: Connection[Any], brand_id: int, number: int) -> _Narrative:
    """The narrative of this number, which must not be part of another one."""
    row = store.sql.narratives_by_number(db, brand_id=brand_id, number=number)
    if row is None:
        raise InputError(f"There is no narrative {number}. Look its number up on the page.")
    if row[3] is not None:
        raise InputError(f"Narrative {number} was merged into another one. Undo that first.")
    return _Narrative(row[0], number, row[1], row[2])


def _undoable(
    store: Store, db: Connection[Any], event_id: int, kind: str, narrative_id: int, undone: bool
) -> None:
    if kind == "undo":
        raise InputError("What was taken back stays so. Rename or merge to have it again.")
    if undone:
        raise InputError(f"Event {event_id} was undone before. There is nothing left to do.")
    latest = store.sql.narratives_event_later(db, narrative_id=narrative_id, kind=kind)
    if latest != event_id:
        raise InputError(f"A later {kind} stands on this one. Undo event {latest} first.")


def _log(
    store: Store, db: Connection[Any], narrative_id: int, kind: str, detail: object, by: str
) -> int:
    return int(
        store.sql.narratives_event(
            db, narrative_id=narrative_id, kind=kind, detail=Jsonb(detail), by=by
        )
    )
