"""Dumps get the ids that Reddit's API gives, whatever they name and leave out."""

from pipeline.files.reddit import Given, Identity, Threads, identity, is_permalink, permalink

LINK = "https://www.reddit.com/r/duolingo/comments/1abc/some_title/"


def test_a_post_has_no_thread_and_no_parent() -> None:
    assert identity(Given("1abc", "post", parent="x")) == Identity("t3_1abc", None, None)


def test_a_comment_takes_its_thread_from_its_link() -> None:
    found = identity(Given("c1", "comment", parent="t1_c0", url=LINK))
    assert found == Identity("t1_c1", "t3_1abc", "t1_c0")


def test_a_comment_takes_its_thread_from_its_parent_post() -> None:
    found = identity(Given("c1", "comment", parent="t3_1abc", url="https://i.redd.it/x.png"))
    assert found == Identity("t1_c1", "t3_1abc", "t3_1abc")


def test_a_bare_parent_is_the_thread_or_a_comment() -> None:
    assert identity(Given("c1", "comment", "1abc", "1abc")) == Identity(
        "t1_c1", "t3_1abc", "t3_1abc"
    )
    assert identity(Given("c2", "comment", "1abc", "c1")) == Identity("t1_c2", "t3_1abc", "t1_c1")


def test_ids_can_stand_in_the_link_alone() -> None:
    assert identity(Given(url=LINK)) == Identity("t3_1abc", None, None)
    assert identity(Given(url=f"{LINK}c9/?context=3")) == Identity("t1_c9", "t3_1abc", "t3_1abc")
    assert identity(Given()) is None
    assert not is_permalink("https://example.com/sample/r/x/comments/1abc/")


def test_a_thread_is_known_from_other_rows() -> None:
    threads = Threads()
    rows = [
        (Given("c1", "comment", parent="t3_1abc", url="https://i.redd.it/a"), "duo"),
        (Given("c2", "comment", parent="t1_c1", url="https://i.redd.it/a"), "duo"),
        (Given("p9", "post", url="https://i.redd.it/b"), "duo"),
        (Given("q9", "post", url="https://i.redd.it/c"), "duo"),
        (Given("q8", "post", url="https://i.redd.it/c"), "duo"),
    ]
    for row, community in rows:
        found = identity(row)
        assert found
        threads.learn(found, community, row.url)

    def thread(parent: str, url: str, community: str = "duo") -> str | None:
        return threads.thread_of(Identity("t1_new", None, parent), community, url)

    assert thread("t1_c2", "") == "t3_1abc"
    assert thread("t1_gone", "https://i.redd.it/b") == "t3_p9"
    assert thread("t1_gone", "https://i.redd.it/b", "other") is None
    assert thread("t1_gone", "https://i.redd.it/c") is None, "two threads share that link"


def test_a_circle_of_replies_ends() -> None:
    threads = Threads({"t1_a": "t1_b", "t1_b": "t1_a"})
    assert threads.thread_of(Identity("t1_c", None, "t1_a"), "x", "") is None


def test_links_lead_to_the_post_itself() -> None:
    comment, post = Identity("t1_c1", None, None), Identity("t3_1abc", None, None)
    own = f"{LINK}c1/"
    assert permalink(comment, "duolingo", "t3_1abc", own) == own
    assert permalink(comment, "duolingo", "t3_1abc", LINK) == (
        "https://www.reddit.com/r/duolingo/comments/1abc/_/c1/"
    )
    assert permalink(comment, "duolingo", None, "https://i.redd.it/x") == "https://i.redd.it/x"
    assert permalink(post, "duolingo", None, "https://i.redd.it/x") == (
        "https://www.reddit.com/r/duolingo/comments/1abc/"
    )
    assert permalink(post, "duolingo", None, LINK.removeprefix("https://www.reddit.com")) == LINK
