"""App Store reviews, from a local server that has Apple's habits."""

import copy
from datetime import datetime, timedelta
from typing import Any

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request as Asked
from werkzeug import Response

from pipeline.errors import InputError, SourceError, Throttled
from pipeline.posts import Post
from pipeline.sources.appstore import SOURCE
from pipeline.sources.base import Access, Cursor, Page, Request, Unexpected
from tests.pipeline.sources import payloads
from tests.pipeline.sources.fake_reddit import json_of

TARGET = "us/900000001"


class FakeStore:
    """One app's feeds: `json` and `xml` by page number; what is not there is an empty feed."""

    def __init__(self, server: HTTPServer) -> None:
        self.json: dict[int, Any] = {}
        self.xml: dict[int, str] = {}
        self.asked: list[str] = []
        for number in range(1, 12):
            path = f"/us/rss/customerreviews/page={number}/id=900000001/sortby=mostrecent"
            server.expect_request(f"{path}/json").respond_with_handler(self._json)
            server.expect_request(f"{path}/xml").respond_with_handler(self._xml)

    def _number(self, request: Asked, form: str) -> int:
        number = int(request.path.split("page=")[1].split("/")[0])
        self.asked.append(f"{form}{number}")
        return number

    def _json(self, request: Asked) -> Response:
        found = self.json.get(self._number(request, "json"), payloads.body("appstore_empty.json"))
        return found if isinstance(found, Response) else json_of(found)

    def _xml(self, request: Asked) -> Response:
        empty = payloads.text("appstore_page.xml").split("<entry>")[0] + "</feed>"
        found = self.xml.get(self._number(request, "xml"), empty)
        return Response(found, content_type="text/xml; charset=utf-8")


@pytest.fixture
def fake(httpserver: HTTPServer) -> FakeStore:
    return FakeStore(httpserver)


def _full_page(number: int, size: int = 50) -> dict[str, Any]:
    """A page of `size` reviews, each an hour older than the one before it."""
    feed: dict[str, Any] = payloads.body("appstore_page.json")
    model = feed["feed"]["entry"][-1]
    feed["feed"]["entry"] = []
    for place in range(size):
        entry = copy.deepcopy(model)
        age = (number - 1) * 50 + place
        entry["id"]["label"] = str(8_000_000 - age)
        at = datetime.fromisoformat("2026-03-01T00:00:00-07:00") - timedelta(hours=age)
        entry["updated"]["label"] = at.isoformat()
        feed["feed"]["entry"].append(entry)
    return feed


def _fetch(access: Access, cursor: Cursor | None = None) -> list[Page]:
    return list(SOURCE.fetch(Request(TARGET), cursor, access))


def _posts(pages: list[Page]) -> list[Post]:
    return [post for page in pages for post in SOURCE.parse(page.payload)]


# parse


def test_a_review_has_what_the_feed_says_of_it() -> None:
    posts = SOURCE.parse({"target": TARGET, "json": payloads.body("appstore_page.json")})
    assert [post.native_id for post in posts] == ["7000000012", "7000000011"]  # not the app itself
    review = posts[0]
    assert (review.kind, review.rating, review.engagement) == ("review", 2.0, 3)
    assert (review.community, review.author) == ("900000001", "Marisol V.")
    assert review.posted_at.isoformat() == "2026-03-02T04:05:10+00:00"
    assert review.title == "Needs an account now"
    assert review.text == (
        "The lamp worked for two years.\nNow it asks me to sign in\nto switch it on."
    )
    assert review.url is not None and review.url.startswith("https://itunes.apple.com/us/review")
    assert review.raw["im:version"] == {"label": "3.2.0"}


def test_xml_and_json_give_the_same_posts() -> None:
    from_json = SOURCE.parse({"target": TARGET, "json": payloads.body("appstore_page.json")})
    from_xml = SOURCE.parse({"target": TARGET, "xml": payloads.text("appstore_page.xml")})
    assert [_without_raw(post) for post in from_xml] == [_without_raw(post) for post in from_json]
    assert from_xml[0].raw["content"]["label"].startswith("The lamp worked")  # not the HTML


def _without_raw(post: Post) -> list[object]:
    return [getattr(post, name) for name in Post.__slots__ if name != "raw"]


def test_a_single_review_comes_as_itself() -> None:
    posts = SOURCE.parse({"target": TARGET, "json": payloads.body("appstore_one.json")})
    assert [post.native_id for post in posts] == ["7000000011"]


def test_a_review_without_stars_is_a_changed_format() -> None:
    body = payloads.body("appstore_one.json")
    del body["feed"]["entry"]["im:rating"]
    with pytest.raises(KeyError, match="im:rating"):
        SOURCE.parse({"target": TARGET, "json": body})


def test_xml_with_entities_of_its_own_is_refused() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa">]><feed xmlns="http://www.w3.org/2005/Atom">&a;</feed>'
    with pytest.raises(ValueError, match="Entit"):
        SOURCE.parse({"target": TARGET, "xml": bomb})


