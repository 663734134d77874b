"""One alert a subject and episode: extended while it lasts, withdrawn when gone, never twice."""

from datetime import UTC, date, datetime, timedelta

import pandas as pd
import pytest

from pipeline.alerts import acknowledge, all_alerts, open_alerts, raise_alerts
from pipeline.errors import InputError
from pipeline.process import process
from pipeline.progress import Silent
from pipeline.store import Store
from tests.pipeline.alerts.conftest import Fill
from tests.pipeline.alerts.simulate import FIRST
from tests.pipeline.alerts.test_detect import brand

BEGAN = FIRST + timedelta(days=110)
NOON = datetime(2025, 6, 1, 12, tzinfo=UTC)


def until(day: int) -> pd.DataFrame:
    """What is known after `day`: from day 110 on narrative 1 is told five times as often."""
    daily = brand()
    crisis = (daily["narrative"] == 1) & daily["day"].between(BEGAN, BEGAN + timedelta(days=9))
    counts = ["mentions", "counted", "negative", "neutral", "positive"]
    told = daily.assign(**{name: daily[name] * (1 + 4 * crisis) for name in counts})
    return told[told["day"] <= FIRST + timedelta(days=day)]


@pytest.fixture
def raised(store: Store, brand_id: int, fill: Fill) -> Store:
    """A store with the crisis as it looks on its fifth day."""
    fill(until(115))
    raise_alerts(store, brand_id, Silent())
    return store


def test_an_alert_says_what_happened(raised: Store, brand_id: int) -> None:
    (alert,) = open_alerts(raised, brand_id).to_dict("records")
    assert (alert["kind"], alert["subject"], alert["part"]) == ("spike", "narrative", "1")
    assert alert["state"] == "lasting"
    figures = alert["figures"]
    since = alert["began"].date()
    assert abs((since - BEGAN).days) <= 1
    times = f"{figures['n'] / figures['expected']:.1f}"
    assert alert["text"] == (
        f"Mentions of “Story 1” are {times} times the usual ({figures['n']:.0f} in "
        f"{figures['days']} days, usually {figures['expected']:.0f}) since {since.day} {since:%b}."
    )


def test_raised_again_it_is_the_same(raised: Store, brand_id: int) -> None:
    once = all_alerts(raised)
    raise_alerts(raised, brand_id, Silent())
    assert all_alerts(raised).equals(once)


def test_it_is_extended_while_it_lasts_and_then_over(
    raised: Store, brand_id: int, fill: Fill
) -> None:
    before = open_alerts(raised, brand_id).iloc[0]
    fill(until(118))
    raise_alerts(raised, brand_id, Silent())
    (lasting,) = open_alerts(raised, brand_id).to_dict("records")
    assert (lasting["id"], lasting["began"]) == (before["id"], before["began"])
    assert lasting["last_seen"] > before["last_seen"]
    assert lasting["figures"]["n"] > before["figures"]["n"]
    fill(until(139))
    raise_alerts(raised, brand_id, Silent())
    (over,) = open_alerts(raised, brand_id).to_dict("records")
    assert (over["id"], over["state"]) == (before["id"], "over")
    assert " were " in over["text"] and " to " in over["text"]


def test_what_the_counts_show_no_more_is_withdrawn_and_may_come_back(
    raised: Store, brand_id: int, fill: Fill
) -> None:
    quiet = brand()
    fill(quiet[quiet["day"] <= FIRST + timedelta(days=115)])
    raise_alerts(raised, brand_id, Silent())
    assert open_alerts(raised, brand_id).empty
    assert all_alerts(raised, brand_id)["state"].tolist() == ["withdrawn"]
    fill(until(115))
    raise_alerts(raised, brand_id, Silent())
    assert all_alerts(raised, brand_id)["state"].tolist() == ["lasting"]


