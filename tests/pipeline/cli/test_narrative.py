"""`narrative`: what a person reads, renames, merges and takes back on the command line."""

import pytest

from pipeline.narratives import refresh_narratives
from pipeline.progress import Silent
from pipeline.store import Store
from tests.pipeline.cli.conftest import Run
from tests.pipeline.narratives.conftest import all_stories, insert


@pytest.fixture
def told(store: Store, run: Run) -> None:
    """A brand with four stories."""
    run("brand", "add", "acme", "--query", "acme")
    with store.connect() as db:
        row = db.execute("select id from brand").fetchone()
    assert row is not None
    insert(store, row[0], all_stories())
    refresh_narratives(store, row[0], Silent())


@pytest.mark.usefixtures("told")
def test_events_are_read_and_undone(run: Run) -> None:
    assert run("narrative", "list", "acme")[1].count("2025-01-06") == 4
    assert "is called Robots speak" in run("narrative", "rename", "acme", "1", "Robots  speak")[1]
    assert "Robots speak" in run("narrative", "list", "acme")[1]
    code, said, _ = run("narrative", "merge", "acme", "2", "1")
    assert code == 0 and "a part of 1" in said
    events = run("narrative", "events", "acme")[1]
    assert events.count("born") == 4 and "renamed" in events and "part of another" in events
    number = said.split("event ")[1].split(")")[0]
    assert run("narrative", "undo", "acme", number)[0] == 0
    assert "(undone)" in run("narrative", "events", "acme")[1]
    assert run("narrative", "list", "acme")[1].count("2025-01-06") == 4


@pytest.mark.usefixtures("told")
def test_what_cannot_be_done_is_one_line(run: Run) -> None:
    run("brand", "add", "other", "--query", "other")
    assert "There is no event 1" in run("narrative", "undo", "other", "1")[2]
    assert "No narrative was found yet" in run("narrative", "list", "other")[1]
    assert "Nothing happened" in run("narrative", "events", "other")[1]
    assert "There is no narrative 99" in run("narrative", "rename", "acme", "99", "x")[2]
