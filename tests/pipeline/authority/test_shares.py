"""The shares of the tones: what they are of, and what makes them narrower."""

from datetime import timedelta

import numpy as np
import pandas as pd
import pytest

from models.version import version_of
from pipeline import views
from pipeline.authority import refresh_rollups
from pipeline.authority.shares import TONES, Share, error_model, tone_shares
from pipeline.progress import Silent
from pipeline.store import Store
from tests.pipeline.authority.conftest import MONDAY, Insert, Said

NOBODY = pd.DataFrame(columns=[*TONES, "model", "value", "inclusion"])


def _mentions(n: int, negative: float, seed: int = 0) -> pd.DataFrame:
    """Posts of which a share is negative and the rest positive, by a head that is fairly sure."""
    bad = np.random.default_rng(seed).permutation(n) < negative * n
    tones = np.where(bad[:, None], [0.7, 0.2, 0.1], [0.1, 0.2, 0.7])
    rows = pd.DataFrame(tones, columns=list(TONES))
    return rows.assign(week=MONDAY, narrative_id=None, model=version_of())


def _of_all(mentions: pd.DataFrame, checked: pd.DataFrame = NOBODY) -> dict[str, Share]:
    """The shares of everything, by tone."""
    found = tone_shares(mentions, error_model(mentions, checked), [])
    return {one.tone: one for one in found if one.week is None and one.narrative_id is None}


def test_shares_sum_to_one_and_net_is_their_difference() -> None:
    found = _of_all(_mentions(60, 0.5))
    assert sum(found[tone].value for tone in TONES) == pytest.approx(1, abs=1e-9)
    net = found["positive"].value - found["negative"].value
    assert found["net"].value == pytest.approx(net, abs=1e-9)
    assert all(one.low <= one.value <= one.high for one in found.values())


def test_randomly_judged_posts_narrow_the_interval() -> None:
    mentions = _mentions(200, 0.5)
    judged = mentions.head(150)
    value = judged[list(TONES)].to_numpy().argmax(1)
    checked = judged.assign(value=[TONES[tone] for tone in value], inclusion=0.75)
    before, after = (_of_all(mentions, rows)["net"] for rows in (NOBODY, checked))
    assert after.high - after.low < 0.7 * (before.high - before.low)


def test_groups_below_the_minimum_have_no_shares() -> None:
    few = _mentions(19, 0.5)
    assert not list(tone_shares(few, error_model(few, NOBODY), [MONDAY]))


def test_a_stored_brand_has_shares_by_week_and_narrative(
    store: Store, brand_id: int, insert: Insert
) -> None:
    insert([Said(tone=-1, narrative=1) for _ in range(25)])
    insert([Said(tone=1, day=MONDAY + timedelta(7), narrative=2) for _ in range(25)])
    insert([Said(tone=1, voice="brand", day=MONDAY + timedelta(7)) for _ in range(25)])
    refresh_rollups(store, brand_id, Silent())
    whole = views.tone_shares(store, brand_id).set_index("tone")
    assert whole.loc["net", "value"] == pytest.approx(0, abs=0.05)
    assert set(whole["n"]) == {50}
    first = views.tone_shares(store, brand_id, MONDAY).set_index("tone")
    assert first.loc["negative", "value"] == pytest.approx(1, abs=0.05)
    second = views.tone_shares(store, brand_id, narrative=2).set_index("tone")
    assert second.loc["positive", "value"] == pytest.approx(1, abs=0.05)
    assert views.tone_shares(store, brand_id, MONDAY, 1)["n"].eq(25).all()
