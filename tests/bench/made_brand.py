"""A brand with a million mentions, made in minutes, for `tests.bench.insights`.

Some 10,000 different texts are scored, and their narratives found, as a job does it; the rest
repeats them (scores and narratives too) by other authors, in other threads, on other days. So what
a refresh meets is as in life, and only what comes new has to be scored.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import aiosql
import numpy as np
import pandas as pd
from psycopg import Connection

from pipeline import brands
from pipeline.brands import Brand
from pipeline.customers import read_cues
from pipeline.narratives import refresh_narratives
from pipeline.progress import Silent
from pipeline.scoring import score
from pipeline.store import Store
from tests.bench.forward import made_up
from tests.shared_data import DATA

BRAND: Final = Brand("acme", "Acme", "acme", competitors=("rival",), follow_threads=False)
RIVAL: Final = Brand("rival", "Rival", "rival", follow_threads=False)
SQL: Final[Any] = aiosql.from_path(
    Path(__file__).parent / "sql", "psycopg", mandatory_parameters=False
)
_WEEKS: Final = 130
_END: Final = datetime(2026, 6, 22, tzinfo=UTC)  # a Monday
_DIFFERENT: Final = 10_000  # texts
_TEXTS: Final = {
    "topics_banking77_train.csv": "text",
    "reddit_duolingo.csv": "text",
    "airline_tweets_feb16_21.csv": "text",
    "tone_tweets_train.csv": "text",
    "reddit_tesla.csv": "text",
}
_SOURCES: Final = ("reddit", "twitter", "appstore", "hackernews", "forum")
_VOICES: Final = ("customer", "brand", "media", "unknown")


def make(store: Store, mentions: int, seed: int = 0) -> None:
    """Fill an empty store; rollups are still to be made."""
    for brand in (BRAND, RIVAL):
        brands.save(store, brand)
    different = texts(min(_DIFFERENT, mentions // 2), seed)
    rows = _plan(mentions, len(different), (_END - timedelta(weeks=_WEEKS), _END), seed)
    again = rows["text"].duplicated()
    with store.connect() as db:
        SQL.made_begin(db)
        _copy(db, SQL.made_copy_texts.sql, enumerate(different))
    _add(store, rows[~again])
    score(store, Silent())
    for brand in (BRAND, RIVAL):
        refresh_narratives(store, brands.id_of(store, brand.key), Silent())
        read_cues(store, brands.id_of(store, brand.key), Silent())
    indexes = _drop_indexes(store)
    with store.connect() as db:
        SQL.made_originals(db)
    _add(store, rows[again])
    with store.connect() as db:
        SQL.made_repeat_scores(db)
        SQL.made_repeat_targets(db)
        SQL.made_repeat_cues(db)
        SQL.made_considered(db)
        SQL.made_room(db)
        for (statement,) in indexes:
            db.execute(statement)
    _vacuum(store)


def arrive(store: Store, posts: int, seed: int = 1) -> None:
    """New posts with new texts, of the ten days after the last one."""
    new = texts(_DIFFERENT + posts, 0)[_DIFFERENT:]
    if len(new) < posts:
        new = texts(posts, seed) if not DATA.exists() else new + made_up(posts - len(new), seed)
    rows = _plan(posts, len(new), (_END, _END + timedelta(days=10)), seed)
    with store.connect() as db:
        SQL.made_begin(db)
        _copy(db, SQL.made_copy_texts.sql, enumerate(new))
    _add(store, rows.assign(text=np.arange(posts)))


def texts(count: int, seed: int) -> list[str]:
    """Different texts of people, from the real data beside the repository; else random words."""
    files = [
        pd.read_csv(DATA / name, usecols=[column])[column].dropna().drop_duplicates()
        for name, column in _TEXTS.items()
        if (DATA / name).exists()
    ]
    if not files:
        return made_up(count, seed)
    read = [file[file.str.len().between(20, 1_500)] for file in files]
    mixed = [file.sample(frac=1, random_state=seed).reset_index(drop=True) for file in read]
    in_turn = pd.concat(mixed).sort_index(kind="stable").drop_duplicates()
    return [str(text) for text in in_turn.head(count)]


def _plan(posts: int, different: int, period: tuple[datetime, datetime], seed: int) -> pd.DataFrame:
    """Who says what, where and when: one row a post, in the order of time."""
    rng = np.random.default_rng(seed)
    since, until = period
    at = np.sort(rng.uniform(0, (until - since).total_seconds(), posts))
    source = rng.choice(len(_SOURCES), posts, p=[0.45, 0.3, 0.12, 0.05, 0.08])
    voice = rng.choice(len(_VOICES), posts, p=[0.86, 0.06, 0.04, 0.04])
    opens = rng.random(posts) < 0.4
    thread = np.zeros(posts, np.int64)
    for number in range(len(_SOURCES)):  # an answer is to one of the last few hundred threads
        here = np.flatnonzero(source == number)
        opens[here[:1]] = True
        roots = here[opens[here]]
        newest = np.cumsum(opens[here]) - 1
        back = rng.exponential(40, len(here)).astype(np.int64)
        thread[here] = roots[np.maximum(newest - back, 0)]
    author = (posts / 3 * rng.random(posts) ** 2).astype(np.int64)
    names = np.where(voice == 1, "AcmeCare", "person " + pd.Series(author).astype(str))
    place = (30 * rng.random(posts) ** 3).astype(int)
    likes = np.where(rng.random(posts) < 0.2, 0, rng.pareto(1.2, posts) * 4)
    name = np.array([f"{seed}-{number}" for number in range(posts)])
    text = rng.integers(different, size=posts)
    text[rng.permutation(posts)[:different]] = np.arange(different)
    return pd.DataFrame(
        {
            "number": np.arange(posts),
            "text": text,
            "source": np.array(_SOURCES)[source],
            "native_id": name,
            "thread_id": pd.Series(name[thread], dtype=object).where(~opens, None),
            "community": "community " + pd.Series(place).astype(str),
            "author": names,
            "posted_at": [since + timedelta(seconds=float(second)) for second in at],
            "engagement": likes.astype(int),
            "spam": rng.random(posts) < 0.01,
            "repeats": rng.random(posts) < 0.03,
            "voice": np.array(_VOICES)[voice],
            "direct_reply": (voice == 1) & ~opens,
            "rival": rng.random(posts) < 0.02,
        }
    )


def _add(store: Store, rows: pd.DataFrame) -> None:
    with store.connect() as db:
        SQL.made_clear_plan(db)
        _copy(db, SQL.made_copy_plan.sql, rows.itertuples(index=False))
        SQL.made_analyze(db)
        SQL.made_posts(db)
        SQL.made_mentions(db)


def _drop_indexes(store: Store) -> list[tuple[str]]:
    """Half a million rows are taken in faster without; the statements that make them again."""
    with store.connect() as db:
        found = list(SQL.made_indexes(db))
        for name, _ in found:
            db.execute(f'drop index "{name}"')
    return [(statement,) for _, statement in found]


def _vacuum(store: Store) -> None:
    """As the server does it by itself some minutes after so many rows came in."""
    import psycopg

    with psycopg.connect(store.url, autocommit=True) as db:
        db.execute("vacuum analyze")


def _copy(db: Connection[Any], statement: str, rows: Iterable[tuple[Any, ...]]) -> None:
    with db.cursor().copy(statement) as copy:
        for row in rows:
            copy.write_row(row)
