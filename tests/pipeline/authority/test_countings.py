"""Other ways of counting: each lets in what it says, and the usual one is the database's."""

import numpy as np
import pytest

from pipeline.authority import refresh_rollups
from pipeline.authority.countings import COUNTINGS, counted_as, weekly_countings
from pipeline.authority.dials import Reckoning
from pipeline.authority.refresh import read_facts
from pipeline.progress import Silent
from pipeline.store import Store
from pipeline.views import dials, sensitivity
from tests.pipeline.authority.conftest import Insert, Said
from tests.pipeline.authority.simulate import facts
from tests.simulator import Noise, Plan, Story, as_facts_of, steady, talk, tell


def test_the_usual_counting_is_that_of_the_database(
    store: Store, brand_id: int, insert: Insert
) -> None:
    noise = Noise(0.2, 0.2, 0.2, 0.4, 0.1, 0.1)
    half = steady(1, 0.5)
    plan = Plan({k: Story(steady(1, 40), steady(1, 20), half, half) for k in (1, 2)}, noise=noise)
    tell(store, brand_id, talk(plan, 3))
    insert([Said(author="ann", hour=hour) for hour in (9, 10)])
    with store.connect() as db:
        read = read_facts(store, db, brand_id)
    assert np.array_equal(counted_as(read), read["counted"])
    assert 0 < (~read["counted"]).sum()


def test_each_counting_lets_in_what_it_says() -> None:
    once = {"author_key": 1, "narrative": 1, "narrative_id": 1}
    rows = facts([once, once | {"engagement": 5}, {"bot": True}, {"spam": True, "duplicate": True}])
    assert counted_as(rows).tolist() == [False, True, False, False]
    counts = {name: int(counted_as(rows, also).sum()) for name, also in COUNTINGS.items()}
    assert counts == {"bots": 2, "spam": 1, "duplicates": 1, "repeats": 2, "everything": 4}


def test_where_nothing_is_left_out_no_counting_differs() -> None:
    half = steady(2, 0.5)
    plan = Plan({1: Story(steady(2, 60), steady(2, 30), half, half)})
    said = as_facts_of(talk(plan, 1))
    how = Reckoning(sorted(plan.sources), plan.sources)
    weeks = {(one.week, one.figures[0].value) for one in weekly_countings(said, how)}
    assert len(weeks) == 2


def test_a_dial_is_kept_in_every_counting_with_how_far_it_moves(
    store: Store, brand_id: int, insert: Insert
) -> None:
    insert([Said()] * 30 + [Said(voice="brand")] * 10)
    insert([Said(post={"spam_reason": "links"})] * 20)
    insert([Said(voice="brand", direct_reply=True)] * 20)
    refresh_rollups(store, brand_id, Silent())
    shares = {}
    for counting in ("usual", "spam"):
        found = dials(store, brand_id, counting)
        chosen = (found["dial"] == "voice_share") & (found["reading"] == "all")
        shares[counting] = found[chosen].iloc[0].to_dict()
    assert shares["usual"]["value"] == pytest.approx(0.5)
    assert shares["spam"]["value"] == pytest.approx(50 / 80)
    assert shares["spam"]["low"] < 50 / 80 < shares["spam"]["high"]
    moves = sensitivity(store, brand_id).set_index("dial").loc["voice_share"]
    assert (moves["low"], moves["high"]) == pytest.approx((0.5, 50 / 60))
    assert moves["ways"] == 12
