"""Every page in each of its states: no exception, and the words that a viewer needs."""

from datetime import date

import pytest

from pipeline.authority import lines, refresh_rollups
from pipeline.progress import Silent
from pipeline.store import Store
from tests.dashboard import states
from tests.dashboard.conftest import Opener, press, words_on

PAGES = ("", "narratives", "customers", "compare", "posts", "alerts", "jobs")


@pytest.mark.parametrize("page", PAGES)
def test_an_empty_database_says_what_to_run(visit: Opener, page: str) -> None:
    read = words_on(visit(page))
    assert "python -m pipeline demo" in read
    assert "python -m pipeline import posts.csv" in read


@pytest.mark.parametrize("page", PAGES[:5])
def test_a_brand_that_nobody_spoke_of_says_how_to_read_something(
    store: Store, visit: Opener, page: str
) -> None:
    states.brand(store)
    read = words_on(visit(page))
    assert "Nobody has been heard on Lumo yet" in read
    assert "--brand lumo" in read


def test_one_post_can_be_read(store: Store, visit: Opener) -> None:
    states.one_post(store)
    assert "1 post " in words_on(visit("posts"))
    assert "No narratives yet" in words_on(visit("narratives"))


def test_nonsense_in_the_address_does_no_harm(store: Store, visit: Opener) -> None:
    states.lively(store, 200)
    visit("", brand="nobody", week="2025-W99", vs="?")
    visit("narratives", narrative="<script>")
    read = words_on(visit("posts", narrative="x", voices="nobody", first_week="soon", page="-3"))
    assert "posts" in read


def test_a_narrative_opens_with_its_firsts_quotes_and_posts(store: Store, visit: Opener) -> None:
    states.lively(store)
    read = words_on(visit("narratives", narrative="2"))
    for words in (
        states.LABELS[1],
        "Typical words",
        "The first post was",
        "In their own words",
        "Read all",
    ):
        assert words in read, words


def test_the_line_of_a_narrative_stands_wherever_it_does_and_opens_its_posts(
    store: Store, visit: Opener
) -> None:
    brand_id = states.acting(store)
    (said, *_) = lines(store, brand_id, date(2025, 3, 24)).values()
    assert " the week before (" in said.text
    address = {"brand": "lumo", "week": "2025-W13"}
    for page in (visit("narratives", **address), visit("narratives", **address, narrative="1")):
        assert said.text in words_on(page).replace("\u00a0", " ")
    weeks = {"first_week": "2025-W13", "last_week": "2025-W13"}
    read = words_on(visit("posts", **address, **weeks, narrative="1", sentence="line"))
    assert f"{len(said.mentions)} posts" in read and "behind the line of a narrative" in read


def test_a_person_can_rename_a_narrative(store: Store, visit: Opener) -> None:
    states.lively(store)
    app = visit("narratives", narrative="2")
    app.text_input[0].set_value("Streaks vanish")
    press(app, "Rename")
    read = words_on(app)
    assert "Streaks vanish" in read
    assert "named by a person" in read


def test_posts_are_searched_filtered_and_shown_as_plain_text(store: Store, visit: Opener) -> None:
    states.lively(store)
    app = visit("posts", words='"writers go"', voices="customer")
    read = words_on(app)
    assert 'with "writers go", customers' in read
    assert "&lt;b&gt;Not&lt;/b&gt;" in " ".join(
        str(getattr(part, "value", "")) for part in app.get("html")
    )
    app.text_input[0].set_value("xyzzy")
    press(app, "Show posts")
    assert "No post passes these filters" in words_on(app)
    assert app.query_params["words"] == "xyzzy"


def test_posts_turn_pages(store: Store, visit: Opener) -> None:
    states.lively(store)
    first, second = (words_on(visit("posts", page=page)) for page in ("1", "2"))
    assert first != second
    assert "posts" in words_on(visit("posts", page="9999"))


def test_customers_without_intents_says_so(store: Store, visit: Opener) -> None:
    states.lively(store, 100)
    assert "No post was judged for what it intends" in words_on(visit("customers"))


def test_customers_of_whom_few_spoke_get_no_share(store: Store, visit: Opener) -> None:
    brand_id = states.one_post(store)
    with store.connect() as db:
        db.execute("update score set heads = '{\"intent\": [1, 0, 0, 0, 0, 0, 0, 0, 0]}'")
    refresh_rollups(store, brand_id, Silent())
    read = words_on(visit("customers"))
    for words in (
        "No post by customers speaks of leaving Lumo (n = 1): too few to tell a share",
        "Nobody speaks of leaving",
        "Nobody asks peers",
        "Nobody says to have switched",
        "Nobody asks Lumo for anything",
        "young",
    ):
        assert words in read, words


def test_customers_shows_who_leaves_asks_and_requests_and_opens_the_posts(
    store: Store, visit: Opener
) -> None:
    states.acting(store)
    app = visit("customers", week="2025-W15")
    read = words_on(app)
    for words in (
        "posts by customers speak of leaving Lumo: ",
        "95 % interval",
        "In the baseline weeks it was",
        "speak of leaving in twelve weeks, most on",
        "people who tell it",
        "ask peers what to choose",
        "went from Lumo to a competitor",
        "To zeta",
        "ask Lumo for something",
        "young",
    ):
        assert words in read, words
    addresses = [str(link.proto.query_string) for link in app.get("page_link")]
    for part in ("act=leaves", "act=asks", "act=switches", "act=requests"):
        assert any(part in address for address in addresses), part
    found = words_on(visit("posts", act="switches", named="zeta", stance="to"))
    assert "that switch to zeta" in found


def test_jobs_show_every_state(store: Store, visit: Opener) -> None:
    states.jobs(store, states.brand(store))
    app = visit("jobs")
    read = words_on(app)
    for words in (
        "No worker is running",
        "python -m pipeline worker",
        "waiting",
        "scoring: 320 of 900",
        "900 new, 3 rejected",
        "Reddit refused the credentials (401).",
        "cancelled",
    ):
        assert words in read, words
    assert "nan" not in read
    assert [button.label for button in app.button].count("Cancel") == 2


def test_a_waiting_job_can_be_cancelled(store: Store, visit: Opener) -> None:
    states.jobs(store, states.brand(store))
    app = visit("jobs")
    app.button(key="cancel_1").click().run()
    assert not app.exception
    assert store.frame("jobs_recent", limit=9).set_index("id")["status"][1] == "cancelled"


def test_an_import_is_started_with_its_path(store: Store, visit: Opener) -> None:
    states.brand(store)
    app = visit("jobs")
    next(box for box in app.text_input if "path" in box.label).set_value("/data/posts.csv")
    press(app, "Import")
    job = store.frame("jobs_recent", limit=1).iloc[0]
    assert (job["kind"], job["status"]) == ("import", "waiting")
    assert job["arguments"] == {"path": "/data/posts.csv", "brand": "lumo"}
