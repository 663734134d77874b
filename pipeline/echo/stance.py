"""Which customers' posts speak of a claim, and whether they echo or contest it.

A post speaks of it if it is near in meaning: the cosine of the two embeddings, without the brand's
name, is NEAR or more.
Whether it agrees is read off its tone towards the brand: positive echoes, negative contests,
neutral takes no side. So it cannot know a happy customer who doubts the claim, nor an angry one
who grants it; and a denial is as near as an assent. On claims written for the built-in sample,
whose truth is known, nine in ten posts at NEAR or more tell the claim's story, and a quarter of
those that tell it are found (`python -m tests.bench.echo`): the rest use other words.
"""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd

from pipeline.authority.clustered import share_of
from pipeline.telling import MINIMUM_N

NEAR: Final = 0.40
STANCES: Final = {"positive": "echo", "negative": "contest", "neutral": "neither"}


@dataclass(frozen=True)
class Share:
    """A share with its 95 % interval; null: too few to tell."""

    value: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Echo:
    """What customers make of a claim.

    Of `customers` posts that count, `readable` have an embedding, `near` speak of it: a share
    `spoken` of the readable; the other three are shares of those near. `brands`: the brand's own
    posts that say it.
    """

    customers: int
    readable: int
    near: int
    brands: int
    spoken: Share
    echo: Share
    contest: Share
    neither: Share

    def figures(self) -> dict[str, Any]:
        """All of it as plain values."""
        counts = {name: getattr(self, name) for name in ("customers", "readable", "near", "brands")}
        shares = {
            f"{name}{end}": getattr(getattr(self, name), of)
            for name in ("spoken", "echo", "contest", "neither")
            for end, of in (("", "value"), ("_low", "low"), ("_high", "high"))
        }
        return counts | shares


def echoed(rows: pd.DataFrame) -> Echo:
    """`rows`: voice, nearness (missing: no embedding), tone, author_key, thread_key."""
    customers = rows[rows["voice"] == "customer"]
    readable = customers[customers["nearness"].notna()]
    near = readable[readable["nearness"] >= NEAR]
    own = rows[(rows["voice"] == "brand") & (rows["nearness"] >= NEAR)]
    stance = near["tone"].map(STANCES).fillna("neither")
    sides = (_share(near, stance == side) for side in ("echo", "contest", "neither"))
    spoken = _share(readable, readable["nearness"] >= NEAR)
    return Echo(len(customers), len(readable), len(near), len(own), spoken, *sides)


def _share(rows: pd.DataFrame, own: "pd.Series[bool]") -> Share:
    if len(rows) < MINIMUM_N:
        return Share()
    return Share(*share_of(np.ones(len(rows)), own.to_numpy(bool), rows))
