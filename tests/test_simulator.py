"""The simulator says what it draws: counts, tones and noise are as planned, seeds repeat."""

import numpy as np
import pandas as pd
import pytest

from pipeline.authority import refresh_rollups
from pipeline.progress import Silent
from pipeline.store import Store
from tests.simulator import Noise, Plan, Story, as_facts_of, burst, later, steady, talk, tell

WEEKS = 6
NOISE = Noise(bots=0.1, spam=0.1, duplicates=0.1, repeats=0.1, media=0.1, unknown=0.1)


def planned(a_week: float, noise: Noise = NOISE) -> Plan:
    told = burst(WEEKS, 2, a_week / 2) + a_week / 4
    tone = np.linspace(0.2, 0.6, WEEKS)
    return Plan(
        {
            1: Story(told, later(told, 1) / 5, tone, steady(WEEKS, 0.2), also=0.5, becomes=9),
            2: Story(steady(WEEKS, a_week / 2), steady(WEEKS, a_week / 8), tone, 0.9 - tone),
        },
        noise=noise,
    )


def test_a_seed_draws_the_same_again() -> None:
    pd.testing.assert_frame_equal(talk(planned(50), 7), talk(planned(50), 7))
    assert not talk(planned(50), 7).equals(talk(planned(50), 8))


@pytest.mark.parametrize("a_week", [20, 2000])
def test_what_counts_is_what_was_planned(a_week: int) -> None:
    plan, rounds = planned(a_week), 4000 // a_week
    told = pd.concat([as_facts_of(talk(plan, seed)) for seed in range(rounds)])
    told = told[told["counted"]]
    for voice, name in (("customer", "customers"), ("brand", "brand")):
        rows = told[told["voice"] == voice]
        counts = pd.crosstab(rows["week"], rows["narrative"]).to_numpy() / rounds
        expected = plan.expected(name)
        assert counts.sum(axis=0) == pytest.approx(expected.sum(axis=0), rel=0.12)
    customers = told[told["voice"] == "customer"]
    net = customers.groupby("week")["tone"].mean().to_numpy()
    assert net == pytest.approx(plan.net_sentiment(), abs=0.12)


def test_a_gap_is_empty() -> None:
    said = talk(planned(200, Noise(gaps=frozenset({(3, "reddit")}))), 0)
    assert set(said.loc[said["week"] == 3, "source"]) == {"appstore"}


def test_half_of_those_who_switch_name_the_other_brand() -> None:
    said = talk(planned(2000, Noise()), 0)
    story = said[(said["story"] == 1) & (said["voice"] == "customer")]
    assert (story["other_story"] == 9).mean() == pytest.approx(0.5, abs=0.05)
    assert (said.loc[said["story"] == 2, "other_story"] == 0).all()


def test_what_is_stored_is_what_the_facts_say(store: Store) -> None:
    with store.connect() as db:
        row = db.execute(
            "insert into brand (key, name, query) values ('acme', 'Acme', 'acme') returning id"
        ).fetchone()
    assert row is not None
    said = talk(planned(60), 3)
    tell(store, int(row[0]), said)
    refresh_rollups(store, int(row[0]), Silent())
    facts = as_facts_of(said)
    with store.connect() as db:
        stored = db.execute(
            "select week, voice, sum(mentions), sum(counted), sum(negative) from daily "
            "group by 1, 2 order by 1, 2"
        ).fetchall()
    counted = facts[facts["counted"]].value_counts(["week", "voice"]).reset_index()
    assert {(row[0], row[1], row[3]) for row in stored if row[3]} == set(
        zip(counted["week"].dt.date, counted["voice"], counted["count"], strict=True)
    )
    assert sum(int(row[2]) for row in stored) == len(said)
