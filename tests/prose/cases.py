"""One sentence that was said, and what it says by name."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any, Final, NamedTuple

import pandas as pd

from pipeline.authority import Sentence, lines, verdict
from pipeline.store import Store
from tests.prose.truth import WEEK, Truth

Found = dict[str, Any]
DIALS: Final = {
    "Net sentiment": "net_sentiment", "net sentiment": "net_sentiment",
    "Customers’ share of the say": "voice_share", "customers": "voice_share",
    "Customers": "voice_share", "Customers’ share of what is heard": "heard_share",
    "voice share": "voice_share", "heard share": "heard_share",
}  # fmt: skip


class Read(dict[str, str]):
    """The named groups of a sentence: “n_” is another place where n may stand."""

    @classmethod
    def of(cls, found: re.Match[str]) -> "Read":
        """Those that took something."""
        return cls({k.rstrip("_"): v for k, v in found.groupdict().items() if v is not None})

    def __missing__(self, name: str) -> None:
        """What the sentence does not say."""
        return None


class Case(NamedTuple):
    """One sentence, where it was said, and the story it is about if it is a line."""

    truth: Truth
    week: date
    sentence: Sentence
    story: int | None = None

    @property
    def last(self) -> date:
        return self.week - WEEK


def ids(*frames: pd.DataFrame) -> set[int]:
    return {int(one) for frame in frames for one in frame["id"]}


def said(store: Store, brand_id: int) -> Iterator[Case]:
    """Every sentence of every week of a brand."""
    truth = Truth(store, brand_id)
    for week in sorted(truth.everything["week"].unique()):
        for sentence in verdict(store, brand_id, week).sentences:
            yield Case(truth, week, sentence)
        for number, sentence in lines(store, brand_id, week).items():
            yield Case(truth, week, sentence, number)
