"""From a source into the store: nothing lost, nothing doubled, and what was read is on record."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Response

from pipeline.errors import Cancelled, CredentialsError, FormatChanged, SourceError, Throttled
from pipeline.intake import Taken
from pipeline.posts import Post
from pipeline.progress import Progress, Silent
from pipeline.sources import Access, Page, Request, Source, find_source
from pipeline.sources.base import Cursor, Gap, Payload, Window, from_epoch
from pipeline.sources.ingest import ingest, ingest_each
from pipeline.store import Store
from tests.pipeline.sources.fake_reddit import FakeReddit, json_of, post
from tests.pipeline.sources.test_hackernews import FakeAlgolia

_T0 = 1_772_000_000.0
REDDIT = find_source("reddit")
HACKERNEWS = find_source("hackernews")


@pytest.fixture
def brand_id(store: Store) -> int:
    return _brand(store)


def _brand(store: Store) -> int:
    with store.connect() as db:
        made = db.execute(
            "insert into brand (key, name, query) values ('lumo', 'Lumo', 'lumo') returning id"
        ).fetchone()
    assert made is not None
    return int(made[0])


def _things(numbers: range) -> list[dict[str, Any]]:
    return [post(number, _T0 + 60 * number) for number in reversed(numbers)]


def _ids(store: Store) -> list[str]:
    with store.connect() as db:
        return [row[0] for row in db.execute("select native_id from post order by id")]


def _readings(store: Store) -> list[dict[str, Any]]:
    with store.connect() as db:
        cursor = db.execute("select * from source_reading order by id")
        names = [column.name for column in cursor.description or []]
        return [dict(zip(names, row, strict=True)) for row in cursor]


def _cursor(store: Store) -> Cursor | None:
    with store.connect() as db:
        row = db.execute("select cursor from source_cursor").fetchone()
    return row[0] if row else None


@dataclass
class Ears:
    """Progress that remembers, and raises `stop` when it has been called `after` times."""

    after: int | None = None
    stop: BaseException = field(default_factory=lambda: KeyboardInterrupt())
    notes: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    calls: int = 0

    def stage(self, name: str, total: int | None = None) -> None: ...

    def advance(self, items: int = 1) -> None:
        self.calls += 1
        if self.calls == self.after:
            raise self.stop

    def count(self, name: str, items: int) -> None:
        self.counts[name] += items

    def note(self, text: str) -> None:
        self.notes.append(text)


@dataclass
class Pages:
    """A source that gives the pages it was made of."""

    pages: list[Page]
    name: str = "pages"
    title: str = "Pages"
    help: str = "Nothing."
    waits: tuple[float, ...] = ()

    def targets(self, text: str) -> tuple[str, ...]:
        return (text,)

    def fetch(self, request: Request, cursor: Cursor | None, access: Access) -> Iterator[Page]:
        for seconds in self.waits:
            access.sleep(seconds)
        yield from self.pages

    def parse(self, payload: Payload) -> list[Post]:
        return [
            Post("pages", str(number), "post", from_epoch(_T0), f"Thought number {number}.")
            for number in payload["numbers"]
        ]


def _page(*numbers: int, **more: Any) -> Page:  # noqa: ANN401
    return Page({"numbers": list(numbers)}, Window(from_epoch(_T0), from_epoch(_T0 + 60)), **more)


def _ingest(
    store: Store,
    brand_id: int,
    access: Access,
    source: Source = REDDIT,
    target: str = "r/lumo",
    progress: Progress | None = None,
    **more: Any,  # noqa: ANN401
) -> Taken:
    request = Request(target, **more)
    return ingest(store, source, request, brand_id, progress or Silent(), access)


def test_posts_cursor_and_reading_are_left_behind(
    httpserver: HTTPServer, store: Store, brand_id: int, access: Access
) -> None:
    FakeReddit(httpserver, _things(range(8)))
    progress = Ears()
    taken = _ingest(store, brand_id, access, progress=progress)
    assert (taken.new, taken.known) == (8, 0)
    assert (taken.first_posted_at, taken.last_posted_at) == (
        from_epoch(_T0),
        from_epoch(_T0 + 420),
    )
    assert len(_ids(store)) == progress.counts["new"] == 8
    assert _cursor(store) == {"id": "t3_n7", "at": from_epoch(_T0 + 420).isoformat()}
    (reading,) = _readings(store)
    assert (reading["source"], reading["target"], reading["brand_id"]) == (
        "reddit",
        "r/lumo",
        brand_id,
    )
    assert (reading["read_from"], reading["read_to"]) == (from_epoch(_T0), access.clock())
    assert reading["complete"] and reading["note"] is None


def test_the_next_run_takes_only_what_is_new(
    httpserver: HTTPServer, store: Store, brand_id: int, access: Access
) -> None:
    fake = FakeReddit(httpserver, _things(range(8)))
    _ingest(store, brand_id, access)
    fake.things = _things(range(10))
    fake.asked.clear()
    assert _ingest(store, brand_id, access).new == 2
    assert len(fake.asked) == 1
    assert _ingest(store, brand_id, access).new == 0
    assert _ingest(store, brand_id, access, afresh=True).known == 10


def test_two_brands_have_cursors_of_their_own(
    httpserver: HTTPServer, store: Store, brand_id: int, access: Access
) -> None:
    FakeReddit(httpserver, _things(range(4)))
    _ingest(store, brand_id, access)
    with store.connect() as db:
        db.execute("update brand set key = 'candela'")
    assert _ingest(store, _brand(store), access).known == 4


@pytest.mark.parametrize("after", range(1, 5))
@pytest.mark.parametrize("name", ["reddit", "hackernews"])
def test_a_killed_run_is_carried_on(
    httpserver: HTTPServer, store: Store, brand_id: int, access: Access, name: str, after: int
) -> None:
    """Killed after a page is stored and before its cursor is: the worst moment."""
    FakeReddit(httpserver, _things(range(10)))
    FakeAlgolia(httpserver, [int(_T0) + second for second in range(0, 1100, 10)], size=20)
    source, target = (REDDIT, "r/lumo") if name == "reddit" else (HACKERNEWS, "lumo")
    expected = 10 if name == "reddit" else 110
    with pytest.raises(KeyboardInterrupt):
        _ingest(store, brand_id, access, source, target, Ears(after))
    assert 0 < len(_ids(store)) <= expected
    _ingest(store, brand_id, access, source, target)
    ids = _ids(store)
    assert len(ids) == len(set(ids)) == expected
    assert ids == sorted(ids, key=lambda native_id: -int(native_id.removeprefix("t3_n")))
    assert [reading["complete"] for reading in _readings(store)] == [False, True]


def test_what_is_above_a_cut_does_not_hide_what_is_below_it(
    httpserver: HTTPServer, store: Store, brand_id: int, access: Access
) -> None:
    fake = FakeReddit(httpserver, _things(range(10)))
    with pytest.raises(KeyboardInterrupt):
        _ingest(store, brand_id, access, progress=Ears(1))
    fake.things = _things(range(12))
    _ingest(store, brand_id, access)
    assert len(_ids(store)) == 12


def test_a_run_that_fails_midway_keeps_what_it_has(
    httpserver: HTTPServer, store: Store, brand_id: int, access: Access
) -> None:
    fake = FakeReddit(httpserver, _things(range(10)))
    fake.before_answer = lambda request: (
        Response("{}", 429, {"retry-after": "900"}) if "after" in request.args else None
    )
    with pytest.raises(Throttled):
        _ingest(store, brand_id, access)
    assert len(_ids(store)) == 3
    assert _cursor(store) is None
    (reading,) = _readings(store)
    assert not reading["complete"]
    assert "900 seconds" in reading["note"]
    assert reading["read_from"] == from_epoch(_T0 + 7 * 60)
    fake.before_answer = lambda request: None
    assert _ingest(store, brand_id, access).new == 7


def test_a_new_format_is_loud_and_the_payload_is_kept(
    store: Store, brand_id: int, access: Access
) -> None:
    strange = replace(_page(), payload={"figures": [3, 4]}, cursor={"at": 2})
    source = Pages([_page(1, 2, cursor={"at": 1}), strange])
    with pytest.raises(FormatChanged, match="Pages sent something in a new format") as raised:
        _ingest(store, brand_id, access, source, "all")
    (kept,) = (access.settings.home / "unparsed").iterdir()
    assert str(kept) in str(raised.value)
    assert json.loads(kept.read_text("utf-8")) == {"figures": [3, 4]}
    assert _ids(store) == ["1", "2"]
    assert _cursor(store) == {"at": 1}
    with pytest.raises(FormatChanged):
        _ingest(store, brand_id, access, source, "all")
    assert len(list((access.settings.home / "unparsed").iterdir())) == 2


def test_a_new_format_that_fetch_stumbles_over_is_kept_too(
    httpserver: HTTPServer, store: Store, brand_id: int, access: Access
) -> None:
    httpserver.expect_request("/search_by_date").respond_with_response(json_of({"found": 0}))
    with pytest.raises(FormatChanged, match="Hacker News"):
        _ingest(store, brand_id, access, HACKERNEWS, "lumo")
    (kept,) = (access.settings.home / "unparsed").glob("hackernews-*.json")
    assert json.loads(kept.read_text("utf-8")) == {"found": 0}


def test_a_gap_is_a_reading_of_its_own(store: Store, brand_id: int, access: Access) -> None:
    missed = Gap(Window(from_epoch(_T0 - 900), from_epoch(_T0)), "Pages shows only two.")
    progress = Ears()
    _ingest(store, brand_id, access, Pages([_page(1, 2, gap=missed)]), "all", progress)
    gap, rest = _readings(store)
    assert (gap["complete"], gap["note"]) == (False, missed.note)
    assert (gap["read_from"], gap["read_to"]) == (missed.window.since, missed.window.until)
    assert (rest["complete"], rest["read_from"]) == (True, gap["read_to"])
    assert progress.notes == [missed.note]


def test_waiting_is_told_and_a_cancelled_job_does_not_wait_it_out(
    store: Store, brand_id: int, access: Access, naps: list[float]
) -> None:
    source = Pages([], waits=(2.5, 120.0))
    progress = Ears(after=10, stop=Cancelled("Cancelled."))
    with pytest.raises(Cancelled):
        _ingest(store, brand_id, access, source, "all", progress)
    assert naps == [1.0, 1.0, 0.5, *[1.0] * 7]
    assert progress.notes == ["Asked to wait 120 seconds; waiting."]
    (reading,) = _readings(store)
    assert reading["note"] == "Cancelled."


def test_one_target_that_fails_does_not_hold_up_the_others(
    httpserver: HTTPServer, store: Store, brand_id: int, access: Access
) -> None:
    fake = FakeReddit(httpserver, _things(range(3)))
    fake.before_answer = lambda request: (
        Response("{}", 403) if request.path.startswith("/r/secret/") else None
    )
    requests = [Request("r/secret"), Request("r/lumo")]
    progress = Ears()
    with pytest.raises(SourceError, match="keeps r/secret private"):
        ingest_each(store, REDDIT, requests, brand_id, progress, access)
    assert len(_ids(store)) == 3
    assert [reading["complete"] for reading in _readings(store)] == [False, True]
    taken = ingest_each(store, REDDIT, requests[1:], brand_id, progress, access)
    assert taken.known == 3


def test_wrong_credentials_are_not_tried_again(
    httpserver: HTTPServer, store: Store, brand_id: int, access: Access
) -> None:
    httpserver.expect_request("/api/v1/access_token").respond_with_json({}, status=401)
    requests = [Request("r/lumo"), Request("r/candela")]
    with pytest.raises(CredentialsError):
        ingest_each(store, REDDIT, requests, brand_id, Ears(), access)
    assert len(_readings(store)) == 1


def test_a_payload_that_cannot_be_kept_is_told_too(
    store: Store, brand_id: int, access: Access
) -> None:
    (access.settings.home / "unparsed").write_text("a file in the way")
    strange = replace(_page(), payload={"figures": []})
    with pytest.raises(FormatChanged, match=r"could not be kept .*File exists"):
        _ingest(store, brand_id, access, Pages([strange]), "all")


def test_a_reading_spans_all_pages(store: Store, brand_id: int, access: Access) -> None:
    early = Window(from_epoch(_T0) - timedelta(days=1), from_epoch(_T0))
    pages = [_page(1), replace(_page(2), window=early)]
    _ingest(store, brand_id, access, Pages(pages), "all")
    (reading,) = _readings(store)
    assert (reading["read_from"], reading["read_to"]) == (early.since, from_epoch(_T0 + 60))
