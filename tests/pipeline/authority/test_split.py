"""The split of a change: exact for every mix of parts, weights and replicates."""

from datetime import timedelta
from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.authority.bootstrap import Bootstrap
from pipeline.authority.cells import cells
from pipeline.authority.dials import Reckoning
from pipeline.authority.facts import counted
from pipeline.authority.moves import moves
from pipeline.authority.rates import DIALS, READINGS, rates
from pipeline.authority.split import kitagawa
from tests.pipeline.authority.simulate import MONDAY, facts

volumes = st.lists(
    st.tuples(st.integers(0, 50), st.integers(0, 50), st.floats(-1, 1), st.floats(-1, 1)),
    min_size=1,
    max_size=12,
).filter(lambda parts: all(sum(part[window] for part in parts) for window in (0, 1)))


@given(volumes)
def test_the_parts_sum_to_the_change(parts: list[tuple[int, int, float, float]]) -> None:
    before, after, rate_before, rate_after = (
        np.array(column, float)[:, None] for column in zip(*parts, strict=True)
    )
    before, after = before / before.sum(), after / after.sum()
    split = kitagawa(before, before * rate_before, after, after * rate_after)
    change = (after * rate_after).sum() - (before * rate_before).sum()
    assert split.total.sum() == pytest.approx(change, abs=1e-12)


def test_a_part_that_kept_its_volume_moved_by_its_rate_alone() -> None:
    half = np.array([[0.5], [0.5]])
    split = kitagawa(half, half * [[0.2], [0.6]], half, half * [[0.4], [0.6]])
    assert split.mix == pytest.approx(np.zeros((2, 1)))
    assert split.rate[:, 0] == pytest.approx([0.1, 0.0])


def test_a_part_that_appears_moved_by_mix_alone() -> None:
    before, after = np.array([[1.0], [0.0]]), np.array([[0.5], [0.5]])
    split = kitagawa(before, before * 0.2, after, after * [[0.2], [0.8]])
    assert split.rate == pytest.approx(np.zeros((2, 1)))
    assert split.mix.sum() == pytest.approx(0.3)


mentions = st.lists(
    st.fixed_dictionaries(
        {
            "source": st.sampled_from(["reddit", "appstore", "hackernews"]),
            "voice": st.sampled_from(["customer", "brand", "media", "unknown"]),
            "narrative": st.sampled_from([None, 1, 2, 3]),
            "tone": st.sampled_from([-1, 0, 1, None]),
            "author_key": st.integers(1, 9),
            "thread_key": st.integers(1, 9),
            "direct_reply": st.booleans(),
        }
    ),
    min_size=20,
    max_size=60,
)


@settings(deadline=None, max_examples=30)
@given(mentions, mentions, st.sampled_from([{}, {"reddit": 0.7, "appstore": 0.3}, {"reddit": 1.0}]))
def test_the_moves_of_any_two_windows_sum_to_the_change_of_the_dial(
    first: list[dict[str, object]], second: list[dict[str, object]], weights: dict[str, float]
) -> None:
    how = Reckoning(["appstore", "hackernews", "reddit"], weights)
    before, after = (
        rates(cells(counted(facts(rows)), how.sources, Bootstrap(8)), how.sources, how.weights)
        for rows in (first, second)
    )
    for reading in READINGS:
        parts = pd.DataFrame(moves(before, after, how, reading))
        for dial, by in product(DIALS, ("narrative", "source", "voice")) if len(parts) else ():
            rows = parts[(parts["dial"] == dial) & (parts["by"] == by)]
            if rows.empty:
                continue
            was, now = (window[dial, reading].value[:, 0].sum() for window in (before, after))
            assert rows["total"].sum() == pytest.approx(now - was, abs=1e-9)
            assert (rows["mix"] + rows["rate"]).tolist() == pytest.approx(rows["total"].tolist())
            assert (rows["low"] <= rows["total"]).all() and (rows["total"] <= rows["high"]).all()


def test_a_narrative_of_angry_customers_is_found_behind_the_drop() -> None:
    calm = [{"tone": 1, "narrative": 1}] * 40 + [{"tone": 0, "narrative": 2}] * 20
    angry = calm + [{"tone": -1, "narrative": 3, "day": MONDAY + timedelta(7)}] * 40
    how = Reckoning(["reddit"], {"reddit": 1.0})
    before, after = (
        rates(cells(counted(facts(rows)), how.sources, Bootstrap()), how.sources, how.weights)
        for rows in (calm, angry)
    )
    parts = {
        part.part: part
        for part in moves(before, after, how)
        if (part.dial, part.by) == ("net_sentiment", "narrative")
    }
    assert min(parts.values(), key=lambda part: part.total).part == "3"
    assert parts["3"].high < 0 and parts["3"].n_before == 0 and parts["3"].n_after == 40
