"""The shares of the tones among a brand's mentions, corrected for how the tone head errs.

Counting labels is biased however good a head is (Hopkins & King 2010). These shares come by
`models.quantify`, whose intervals know that the head errs otherwise with each brand's posts; posts
drawn at random and judged by a person make them narrower. The dials go on counting labels, because
a split has to add up post by post.
"""

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date
from itertools import chain
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
import pandas as pd

from pipeline.authority.bootstrap import Floats
from pipeline.authority.clustered import two_way
from pipeline.authority.facts import judged
from pipeline.authority.intervals import Z
from pipeline.authority.made_of import MadeOf
from pipeline.authority.rates import Mask
from pipeline.authority.week_facts import Facts, of
from pipeline.authority.within import Connection, frame_within
from pipeline.store import Store
from pipeline.telling import MINIMUM_N

if TYPE_CHECKING:
    from models.quantify import Contrast, Shares
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


class Ends(NamedTuple):
    """A value in its 95 % interval."""

    value: float
    low: float
    high: float


class Between(NamedTuple):
    """A tone's share, or net sentiment (`net`), in two windows, and what it changed by."""

    tone: str
    before: Ends
    after: Ends
    change: Ends
    n_before: int
    n: int


def keep_shares(store: Store, db: Connection, brand_id: int, made: MadeOf, facts: Facts) -> None:
    """Estimate the brand's shares and store them: of weeks, where they changed; of all, anew."""
    checked = frame_within(db, store.sql.shares_checked.sql, brand_id=brand_id)
    mentions = _judged(facts.frame)
    errors = error_model(mentions, checked)
    known = errors.mean.tobytes(), errors.covariance.tobytes()
    weeks = made.renew("shares", {week: (known, own) for week, own in facts.digests.items()})
    store.sql.shares_clear(db, brand_id=brand_id, weeks=weeks)
    with db.cursor().copy(store.sql.shares_copy.sql) as copy:
        for share in tone_shares(mentions, errors, weeks):
            copy.write_row((brand_id, *share))


def tone_shares(
    mentions: pd.DataFrame, errors: "ErrorModel", weeks: Collection[date]
) -> Iterator[Share]:
    """Shares and net sentiment of everything, each narrative, each of `weeks`, and each in each.

    mentions: week, narrative_id, the tones' probabilities, model (null: a person's). Groups of
    fewer than MINIMUM_N have none.
    """
    if len(mentions) < MINIMUM_N:
        return iter(())
    return chain(_of_all(mentions, errors), _of_weeks(of(mentions, weeks), errors))


def shares_between(
    facts: pd.DataFrame, before: pd.DataFrame, after: pd.DataFrame, checked: pd.DataFrame
) -> Iterator[Between]:
    """The shares in two windows of a brand's `facts`, and their change; none where n is too small.

    How the head errs is told from all facts and from `checked`, as in `error_model`. What is not
    known of that is the same in both windows: a change is known better than either share. Its
    interval holds besides that other authors and threads might have spoken, as the dials' does.
    """
    from models import quantify

    windows = [_judged(rows) for rows in (before, after)]
    if min(len(rows) for rows in windows) < MINIMUM_N:
        return
    both = pd.concat(windows)
    tones = both[list(TONES)].to_numpy(np.float64)
    said = np.where(both["model"].isna(), tones.argmax(axis=1), quantify.UNKNOWN)
    window = np.repeat([0, 1], [len(rows) for rows in windows])
    errors = error_model(_judged(facts), checked)
    lots, number, labels, sizes = quantify.alike(tones, window, said)
    found = quantify.shares(lots, errors, number, len(windows), labels, sizes)
    was, now = (found.of(np.array([place])) for place in (0, 1))
    n_before, n = map(int, found.n)
    counted = np.eye(len(TONES))[tones.argmax(axis=1)]
    for weights, tone in zip(
        (*np.eye(len(TONES)), np.array(_WEIGHTS)), (*TONES, "net"), strict=True
    ):
        moved = quantify.difference(now, was, weights)
        moved = _by_chance_too(moved, both, window == 1, counted @ weights)
        yield Between(tone, _of_tone(was, tone), _of_tone(now, tone), _ends(moved), n_before, n)


