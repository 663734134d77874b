"""Reddit through PRAW, from a local server that speaks as Reddit does."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request as Asked
from werkzeug import Response

from pipeline.errors import CredentialsError, InputError, SourceError, Throttled
from pipeline.posts import Post
from pipeline.sources.base import Access, Cursor, Page, Request, Unexpected, from_epoch
from pipeline.sources.reddit import SOURCE
from tests.pipeline.sources import payloads
from tests.pipeline.sources.fake_reddit import FakeReddit, json_of, post, serve_token

_T0 = 1_772_000_000.0


def _things(numbers: range) -> list[dict[str, Any]]:
    return [post(number, _T0 + 60 * number) for number in reversed(numbers)]


def _fetch(access: Access, target: str = "r/lumo", cursor: Cursor | None = None) -> list[Page]:
    return list(SOURCE.fetch(Request(target), cursor, access))


def _posts(pages: list[Page]) -> list[Post]:
    return [post for page in pages for post in SOURCE.parse(page.payload)]


def _ids(pages: list[Page]) -> list[str]:
    return [post.native_id for post in _posts(pages)]


# parse


def _parsed(name: str) -> dict[str, Post]:
    posts = SOURCE.parse({"response": payloads.body(name)})
    return {post.native_id: post for post in posts}


def test_a_post_has_what_reddit_says_of_it() -> None:
    found = _parsed("reddit_new.json")["t3_lamp01"]
    assert found.posted_at.isoformat() == "2026-02-11T08:53:20+00:00"
    assert (found.kind, found.markup, found.title) == (
        "post",
        "markdown",
        "Lamp asks me to sign in",
    )
    assert (found.author, found.community, found.engagement) == ("ines_okafor", "lumo", 120)
    assert found.url == "https://www.reddit.com/r/lumo/comments/lamp01/x/"
    assert (found.thread_id, found.parent_id, found.edited_at) == (None, None, None)
    assert found.raw["upvote_ratio"] == 0.9


def test_of_a_removed_post_only_its_place_is_kept() -> None:
    gone = _parsed("reddit_new.json")["t3_lamp03"]
    assert gone.deleted
    assert (gone.title, gone.text, gone.author) == (None, "", None)
    assert set(gone.raw) == {"id", "name", "created_utc", "subreddit"}


def test_a_text_outlives_its_authors_account() -> None:
    left = _parsed("reddit_new.json")["t3_lamp02"]
    assert not left.deleted
    assert left.author is None
    assert left.text.startswith("After **two years**")
    assert left.edited_at == from_epoch(1770903600)


def test_who_keeps_house_is_told_apart() -> None:
    assert _parsed("reddit_new.json")["t3_lamp04"].author_role == "bot"
    assert _parsed("reddit_thread.json")["t1_c4"].author_role == "moderator"
    assert _parsed("reddit_thread.json")["t1_c1"].author_role is None


def test_comments_of_every_depth_know_their_parents() -> None:
    thread = _parsed("reddit_thread.json")
    assert list(thread) == ["t3_lamp01", "t1_c1", "t1_c2", "t1_c3", "t1_c4"]
    assert [thread[f"t1_c{n}"].parent_id for n in (1, 2, 3)] == ["t3_lamp01", "t1_c1", "t1_c2"]
    assert {post.thread_id for post in thread.values()} == {None, "t3_lamp01"}
    assert thread["t1_c2"].deleted
    assert thread["t1_c3"].engagement is None  # hidden is not zero
    assert all("replies" not in post.raw for post in thread.values())


def test_an_unknown_thing_is_no_post() -> None:
    with pytest.raises(ValueError, match="t5"):
        SOURCE.parse({"response": {"kind": "t5", "data": {}}})


# targets


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("r/Duolingo", "r/duolingo"),
        ("/r/duolingo/", "r/duolingo"),
        ("https://www.reddit.com/r/duolingo/new/", "r/duolingo"),
        ("r/a+b/comments", "r/a+b/comments"),
        ('all: duolingo OR "green owl"', 'all:duolingo OR "green owl"'),
        ("r/technology:duolingo", "technology:duolingo"),
        ("technology:title:duolingo", "technology:title:duolingo"),
        ("t3_1K9Q2ZZ", "t3_1k9q2zz"),
        ("https://old.reddit.com/r/duolingo/comments/1k9q2zz/a_title/?x=1", "t3_1k9q2zz"),
        ("https://redd.it/1k9q2zz", "t3_1k9q2zz"),
    ],
)
def test_targets_have_one_notation(text: str, target: str) -> None:
    assert SOURCE.targets(text) == (target,)
    assert SOURCE.targets(target) == (target,)


@pytest.mark.parametrize("text", ["", "duolingo", "https://example.org/r/x", "r/", "all:"])
def test_what_is_no_target_is_refused_with_what_would_be(text: str) -> None:
    with pytest.raises(InputError, match="r/duolingo"):
        SOURCE.targets(text)


# fetch


def test_all_pages_are_read_and_only_the_last_moves_the_cursor(
    httpserver: HTTPServer, access: Access
) -> None:
    fake = FakeReddit(httpserver, _things(range(8)))
    pages = _fetch(access)
    assert _ids(pages) == [f"t3_n{n}" for n in reversed(range(8))]
    assert [page.cursor for page in pages[:-1]] == [None, None]
    newest = from_epoch(_T0 + 7 * 60).isoformat()
    assert pages[-1].cursor == {"id": "t3_n7", "at": newest}
    assert (pages[-1].window.since, pages[-1].window.until) == (from_epoch(_T0), access.clock())
    assert len(fake.asked) == 3  # no request beside the pages


def test_the_next_run_reads_only_down_to_what_is_known(
    httpserver: HTTPServer, access: Access
) -> None:
    fake = FakeReddit(httpserver, _things(range(8)))
    cursor = _fetch(access)[-1].cursor
    fake.asked.clear()
    fake.things = _things(range(10))
    again = _fetch(access, cursor=cursor)
    assert _ids(again)[:2] == ["t3_n9", "t3_n8"]
    assert len(fake.asked) == 1
    assert again[-1].window.since == from_epoch(_T0 + 7 * 60)


def test_a_deleted_cursor_post_does_not_hide_what_came_after_it(
    httpserver: HTTPServer, access: Access
) -> None:
    fake = FakeReddit(httpserver, _things(range(8)))
    cursor = _fetch(access)[-1].cursor
    fake.things = [thing for thing in _things(range(12)) if thing["data"]["name"] != "t3_n7"]
    fake.asked.clear()
    assert _ids(_fetch(access, cursor=cursor))[:4] == [f"t3_n{n}" for n in (11, 10, 9, 8)]
    assert len(fake.asked) == 2


def test_since_limits_the_first_run(httpserver: HTTPServer, access: Access) -> None:
    fake = FakeReddit(httpserver, _things(range(8)))
    request = Request("r/lumo", since=from_epoch(_T0 + 5 * 60))
    pages = list(SOURCE.fetch(request, None, access))
    assert len(fake.asked) == 1
    assert pages[-1].window.since == request.since


def test_nothing_new_keeps_the_cursor(httpserver: HTTPServer, access: Access) -> None:
    FakeReddit(httpserver, [])
    cursor = {"id": "t3_n7", "at": from_epoch(_T0).isoformat()}
    assert [page.cursor for page in _fetch(access, cursor=cursor)] == [cursor]
    assert [page.cursor for page in _fetch(access)] == [None]


def test_a_busy_subreddit_leaves_a_gap_that_is_told(httpserver: HTTPServer, access: Access) -> None:
    FakeReddit(httpserver, _things(range(1000)), size=100)
    known = {"id": "t3_old", "at": from_epoch(_T0 - 3600).isoformat()}
    last = _fetch(access, cursor=known)[-1]
    assert last.gap is not None
    assert (last.gap.window.since, last.gap.window.until) == (
        datetime.fromisoformat(known["at"]),
        from_epoch(_T0),
    )
    assert "1000" in last.gap.note
    assert last.window.since == from_epoch(_T0)
    assert last.cursor is not None


@pytest.mark.parametrize(
    ("target", "path"),
    [
        ("r/lumo+candela", "/r/lumo+candela/new?"),
        ("r/lumo/comments", "/r/lumo/comments/?"),
        ('all:"lumo lamp"', "/r/all/search/?"),
    ],
)
def test_each_kind_of_target_asks_for_its_listing(
    httpserver: HTTPServer, access: Access, target: str, path: str
) -> None:
    fake = FakeReddit(httpserver, _things(range(2)))
    assert len(_ids(_fetch(access, target))) == 2
    assert fake.asked[0].startswith(path)
    if ":" in target:
        assert "sort=new" in fake.asked[0] and "restrict_sr=False" in fake.asked[0]


def _thread(httpserver: HTTPServer) -> None:
    serve_token(httpserver)
    httpserver.expect_request("/comments/lamp01/").respond_with_json(
        payloads.body("reddit_thread.json")
    )
    httpserver.expect_request("/api/morechildren/", method="POST").respond_with_json(
        payloads.body("reddit_morechildren.json")
    )
    httpserver.expect_request("/comments/lamp01/_/c3").respond_with_json(
        payloads.body("reddit_continued.json")
    )


def test_a_thread_is_read_with_its_hidden_comments(httpserver: HTTPServer, access: Access) -> None:
    _thread(httpserver)
    pages = _fetch(access, "t3_lamp01")
    assert set(_ids(pages)) >= {"t3_lamp01", *(f"t1_c{n}" for n in range(1, 7))}
    assert pages[-1].cursor is not None


# refusals


def _refusing(status: int, **headers: str) -> Response:
    return Response(
        '{"message": "no", "error": 0}', status, headers, content_type="application/json"
    )


@pytest.mark.parametrize(
    ("refusal", "error", "words"),
    [
        (_refusing(401), CredentialsError, "TRIBE_REDDIT_CLIENT_ID"),
        (_refusing(403), SourceError, "private"),
        (_refusing(404), SourceError, "misspelt"),
        (_refusing(302, location="/subreddits/search?q=lumo"), SourceError, "misspelt"),
        (_refusing(400), SourceError, "HTTP 400"),
        (Response("<html>", 200, content_type="text/html"), Unexpected, "BadJSON"),
        (json_of({"kind": "Listing"}), Unexpected, "PRAW"),
        (json_of({"kind": "Listing", "data": {"children": None}}), Unexpected, "TypeError"),
    ],
)
def test_every_refusal_is_one_clear_line(
    httpserver: HTTPServer,
    access: Access,
    monkeypatch: pytest.MonkeyPatch,
    refusal: Response,
    error: type[Exception],
    words: str,
) -> None:
    monkeypatch.setattr("prawcore.sessions.time.sleep", lambda seconds: None)
    fake = FakeReddit(httpserver, _things(range(2)))
    fake.before_answer = lambda request: refusal
    with pytest.raises(error, match=words) as raised:
        _fetch(access)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    ("status", "body", "error", "words"),
    [
        (401, {"message": "Unauthorized", "error": 401}, CredentialsError, "CLIENT_SECRET"),
        (200, {"error": "invalid_grant"}, CredentialsError, "CLIENT_SECRET"),
        (403, {"message": "Blocked", "error": 403}, SourceError, "TRIBE_REDDIT_USER_AGENT"),
    ],
)
def test_who_is_turned_away_at_the_door_learns_why(
    httpserver: HTTPServer,
    access: Access,
    status: int,
    body: object,
    error: type[Exception],
    words: str,
) -> None:
    httpserver.expect_request("/api/v1/access_token").respond_with_json(body, status=status)
    with pytest.raises(error, match=words):
        _fetch(access)


def test_missing_credentials_ask_nobody(httpserver: HTTPServer, access: Access) -> None:
    settings = access.settings.model_copy(update={"reddit_client_id": None})
    with pytest.raises(CredentialsError, match="approved"):
        _fetch(replace(access, settings=settings))
    assert httpserver.log == []


def test_it_waits_as_long_as_it_is_told(
    httpserver: HTTPServer, access: Access, naps: list[float]
) -> None:
    fake = FakeReddit(httpserver, _things(range(5)))
    refusals = [_refusing(429, **{"retry-after": "17"}), _refusing(503), None]

    def refuse_twice(request: Asked) -> Response | None:
        return refusals.pop(0) if refusals else None

    fake.before_answer = refuse_twice
    assert len(_ids(_fetch(access))) == 5
    assert naps == [17.0, 2.0]


def test_a_wait_beyond_patience_is_left_to_the_next_run(
    httpserver: HTTPServer, access: Access, naps: list[float]
) -> None:
    fake = FakeReddit(httpserver, _things(range(5)))
    fake.before_answer = lambda request: _refusing(429, **{"retry-after": "900"})
    with pytest.raises(Throttled, match="900 seconds"):
        _fetch(access)
    assert naps == []


def test_a_cut_connection_is_tried_again(
    httpserver: HTTPServer, access: Access, naps: list[float]
) -> None:
    fake = FakeReddit(httpserver, _things(range(5)))
    cuts = [True, True]

    def cut_twice(request: Asked) -> Response | None:
        return _cut() if cuts and cuts.pop() else None

    fake.before_answer = cut_twice
    assert len(_ids(_fetch(access))) == 5
    assert naps == [1.0, 2.0]


def _cut() -> Response:
    """An answer that promises more than it sends."""
    answer = Response('{"kind": "Lis', 200, content_type="application/json")
    answer.automatically_set_content_length = False
    answer.headers["Content-Length"] = "5000"
    return answer
