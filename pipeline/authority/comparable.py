"""What of a change is not the brand's: a source read in one window only, or another model's tones.

A dial of a window is R; of what both windows hold alike, it is R'. What the rest makes of a change
is (R - R') after less (R - R') before, exactly, and only the change of R' is split over narratives.
So a source that appears, a gap and a new model never look like a story. Where nothing is alike, the
whole change is one of the reading, or of the model.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

from pipeline.authority.bootstrap import two_way_variance
from pipeline.authority.dials import Reckoning
from pipeline.authority.rates import Dial, Mask, Rate, Reading, grouped, rate, within_variance

Cause = Literal["read", "model"]
Pair = tuple[Rate, Rate]  # before, after

CAUSES: Final[tuple[Cause, ...]] = ("read", "model")
NOBODY: Final = ""  # no model: a tone that a person gave is the same under all


@dataclass(frozen=True)
class Step:
    """One cause taken out of a change: what was full before it, and what is kept after it.

    `name`: the sources or models that are left out, by comma.
    """

    by: Cause
    name: str
    full: Pair
    kept: Pair
    masks: tuple[Mask, Mask]

    @property
    def left_out(self) -> tuple[int, int]:
        """How many mentions of either window are left out."""
        was, now = (
            int(full.n[~mask].sum()) for full, mask in zip(self.full, self.masks, strict=True)
        )
        return was, now

    def moved(self, prior: tuple[float, float]) -> tuple[float, float]:
        """What it made of the change, and how far its 95 % interval reaches to either side."""
        was, now = (
            full.value.sum(axis=0) - kept.value.sum(axis=0)
            for full, kept in zip(self.full, self.kept, strict=True)
        )
        small = [full.small for full in self.full]
        factors = [max(one.authors for one in small), max(one.threads for one in small)]
        independent = sum(
            _independent(full, kept, mask, prior) * (full.small.design if full.small.few else 1.0)
            for full, kept, mask in zip(self.full, self.kept, self.masks, strict=True)
        )
        variance = max(float(two_way_variance((now - was)[1:], *factors)), independent)
        return float(now[0] - was[0]), float(max(one.quantile for one in small) * variance**0.5)


def steps(
    was: Rate, now: Rate, what: tuple[Dial, Reading], how: Reckoning, unlike: Collection[str]
) -> Iterator[Step]:
    """The causes that are not the brand's, one after the other; none where all is alike.

    `unlike`: the sources that only one of the windows was wholly read of.
    """
    pair, seen = (was, now), (np.ones(len(was.n), bool), np.ones(len(now.n), bool))
    for by in CAUSES if what[0] == "net_sentiment" else CAUSES[:1]:
        labels = [_labels(one, by, how) for one in pair]
        there = [set(label[one.n > 0]) for one, label in zip(pair, labels, strict=True)]
        alike = {*(there[0] & there[1]), NOBODY} - (set(unlike) if by == "read" else set())
        name = ", ".join(sorted((there[0] | there[1]) - alike))
        if not name:
            continue
        kept_was, kept_now = (
            mask & np.isin(label, list(alike)) for mask, label in zip(seen, labels, strict=True)
        )
        if not (was.n[kept_was].any() and now.n[kept_now].any()):  # nothing to compare is left
            kept_was, kept_now = kept_was & False, kept_now & False
        seen = kept_was, kept_now
        kept = _among(pair[0], what, how, kept_was), _among(pair[1], what, how, kept_now)
        yield Step(by, name, pair, kept, seen)
        pair = kept


def _labels(one: Rate, by: Cause, how: Reckoning) -> npt.NDArray[np.str_]:
    if by == "model":
        return one.cells.model
    return np.array(how.sources, np.str_)[one.cells.source]


def _among(one: Rate, what: tuple[Dial, Reading], how: Reckoning, mask: Mask) -> Rate:
    return rate(one.cells, what, how.sources, how.weights, mask)


def _independent(full: Rate, kept: Rate, mask: Mask, prior: tuple[float, float]) -> float:
    """The variance of R - R' if mentions were independent: both are sums of the same groups."""
    sources = int(full.cells.source.max(initial=0)) + 1
    group = full.cells.source + sources * mask
    within = within_variance(full, group, 2 * sources, prior)
    weight = grouped(full.mass[:, :1] - kept.mass[:, :1], group, 2 * sources)[:, 0]
    return float((weight**2 * within).sum())
