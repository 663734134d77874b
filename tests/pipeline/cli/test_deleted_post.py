"""A post deleted at its source: the next reading takes its text and all figures made of it away."""

from copy import deepcopy

import pytest
from pytest_httpserver import HTTPServer

from pipeline.store import Store
from tests.pipeline.cli.conftest import Run
from tests.pipeline.intake.posts import rows
from tests.pipeline.sources.fake_reddit import FakeReddit, post

STATE = """
    select native_id, body, author, deleted_at is not null,
           (select count(*) from mention where post_id = post.id),
           (select count(*) from score where post_id = post.id),
           (select count(*) from post_raw where post_id = post.id)
    from post order by native_id
"""


def test_what_reddit_deleted_is_gone_after_the_next_reading(
    run: Run, store: Store, httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = httpserver.url_for("").rstrip("/")
    for name, value in {
        "CLIENT_ID": "an-id",
        "CLIENT_SECRET": "a-secret",
        "URL": url,
        "OAUTH_URL": f"{url}/",
    }.items():
        monkeypatch.setenv(f"TRIBE_REDDIT_{name}", value)
    reddit = FakeReddit(httpserver, [post(2, 1_745_000_100.0), post(1, 1_745_000_000.0)])
    run("brand", "add", "lumo", "--community", "reddit=lumo")
    words = ("ingest", "reddit", "--brand", "lumo", "--target", "r/lumo")
    assert run(*words)[0] == 0
    assert [row[3:] for row in rows(store, STATE)] == [(False, 1, 1, 1)] * 2

    reddit.things[1] = deepcopy(reddit.things[1])
    reddit.things[1]["data"] |= {"selftext": "[deleted]", "author": "[deleted]"}
    code, out, _ = run(*words, "--afresh")
    assert code == 0
    assert "deleted 1" in out
    gone, kept = rows(store, STATE)
    assert gone == ("t3_n1", "", None, True, 0, 0, 0)
    assert kept[3:] == (False, 1, 1, 1)
    assert rows(store, "select sum(mentions) from daily") == [(1,)]
