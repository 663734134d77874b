"""What a head, or another model in its place, says of labelled rows."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import cast

from models.chosen import TextScorer
from models.comparison import Answer
from models.foreign_loading import load_foreign
from models.labelled import LabelledRows
from models.scorer import load_scorer
from models.targets import spellings
from models.terminal import progress


def of_head(scorer: TextScorer, head: str, rows: LabelledRows) -> Answer:
    """NaN where the head needs a target that the text does not name."""
    named = list(map(spellings, rows.targets))
    with progress("Our model", len(rows.texts)) as tell:
        if any(named):
            scores = scorer.score(rows.texts, tell, targets=named)
        else:
            scores = scorer.score(rows.texts, tell)
    return Answer(scorer.version, scores.heads[head], scorer.thresholds.get(head))


def of_other(
    name: str, head: str, labels: Sequence[str], rows: LabelledRows, said: str | None
) -> Answer:
    """A folder that holds the head is one of ours, trained before."""
    if (Path(name) / f"{head}.safetensors").is_file():
        return of_head(cast(TextScorer, load_scorer(Path(name))), head, rows)
    other = load_foreign(name, labels, said)
    with progress("The other model", len(rows.texts)) as tell:
        return Answer(other.version, other.probabilities(rows.texts, tell))