# targets


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        ("570060128", ("us/570060128",)),
        ("GB/570060128", ("gb/570060128",)),
        ("570060128:us, gb,de", ("us/570060128", "gb/570060128", "de/570060128")),
        ("https://apps.apple.com/fr/app/duolingo/id570060128?l=en", ("fr/570060128",)),
    ],
)
def test_targets_have_one_notation(text: str, targets: tuple[str, ...]) -> None:
    assert SOURCE.targets(text) == targets
    assert SOURCE.targets(targets[0]) == targets[:1]


@pytest.mark.parametrize("text", ["", "duolingo", "us/", "us/570060128:gb"])
def test_what_is_no_target_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="570060128"):
        SOURCE.targets(text)


# fetch


def test_all_ten_pages_are_read(fake: FakeStore, access: Access) -> None:
    fake.json = {number: _full_page(number) for number in range(1, 12)}
    pages = _fetch(access)
    assert len({post.native_id for post in _posts(pages)}) == 500
    assert fake.asked == [f"json{number}" for number in range(1, 11)]
    assert [page.cursor is None for page in pages] == [True] * 9 + [False]
    assert pages[-1].gap is None


def test_the_next_run_reads_only_down_to_what_is_known(fake: FakeStore, access: Access) -> None:
    fake.json = {number: _full_page(number) for number in range(1, 11)}
    cursor = _fetch(access)[-1].cursor
    fake.asked.clear()
    pages = _fetch(access, cursor)
    assert fake.asked == ["json1"]
    assert pages[-1].cursor == cursor


def test_more_than_the_feed_shows_leaves_a_gap(fake: FakeStore, access: Access) -> None:
    fake.json = {number: _full_page(number) for number in range(1, 11)}
    old = {"id": "1", "at": "2020-01-01T00:00:00+00:00"}
    gap = _fetch(access, old)[-1].gap
    assert gap is not None and "500" in gap.note


def test_a_short_page_is_checked_against_xml_and_ends_the_walk(
    fake: FakeStore, access: Access
) -> None:
    fake.json = {1: payloads.body("appstore_page.json")}
    pages = _fetch(access)
    assert [post.native_id for post in _posts(pages)] == ["7000000012", "7000000011"]
    assert fake.asked == ["json1", "xml1", "json2"]
    assert pages[-1].cursor is not None


@pytest.mark.parametrize(
    "answer",
    [
        payloads.body("appstore_empty.json"),
        payloads.body("appstore_one.json"),
        Response("<html>busy</html>", content_type="text/html"),
        {"surprise": 1},
    ],
)
def test_xml_fills_in_where_json_fails(fake: FakeStore, access: Access, answer: object) -> None:
    fake.json = {1: answer}
    fake.xml = {1: payloads.text("appstore_page.xml")}
    assert [post.native_id for post in _posts(_fetch(access))] == ["7000000012", "7000000011"]


def test_an_app_without_reviews_is_no_error(fake: FakeStore, access: Access) -> None:
    assert _posts(_fetch(access)) == []


def test_an_unknown_app_is_told(fake: FakeStore, access: Access) -> None:
    fake.json = {1: payloads.body("appstore_unknown.json")}
    with pytest.raises(SourceError, match=r"knows no app 900000001 in its storefront us"):
        _fetch(access)


def test_two_broken_feeds_are_a_changed_format(fake: FakeStore, access: Access) -> None:
    fake.json = {1: Response("{")}
    fake.xml = {1: "<feed"}
    with pytest.raises(Unexpected) as raised:
        _fetch(access)
    assert raised.value.payload == {"target": TARGET, "xml": "<feed"}


def test_403_means_slower(
    httpserver: HTTPServer, fake: FakeStore, access: Access, naps: list[float]
) -> None:
    fake.json = {1: Response("", 403)}
    with pytest.raises(Throttled, match="less often"):
        _fetch(access)
    assert naps == [1.0, 2.0, 4.0, 8.0]


# what Apple really answered


@pytest.mark.skipif(
    not (payloads.SHARED / "appstore").is_dir(),
    reason="the recordings lie beside the repository, in ../shared/payloads",
)
def test_recorded_feeds_agree(httpserver: HTTPServer, access: Access) -> None:
    names = {"json": "duolingo_us_page1.json", "xml": "duolingo_us_page1.xml"}
    folder = payloads.SHARED / "appstore"
    assert {path.name for path in folder.iterdir()} == set(names.values())
    base = "/us/rss/customerreviews/page={}/id=570060128/sortby=mostrecent/{}"
    for form, name in names.items():
        httpserver.expect_request(base.format(1, form)).respond_with_data(
            (folder / name).read_bytes()
        )
    httpserver.expect_request(base.format(2, "json")).respond_with_json(
        payloads.body("appstore_empty.json")
    )
    pages = list(SOURCE.fetch(Request("us/570060128"), None, access))
    posts = _posts(pages)
    assert [post.native_id for post in posts] == ["14597479246", "14597468062", "14597466478"]
    assert posts[0].posted_at.isoformat() == "2026-09-26T23:52:44+00:00"
    xml = {"target": "us/570060128", "xml": (folder / names["xml"]).read_text("utf-8")}
    assert [_without_raw(p) for p in SOURCE.parse(xml)] == [_without_raw(p) for p in posts]
