"""What Reddit really answered, replayed through PRAW from a local server (../shared/payloads)."""

import pytest
from pytest_httpserver import HTTPServer

from pipeline.errors import SourceError
from pipeline.posts import Post
from pipeline.sources.base import Access, Cursor, Page, Request
from pipeline.sources.reddit import SOURCE
from tests.pipeline.sources.cassettes import Cassette
from tests.pipeline.sources.payloads import SHARED

FOLDER = SHARED / "reddit"

# How many posts and comments each recording holds, all its answers together.
RECORDED = {
    "TestComment.test_refresh__deleted_comment.json": 2,
    "TestComment.test_resolve_from_share_url.json": 0,
    "TestCommentForest.test_replace__all.json": 554,
    "TestListingGenerator.test_exhaust_items.json.gz": 1001,
    "TestListingGenerator.test_no_items.json": 0,
    "TestPollData.test_get_user_selection.json": 4,
    "TestReddit.test_bad_request_without_json_text_html_response.json": 0,
    "TestReddit.test_info_url.json": 20,
    "TestSubmission.test_comments.json": 3,
    "TestSubreddit.test_search.json": 6,
    "TestSubredditListings.test_comments.json": 100,
    "TestSubredditListings.test_new.json": 100,
    "TestSubredditStreams.test_comments__with_continue_after_id.json": 195,
}
OF_SUBREDDITS = "TestSubreddits.test_search.json"

pytestmark = pytest.mark.skipif(
    not FOLDER.is_dir(), reason="the recordings lie beside the repository, in ../shared/payloads"
)


def _parsed(body: object) -> list[Post]:
    return [] if body is None else SOURCE.parse({"response": body})


def _read(
    httpserver: HTTPServer, access: Access, name: str, target: str, cursor: Cursor | None = None
) -> list[Page]:
    """The pages that fetch makes of a recording; each request of PRAW was recorded."""
    cassette = Cassette(FOLDER / name)
    cassette.serve(httpserver)
    pages = list(SOURCE.fetch(Request(target), cursor, access))
    assert cassette.unknown == []
    assert cassette.left == []
    return pages


def _posts(pages: list[Page]) -> list[Post]:
    return [post for page in pages for post in SOURCE.parse(page.payload)]


def test_no_recording_lies_unused() -> None:
    assert {path.name for path in FOLDER.iterdir()} == {*RECORDED, OF_SUBREDDITS}


@pytest.mark.parametrize("name", RECORDED)
def test_every_recorded_answer_parses(name: str) -> None:
    posts = [post for body in Cassette(FOLDER / name).bodies for post in _parsed(body)]
    assert len(posts) == RECORDED[name]
    for post in posts:
        assert post.posted_at.utcoffset() is not None
        assert post.url is not None and post.url.startswith("https://www.reddit.com/")
        assert post.deleted or post.text or post.title
        assert (post.kind == "comment") == (post.thread_id is not None)


def test_a_listing_of_subreddits_is_a_changed_format() -> None:
    (body,) = Cassette(FOLDER / OF_SUBREDDITS).bodies
    with pytest.raises(ValueError, match="kind t5"):
        _parsed(body)


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("TestSubredditListings.test_new.json", "r/askreddit"),
        ("TestSubredditListings.test_comments.json", "r/askreddit/comments"),
    ],
)
def test_a_page_that_reaches_what_is_known_ends_the_walk(
    httpserver: HTTPServer, access: Access, name: str, target: str
) -> None:
    oldest = min(post.posted_at for post in _parsed(Cassette(FOLDER / name).bodies[0]))
    cursor = {"id": "t3_whatever", "at": oldest.isoformat()}
    (page,) = _read(httpserver, access, name, target, cursor)
    assert len(SOURCE.parse(page.payload)) == 100
    assert page.cursor is not None and page.cursor["at"] > cursor["at"]


def test_a_listing_is_read_to_its_end_at_about_a_thousand(
    httpserver: HTTPServer, access: Access
) -> None:
    name = "TestListingGenerator.test_exhaust_items.json.gz"
    pages = _read(httpserver, access, name, "r/spez")
    assert len(pages) == 11
    assert len({post.native_id for post in _posts(pages)}) == 1001
    assert [page.cursor is None for page in pages] == [True] * 10 + [False]


def test_an_empty_listing_is_one_empty_page(httpserver: HTTPServer, access: Access) -> None:
    pages = _read(httpserver, access, "TestListingGenerator.test_no_items.json", "r/spez")
    assert len(pages) == 1
    assert _posts(pages) == []


def test_search_finds_posts(httpserver: HTTPServer, access: Access) -> None:
    name = "TestSubreddit.test_search.json"
    posts = _posts(_read(httpserver, access, name, "all:praw oauth search"))
    assert [post.kind for post in posts] == ["post"] * 6


@pytest.mark.parametrize(
    ("name", "target", "comments"),
    [
        ("TestCommentForest.test_replace__all.json", "t3_3hahrw", 541),
        ("TestSubmission.test_comments.json", "t3_2gmzqe", 2),
        ("TestPollData.test_get_user_selection.json", "t3_g9zfex", 3),
    ],
)
def test_a_thread_is_read_with_all_its_comments(
    httpserver: HTTPServer, access: Access, name: str, target: str, comments: int
) -> None:
    pages = _read(httpserver, access, name, target)
    found = {post.native_id: post for post in _posts(pages)}
    assert sum(post.kind == "comment" for post in found.values()) == comments
    assert {post.thread_id for post in found.values()} == {None, target}
    assert all(post.parent_id in found for post in found.values() if post.parent_id)
    assert pages[-1].gap is None


def test_the_author_of_a_deleted_comment_is_gone_and_its_text_too() -> None:
    bodies = Cassette(FOLDER / "TestComment.test_refresh__deleted_comment.json").bodies
    (comment,) = [post for body in bodies for post in _parsed(body) if post.kind == "comment"]
    assert comment.deleted
    assert (comment.text, comment.author) == ("", None)
    assert "body" not in comment.raw


def test_an_html_refusal_is_one_line(httpserver: HTTPServer, access: Access) -> None:
    name = "TestReddit.test_bad_request_without_json_text_html_response.json"
    cassette = Cassette(FOLDER / name)
    cassette.left[-1]["request"] |= {"uri": "https://oauth.reddit.com/r/x/new"}
    cassette.serve(httpserver)
    with pytest.raises(SourceError, match="HTTP 400") as raised:
        list(SOURCE.fetch(Request("r/x"), None, access))
    assert "\n" not in str(raised.value)
