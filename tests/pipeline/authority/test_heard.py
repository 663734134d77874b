"""Heard weights: comparable between sources, capped, and never changed by what comes later."""

from datetime import timedelta

import numpy as np
import pytest

from pipeline.authority.heard import heard_weights, with_heard
from tests.pipeline.authority.simulate import MONDAY, facts


def test_the_median_engagement_weighs_two_and_none_weighs_one() -> None:
    weights = heard_weights(np.array([0.0, 4.0, 12.0, np.nan]), np.array([0.0, 4, 4, 4, 12, 12]))
    assert weights == pytest.approx([1, 2, 3, 1])


def test_one_viral_post_is_capped_by_the_others() -> None:
    usual = np.full(50, 4.0)
    weights = heard_weights(np.array([100_000.0]), np.append(usual, 100_000.0))
    assert weights == pytest.approx([2])


def test_negative_scores_weigh_one() -> None:
    rows = with_heard(facts([{"engagement": e} for e in (-30, 0, 5, None)]))
    assert rows["heard"].tolist() == pytest.approx([1, 1, 2, 1])


def test_a_source_without_engagement_weighs_one_each() -> None:
    rows = facts([{"engagement": 0}, {}] + [{"source": "reddit2", "engagement": 8}] * 3)
    assert with_heard(rows)["heard"].tolist() == pytest.approx([1, 1, 2, 2, 2])


def test_sources_are_measured_on_their_own_scale() -> None:
    rows = [{"source": "hackernews", "engagement": 300}] * 5 + [{"engagement": 3}] * 5
    assert with_heard(facts(rows))["heard"].nunique() == 1


def test_spam_sets_no_scale() -> None:
    rows = [{"engagement": 4}] * 5 + [{"engagement": 10_000, "spam": True}] * 9
    assert with_heard(facts(rows))["heard"][0] == pytest.approx(2)


def test_the_scale_forgets_after_eight_weeks_and_never_looks_ahead() -> None:
    weeks = [(0, 4), (7, 400), (8, 400), (9, 4000)]
    rows = facts([{"day": MONDAY + timedelta(7 * week), "engagement": e} for week, e in weeks * 3])
    heard = with_heard(rows).groupby("week")["heard"].first().tolist()
    assert heard[0] == pytest.approx(2)  # alone: its own median
    assert heard[1] == pytest.approx(1 + np.log2(1 + 400 / 202))  # weeks 0 and 7
    assert heard[2] == pytest.approx(2)  # week 0 is forgotten
