"""The tone towards each brand that a post is about: what is said of one does not count for another.

A post about one brand has two judges: the head that looks at the brand's name, and the tone of the
whole text. Of a post about several, each brand that is named has the head's tone alone; one that is
not named, such as the brand of the community the post stands in, has the tone of what is left
without the sentences that name the others.
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
from numpy.typing import NDArray

from models.chosen import TextScorer

if TYPE_CHECKING:
    from models.scorer import Scores

Names = tuple[str, ...]
Tones = NDArray[np.float32]
_SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?]+|\n|$)")


@dataclass(frozen=True)
class About:
    """One row for each post and brand it is about, in the order of the posts: N rows."""

    posts: Sequence[int]
    brands: Sequence[int]
    texts: Sequence[str]
    names: Mapping[int, Names]  # by brand

    def alone(self) -> NDArray[np.bool_]:
        """(N,) whether its post is about no other brand."""
        brands = Counter(self.posts)
        return np.array([brands[post] == 1 for post in self.posts], bool)

    def others(self, row: int) -> Names:
        """What the other brands are called that the post of this row is about."""
        near = range(bisect_left(self.posts, self.posts[row]), len(self.posts))
        those = takewhile(lambda other: self.posts[other] == self.posts[row], near)
        return tuple(name for other in those if other != row for name in self.called(other))

    def called(self, row: int) -> Names:
        """What the brand of this row is called."""
        return self.names.get(self.brands[row], ())


def towards(
    about: About, scores: Scores, scorer: TextScorer
) -> Iterator[tuple[int, int, *tuple[float | None, ...]]]:
    """Post, brand and the three probabilities; none where the tone of the whole text stands.

    Of a post about one brand both judges are pooled with equal weights (Genest & Zidek 1986, the
    logarithmic opinion pool).
    """
    tones = scores.heads["target"].copy()  # (N, 3), NaN where the text does not name the brand
    alone = about.alone()
    tones[alone] = np.sqrt(tones[alone] * scores.tone[alone])
    tones /= tones.sum(axis=1, keepdims=True)
    rest = _rest(about, np.flatnonzero(~alone & np.isnan(tones[:, 0])))
    if rest:
        tones[list(rest)] = scorer.score(list(rest.values())).tone
    for post, brand, tone in zip(about.posts, about.brands, tones.tolist(), strict=True):
        yield post, brand, *(None if isnan(p) else p for p in tone)


def _rest(about: About, rows: NDArray[np.int64]) -> dict[int, str]:
    """By row, the text without the sentences that name other brands, where it is not the same."""
    left = {row: without(about.texts[row], about.others(row)) for row in rows.tolist()}
    return {row: text for row, text in left.items() if text and text != about.texts[row]}


def without(text: str, names: Names) -> str:
    """The sentences of a text that hold none of the names, in any case, as whole words."""
    if not names:
        return text
    named = re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})\b", re.IGNORECASE)
    if not named.search(text):
        return text
    kept = (one for one in _SENTENCE.findall(text) if not named.search(one))
    return "".join(kept).strip()
