"""Discovery on texts with known topics, beside BERTopic: python -m tests.bench.topics

Both get the same embeddings, in one run, both warmed up. Agreement with the truth (NMI and ARI,
posts left out counted as one topic of their own), how well each topic's ten words (c-TF-IDF) go
together in posts (NPMI) and how few they share (diversity), seconds and CPU seconds without
encoding; ours also in another order and with one in twenty left out. At last, what a thousand new
posts cost.
Needs ../shared/data, and BERTopic by tests/bench/requirements.txt unless --no-rival.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import log
from typing import Annotated

import numpy as np
import pandas as pd
import typer
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table
from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score

from models.scorer import Scorer, load_scorer
from models.topics import content, discover, nearest, read
from models.topics.words import sentences, stem
from tests.shared_data import DATA

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]
WORDS = 10  # that stand for a topic


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


@dataclass(frozen=True)
class Run:
    """topic (N,) of each post, -1: left out. words: the ten of each topic, as stems."""

    topic: Ints
    words: list[list[str]]
    seconds: float
    cpu: float


def main(
    posts: Annotated[int, typer.Option(help="At most so many posts of each set.")] = 20_000,
    rival: Annotated[bool, typer.Option(help="Run BERTopic beside it.")] = True,
) -> None:
    """Print two lines a set, and what a thousand new posts cost."""
    if not DATA.exists():
        raise typer.BadParameter(f"The known topics are not here: {DATA}")
    scorer = load_scorer()
    ways = {"ours": ours} | ({"BERTopic 0.17": bertopic} if rival else {})
    frames = {
        name: frame.sample(min(posts, len(frame)), random_state=0)
        for name, frame in ((name, load()) for name, load in SETS.items())
    }
    warm = frames["banking77"]["text"].tolist()[:600]
    for way in ways.values():
        way(warm, scorer.score(warm).embedding)
    console = Console(width=150)
    table = Table("set", "by", "posts", "topics", "truth", "left out", "NMI", "ARI", "NPMI")
    for column in ("diversity", "seconds", "CPU s", "other order", "one in twenty less"):
        table.add_column(column)
    for name, frame in frames.items():
        texts = frame["text"].tolist()
        vectors = scorer.score(texts).embedding
        for label, way in ways.items():
            run = way(texts, vectors)
            again = stability(texts, vectors, run.topic) if label == "ours" else ["", ""]
            table.add_row(name, label, str(len(frame)), *figures(frame, run), *again)
    console.print(table)
    console.print(thousand_more(scorer, frames["StackOverflow"]["text"].tolist()))


def ours(texts: Sequence[str], vectors: Floats) -> Run:
    began, cpu = time.perf_counter(), time.process_time()
    stems = [content(read(text)) for text in texts]
    topic = topics(vectors, stems)
    words = telling(topic, stems)
    return Run(topic, words, time.perf_counter() - began, time.process_time() - cpu)


def bertopic(texts: Sequence[str], vectors: Floats) -> Run:
    from bertopic import BERTopic

    began, cpu = time.perf_counter(), time.process_time()
    model = BERTopic()
    topic, _ = model.fit_transform(list(texts), vectors)
    seconds, used = time.perf_counter() - began, time.process_time() - cpu
    kept = {k: found for k, found in model.get_topics().items() if k >= 0}
    words = [[stem(word) for word, _ in found[:WORDS] if word] for found in kept.values()]
    return Run(np.array(topic), words, seconds, used)


def topics(vectors: Floats, stems: Sequence[Sequence[str]]) -> Ints:
    """(N,) the topic of each post, -1: left out."""
    labels = np.full(len(vectors), -1)
    for number, cluster in enumerate(discover(vectors, stems)):
        labels[cluster.members] = number
    return labels


def telling(topic: Ints, stems: Sequence[Sequence[str]]) -> list[list[str]]:
    """The ten stems of each topic, weighed as BERTopic weighs its words, so that topics compare.

    c-TF-IDF: Grootendorst 2022, «BERTopic: Neural topic modeling with a class-based TF-IDF».
    """
    inside = [Counter[str]() for _ in range(topic.max() + 1)]
    everywhere = Counter(stem for own in stems for stem in own)
    for number, own in zip(topic, stems, strict=True):
        if number >= 0:
            inside[number].update(own)
    average = sum(map(Counter.total, inside)) / max(len(inside), 1)
    rarity = {stem: log(1 + average / count) for stem, count in everywhere.items()}
    return [
        sorted(own, key=lambda stem: (-own[stem] * rarity[stem], stem))[:WORDS] for own in inside
    ]


def figures(frame: pd.DataFrame, run: Run) -> list[str]:
    truth, found = frame["topic"], run.topic
    held = [{stem(w) for clause in sentences(text) for w in clause} for text in frame["text"]]
    return [
        str(found.max() + 1),
        str(truth.nunique()),
        f"{(found < 0).mean():.1%}",
        f"{normalized_mutual_info_score(truth, found):.3f}",
        f"{adjusted_rand_score(truth, found):.3f}",
        f"{np.mean([coherence(words, held) for words in run.words]):.3f}",
        f"{diversity(run.words):.3f}",
        f"{run.seconds:.1f}",
        f"{run.cpu:.1f}",
    ]


def coherence(words: Sequence[str], posts: Sequence[set[str]]) -> float:
    """Mean NPMI of all pairs of a topic's words, counted over posts; -1 where never together.

    Bouma 2009, «Normalized (Pointwise) Mutual Information in Collocation Extraction».
    """
    wanted = list(dict.fromkeys(words))
    one, both = Counter[str](), Counter[tuple[str, str]]()
    for held in posts:
        found = [word for word in wanted if word in held]
        one.update(found)
        both.update(combinations(found, 2))
    pairs = [_npmi(one[a], one[b], both[a, b], len(posts)) for a, b in combinations(wanted, 2)]
    return float(np.mean(pairs)) if pairs else 0.0


def _npmi(one: int, other: int, both: int, posts: int) -> float:
    if not both:
        return -1.0
    if both == posts:
        return 1.0
    return log(both * posts / (one * other)) / -log(both / posts)


def diversity(words: Sequence[Sequence[str]]) -> float:
    """The share of all topics' words that are different: Dieng et al. 2020."""
    every = [word for group in words for word in group]
    return len(set(every)) / max(len(every), 1)


