"""Discovery on texts with known topics: python -m tests.bench.topics [--posts 4000]

Agreement with the truth (NMI and ARI, posts left out counted as one topic of their own), with
itself when the posts come in another order or one in twenty is missing (ARI), and time without
encoding. Needs ../shared/data.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Annotated

import numpy as np
import pandas as pd
import typer
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table
from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score

from models.scorer import load_scorer
from models.topics import content, discover, read
from tests.shared_data import DATA

Ints = NDArray[np.int64]


def stack_overflow() -> pd.DataFrame:
    return _tabbed("topics_stackoverflow.tsv")


def google_news() -> pd.DataFrame:
    return _tabbed("topics_googlenews.tsv")


def banking() -> pd.DataFrame:
    frame = pd.read_csv(DATA / "topics_banking77_train.csv")
    return frame.rename(columns={"category": "topic"})[["topic", "text"]]


SETS: dict[str, Callable[[], pd.DataFrame]] = {
    "GoogleNews": google_news,
    "banking77": banking,
    "StackOverflow": stack_overflow,
}


def main(
    posts: Annotated[int, typer.Option(help="At most so many posts of each set.")] = 4_000,
) -> None:
    """Print one line a set."""
    if not DATA.exists():
        raise typer.BadParameter(f"The known topics are not here: {DATA}")
    scorer = load_scorer()
    table = Table("set", "posts", "topics", "truth", "left out", "NMI", "ARI")
    for column in ("in another order", "one in twenty less", "seconds"):
        table.add_column(column)
    for name, load in SETS.items():
        frame = load()
        frame = frame.sample(min(posts, len(frame)), random_state=0)
        vectors = scorer.score(frame["text"].tolist()).embedding
        began = time.perf_counter()
        stems = [content(read(text)) for text in frame["text"]]
        found = topics(vectors, stems)
        seconds = time.perf_counter() - began
        cells = [*figures(frame, found), *stability(vectors, stems, found), f"{seconds:.1f}"]
        table.add_row(name, str(len(frame)), *cells)
    Console(width=130).print(table)


def topics(vectors: NDArray[np.float32], stems: Sequence[Sequence[str]]) -> Ints:
    """(N,) the topic of each post, -1: left out."""
    labels = np.full(len(vectors), -1)
    for number, cluster in enumerate(discover(vectors, stems)):
        labels[cluster.members] = number
    return labels


def figures(frame: pd.DataFrame, found: Ints) -> list[str]:
    truth = frame["topic"]
    return [
        str(found.max() + 1),
        str(truth.nunique()),
        f"{(found < 0).mean():.1%}",
        f"{normalized_mutual_info_score(truth, found):.3f}",
        f"{adjusted_rand_score(truth, found):.3f}",
    ]


def stability(
    vectors: NDArray[np.float32], stems: Sequence[Sequence[str]], found: Ints
) -> list[str]:
    """ARI with a run over the posts in another order, and over 19 of 20 of them."""
    order = np.random.default_rng(0).permutation(len(vectors))
    most = order[len(order) // 20 :]
    runs = [(rows, topics(vectors[rows], [stems[row] for row in rows])) for rows in (order, most)]
    return [f"{adjusted_rand_score(found[rows], again):.3f}" for rows, again in runs]


def _tabbed(name: str) -> pd.DataFrame:
    frame = pd.read_csv(DATA / name, sep="\t", header=None, quoting=3, usecols=[0, 1])
    return frame.set_axis(["topic", "text"], axis=1)


if __name__ == "__main__":
    typer.run(main)
