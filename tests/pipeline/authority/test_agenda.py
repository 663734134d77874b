"""Agenda lead: what drawing samples would give, silent where it must be, right where planted."""

from dataclasses import astuple
from datetime import timedelta
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial.distance import jensenshannon

from pipeline.authority.agenda import MINIMUM_PAIRS, MINIMUM_WEEK, Agenda, agenda
from pipeline.authority.divergence import DRAWS, chances, divergences
from tests.simulator import Plan, Story, as_facts_of, burst, later, steady, talk

WEEKS = 18
HALF = steady(WEEKS, 0.3)
COUNTS = st.lists(st.integers(0, 12), min_size=3, max_size=3).filter(lambda n: sum(n) > DRAWS)


def spoken(plan: Plan, seed: int = 0, without: tuple[int, ...] = ()) -> list[Agenda]:
    facts = as_facts_of(talk(plan, seed))
    weeks = [week.date() for week in sorted(facts["week"].unique())]
    whole = [week for number, week in enumerate(weeks) if number not in without]
    return agenda(facts, whole, plan.sources)


def followed(lag: int, brand: float = 100.0) -> Plan:
    """Stories that burst for customers and `lag` weeks later for the brand."""
    stories = {}
    for number in range(1, 7):
        talk_of = sum((burst(WEEKS, at, 60, 0.7) for at in range(number, WEEKS, 6)), HALF * 50)
        also = later(talk_of, lag)
        stories[number] = Story(talk_of, np.maximum(also, 5) * brand / 100, HALF, HALF)
    return Plan(stories)


def drawn(counts: list[int]) -> np.ndarray:
    table = np.array([counts])
    return chances(table, table.sum(axis=1, keepdims=True))


@given(COUNTS)
def test_the_chances_of_a_narrative_sum_to_one(counts: list[int]) -> None:
    assert drawn(counts).sum(axis=-1) == pytest.approx(np.ones((1, 3)))
    mean = (drawn(counts) @ np.arange(DRAWS + 1))[0]
    assert mean == pytest.approx(DRAWS * np.array(counts) / sum(counts))


@settings(deadline=None, max_examples=20)
@given(COUNTS, COUNTS)
def test_it_is_what_drawing_samples_gives_on_average(one: list[int], other: list[int]) -> None:
    rng = np.random.default_rng(0)
    samples = [rng.multivariate_hypergeometric(c, DRAWS, 4000) / DRAWS for c in (one, other)]
    by_drawing = jensenshannon(*samples, base=2, axis=1) ** 2
    exact = divergences(drawn(one), drawn(other))[0, 0]
    assert exact == pytest.approx(by_drawing.mean(), abs=4 * by_drawing.std() / 4000**0.5 + 1e-9)


def test_a_brand_that_follows_customers_by_a_week_is_led() -> None:
    last = spoken(followed(1))[-1]
    assert last.reading == "broadcast" and last.leader == "customer"
    assert last.low is not None and last.low > 0 and last.z is not None and last.z > 2


def test_a_brand_that_goes_ahead_leads() -> None:
    assert spoken(followed(-1))[-1].leader == "brand"


def test_voices_that_move_together_lead_nobody() -> None:
    assert {week.leader for seed in range(5) for week in spoken(followed(0), seed)} == {None}


def test_changing_the_voices_turns_the_sign() -> None:
    plan = followed(1)
    turned = Plan(
        {k: Story(s.brand, s.customers, s.negative, s.positive) for k, s in plan.stories.items()}
    )
    ahead, behind = (spoken(p)[WEEKS - 1].lead for p in (plan, turned))
    assert ahead is not None and behind is not None and ahead > 0.05 and behind < -0.05


def test_a_brand_that_hardly_speaks_is_too_few_to_tell() -> None:
    figures = spoken(followed(1, brand=4))
    assert all(figure.lead is None and figure.leader is None for figure in figures)
    assert all(figure.pairs < MINIMUM_PAIRS for figure in figures)


def test_early_weeks_are_too_few_and_say_how_few() -> None:
    figures = [figure for figure in spoken(followed(1)) if figure.reading == "all"]
    assert [figure.pairs for figure in figures[:4]] == [0, 1, 2, 3]
    assert figures[3].customers >= 4 * MINIMUM_WEEK and figures[3].lead is None
    assert figures[MINIMUM_PAIRS].lead is not None


def test_a_week_that_was_not_wholly_read_does_not_count() -> None:
    whole, thin = (spoken(followed(1), without=gap) for gap in ((), (9,)))
    assert [week.pairs for week in whole][9:12] == [9, 10, 11]
    assert [week.pairs for week in thin][9:12] == [8, 8, 9]


def test_a_later_week_changes_no_earlier_figure() -> None:
    facts = as_facts_of(talk(followed(1), 0))
    weeks = [week.date() for week in sorted(facts["week"].unique())]
    until = facts[facts["week"] < facts["week"].max()]
    early, late = (agenda(rows, weeks, {"reddit", "appstore"}) for rows in (until, facts))
    for before, after in zip(early[: WEEKS - 1], late, strict=False):
        assert astuple(before) == pytest.approx(astuple(after))


def test_no_mentions_no_figures() -> None:
    facts = as_facts_of(talk(followed(1), 0))
    assert agenda(facts.iloc[:0], [], []) == []


def test_weeks_follow_each_other() -> None:
    weeks = [figure.week for figure in spoken(followed(1))[:WEEKS]]
    assert all(after - before == timedelta(days=7) for before, after in pairwise(weeks))
