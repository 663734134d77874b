"""A brand's own tone head: trained on its corrections, and what it makes of each mention's score.

The view `mention_judged` takes a mention's tone from `own_tone` where there is one. These rows hang
on the score they were made from, and `refresh_own_tone` writes those that lack, in steps.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from psycopg.types.json import Jsonb

from pipeline import brands
from pipeline.corrections.fields import TONES
from pipeline.errors import InputError
from pipeline.progress import Progress
from pipeline.store import Store

if TYPE_CHECKING:
    from models.own_head import Verdict

_STEP = 8192  # mentions in a transaction


@dataclass(frozen=True)
class Training:
    """What came of a training; number: of the head within its brand, None: none was tried."""

    brand: str
    number: int | None
    verdict: "Verdict"


def train_own_head(store: Store, brand_key: str, by: str, seed: int = 0) -> Training:
    """Train a head for the brand; the last one trained is in use if it was adopted.

    Raises InputError when there is nothing to train on.
    """
    from models.own_head import train

    brand = brands.get(store, brand_key)
    with store.connect() as db:
        model = store.sql.corrections_model(db, brand_id=brand.id)
        rows = list(store.sql.corrections_taught(db, brand_id=brand.id, model=model))
    if not rows:
        raise InputError(
            f"Nobody has told the tone of a scored mention of {brand.name} yet. Draw some to "
            f"check: python -m pipeline correct sample {brand_key}"
        )
    verdict = train(_posts(rows), seed)
    if verdict.head is None:
        return Training(brand.name, None, verdict)
    figures = {name: value for name, value in asdict(verdict).items() if name != "head"}
    with store.connect() as db:
        store.sql.corrections_lock_brand(db, key=brand_key)
        number = store.sql.corrections_head_add(
            db,
            brand_id=brand.id,
            model=model,
            adopted=verdict.adopted,
            weights=Jsonb(verdict.head.written()) if verdict.adopted else None,
            figures=Jsonb(figures),
            by=by,
        )
        store.sql.corrections_forget_own_tones(db, brand_id=brand.id, number=None, model=None)
        store.sql.narratives_stale(db, brand_id=brand.id)
    return Training(brand.name, number, verdict)


def refresh_own_tone(store: Store, brand_id: int, progress: Progress) -> None:
    """Judge the mentions that the brand's own head, if it has one, has not judged yet."""
    while judged := _judge_step(store, brand_id, progress):
        progress.count("by the own head", judged)


def _judge_step(store: Store, brand_id: int, progress: Progress) -> int:
    """One transaction: the next mentions; how many."""
    with store.connect() as db:
        head = store.sql.corrections_head(db, brand_id=brand_id)
        number, model, weights = head or (None, None, {})
        store.sql.corrections_forget_own_tones(db, brand_id=brand_id, number=number, model=model)
        if number is None:
            return 0
        given = {"brand_id": brand_id, "model": model, "most": _STEP}
        rows = list(store.sql.corrections_unjudged(db, **given))
        if not rows and store.sql.corrections_model(db, brand_id=brand_id) not in (model, None):
            progress.note(
                "The brand's own tone head was made for another model and rests. "
                "Train it again: python -m pipeline correct train --help"
            )
        with db.cursor().copy(store.sql.corrections_copy_own_tones.sql) as copy:
            for row, tone in zip(rows, _applied(weights, rows), strict=True):
                copy.write_row((brand_id, row[0], model, number, *tone))
    return len(rows)


def _applied(weights: dict[str, Any], rows: Sequence[tuple[Any, ...]]) -> list[list[float]]:
    from models.own_head import OwnHead

    if not rows:
        return []
    probabilities = np.array([row[1:4] for row in rows], np.float64)
    found = OwnHead(**weights).apply(probabilities, _embeddings([row[4] for row in rows]))
    return [[float(value) for value in row] for row in found]


def _posts(rows: Sequence[tuple[Any, ...]]) -> Any:  # noqa: ANN401
    from models.own_head import Posts

    return Posts(
        probabilities=np.array([row[3:6] for row in rows], np.float64),
        embeddings=_embeddings([row[6] for row in rows]),
        labels=np.array([TONES.index(row[1]) for row in rows]),
        weights=np.array([1 / row[2] if row[2] else np.nan for row in rows]),
    )


def _embeddings(stored: Sequence[Any]) -> Any:  # noqa: ANN401
    return np.stack([vector.to_numpy() for vector in stored]).astype(np.float64)
