"""The alerts page in each of its states, and the line on the overview."""

import pytest

from pipeline.alerts import occasions, open_alerts
from pipeline.store import Store
from tests.dashboard import states
from tests.dashboard.conftest import Opener, words_on


def test_without_an_alert_it_says_so_and_how_to_be_told(store: Store, visit: Opener) -> None:
    states.lively(store, 200)
    read = words_on(visit("alerts"))
    for words in (
        "No alert is open",
        "Nothing to look at",
        "sent to nobody",
        "TRIBE_ALERT_WEBHOOK=",
        "python -m pipeline alerts send --test",
    ):
        assert words in read, words
    assert "alert is open" not in words_on(visit(""))


def test_every_kind_says_what_moved_with_its_n_interval_and_posts(
    store: Store, visit: Opener
) -> None:
    states.alerts(store, states.lively(store, 200))
    read = words_on(visit("alerts")).replace("\u00a0", " ")
    for words in (
        "4 alerts on one occasion are open",
        f"Mentions of “{states.LABELS[1]}” are 2.0 times the usual",
        "Spike goes on 15 Apr – 21 Apr 2025",
        "n = 41 in 7 days; usual 20, 95 % interval 12 to 30",
        "Mentions on Reddit were down to 33 % of the usual",
        "A new story: “Leaving for the competitor”",
        "62 % of n = 120 in 7 days; usual 31 %, 95 % interval 24 % to 40 %",
        "seen by ann on 22 Apr 2025",
    ):
        assert words in read, words
    assert "Negative mentions" not in read  # withdrawn


def test_the_overview_says_how_many_are_open(store: Store, visit: Opener) -> None:
    states.alerts(store, states.lively(store, 200))
    read = words_on(visit("")).replace("**", "")
    assert "4 alerts on one occasion are open: What others say about Lumo" in read


def test_a_seen_alert_leaves_the_list(store: Store, visit: Opener) -> None:
    brand_id = states.lively(store, 200)
    states.alerts(store, brand_id)
    number = int(open_alerts(store, brand_id)["id"].iloc[0])
    app = visit("alerts")
    app.button(key=f"seen_{number}").click().run()
    assert not app.exception
    assert "3 alerts on one occasion are open" in words_on(app)
    assert number not in open_alerts(store, brand_id)["id"].tolist()
    app.button(key="seen_all").click().run()
    assert "Somebody has seen every alert" in words_on(app)
    assert open_alerts(store, brand_id).empty


def test_alerts_of_the_same_days_are_folded_under_one_and_seen_with_it(
    store: Store, visit: Opener
) -> None:
    brand_id = states.lively(store, 200)
    states.alerts(store, brand_id)
    with store.connect() as db:
        db.execute(
            "update alert set began = '2025-03-01', last_seen = '2025-03-04' where part = 'reddit'"
        )
    app = visit("alerts")
    assert "4 alerts on 2 occasions are open" in words_on(app)
    (folded,) = app.expander
    stories = (states.LABELS[5], states.LABELS[1])
    assert folded.label.replace("\\", "") == (
        f"2 more alerts of these days: “{stories[0]}”, “{stories[1]}”"
    )
    addresses = [str(link.proto.query_string) for link in folded.get("page_link")]
    assert all("first_day=2025-04-15" in address for address in addresses)
    head = occasions(open_alerts(store, brand_id))[0]["id"].iloc[0]
    app.button(key=f"seen_occasion_{head}").click().run()
    assert not app.exception
    assert open_alerts(store, brand_id)["part"].tolist() == ["reddit"]


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"TRIBE_ALERT_WEBHOOK": "http://127.0.0.1:9/hook"}, "New alerts go out by a webhook"),
        (
            {
                "TRIBE_ALERT_WEBHOOK": "http://127.0.0.1:9/hook",
                "TRIBE_ALERT_EMAILS": "ann@acme.test",
                "TRIBE_SMTP_URL": "smtp://127.0.0.1",
            },
            "New alerts go out by a webhook and mail",
        ),
        ({"TRIBE_ALERT_EMAILS": "ann@acme.test"}, "needs a mail server"),
    ],
)
def test_it_says_who_is_told(
    settings: dict[str, str],
    said: str,
    store: Store,
    visit: Opener,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    states.lively(store, 200)
    assert said in words_on(visit("alerts"))


def test_an_alert_opens_the_posts_of_its_days(store: Store, visit: Opener) -> None:
    brand_id = states.lively(store, 200)
    states.alerts(store, brand_id)
    days = {"first_day": "2025-04-15", "last_day": "2025-04-21", "counted": "1", "narrative": "2"}
    read = words_on(visit("posts", **days))
    assert "15 Apr – 21 Apr 2025" in read
    with store.connect() as db:
        row = db.execute(
            "select count(*) from mention_counted m join narrative n on n.id = m.narrative_id"
            " where counted and n.number = 2 and m.day between '2025-04-15' and '2025-04-21'"
        ).fetchone()
    assert row is not None and read.split(" post")[0].endswith(f"{row[0]}")
