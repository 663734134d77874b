"""What customers say, as the stations before leave it: posts, mentions, scores with intents."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from psycopg.types.json import Jsonb

from pipeline.authority import refresh_rollups
from pipeline.customers import read_cues
from pipeline.progress import Silent
from pipeline.store import Store
from tests.pipeline.authority.conftest import MONDAY, Insert, Said, insert

__all__ = ["insert"]

INTENTS = ("none", "experience", "complaint", "praise", "question", "asks", "advice", "leaves",
           "requests")  # fmt: skip
Say = Callable[..., int]


def intents(name: str) -> Jsonb:
    """What the head gives for a post of which it is sure."""
    return Jsonb({"intent": [0.92 if label == name else 0.01 for label in INTENTS]})


@pytest.fixture
def rival(store: Store, brand_id: int) -> int:
    """Zeta, a competitor of Acme that is defined as a brand too."""
    with store.connect() as db:
        db.execute("update brand set competitors = '{zeta,omega-two}' where id = %s", [brand_id])
        row = db.execute(
            "insert into brand (key, name, query) values ('zeta', 'Zeta', 'zeta') returning id"
        ).fetchone()
    assert row is not None
    return int(row[0])


@pytest.fixture
def say(store: Store, insert: Insert, rival: int) -> Say:
    """Insert one mention of Acme; its id. `towards`: the tone towards Zeta, whose mention it is."""

    def said(
        text: str,
        intent: str = "none",
        week: int = 0,
        towards: int | None = None,
        **facts: Any,  # noqa: ANN401
    ) -> int:
        columns = {name: facts.pop(name) for name in ("parent_id", "native_id") if name in facts}
        post = {"body": text} | columns
        given = Said(day=MONDAY + timedelta(weeks=week), post=post, **facts)
        (mention,) = insert([given])
        with store.connect() as db:
            post_id = db.execute("select post_id from mention where id = %s", [mention]).fetchone()
            db.execute(
                "update score set heads = %s where post_id = %s",
                [intents(intent), *(post_id or ())],
            )
            if towards is not None:
                _about_rival(db, rival, post_id or (), towards)
        return mention

    return said


def _about_rival(db: Any, rival: int, post_id: Any, tone: int) -> None:  # noqa: ANN401
    negative, neutral, positive = ((0.1, 0.8)[tone == t] for t in (-1, 0, 1))
    db.execute(
        "insert into target_tone values (%s, %s, 'test', 1, %s, %s, %s)",
        [rival, *post_id, negative, neutral, positive],
    )
    db.execute(
        "insert into mention (brand_id, post_id, matched_by, voice, voice_reason, day, week)"
        " select %s, post_id, 'query', voice, voice_reason, day, week from mention"
        " where post_id = %s",
        [rival, *post_id],
    )


def refreshed(store: Store, brand_id: int) -> None:
    """Read the cues and reckon everything."""
    read_cues(store, brand_id, Silent())
    refresh_rollups(store, brand_id, Silent())


def acts_of(store: Store, brand_id: int) -> set[tuple[Any, ...]]:
    """(mention, act, name, stance, about) of each act."""
    with store.connect() as db:
        return set(
            db.execute(
                "select mention_id, act, name, stance, about from act where brand_id = %s",
                [brand_id],
            )
        )
