"""A person's word on a mention: kept, put into effect, and taken back.

Tone takes effect where it is read (the view `mention_tone`), voice and relevance by matching the
post anew, a narrative by placing the mention. All within one transaction, which also marks the
brand as stale, so that a kill leaves all of it or nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from psycopg import Connection
from psycopg.rows import dict_row
from psycopg.types.json import Jsonb

from pipeline.corrections.fields import FIELDS, NO_NARRATIVE, Named, checked, find_post
from pipeline.errors import InputError, UnknownBrand
from pipeline.mentions import rematch
from pipeline.store import Store

_REMATCHED = ("voice", "relevance")  # what the match decides
_PLACING = ("number", "how", "distance")


@dataclass(frozen=True)
class Judgement:
    """What a person says of one post; `inclusion`: its chance of being drawn, None if picked."""

    post: str
    says: Mapping[str, str | None]
    inclusion: float | None = None


@dataclass(frozen=True)
class Told:
    """One field of one post: what holds now, what the software says, whether that is news."""

    post: str
    field: str
    value: str | None
    said: str | None
    new: bool = True


@dataclass(frozen=True)
class _Desk:
    """One transaction on the corrections of one locked brand; `rematched`: posts to match anew."""

    store: Store
    db: Connection[Any]
    brand_id: int
    brand: str
    key: str
    rematched: set[int] = field(default_factory=set)


def correct(store: Store, brand_key: str, judgement: Judgement, by: str) -> list[Told]:
    """Keep what a person says of a post and put it into effect. Raises InputError."""
    with store.connect() as db:
        desk = _desk(store, db, brand_key)
        told = _keep(desk, judgement, by)
        _settle(desk, told)
    return told


def correct_each(
    store: Store, brand_key: str, judgements: Iterable[tuple[int, Judgement]], by: str
) -> tuple[list[Told], list[tuple[int, str]]]:
    """The same for many numbered judgements at once; what was told, and which was refused, why."""
    told: list[Told] = []
    refused = []
    with store.connect() as db:
        desk = _desk(store, db, brand_key)
        for number, judgement in judgements:
            try:
                told += _keep(desk, judgement, by)
            except InputError as error:
                refused.append((number, str(error)))
        _settle(desk, told)
    return told, refused


def undo(store: Store, brand_key: str, post: str, fields: Sequence[str] = ()) -> list[Told]:
    """Take the latest correction of these fields (default: of every one) back; what holds now.

    An earlier correction of the same field holds again; without one, what the software says.
    """
    with store.connect() as db:
        desk = _desk(store, db, brand_key)
        named = find_post(store, db, post)
        given = {"brand_id": desk.brand_id, "post_id": named.id}
        undone = list(store.sql.corrections_undo(db, fields=list(fields or FIELDS), **given))
        if not undone:
            raise InputError(
                f"Nothing was said of {named.name} for {desk.brand} that stands. "
                f"See what was: python -m pipeline correct list {desk.key}"
            )
        desk.rematched.update(named.id for row in undone if row[0] in _REMATCHED)
        stand = _standing(desk, named.id)
        told = [
            Told(named.name, name, stand.get(name, {}).get("value"), said)
            for name, _, said, _ in undone
        ]
        _settle(desk, told)
        if "narrative" not in stand:
            moved = {name: placing for name, value, _, placing in undone if _moved(name, value)}
            _put_back(desk, named, moved.get("narrative") or moved.get("relevance"))
    return told


def _desk(store: Store, db: Connection[Any], key: str) -> _Desk:
    row = store.sql.corrections_lock_brand(db, key=key)
    if row is None:
        raise UnknownBrand(key, [known for _, known, _ in store.sql.brand_keys(db)])
    brand_id, name = row
    return _Desk(store, db, brand_id, name, key)


def _keep(desk: _Desk, judgement: Judgement, by: str) -> list[Told]:
    says = checked(judgement.says)
    if not says:
        raise InputError(f"Nothing is said of the post. Say one of: {', '.join(FIELDS)}.")
    post = find_post(desk.store, desk.db, judgement.post)
    said = _software(desk, post.id)
    standing = _standing(desk, post.id)
    _possible(desk, post, says, said, standing)
    told = []
    for name, value in says.items():
        was = standing.get(name)
        before = (was["said"], was["said_with"]) if was and name != "tone" else said[name]
        # Who thinks again about a post that was drawn does not make it one that was picked.
        inclusion = judgement.inclusion or (was["inclusion"] if was else None)
        new = was is None or (was["value"], was["inclusion"]) != (value, inclusion)
        if new:
            _add(desk, post.id, (name, value), before, inclusion, by)
        told.append(Told(post.name, name, value, before[0], new))
    desk.rematched.update(post.id for one in told if one.new and one.field in _REMATCHED)
    return told


Said = tuple[str | None, dict[str, Any]]  # a value, and what goes with it


def _software(desk: _Desk, post_id: int) -> dict[str, Said]:
    """What the software says of each field of a post, corrections of the tone left aside."""
    with desk.db.cursor(row_factory=dict_row) as cursor:
        given = {"brand_id": desk.brand_id, "post_id": post_id}
        row = cursor.execute(desk.store.sql.corrections_said.sql, given).fetchone()
    assert row is not None  # noqa: S101 — the post was found within this transaction
    if not row["mentioned"]:
        return {"relevance": ("no", {})} | {name: (None, {}) for name in FIELDS[1:]}
    number = row["number"]
    placing = dict(
        zip(_PLACING, (number, row["narrative_how"], row["narrative_distance"]), strict=True)
    )
    tone = {name: row[name] for name in ("negative", "neutral", "positive", "model")}
    return {
        "relevance": ("yes", placing),
        "tone": (row["tone"], tone if row["tone"] else {}),
        "voice": (row["voice"], {"reason": row["voice_reason"]}),
        "narrative": (NO_NARRATIVE if number is None else str(number), placing),
    }


def _standing(desk: _Desk, post_id: int) -> dict[str, dict[str, Any]]:
    with desk.db.cursor(row_factory=dict_row) as cursor:
        given = {"brand_id": desk.brand_id, "post_id": post_id}
        rows = cursor.execute(desk.store.sql.corrections_standing.sql, given)
        return {row["field"]: row for row in rows}


def _possible(
    desk: _Desk,
    post: Named,
    says: Mapping[str, str],
    said: Mapping[str, Said],
    standing: Mapping[str, Mapping[str, Any]],
) -> None:
    """Raises InputError for what cannot be said of this post."""
    dropped = standing.get("relevance", {}).get("value") == "no"
    if said["relevance"][0] == "no" and not dropped and "relevance" not in says:
        raise InputError(
            f"{post.name} is no mention of {desk.brand}. Say that it is one: "
            f"python -m pipeline correct set {desk.key} {post.name} --relevance yes"
        )
    number = says.get("narrative", NO_NARRATIVE)
    if number == NO_NARRATIVE:
        return
    narrative = desk.store.sql.narratives_by_number(
        desk.db, brand_id=desk.brand_id, number=int(number)
    )
    if narrative is None:
        raise InputError(f"{desk.brand} has no narrative {number}. Look its number up on the page.")
    if narrative[3] is not None:
        raise InputError(f"Narrative {number} was merged into another one. Name that one.")


def _add(
    desk: _Desk, post_id: int, says: tuple[str, str], said: Said, inclusion: float | None, by: str
) -> None:
    desk.store.sql.corrections_add(
        desk.db,
        brand_id=desk.brand_id,
        post_id=post_id,
        field=says[0],
        value=says[1],
        said=said[0],
        said_with=Jsonb(said[1]),
        inclusion=inclusion,
        by=by,
    )


def _settle(desk: _Desk, told: Sequence[Told]) -> None:
    """Put what is new into effect, and let the figures follow."""
    if not any(one.new for one in told):
        return
    if desk.rematched:
        rematch(desk.store, desk.db, desk.brand_id, sorted(desk.rematched))
    else:
        desk.store.sql.corrections_place(desk.db, brand_id=desk.brand_id)
    desk.store.sql.narratives_stale(desk.db, brand_id=desk.brand_id)


def _moved(name: str, value: str) -> bool:
    """Did a correction take the mention from where the software had put it?"""
    return name == "narrative" or (name, value) == ("relevance", "no")


def _put_back(desk: _Desk, post: Named, placing: Mapping[str, Any] | None) -> None:
    if placing:
        given = {name: placing[name] for name in _PLACING}
        desk.store.sql.corrections_put_back(
            desk.db, brand_id=desk.brand_id, post_id=post.id, **given
        )
