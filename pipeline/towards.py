"""The tone towards each brand of a post: what is said of one does not count for another.

Of a post about one brand the tone of the whole text stands: on tweets at airlines, which no head
was trained on, looking at the name as well made no difference. Of a post about several, each brand
has two judges, which are pooled: the head that reads the whole text for the brand's name, and the
tone of the clauses that name it. A brand that is not named, such as that of the community the post
stands in, has the tone of the clauses that name no other.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from math import isnan
from typing import TYPE_CHECKING

import numpy as np

from models.chosen import TextScorer

if TYPE_CHECKING:
    from models.scorer import Scores

Names = tuple[str, ...]
_BETWEEN = re.compile(  # clauses: sentences, and the halves of one that turns
    r"(?<=[.!?;\n])\s*|,?\s+(?=(?:but|while|whereas|though|although|however|yet)\b)|\s[-–—]\s",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class About:
    """One row for each post and brand it is about, in the order of the posts: N rows."""

    posts: Sequence[int]
    brands: Sequence[int]
    texts: Sequence[str]
    names: Mapping[int, Names]  # by brand

    def several(self) -> list[int]:
        """The rows of posts that are about more than one brand."""
        brands = Counter(self.posts)
        return [row for row, post in enumerate(self.posts) if brands[post] > 1]

    def called(self, row: int) -> Names:
        """What the brand of this row is called."""
        return self.names.get(self.brands[row], ())

    def others(self, row: int) -> Names:
        """What the other brands are called that the post of this row is about."""
        near = range(bisect_left(self.posts, self.posts[row]), len(self.posts))
        those = takewhile(lambda other: self.posts[other] == self.posts[row], near)
        return tuple(name for other in those if other != row for name in self.called(other))

    def targets(self) -> list[Names]:
        """(N,) the names to read each text for: none where it is about one brand."""
        asked: list[Names] = [()] * len(self.posts)
        for row in self.several():
            asked[row] = self.called(row)
        return asked


def towards(
    about: About, scores: Scores, scorer: TextScorer
) -> Iterator[tuple[int, int, *tuple[float | None, ...]]]:
    """Post, brand and the three probabilities; none where the tone of the whole text stands.

    `scores`: of `about.texts`, for `about.targets()`. Two judges are pooled with equal weights
    (Genest & Zidek 1986, the logarithmic opinion pool).
    """
    tones = scores.heads["target"].copy()  # (N, 3), NaN where the text does not name the brand
    parts = {
        row: part
        for row in about.several()
        if (part := said_of(about.texts[row], about.called(row), about.others(row)))
    }
    if rows := list(parts):
        apart = scorer.score(list(parts.values())).tone
        named = ~np.isnan(tones[rows])
        tones[rows] = np.where(named, np.sqrt(tones[rows] * apart), apart)
    tones /= tones.sum(axis=1, keepdims=True)
    for post, brand, tone in zip(about.posts, about.brands, tones.tolist(), strict=True):
        yield post, brand, *(None if isnan(p) else p for p in tone)


def said_of(text: str, names: Names, others: Names) -> str:
    """The clauses that hold one of `names`; if there is none, those that hold none of `others`."""
    clauses = [clause for clause in _BETWEEN.split(text) if clause]
    own = [clause for clause in clauses if _holds(clause, names)]
    return " ".join(own or [clause for clause in clauses if not _holds(clause, others)])


def _holds(clause: str, names: Names) -> bool:
    """Is one of the names there, in any case, as whole words?"""
    low = clause.casefold()
    return any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", low) for name in names)
