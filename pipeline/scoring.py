"""Score posts: every mentioned post once by the current model, in steps that a kill cannot tear."""

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from psycopg import Connection

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


def encode(texts: Sequence[str]) -> NDArray[np.float32]:
    """The embeddings (N, 384) of short texts, such as phrases, by the model of the settings."""
    try:
        return loaded(Settings().scorer).score(texts).embedding
    except ModelError as error:
        raise InputError(str(error)) from error


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
        _store(store, db, scorer.version, [*_scored(known, scores), *_unscored(rows, reasons)])
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


def _store(store: Store, db: Connection[Any], model: str, rows: Sequence[tuple[Any, ...]]) -> None:
    store.sql.scoring_begin(db)
    with db.cursor() as cursor, cursor.copy(store.sql.scoring_copy.sql) as copy:
        copy.set_types(["bigint", "real", "real", "real", "halfvec", "text"])
        for row in rows:
            copy.write_row(row)
    store.sql.scoring_store(db, model=model)


def _scored(rows: Sequence[tuple[int, str, str]], scores: "Scores") -> Iterator[tuple[Any, ...]]:
    from pgvector import HalfVector

    embeddings = scores.embedding.astype(np.float16)
    for row, tone, embedding in zip(rows, scores.tone.tolist(), embeddings, strict=True):
        yield row[0], *tone, HalfVector(embedding), None


def _unscored(
    rows: Sequence[tuple[int, str, str]], reasons: Sequence[str | None]
) -> Iterator[tuple[Any, ...]]:
    for row, reason in zip(rows, reasons, strict=True):
        if reason is not None:
            yield row[0], None, None, None, None, reason