def stability(texts: Sequence[str], vectors: Floats, found: Ints) -> list[str]:
    """ARI with a run over the posts in another order, and over 19 of 20 of them."""
    stems = [content(read(text)) for text in texts]
    order = np.random.default_rng(0).permutation(len(vectors))
    most = order[len(order) // 20 :]
    runs = [(rows, topics(vectors[rows], [stems[row] for row in rows])) for rows in (order, most)]
    return [f"{adjusted_rand_score(found[rows], again):.3f}" for rows, again in runs]


def thousand_more(scorer: Scorer, texts: Sequence[str]) -> str:
    """CPU seconds to encode a thousand new posts, and to assign them to the topics of others."""
    new, known = list(texts[:1_000]), list(texts[1_000:6_000])
    clusters = discover(scorer.score(known).embedding, [content(read(t)) for t in known])
    centroids = np.array([cluster.centroid for cluster in clusters], np.float32)
    radii = np.array([cluster.radius for cluster in clusters], np.float32)
    began = time.process_time()
    vectors = scorer.score(new).embedding
    encoded = time.process_time()
    [content(read(text)) for text in new]
    nearest(vectors, centroids, radii)
    assigned = time.process_time() - encoded
    encoding = encoded - began
    return (
        f"A thousand new posts: {encoding:.2f} CPU s to encode, {assigned:.3f} to assign "
        f"({assigned / encoding:.1%})."
    )


def _tabbed(name: str) -> pd.DataFrame:
    frame = pd.read_csv(DATA / name, sep="\t", header=None, quoting=3, usecols=[0, 1])
    return frame.set_axis(["topic", "text"], axis=1)


if __name__ == "__main__":
    typer.run(main)
