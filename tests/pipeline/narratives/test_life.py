"""The stages of a narrative's life by tests on planted rates, and the words that are only names."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.narratives.life import Course, half_life, life
from pipeline.narratives.names import brand_names, nicknames

FIRST = date(2025, 1, 6)
STAGES = {"emerging", "rising", "peaking", "fading", "dormant", "returned"}
SPOKE = 300  # people a week who speak of the brand
TRIALS = 200


def course(told: list[int], spoke: list[int] | None = None, thin: tuple[int, ...] = ()) -> Course:
    """A narrative told by so many people in these weeks, of so many who spoke."""
    weeks = [FIRST + timedelta(weeks=n) for n in range(len(told))]
    heard = {week: n for week, n in zip(weeks, told, strict=True) if n}
    every = dict(zip(weeks, spoke or [SPOKE] * len(told), strict=True))
    return Course.of(heard, every, {weeks[n] for n in thin})


def stages(rates: list[float], spoke: int = SPOKE) -> dict[str, float]:
    """How often each stage is found where people tell a story at these planted weekly rates."""
    draw = np.random.default_rng(0)
    told = [[1, *draw.poisson(rates)] for _ in range(TRIALS)]
    found = [life(course(weeks, [spoke] * len(weeks))) for weeks in told]
    return {stage: found.count(stage) / TRIALS for stage in STAGES}


@pytest.mark.parametrize(
    ("weekly", "expected"),
    [
        ([3], "emerging"),
        ([3, 5, 9], "emerging"),
        ([6, 6, 6, 6, 16, 19], "rising"),
        ([9, 9, 8, 9, 9, 9], "peaking"),
        ([9, 20, 18, 9, 4, 3], "fading"),
        ([9, 9, 0, 0, 0, 0], "dormant"),
        ([9, 9, 0, 0, 0, 0, 0, 4], "returned"),
    ],
)
def test_stages(weekly: list[int], expected: str) -> None:
    assert life(course(weekly)) == expected


def test_what_is_steady_is_seldom_said_to_turn() -> None:
    found = stages([10.0] * 12)
    assert found["rising"] <= 0.08 and found["fading"] <= 0.08


@pytest.mark.parametrize(
    ("rates", "expected"),
    [
        ([10.0] * 10 + [25.0] * 2, "rising"),
        ([10.0] * 4 + [40.0] * 2 + [8.0] * 6, "fading"),
        ([10.0] * 8 + [0.0] * 5, "dormant"),
        ([10.0] * 6 + [0.0] * 5 + [10.0] * 2, "returned"),
    ],
)
def test_planted_turns_are_found(rates: list[float], expected: str) -> None:
    assert stages(rates)[expected] >= 0.9


def test_a_brand_that_all_speak_of_more_lifts_no_story() -> None:
    assert life(course([9] * 6 + [27, 27], [300] * 6 + [900, 900])) == "peaking"


def test_a_week_read_in_part_is_no_fall() -> None:
    assert life(course([20] * 8 + [5], [300] * 8 + [75])) == "peaking"


def test_what_was_not_read_is_no_silence() -> None:
    silent = course([9] * 6 + [0] * 4, [300] * 6 + [50] * 4, thin=(6, 7, 8, 9))
    assert life(silent) == "peaking"


def test_few_posts_are_not_silent_for_sure() -> None:
    assert life(course([1, 1, 0, 0, 0, 0], [SPOKE] * 6)) == "peaking"


@pytest.mark.parametrize("weeks", [1.0, 2.0, 4.0])
def test_a_planted_half_life_lies_in_its_interval(weeks: float) -> None:
    draw = np.random.default_rng(1)
    rates = 80 * 0.5 ** (np.arange(12) / weeks)
    found = [half_life(course([1, *draw.poisson(rates)])) for _ in range(TRIALS)]
    known = [one for one in found if one is not None]
    assert len(known) >= 0.9 * TRIALS
    assert np.mean([one.low <= weeks <= one.high for one in known]) >= 0.85


def test_what_does_not_fall_has_no_half_life() -> None:
    draw = np.random.default_rng(2)
    told = [half_life(course([5, *draw.poisson(5.0, 4)])) for _ in range(TRIALS)]
    assert np.mean([one is not None for one in told]) <= 0.15
    assert half_life(course([3, 2])) is None


@given(st.lists(st.integers(min_value=0, max_value=50), max_size=30))
def test_every_course_has_a_stage(weekly: list[int]) -> None:
    planted = course([1, *weekly])
    assert life(planted) in STAGES
    found = half_life(planted)
    assert found is None or 0 < found.low <= found.weeks <= found.high


def test_names_come_from_name_query_handles_and_communities() -> None:
    found = brand_names(
        "Acme Shoes", 'acme OR "acme sport" -"acme corporation" -looney',
        {"reddit": ["AcmeTeam"], "appstore": ["Acme Foods Ltd"]}, {"reddit": ["acmerunners"]},
    )  # fmt: skip
    assert found == {"acme", "shoes", "acmeshoes", "acmeteam", "acmerunners"}


def test_a_nickname_is_a_beginning_that_people_write_with_a_capital() -> None:
    texts = ["I love Duo and my streak", "then Duo cried", "a star and a duo"] * 10
    assert nicknames(texts, frozenset({"duolingo"})) == {"duo"}
    assert nicknames(["a five star product"] * 20, frozenset({"starbucks"})) == frozenset()
    assert nicknames(["in the App now"] * 20, frozenset({"apple"})) == frozenset()
