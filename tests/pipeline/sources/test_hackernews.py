"""Hacker News, from a local server that searches as Algolia does."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request as Asked
from werkzeug import Response

from pipeline.errors import InputError, SourceError
from pipeline.posts import Post
from pipeline.sources.base import Access, Cursor, Page, Request, Unexpected
from pipeline.sources.hackernews import SOURCE
from tests.pipeline.sources import payloads
from tests.pipeline.sources.fake_reddit import json_of

_COMMENT: dict[str, Any] = payloads.body("hackernews_2026.json")["hits"][0]
_T0 = int(datetime(2026, 2, 1, tzinfo=UTC).timestamp())


class FakeAlgolia:
    """Comments at the given times; at most 1,000 hits a query and `size` a page, newest first."""

    def __init__(self, server: HTTPServer, times: list[int], size: int = 1000) -> None:
        self.times, self.size = times, size
        self.asked: list[dict[str, str]] = []
        server.expect_request("/search_by_date").respond_with_handler(self._search)

    def _search(self, request: Asked) -> Response:
        self.asked.append(dict(request.args))
        bounds = re.fullmatch(
            r"created_at_i>(-?\d+),created_at_i<=(\d+)", request.args["numericFilters"]
        )
        assert bounds is not None
        found = [
            self._hit(number, at)
            for number, at in enumerate(self.times)
            if int(bounds[1]) < at <= int(bounds[2])
        ][::-1]
        start = int(request.args["page"]) * self.size
        shown = min(len(found), 1000)
        return json_of(
            {
                "hits": found[:shown][start : start + self.size],
                "nbHits": len(found),
                "nbPages": -(-shown // self.size),
                "page": int(request.args["page"]),
                "hitsPerPage": self.size,
            }
        )

    def _hit(self, number: int, at: int) -> dict[str, Any]:
        return {**_COMMENT, "objectID": str(number), "created_at_i": at}


def _fetch(access: Access, cursor: Cursor | None = None, **more: Any) -> list[Page]:  # noqa: ANN401
    return list(SOURCE.fetch(Request("lumo", **more), cursor, access))


def _posts(pages: list[Page]) -> list[Post]:
    return [post for page in pages for post in SOURCE.parse(page.payload)]


# parse


@pytest.mark.parametrize(
    ("name", "comment_id", "story_id"),
    [
        ("hackernews_2018.json", "17000009", "17000001"),
        ("hackernews_2026.json", "46000123", "46000100"),
    ],
)
def test_null_and_absent_are_the_same(name: str, comment_id: str, story_id: str) -> None:
    comment, story = SOURCE.parse(payloads.body(name))
    assert (comment.native_id, comment.kind, comment.title) == (comment_id, "comment", None)
    assert (comment.thread_id, comment.engagement) == (story_id, None)
    assert (story.native_id, story.kind, story.thread_id, story.parent_id) == (
        story_id,
        "post",
        None,
        None,
    )
    assert story.title and story.engagement
    assert comment.url == f"https://news.ycombinator.com/item?id={comment_id}"
    assert {comment.markup, story.markup} == {"html"}
    assert "_highlightResult" not in comment.raw


def test_a_link_has_a_title_and_no_text() -> None:
    _, story = SOURCE.parse(payloads.body("hackernews_2018.json"))
    assert (story.title, story.text) == ("Lumo opens its lamp protocol", "")
    assert story.posted_at.isoformat() == "2018-05-03T08:00:00+00:00"


def test_a_hit_without_its_id_is_a_changed_format() -> None:
    body = payloads.body("hackernews_2026.json")
    del body["hits"][1]["objectID"]
    with pytest.raises(KeyError, match="objectID"):
        SOURCE.parse(body)


@pytest.mark.skipif(
    not (payloads.SHARED / "hackernews").is_dir(),
    reason="the recordings lie beside the repository, in ../shared/payloads",
)
@pytest.mark.parametrize("name", ["python-hn_1.1.json", "python-hn_1.2.json"])
def test_recorded_answers_parse(httpserver: HTTPServer, access: Access, name: str) -> None:
    recorded = (payloads.SHARED / "hackernews" / name).read_text("utf-8")
    httpserver.expect_request("/search_by_date").respond_with_data(
        recorded, content_type="application/json"
    )
    page = next(iter(SOURCE.fetch(Request("anything"), None, access)))
    posts = SOURCE.parse(page.payload)
    assert len(posts) == len(page.payload["hits"]) > 0
    assert all(post.kind == "comment" and post.thread_id and post.text for post in posts)


# targets


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ('"green  owl"', "green owl"),
        ("https://news.ycombinator.com/item?id=18445714", "story:18445714"),
        ("story:18445714", "story:18445714"),
    ],
)
def test_targets_have_one_notation(text: str, target: str) -> None:
    assert SOURCE.targets(text) == (target,)
    assert SOURCE.targets(target) == (target,)


def test_nothing_is_no_target() -> None:
    with pytest.raises(InputError, match="search for"):
        SOURCE.targets(' "" ')


# fetch


def test_a_phrase_is_asked_for_as_it_stands(httpserver: HTTPServer, access: Access) -> None:
    fake = FakeAlgolia(httpserver, [_T0])
    assert len(_posts(_fetch(access))) == 1
    (asked,) = fake.asked
    assert (asked["query"], asked["typoTolerance"], asked["tags"]) == (
        '"lumo"',
        "false",
        "(story,comment)",
    )


def test_a_story_is_asked_for_by_its_tag(httpserver: HTTPServer, access: Access) -> None:
    fake = FakeAlgolia(httpserver, [_T0])
    list(SOURCE.fetch(Request("story:46000100"), None, access))
    assert (fake.asked[0]["query"], fake.asked[0]["tags"]) == ("", "(story,comment),story_46000100")


def test_slices_halve_until_they_can_be_read_whole(httpserver: HTTPServer, access: Access) -> None:
    times = [_T0 + 60 * number for number in range(2500)]
    FakeAlgolia(httpserver, times, size=300)
    pages = _fetch(access, since=datetime(2026, 1, 31, tzinfo=UTC))
    posts = _posts(pages)
    assert sorted(int(post.native_id) for post in posts) == list(range(2500))
    cursors = [page.cursor["until"] for page in pages if page.cursor]
    assert cursors == sorted(cursors)
    assert cursors[-1] == access.clock().timestamp()
    assert not any(page.gap for page in pages)


def test_one_second_with_too_many_hits_is_a_gap(httpserver: HTTPServer, access: Access) -> None:
    FakeAlgolia(httpserver, [_T0] * 1200)
    pages = _fetch(access)
    assert len(_posts(pages)) == 1000
    (gap,) = [page.gap for page in pages if page.gap]
    assert "1000 of 1200" in gap.note


def test_the_next_run_begins_three_days_before_the_cursor(
    httpserver: HTTPServer, access: Access
) -> None:
    late = access.clock() - timedelta(days=1)
    fake = FakeAlgolia(httpserver, [_T0, int(late.timestamp())])
    cursor = {"until": int(access.clock().timestamp())}
    pages = _fetch(access, cursor)
    assert [post.native_id for post in _posts(pages)] == ["1"]
    assert len(fake.asked) == 1
    assert pages[-1].window.since == access.clock() - timedelta(days=3)


def test_nothing_found_still_moves_the_cursor(httpserver: HTTPServer, access: Access) -> None:
    FakeAlgolia(httpserver, [])
    (page,) = _fetch(access)
    assert page.cursor == {"until": int(access.clock().timestamp())}


@pytest.mark.parametrize(
    ("answer", "error", "words"),
    [
        (Response("<html>", content_type="text/html"), Unexpected, "JSON"),
        (json_of([1]), Unexpected, "not an object"),
        (json_of({"hits": []}), Unexpected, "nbHits"),
        (json_of({"message": "bad"}, 400), SourceError, "HTTP 400"),
    ],
)
def test_every_refusal_is_told(
    httpserver: HTTPServer, access: Access, answer: Response, error: type[Exception], words: str
) -> None:
    httpserver.expect_request("/search_by_date").respond_with_response(answer)
    with pytest.raises(error, match=words):
        _fetch(access)