def _by_chance_too(
    moved: "Contrast", both: pd.DataFrame, after: Mask, counted: Floats
) -> "Contrast":
    """The change, its interval widened by what other authors and threads might have said.

    `counted` (N,) is what each mention counts as; the mean of those `after`, less that of the
    others, has the variance that is added.
    """
    moves = np.zeros(len(both))
    for rows, sign in ((after, 1.0), (~after, -1.0)):
        moves[rows] = sign * (counted[rows] - counted[rows].mean()) / rows.sum()
    chance = Z**2 * two_way(moves, both)
    low, high = (np.hypot(end - moved.value, chance**0.5) for end in (moved.low, moved.high))
    return replace(moved, low=moved.value - low, high=moved.value + high)


def _of_tone(found: "Shares", tone: str) -> Ends:
    """What is estimated of one tone, or of net sentiment, in a single window."""
    from models import quantify

    if tone == "net":
        return _ends(quantify.net(found, np.array(_WEIGHTS)))
    place = TONES.index(tone)
    return Ends(*(float(end[0, place]) for end in (found.value, found.low, found.high)))


def _ends(contrast: "Contrast") -> Ends:
    return Ends(*(float(end[0]) for end in (contrast.value, contrast.low, contrast.high)))


def _judged(facts: pd.DataFrame) -> pd.DataFrame:
    """What anybody but the brand says, if it counts and has a tone."""
    return facts[facts["counted"] & judged(facts)]


def _of_all(mentions: pd.DataFrame, errors: "ErrorModel") -> Iterator[Share]:
    return chain.from_iterable(_by(mentions, keys, errors) for keys in ([], ["narrative_id"]))


def _of_weeks(mentions: pd.DataFrame, errors: "ErrorModel") -> Iterator[Share]:
    groups = ["week"], ["week", "narrative_id"]
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
    count, sizes = int(number.max()) + 1, None
    first = rows.assign(group=number).drop_duplicates("group").sort_values("group")
    if "week" not in keys:  # there may be a million
        tones, number, said, sizes = quantify.alike(tones, number, said)
    found = quantify.shares(tones, errors, number, count, said, sizes)
    net = quantify.net(found, np.array(_WEIGHTS))
    dates = pd.to_datetime(first["week"]).dt.date.tolist()
    weeks = dates if "week" in keys else [None] * len(first)
    stories = first["narrative_id"].astype("Int64").tolist() if "narrative_id" in keys else []
    for group, week in enumerate(weeks):
        story, n = stories[group] if stories else None, int(found.n[group])
        for tone, name in enumerate(TONES):
            value, low, high = (
                float(ends[group, tone]) for ends in (found.value, found.low, found.high)
            )
            yield Share(week, story, name, value, low, high, n)
        value, low, high = (float(ends[group]) for ends in (net.value, net.low, net.high))
        yield Share(week, story, "net", value, low, high, n)


def error_model(mentions: pd.DataFrame, checked: pd.DataFrame) -> "ErrorModel":
    """How the head that judged most errs with this brand's posts, as far as anybody knows.

    checked: the tones' probabilities, model, the tone that a person gave as `value`, `inclusion` as
    the probability of the draw.
    """
    from models.quantify_errors import SHARES, load, perfect, refined
    from models.version import WEIGHTS, version_of

    models = mentions["model"].value_counts()
    model = str(min(models.index[models == models.max()], default=""))
    # Of the shared head it was measured, over other people's posts; of another model it was not.
    errors = load(WEIGHTS / SHARES) if model == version_of() else perfect(len(TONES))
    mine = checked[checked["model"] == model]
    if mine.empty:
        return errors
    values = mine["value"].map(TONES.index).to_numpy(np.int64)
    tones = mine[list(TONES)].to_numpy(np.float64)
    return refined(errors, tones, values, 1 / mine["inclusion"].to_numpy(np.float64))
