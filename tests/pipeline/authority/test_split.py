"""The split of a change: exact for every mix of parts, weights and replicates."""

from datetime import timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.authority.bootstrap import Bootstrap
from pipeline.authority.cells import cells
from pipeline.authority.dials import Reckoning
from pipeline.authority.facts import counted
from pipeline.authority.moves import SPLITS, Part, moves
from pipeline.authority.rates import READINGS, rates
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
            "model": st.sampled_from(["old", "new", None]),
        }
    ),
    min_size=20,
    max_size=60,
)


@settings(deadline=None, max_examples=30)
@given(
    mentions,
    mentions,
    st.sampled_from([{}, {"reddit": 0.7, "appstore": 0.3}, {"reddit": 1.0}]),
    st.sets(st.sampled_from(["reddit", "appstore"])),
)
def test_the_moves_of_any_two_windows_sum_to_the_change_of_the_dial(
    first: list[dict[str, object]],
    second: list[dict[str, object]],
    weights: dict[str, float],
    unlike: set[str],
) -> None:
    how = Reckoning(["appstore", "hackernews", "reddit"], weights)
    before, after = (
        rates(cells(counted(facts(rows)), how.sources, Bootstrap(8)), how.sources, how.weights)
        for rows in (first, second)
    )
    for reading in READINGS:
        parts = pd.DataFrame(moves(before, after, how, reading, unlike))
        for dial, by in ((dial, by) for dial, splits in SPLITS.items() for by in splits):
            if parts.empty:
                continue
            rows = parts[(parts["dial"] == dial) & parts["by"].isin([by, "read", "model"])]
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


def parts_of(
    before: list[dict[str, object]],
    after: list[dict[str, object]],
    dial: str,
    unlike: tuple[str, ...] = (),
) -> dict[tuple[str, str], Part]:
    """The parts of a change over narratives, by kind and name; reddit and appstore weigh alike."""
    how = Reckoning(["appstore", "reddit"], {"appstore": 0.5, "reddit": 0.5})
    was, now = (
        rates(cells(counted(facts(rows)), how.sources, Bootstrap()), how.sources, how.weights)
        for rows in (before, after)
    )
    found = [part for part in moves(was, now, how, unlike=unlike) if part.dial == dial]
    return {(part.by, part.part): part for part in found if part.by not in ("source", "voice")}


def talk(source: str, customers: int, brand: int, **more: object) -> list[dict[str, object]]:
    voices = ["customer"] * customers + ["brand"] * brand
    return [{"source": source, "voice": voice, "narrative": 1, **more} for voice in voices]


def test_a_source_that_fell_silent_is_no_story() -> None:
    both = talk("reddit", 30, 30) + talk("appstore", 60, 0)
    parts = parts_of(both, talk("reddit", 30, 30), "voice_share")
    assert parts["read", "appstore"].total == pytest.approx(-0.25)
    assert (parts["read", "appstore"].n_before, parts["read", "appstore"].n_after) == (60, 0)
    assert parts["read", "appstore"].high < 0
    assert parts["narrative", "1"].total == pytest.approx(0)


def test_a_gap_in_a_source_takes_its_part_out_and_leaves_the_others() -> None:
    both = talk("reddit", 30, 30) + talk("appstore", 60, 0)
    gappy = talk("reddit", 40, 20) + talk("appstore", 10, 10)
    parts = parts_of(both, gappy, "voice_share", unlike=("appstore",))
    whole = (40 / 60 + 10 / 20) / 2 - (30 / 60 + 1) / 2
    assert parts["narrative", "1"].total == pytest.approx(40 / 60 - 30 / 60)
    assert sum(part.total for part in parts.values()) == pytest.approx(whole, abs=1e-9)


def test_where_nothing_can_be_compared_the_whole_change_is_of_the_reading() -> None:
    parts = parts_of(talk("reddit", 30, 30), talk("appstore", 60, 0), "voice_share")
    assert list(parts) == [("read", "appstore, reddit")]
    assert parts["read", "appstore, reddit"].total == pytest.approx(0.5)


def test_a_new_model_is_no_change_of_tone() -> None:
    calm = talk("reddit", 40, 0, tone=0, model="old") + talk("appstore", 30, 0, tone=0, model="old")
    newer = talk("reddit", 20, 0, tone=0, model="old") + talk("reddit", 20, 0, tone=-1, model="new")
    newer += talk("appstore", 30, 0, tone=0, model="old")
    parts = parts_of(calm, newer, "net_sentiment")
    assert parts["model", "new"].total == pytest.approx(-0.25)
    assert parts["narrative", "1"].total == pytest.approx(0)
    assert ("model", "new") not in parts_of(calm, newer, "voice_share")


def test_a_tone_that_a_person_gave_is_the_same_under_any_model() -> None:
    calm = talk("reddit", 40, 0, tone=0, model="old")
    parts = parts_of(calm, talk("reddit", 40, 0, tone=-1, model=None), "net_sentiment")
    assert ("model", "old") in parts  # what the old one judged is gone
    both = calm + talk("reddit", 40, 0, tone=0, model=None)
    parts = parts_of(both, calm + talk("reddit", 40, 0, tone=-1, model=None), "net_sentiment")
    assert list(parts) == [("narrative", "1")]