def test_a_kill_before_the_end_raises_nothing_and_the_next_run_raises_once(
    store: Store, brand_id: int, fill: Fill
) -> None:
    class Killed(Silent):
        def count(self, name: str, items: int) -> None:
            raise KeyboardInterrupt

    fill(until(115))
    with pytest.raises(KeyboardInterrupt):
        raise_alerts(store, brand_id, Killed())
    raise_alerts(store, brand_id, Silent())
    raise_alerts(store, brand_id, Silent())
    assert len(all_alerts(store)) == 1


def test_a_kill_after_the_figures_and_before_the_alerts_is_made_good_by_the_next_run(
    store: Store, brand_id: int, fill: Fill
) -> None:
    class Killed(Silent):
        def stage(self, name: str, total: int | None = None) -> None:
            if "alerts" in name:
                raise KeyboardInterrupt

    fill(until(115))
    with store.connect() as db:  # as a refresh of the figures leaves it
        db.execute("update brand set matched_revision = revision, matched_through = 0")
        db.execute("update brand set data_version = data_version + 1, stale = false")
    with pytest.raises(KeyboardInterrupt):
        process(store, Killed())
    process(store, Silent())
    once = all_alerts(store)
    assert len(once) == 1
    process(store, Killed())  # there is nothing left to look for
    assert all_alerts(store).equals(once)


def test_a_beginning_that_the_counts_show_earlier_is_the_same_alert(
    raised: Store, brand_id: int, fill: Fill
) -> None:
    before = open_alerts(raised, brand_id).iloc[0]
    late = until(115)
    crowd = (late["narrative"] == 1) & (late["day"] == before["began"].date() - timedelta(days=1))
    counts = ["mentions", "counted", "neutral"]
    fill(late.assign(**{name: late[name] + 20 * crowd for name in counts}))
    raise_alerts(raised, brand_id, Silent())
    (after,) = open_alerts(raised, brand_id).to_dict("records")
    assert after["id"] == before["id"]
    assert after["began"] == before["began"] - timedelta(days=1)


def test_a_brand_that_lost_every_mention_has_no_open_alert(raised: Store, brand_id: int) -> None:
    with raised.connect() as db:
        db.execute("delete from daily")
    raise_alerts(raised, brand_id, Silent())
    assert open_alerts(raised, brand_id).empty


def test_acknowledged_it_is_open_no_more_and_stays_so_while_it_lasts(
    raised: Store, brand_id: int, fill: Fill
) -> None:
    number = int(open_alerts(raised, brand_id)["id"].iloc[0])
    acknowledge(raised, [number], "ann", NOON)
    acknowledge(raised, [number], "bob", NOON)
    fill(until(118))
    raise_alerts(raised, brand_id, Silent())
    assert open_alerts(raised, brand_id).empty
    (alert,) = all_alerts(raised, brand_id).to_dict("records")
    assert (alert["acknowledged_by"], alert["acknowledged_at"]) == ("ann", pd.Timestamp(NOON))


def test_an_unknown_alert_changes_nothing(raised: Store, brand_id: int) -> None:
    number = int(open_alerts(raised, brand_id)["id"].iloc[0])
    with pytest.raises(InputError, match="no alert 999"):
        acknowledge(raised, [number, 999], "ann", NOON)
    assert len(open_alerts(raised, brand_id)) == 1


def test_nothing_stored_nothing_raised(store: Store, brand_id: int) -> None:
    raise_alerts(store, brand_id, Silent())
    assert open_alerts(store, brand_id).empty
    assert open_alerts(store).columns.tolist() == all_alerts(store).columns.tolist()


def test_a_renamed_narrative_is_named_so(raised: Store, brand_id: int) -> None:
    with raised.connect() as db:
        db.execute("update narrative set label = 'Leaving' where number = 1")
    assert "“Leaving”" in open_alerts(raised, brand_id)["text"].iloc[0]
    assert date.fromisoformat(open_alerts(raised)["figures"].iloc[0]["last"])
