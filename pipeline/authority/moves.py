"""Why a dial moved between two windows: the exact split over narratives, sources and voices.

Only what can be compared is split. What a change owes to other reading or to another model is a
part of its own (`comparable`), the same in every split, and never a narrative's.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from pipeline.authority.bootstrap import Floats, two_way_variance
from pipeline.authority.cells import NO_NARRATIVE, Cells, Index
from pipeline.authority.comparable import Step, steps
from pipeline.authority.dials import Reckoning
from pipeline.authority.facts import VOICES
from pipeline.authority.intervals import Z
from pipeline.authority.rates import Dial, Rate, Rates, Reading, grouped, within_variance
from pipeline.authority.small import SmallSample
from pipeline.authority.split import Split, kitagawa
from pipeline.telling import MINIMUM_N

By = Literal["narrative", "source", "voice", "read", "model"]
# A share is the customers' share: over voices only net sentiment can be split.
SPLITS: Final[Mapping[Dial, tuple[By, ...]]] = {
    "voice_share": ("narrative", "source"),
    "heard_share": ("narrative", "source"),
    "net_sentiment": ("narrative", "source", "voice"),
}
NONE: Final = "none"  # the part of the mentions without a narrative


@dataclass(frozen=True)
class Part:
    """What one narrative, source or voice made of a change, with its 95 % interval.

    `mix`: its share of the volume changed. `rate`: its own rate changed. `total` is both. By `read`
    and `model` there is at most one part, named after what cannot be compared; it is all mix.
    """

    dial: Dial
    by: By
    part: str
    mix: float
    rate: float
    total: float
    low: float
    high: float
    n_before: int
    n_after: int


def moves(
    before: Rates,
    after: Rates,
    how: Reckoning,
    reading: Reading = "all",
    unlike: Collection[str] = (),
) -> list[Part]:
    """Every split of every dial's change between two windows.

    Both windows must be reckoned with the same bootstrap. A dial that is "too few to tell" in one
    of them has no parts. `unlike`: the sources that only one of the windows was wholly read of.
    """
    parts: list[Part] = []
    for dial, splits in SPLITS.items():
        was, now = before[dial, reading], after[dial, reading]
        if min(was.n.sum(), now.n.sum()) < MINIMUM_N:
            continue
        for step in steps(was, now, (dial, reading), how, unlike):
            parts.append(_of_step(step, dial))
            was, now = step.kept
        for by in splits:
            parts.extend(_parts(was, now, dial, by, how))
    return parts


def _of_step(step: Step, dial: Dial) -> Part:
    total, reach = step.moved(_prior(dial))
    interval = total - reach, total + reach
    return Part(dial, step.by, step.name, total, 0.0, total, *interval, *step.left_out)


@dataclass(frozen=True)
class _Grouped:
    """A rate by part: (K, L) of mass and value, (K,) of mentions and of the variance within."""

    mass: Floats
    value: Floats
    n: Floats
    within: Floats


def _parts(before: Rate, after: Rate, dial: Dial, by: By, how: Reckoning) -> list[Part]:
    labels = [_labels(window.cells, by) for window in (before, after)]
    keys = np.unique(np.concatenate(labels))
    was, now = (
        _grouped(window, np.searchsorted(keys, label), len(keys), dial)
        for window, label in zip((before, after), labels, strict=True)
    )
    split = kitagawa(was.mass, was.value, now.mass, now.value)
    reach = _reach(split, was, now, (before.small, after.small))
    total = split.total[:, 0]
    return [
        Part(
            *(dial, by, _name(int(keys[k]), by, how)),
            *(float(split.mix[k, 0]), float(split.rate[k, 0]), float(total[k])),
            *(float(total[k] - reach[k]), float(total[k] + reach[k])),
            *(int(was.n[k]), int(now.n[k])),
        )
        for k in np.flatnonzero(was.n + now.n)
    ]


def _grouped(window: Rate, group: Index, count: int, dial: Dial) -> _Grouped:
    return _Grouped(
        mass=grouped(window.mass, group, count),
        value=grouped(window.value, group, count),
        n=grouped(window.n[:, None], group, count)[:, 0],
        within=within_variance(window, group, count, _prior(dial)),
    )


def _prior(dial: Dial) -> tuple[float, float]:
    return (0.0, 2 / 3) if dial == "net_sentiment" else (0.5, 0.5)


def _reach(
    split: Split, was: _Grouped, now: _Grouped, small: tuple[SmallSample, SmallSample]
) -> Floats:
    """Half the width of each part's interval: by bootstrap, at least that of independent mentions.

    Student's quantile is for a variance that few clusters show; the other is not estimated by them.
    """
    factors = [max(one.authors for one in small), max(one.threads for one in small)]
    within = sum(
        window.within * (one.design if one.few else 1.0)
        for window, one in zip((was, now), small, strict=True)
    )
    half = (was.mass[:, 0] + now.mass[:, 0]) / 2
    quantile = max(one.quantile for one in small)
    resampled = quantile * np.sqrt(two_way_variance(split.total[:, 1:], *factors))
    reach: Floats = np.maximum(resampled, Z * half * np.sqrt(within))
    return reach


def _labels(cells: Cells, by: By) -> Index:
    columns: Mapping[By, Index] = {
        "narrative": cells.narrative,
        "source": cells.source,
        "voice": cells.voice,
    }
    return columns[by]


def _name(key: int, by: By, how: Reckoning) -> str:
    if by == "narrative":
        return NONE if key == NO_NARRATIVE else str(key)
    return how.sources[key] if by == "source" else VOICES[key]
