"""A conversation as posts and mentions of a brand in a real database, narratives already found."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Any, Final

import pandas as pd
import psycopg

from pipeline.store import Store
from tests.simulator.draw import BRAND
from tests.simulator.plan import MONDAY

_CHANCES: Final = {-1: (0.8, 0.1, 0.1), 0: (0.1, 0.8, 0.1), 1: (0.1, 0.1, 0.8)}
_POSTS: Final = """
    copy post (source, native_id, kind, thread_id, author, author_role, posted_at, body,
               engagement, text_hash, spam_reason) from stdin"""
_SCORES: Final = "copy score (post_id, model, negative, neutral, positive) from stdin"
_MENTIONS: Final = """
    copy mention (brand_id, post_id, matched_by, voice, voice_reason, direct_reply, day, week,
                  narrative_id) from stdin"""
_NARRATIVE: Final = """
    insert into narrative (brand_id, number, label, centroid, radius, born_at)
    values (%s, %s, %s, array_fill(0.05, array[384])::halfvec(384), 0.5, %s) returning id"""
_COPIES: Final = """
    update post set duplicate_of = original.id, duplicate_kind = 'exact' from post as original
    where post.native_id = %s and original.native_id = %s"""


def tell(store: Store, brand_id: int, said: pd.DataFrame) -> None:
    """Store a conversation (`talk`); its rows become posts s0, s1, … in their order."""
    begun = datetime.combine(MONDAY, time(), UTC)
    at = [
        begun + timedelta(weeks=int(w), seconds=int(s))
        for w, s in zip(said["week"], said["second"], strict=True)
    ]
    with store.connect() as db:
        numbers = sorted({int(story) for story in said["story"]})
        ids = {k: _id(db, _NARRATIVE, (brand_id, k, f"Story {k}", begun)) for k in numbers}
        columns = [said[name].tolist() for name in ("voice", "direct_reply", "story")]
        first = _id(db, "select coalesce(max(id), 0) + 1 from post")
        _copy(db, _POSTS, map(_post, range(len(said)), said.to_dict("records"), at))
        _copy(db, _SCORES, ((first + n, "sim", *_CHANCES[t]) for n, t in enumerate(said["tone"])))
        _copy(
            db,
            _MENTIONS,
            (
                (
                    *(brand_id, first + n, "query", voice, "simulated", reply),
                    *(when.date(), when.date() - timedelta(days=when.weekday()), ids[story]),
                )
                for n, (voice, reply, story, when) in enumerate(zip(*columns, at, strict=True))
            ),
        )
        copies = said.index[said["copy_of"] >= 0]
        pairs = [(f"s{n}", f"s{said.loc[n, 'copy_of']}") for n in copies]
        db.cursor().executemany(_COPIES, pairs)


def _post(number: int, row: dict[Any, Any], at: datetime) -> tuple[Any, ...]:
    return (
        *(row["source"], f"s{number}", "comment", f"t{row['thread']}"),
        *("acme" if row["author"] == BRAND else f"a{row['author']}", "bot" if row["bot"] else None),
        *(at, f"post {number}", row["engagement"], number, "simulated" if row["spam"] else None),
    )


def _copy(db: psycopg.Connection[Any], statement: str, rows: Iterable[Sequence[Any]]) -> None:
    with db.cursor().copy(statement) as copy:
        for row in rows:
            copy.write_row(row)


def _id(db: psycopg.Connection[Any], statement: str, values: Sequence[Any] = ()) -> int:
    row = db.execute(statement, values).fetchone()
    assert row is not None
    return int(row[0])
