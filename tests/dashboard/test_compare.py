"""Two stretches of days on the page: ready-made, chosen, by address, and too few to tell."""

from datetime import date

from pipeline import brands
from pipeline.brands import Brand
from pipeline.store import Store
from tests.dashboard import states
from tests.dashboard.conftest import Opener, press, words_on

NEWEST = "31 Mar – 27 Apr 2025, compared with 3 Mar – 30 Mar 2025"


def test_the_newest_weeks_stand_beside_those_before(store: Store, visit: Opener) -> None:
    states.lively(store)
    read = words_on(visit("compare"))
    for words in (
        NEWEST,
        "points (",
        "Read the posts of these days",
        "net sentiment",
        "Month by month",
    ):
        assert words in read, words


def test_an_address_names_both_stretches(store: Store, visit: Opener) -> None:
    states.lively(store)
    read = words_on(visit("compare", after="2025-02", before="2025-01-06..2025-01-31"))
    assert "1 Feb – 28 Feb 2025, compared with 6 Jan – 31 Jan 2025" in read
    read = words_on(visit("compare", after="2025-W10"))
    assert "3 Mar – 9 Mar 2025, compared with 24 Feb – 2 Mar 2025" in read
    assert NEWEST in words_on(visit("compare", after="nonsense"))


def test_days_are_chosen_in_the_form(store: Store, visit: Opener) -> None:
    states.lively(store)
    app = visit("compare")
    after, before = app.date_input
    after.set_value((date(2025, 2, 3), date(2025, 2, 16)))
    before.set_value((date(2025, 1, 6), date(2025, 1, 19)))
    press(app, "Compare")
    assert "3 Feb – 16 Feb 2025, compared with 6 Jan – 19 Jan 2025" in words_on(app)


def test_a_competitor_stands_beside(store: Store, visit: Opener) -> None:
    states.lively(store)
    alone = words_on(visit("compare"))
    assert "A competitor that is defined as a brand here" in alone
    brands.save(store, Brand("rival", "Rival", "rival", competitors=("lumo",)))
    with store.connect() as db:
        db.execute("update brand set competitors = '{rival}' where key = 'lumo'")
    app = visit("compare", brand="lumo")
    assert "Each brand’s days in its own time zone" in words_on(app)
    assert any("Rival" in str(chart.proto) for chart in app.get("vega_lite_chart"))


def test_one_post_is_too_few_to_tell(store: Store, visit: Opener) -> None:
    states.one_post(store)
    read = words_on(visit("compare"))
    assert "Too few posts to tell what changed for Lumo" in read
    assert "one of the two stretches has too few posts to tell" in read


def test_days_that_nobody_read_are_named(store: Store, visit: Opener) -> None:
    states.lively(store, 60)
    read = words_on(visit("compare", after="2001", before="2000"))
    assert "Nothing was read of Lumo in these days" in read
