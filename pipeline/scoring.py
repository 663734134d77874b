"""Score posts: every mentioned post once by the current model, in steps that a kill cannot tear."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from psycopg.types.json import Jsonb

from models.chosen import Choice, TextScorer
from models.errors import ModelError
from models.language import not_scored
from pipeline.brands import all_brands, names_of
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
_LABELS = ("negative", "neutral", "positive")
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

    Beside the tone of the whole text, `target_tone` gets that towards each brand it names. Texts
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


def _score_step(store: Store, run: _Run, progress: Progress) -> int:
    """One transaction: the next posts by id, their scores stored; how many posts."""
    model, targets = run.scorer.version, bool(run.names)
    with store.connect() as db:
        rows = list(store.sql.scoring_next(db, model=model, targets=targets, limit=_STEP))
        reasons = [not_scored(text, language, run.languages) for _, text, language in rows]
        known = {row[0]: row[1] for row, why in zip(rows, reasons, strict=True) if why is None}
        about = list(store.sql.scoring_about(db, post_ids=list(known)))
        named = [run.names.get(brand_id, ()) for _, brand_id in about]
        scores = run.scorer.score(
            [known[post_id] for post_id, _ in about],
            _advancing(progress, len(known) / max(1, len(about))),
            targets=named if targets else None,
        )
        store.sql.process_mark_scored(db, post_ids=[row[0] for row in rows])
        with db.cursor() as cursor:
            cursor.executemany(
                store.sql.scoring_store.sql,
                [*_scored(about, scores, model), *_unscored(rows, reasons, model)],
            )
            if targets:
                towards = _towards(about, scores.heads["target"], model)
                cursor.executemany(store.sql.scoring_store_target.sql, towards)
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


def _scored(
    about: Sequence[tuple[int, int]], scores: "Scores", model: str
) -> Iterator[dict[str, Any]]:
    """One row a post; `about` has a post as often as brands it is about."""
    from pgvector import HalfVector

    embedding = scores.embedding.astype(np.float16)
    others = {name: found for name, found in scores.heads.items() if name not in _TONES}
    for row, (post_id, _) in enumerate(about):
        if row and about[row - 1][0] == post_id:
            continue
        heads = {name: np.round(found[row], 4).tolist() for name, found in others.items()}
        yield {
            "post_id": post_id,
            "model": model,
            **_tones(scores.tone[row]),
            "not_scored": None,
            "embedding": HalfVector(embedding[row]),
            "heads": Jsonb(heads),
        }


def _towards(
    about: Sequence[tuple[int, int]], tones: NDArray[np.float32], model: str
) -> list[dict[str, Any]]:
    """One row for each post and brand; no tone where the text does not name the brand."""
    return [
        {"brand_id": brand_id, "post_id": post_id, "model": model, **_tones(tone)}
        for (post_id, brand_id), tone in zip(about, tones, strict=True)
    ]


def _tones(tone: NDArray[np.float32]) -> dict[str, float | None]:
    known = not np.isnan(tone).any()
    return {name: float(p) if known else None for name, p in zip(_LABELS, tone, strict=True)}


def _unscored(
    rows: Sequence[tuple[int, str, str]], reasons: Sequence[str | None], model: str
) -> list[dict[str, Any]]:
    nothing = dict.fromkeys((*_LABELS, "embedding")) | {"heads": Jsonb({})}
    return [
        nothing | {"post_id": row[0], "model": model, "not_scored": reason}
        for row, reason in zip(rows, reasons, strict=True)
        if reason is not None
    ]
