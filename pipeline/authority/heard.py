"""How much a mention was heard, on a scale that sources share."""

from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

TRAILING_WEEKS: Final = 8
CAP_PERCENTILE: Final = 99


def with_heard(facts: pd.DataFrame) -> pd.DataFrame:
    """`facts` with a column `heard`: 1 + log2(1 + e / m) for each mention (DESIGN.md, dial 2).

    e is the mention's engagement, negative taken as 0 and capped at the 99th percentile of the
    positive engagement of its source; m is the median of the same. Both are taken over the eight
    weeks that end with the mention's own, so that later posts never change an earlier week. Spam
    and duplicates set no scale. A missing engagement weighs 1, and so does every mention of a
    source in which nothing was engaged with.
    """
    heard = pd.Series(1.0, index=facts.index)
    for _, rows in facts.groupby("source", observed=True):
        heard.loc[rows.index] = _of_one_source(rows)
    return facts.assign(heard=heard)


def _of_one_source(rows: pd.DataFrame) -> npt.NDArray[np.float64]:
    by_week = rows["week"].to_numpy().astype("datetime64[D]").astype(np.int64)
    order = np.argsort(by_week, kind="stable")
    week, engagement = by_week[order], np.maximum(rows["engagement"].to_numpy()[order], 0.0)
    left_out = (rows["spam"] | rows["duplicate"]).to_numpy()[order]
    sets_scale = ~(np.isnan(engagement) | left_out)
    weights = np.ones(len(rows))
    for monday in np.unique(week):
        since, begins, ends = np.searchsorted(
            week, [monday - 7 * (TRAILING_WEEKS - 1), monday, monday + 1]
        )
        scale = engagement[since:ends][sets_scale[since:ends]]
        weights[order[begins:ends]] = heard_weights(engagement[begins:ends], scale)
    return weights


def heard_weights(
    engagement: npt.NDArray[np.float64], scale: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    """Weights of `engagement` (NaN: missing) on the scale of its source's recent engagement.

    The percentile takes the lower of two neighbours: up to a hundred posts that is the second
    highest, so one viral post never sets its own cap.
    """
    positive = scale[scale > 0]
    if not positive.size:
        return np.ones(len(engagement))
    capped = np.minimum(engagement, np.percentile(positive, CAP_PERCENTILE, method="lower"))
    weights: npt.NDArray[np.float64] = 1.0 + np.log2(1.0 + capped / np.median(positive))
    return np.where(np.isnan(engagement), 1.0, weights)
