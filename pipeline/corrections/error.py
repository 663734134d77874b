"""How often the software errs about a brand, by the posts that chance picked for a person."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from pipeline import brands
from pipeline.authority.intervals import wilson
from pipeline.corrections.fields import FIELDS
from pipeline.store import Store


@dataclass(frozen=True)
class FieldError:
    """One field: posts checked, how often the person agreed (95 % interval), and what for what.

    `unsaid` posts, about which the software said nothing (a language it does not know), are no
    part of `n`. `confusion` counts (software, person).
    """

    field: str
    n: int
    unsaid: int
    agreement: float
    low: float
    high: float
    confusion: Mapping[tuple[str, str], int]


def correction_error(store: Store, brand_key: str) -> list[FieldError]:
    """The fields that were checked in random samples; picked corrections do not enter.

    Each post weighs the inverse of its chance of being drawn (Hájek 1971). The interval is
    Wilson's, of as many posts as would be worth as much at equal weights (Kish 1965).
    """
    brand = brands.get(store, brand_key)
    rows = store.frame("corrections_checked", brand_id=brand.id)
    return [
        _error(name, rows[rows["field"] == name]) for name in FIELDS if name in set(rows["field"])
    ]


def _error(name: str, rows: pd.DataFrame) -> FieldError:
    said = rows[rows["said"].notna()]
    unsaid = len(rows) - len(said)
    if said.empty:
        return FieldError(name, 0, unsaid, float("nan"), 0.0, 1.0, {})
    weight = 1 / said["inclusion"].astype(float)
    agreement = float(weight[said["said"] == said["value"]].sum() / weight.sum())
    worth = float(weight.sum() ** 2 / (weight**2).sum())
    confusion = Counter(zip(said["said"], said["value"], strict=True))
    low, high = wilson(agreement, worth)
    return FieldError(name, len(said), unsaid, agreement, low, high, confusion)
