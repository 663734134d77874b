"""When does a brand's own tone head help? python -m tests.bench.own_head

Each airline of the labelled tweets, which the shared head never saw, is a brand. So many of its
tweets are drawn and judged as the labels say; the head trained on them is measured on all the
others. «as labelled» shows what is gained; «nothing to learn» draws the labels from the shared
head's own probabilities, where every adoption is a mistake.
"""

from collections.abc import Iterator

import numpy as np
import pandas as pd
from rich.console import Console
from rich.progress import track
from rich.table import Table

from models.metrics import macro_recall
from models.own_head import Posts, train
from models.scorer import load_scorer
from tests.shared_data import DATA

CHECKED = (50, 100, 200, 400)
DRAWS = 5
_TONES = ["negative", "neutral", "positive"]


def brands() -> Iterator[Posts]:
    """The tweets of each airline, scored."""
    rows = pd.read_csv(DATA / "airline_tweets_feb16_21.csv").drop_duplicates("text")
    scores = load_scorer().score(rows["text"].tolist())
    labels = rows["airline_sentiment"].map(_TONES.index).to_numpy()
    whole = Posts(scores.tone.astype(float), scores.embedding, labels, np.ones(len(rows)))
    for airline in rows["airline"].unique():
        yield whole.of(np.flatnonzero(rows["airline"] == airline))


def relabelled(posts: Posts, random: np.random.Generator) -> Posts:
    """The posts with labels of which the shared head's probabilities are all there is to know."""
    below = posts.probabilities.cumsum(axis=1)[:, :-1]  # (N, K - 1)
    labels = (random.random((len(posts), 1)) > below).sum(axis=1)
    return Posts(posts.probabilities, posts.embeddings, labels, posts.weights)


def tried(posts: Posts, checked: int, random: np.random.Generator) -> tuple[float, ...]:
    """Whether a head was adopted; log loss and macro recall of both heads on the other posts."""
    order = random.permutation(len(posts))
    verdict = train(posts.of(order[:checked]), seed=int(random.integers(2**31)))
    rest = posts.of(order[checked:])
    own = rest.probabilities
    if verdict.adopted and verdict.head:
        own = verdict.head.apply(rest.probabilities, rest.embeddings)
    figures = [
        figure
        for found in (rest.probabilities, own)
        for figure in (
            -np.log(found[np.arange(len(rest)), rest.labels]).mean(),
            macro_recall(rest.labels, found),
        )
    ]
    return (float(verdict.adopted), *map(float, figures))


def main() -> None:
    """Print one table."""
    random = np.random.default_rng(0)
    table = Table("labels", "checked", "adopted", "log loss", "own", "macro recall", "own")
    airlines = list(brands())
    for name, change in (("as labelled", None), ("nothing to learn", relabelled)):
        for checked in CHECKED:
            results = [
                tried(change(posts, random) if change else posts, checked, random)
                for posts in track(airlines, f"{name}, {checked}", transient=True)
                for _ in range(DRAWS)
                if len(posts) >= 2 * checked
            ]
            adopted, *figures = np.mean(results, axis=0)
            table.add_row(
                name, str(checked), f"{adopted:.0%} of {len(results)}",
                *(f"{figures[place]:.3f}" for place in (0, 2, 1, 3)),
            )  # fmt: skip
    Console(width=100).print(table)


if __name__ == "__main__":
    main()
