"""The shares of the tones among a brand's mentions, corrected for how the tone head errs.

Counting labels is biased however good a head is (Hopkins & King 2010). These shares come by
`models.quantify`, whose intervals know that the head errs otherwise with each brand's posts; posts
drawn at random and judged by a person make them narrower. The dials go on counting labels, because
a split has to add up post by post.
"""

from collections.abc import Iterator
from itertools import chain
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
import pandas as pd

from pipeline.authority.dials import MINIMUM_N
from pipeline.authority.within import Connection, frame_within
from pipeline.store import Store

if TYPE_CHECKING:
    from models.quantify_errors import ErrorModel

TONES: Final = ("negative", "neutral", "positive")
_WEIGHTS: Final = (-1.0, 0.0, 1.0)  # of the tones in net sentiment


class Share(NamedTuple):
    """One row of `tone_share`: of a week, of a narrative, of both, or of everything."""

    week: Any
    narrative_id: Any
    tone: str  # one of TONES, or net
    value: float
    low: float
    high: float
    n: int


def keep_shares(store: Store, db: Connection, brand_id: int) -> None:
    """Estimate the brand's shares anew and store them."""
    mentions = frame_within(db, store.sql.shares_mentions.sql, brand_id=brand_id)
    checked = frame_within(db, store.sql.shares_checked.sql, brand_id=brand_id)
    store.sql.shares_clear(db, brand_id=brand_id)
    with db.cursor().copy(store.sql.shares_copy.sql) as copy:
        for share in tone_shares(mentions, checked):
            copy.write_row((brand_id, *share))


def tone_shares(mentions: pd.DataFrame, checked: pd.DataFrame) -> Iterator[Share]:
    """Shares and net sentiment of everything, each week, each narrative, and each in each week.

    mentions: week, narrative_id, the tones' probabilities, model (null: a person's). checked: the
    tones' probabilities, model, the tone that a person gave as `value`, `inclusion` as the
    probability of the draw. Groups of fewer than MINIMUM_N have none.
    """
    if len(mentions) < MINIMUM_N:
        return iter(())
    model = mentions["model"].mode()
    errors = _errors(str(model.iloc[0]) if len(model) else "", checked)
    groups: list[list[str]] = [[], ["week"], ["narrative_id"], ["week", "narrative_id"]]
    return chain.from_iterable(_by(mentions, keys, errors) for keys in groups)


def _by(mentions: pd.DataFrame, keys: list[str], errors: "ErrorModel") -> Iterator[Share]:
    from models import quantify

    rows = mentions.dropna(subset=keys)
    if keys:
        rows = rows[rows.groupby(keys)[TONES[0]].transform("size") >= MINIMUM_N]
    if len(rows) < MINIMUM_N:
        return
    number = rows.groupby(keys).ngroup().to_numpy() if keys else np.zeros(len(rows), np.int64)
    tones = rows[list(TONES)].to_numpy(np.float64)
    said = np.where(rows["model"].isna(), tones.argmax(axis=1), quantify.UNKNOWN)
    found = quantify.shares(tones, errors, number, int(number.max()) + 1, said)
    net = quantify.net(found, np.array(_WEIGHTS))
    first = rows.assign(group=number).drop_duplicates("group").sort_values("group")
    weeks = first["week"].tolist() if "week" in keys else [None] * len(first)
    stories = first["narrative_id"].astype("Int64").tolist() if "narrative_id" in keys else []
    for group, week in enumerate(weeks):
        story, n = stories[group] if stories else None, int(found.n[group])
        for tone, name in enumerate(TONES):
            value, low, high = (
                float(of[group, tone]) for of in (found.value, found.low, found.high)
            )
            yield Share(week, story, name, value, low, high, n)
        value, low, high = (float(of[group]) for of in (net.value, net.low, net.high))
        yield Share(week, story, "net", value, low, high, n)


def _errors(model: str, checked: pd.DataFrame) -> "ErrorModel":
    """How the head errs with this brand's posts, as far as anybody knows."""
    from models.quantify_errors import SHARES, load, perfect, refined
    from models.version import WEIGHTS, version_of

    # Of the shared head it was measured, over other people's posts; of another model it was not.
    errors = load(WEIGHTS / SHARES) if model == version_of() else perfect(len(TONES))
    mine = checked[checked["model"] == model]
    if mine.empty:
        return errors
    values = mine["value"].map(TONES.index).to_numpy(np.int64)
    tones = mine[list(TONES)].to_numpy(np.float64)
    return refined(errors, tones, values, 1 / mine["inclusion"].to_numpy(np.float64))
