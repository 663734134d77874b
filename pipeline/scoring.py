"""Score posts: every mentioned post once by the current model, in steps that a kill cannot tear."""

from collections.abc import Callable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from models.chosen import Choice, TextScorer
from models.errors import ModelError
from models.language import not_scored
from pipeline.errors import InputError
from pipeline.progress import Progress
from pipeline.settings import Settings
from pipeline.store import Store

if TYPE_CHECKING:
    from models.scorer import Scores

# One transaction a step. The steps follow the posts' ids, so that a run which was killed and one
# that was not cut the same batches and store the same numbers.
# Many posts a step let the encoder find more of equal length, which it takes side by side.
_STEP = 8192


loaded = cache(Choice.load)  # once a process, and only when there is something to score


def score(store: Store, progress: Progress, choice: Choice | None = None) -> int:
    """Fill `score` for every mentioned post that the current model has not seen; how many.

    Texts in a language the model does not know get a row that says so and no tone. `choice`:
    None for what the settings say. Raises InputError when that model cannot be used.
    """
    choice = choice or Settings().scorer
    try:
        version = choice.version
        with store.connect() as db:
            total = store.sql.scoring_waiting(db, model=version)
        if not total:
            return 0
        progress.stage("Scoring posts", total)
        scorer = loaded(choice)
    except ModelError as error:
        raise InputError(str(error)) from error
    scored = 0
    while step := _score_step(store, scorer, choice.scored, progress):
        scored += step
    progress.count("scored", scored)
    return scored


def _score_step(
    store: Store, scorer: TextScorer, languages: frozenset[str], progress: Progress
) -> int:
    """One transaction: the next posts by id, their scores stored; how many posts."""
    with store.connect() as db:
        rows = list(store.sql.scoring_next(db, model=scorer.version, limit=_STEP))
        reasons = [not_scored(text, language, languages) for _, text, language in rows]
        known = [row for row, reason in zip(rows, reasons, strict=True) if reason is None]
        scores = scorer.score([text for _, text, _ in known], _advancing(progress))
        store.sql.process_mark_scored(db, post_ids=[row[0] for row in rows])
        with db.cursor() as cursor:
            cursor.executemany(
                store.sql.scoring_store.sql,
                _scored(known, scores, scorer.version) + _unscored(rows, reasons, scorer.version),
            )
    progress.advance(len(rows) - len(known))
    return len(rows)


def _advancing(progress: Progress) -> Callable[[int], None]:
    """The scorer says how many it has done in all, progress wants how many more."""
    told = 0

    def tell(done: int) -> None:
        nonlocal told
        progress.advance(done - told)
        told = done

    return tell


def _scored(
    rows: Sequence[tuple[int, str, str]], scores: "Scores", model: str
) -> list[dict[str, Any]]:
    from pgvector import HalfVector

    return [
        {
            "post_id": post_id,
            "model": model,
            "negative": float(tone[0]),
            "neutral": float(tone[1]),
            "positive": float(tone[2]),
            "not_scored": None,
            "embedding": HalfVector(embedding),
        }
        for (post_id, _, _), tone, embedding in zip(
            rows, scores.tone, scores.embedding.astype(np.float16), strict=True
        )
    ]


def _unscored(
    rows: Sequence[tuple[int, str, str]], reasons: Sequence[str | None], model: str
) -> list[dict[str, Any]]:
    nothing = dict.fromkeys(("negative", "neutral", "positive", "embedding"))
    return [
        nothing | {"post_id": row[0], "model": model, "not_scored": reason}
        for row, reason in zip(rows, reasons, strict=True)
        if reason is not None
    ]
