"""Score posts: every mentioned post once by the current model, in steps that a kill cannot tear."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from psycopg import Connection
from psycopg.types.json import Jsonb

from models.chosen import Choice, TextScorer
from models.errors import ModelError
from models.language import not_scored
from pipeline.brands import all_brands, names_of
from pipeline.errors import InputError
from pipeline.progress import Progress
from pipeline.settings import Settings
from pipeline.store import Store
from pipeline.towards import About, towards

if TYPE_CHECKING:
    from models.scorer import Scores

# One transaction a step. The steps follow the posts' ids, so that a run which was killed and one
# that was not cut the same batches and store the same numbers.
# Many posts a step let the encoder find more of equal length, which it takes side by side.
_STEP = 8192
_TONES = ("tone", "target")  # heads with columns of their own


loaded = cache(Choice.load)  # once a process, and only when there is something to score


@dataclass(frozen=True)
class _Run:
    """What holds for every step. names: by brand; none: nothing is judged towards a brand."""

    scorer: TextScorer
    languages: frozenset[str]
    names: Mapping[int, tuple[str, ...]]


def score(store: Store, progress: Progress, choice: Choice | None = None) -> int:
    """Fill `score` for every mentioned post that the current model has not seen; how many.

    Beside the tone of the whole text, `target_tone` gets that towards each brand of several. Texts
    in a language the model does not know get a row that says so and no tone. `choice`: None for
    what the settings say. Raises InputError when that model cannot be used.
    """
    choice = choice or Settings().scorer
    targets = choice.tone_model is None  # another model's tone is not ours to refine
    try:
        with store.connect() as db:
            total = store.sql.scoring_waiting(db, model=choice.version, targets=targets)
        if not total:
            return 0
        progress.stage("Scoring posts", total)
        scorer = loaded(choice)
    except ModelError as error:
        raise InputError(str(error)) from error
    names = {brand.id or 0: names_of(brand) for brand in all_brands(store)} if targets else {}
    run = _Run(scorer, choice.scored, names)
    scored = 0
    while step := _score_step(store, run, progress):
        scored += step
    progress.count("scored", scored)
    return scored


def encode(texts: Sequence[str]) -> NDArray[np.float32]:
    """The embeddings (N, 384) of short texts, such as phrases, by the model of the settings."""
    try:
        return loaded(Settings().scorer).embed(texts)
    except ModelError as error:
        raise InputError(str(error)) from error


def _score_step(store: Store, run: _Run, progress: Progress) -> int:
    """One transaction: the next posts by id, their scores stored; how many posts."""
    model, targets = run.scorer.version, bool(run.names)
    with store.connect() as db:
        rows = list(store.sql.scoring_next(db, model=model, targets=targets, limit=_STEP))
        reasons = [not_scored(text, language, run.languages) for _, text, language in rows]
        known = {row[0]: row[1] for row, why in zip(rows, reasons, strict=True) if why is None}
        those = list(store.sql.scoring_about(db, post_ids=list(known)))
        about = About(
            [post_id for post_id, _ in those],
            [brand_id for _, brand_id in those],
            [known[post_id] for post_id, _ in those],
            run.names,
        )
        scores = run.scorer.score(
            about.texts,
            _advancing(progress, len(known) / max(1, len(about.texts))),
            targets=about.targets() if targets else None,
        )
        store.sql.process_mark_scored(db, post_ids=[row[0] for row in rows])
        _store(store, db, model, [*_scored(about, scores), *_unscored(rows, reasons)])
        if targets:
            _store_targets(store, db, model, towards(about, scores, run.scorer))
    progress.advance(len(rows) - len(known))
    return len(rows)


def _advancing(progress: Progress, posts_each: float) -> Callable[[int], None]:
    """The scorer says how many texts it has done in all, progress wants how many posts more."""
    told = 0

    def tell(done: int) -> None:
        nonlocal told
        posts = round(done * posts_each)
        progress.advance(posts - told)
        told = posts

    return tell


def _store(store: Store, db: Connection[Any], model: str, rows: Iterable[tuple[Any, ...]]) -> None:
    store.sql.scoring_begin(db)
    with db.cursor() as cursor, cursor.copy(store.sql.scoring_copy.sql) as copy:
        copy.set_types(["bigint", "real", "real", "real", "halfvec", "text", "jsonb"])
        for row in rows:
            copy.write_row(row)
    store.sql.scoring_store(db, model=model)


def _store_targets(
    store: Store, db: Connection[Any], model: str, rows: Iterable[tuple[Any, ...]]
) -> None:
    with db.cursor() as cursor, cursor.copy(store.sql.scoring_copy_targets.sql) as copy:
        copy.set_types(["bigint", "integer", "real", "real", "real"])
        for row in rows:
            copy.write_row(row)
    store.sql.scoring_store_targets(db, model=model)


def _scored(about: About, scores: "Scores") -> Iterator[tuple[Any, ...]]:
    """One row a post; `about` has it as often as brands it is about."""
    from pgvector import HalfVector

    embeddings = scores.embedding.astype(np.float16)
    others = {
        k: v.astype(float).round(4).tolist() for k, v in scores.heads.items() if k not in _TONES
    }
    for row, post_id in enumerate(about.posts):
        if not row or about.posts[row - 1] != post_id:
            heads = Jsonb({name: found[row] for name, found in others.items()})
            tone = scores.tone[row].tolist()
            yield post_id, *tone, HalfVector(embeddings[row]), None, heads


def _unscored(
    rows: Sequence[tuple[int, str, str]], reasons: Sequence[str | None]
) -> Iterator[tuple[Any, ...]]:
    for row, reason in zip(rows, reasons, strict=True):
        if reason is not None:
            yield row[0], None, None, None, None, reason, Jsonb({})
