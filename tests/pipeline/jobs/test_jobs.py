"""Jobs tell where they are, stop when asked, say why they failed, and outlive their worker."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pipeline import jobs
from pipeline.errors import Cancelled, InputError, TribeError, UnknownBrand
from pipeline.jobs.kinds import KINDS, Arguments, Workplace
from pipeline.jobs.queue import work
from pipeline.settings import Settings
from pipeline.store import Store

ROOT = Path(__file__).parents[3]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path)


def _last(store: Store) -> dict[str, object]:
    return dict(jobs.recent(store, 1).iloc[0])


def test_a_job_leaves_its_counts_notes_and_end(
    store: Store, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def count(place: Workplace, arguments: Arguments) -> None:
        place.progress.stage("counting", 3)
        place.progress.advance(3)
        place.progress.count("new", 3)
        place.progress.note("Three of them.")

    monkeypatch.setitem(KINDS, "count", count)
    jobs.run_here(store, settings, "count", {})
    job = _last(store)
    assert (job["status"], job["stage"], job["done"], job["total"]) == ("done", "counting", 3, 3)
    assert (job["counts"], job["notes"]) == ({"new": 3}, ["Three of them."])


def test_a_failed_job_keeps_its_one_line(store: Store, settings: Settings) -> None:
    with pytest.raises(UnknownBrand):
        jobs.run_here(store, settings, "process", {"brand": "nobody"})
    job = _last(store)
    assert job["status"] == "failed"
    assert 'There is no brand "nobody"' in str(job["error"])


@pytest.mark.parametrize(
    ("raised", "comes_out", "status", "says"),
    [
        (KeyboardInterrupt(), Cancelled, "cancelled", "Stopped in the middle"),
        (SystemExit(143), SystemExit, "cancelled", "Stopped in the middle"),
        (OSError(28, "No space left"), TribeError, "failed", "no room left"),
        (PermissionError(13, "Permission denied", "/x"), TribeError, "failed", "/x: Permission"),
        (KeyError("two\nlines"), TribeError, "failed", "A fault of ours"),
    ],
)
def test_whatever_ends_a_job_is_one_line(
    raised: BaseException,
    comes_out: type[BaseException],
    status: str,
    says: str,
    store: Store,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def end(place: Workplace, arguments: Arguments) -> None:
        raise raised

    monkeypatch.setitem(KINDS, "process", end)
    with pytest.raises(comes_out):
        jobs.run_here(store, settings, "process", {})
    last = _last(store)
    assert last["status"] == status
    assert says in str(last["error"])
    assert "\n" not in str(last["error"])
    assert (settings.home / "faults.log").exists() == isinstance(raised, KeyError)


def test_a_running_job_stops_when_asked(
    store: Store, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = threading.Event()

    def endless(place: Workplace, arguments: Arguments) -> None:
        place.progress.stage("waiting")
        for _ in range(1_000):
            begun.set()
            time.sleep(0.02)
            place.progress.advance()

    def stop() -> None:
        begun.wait(10)
        jobs.cancel(store, int(str(_last(store)["id"])))

    monkeypatch.setitem(KINDS, "endless", endless)
    asker = threading.Thread(target=stop)
    asker.start()
    with pytest.raises(Cancelled):
        jobs.run_here(store, settings, "endless", {})
    asker.join()
    assert _last(store)["status"] == "cancelled"


def test_a_waiting_job_is_cancelled_at_once_and_never_runs(
    store: Store, settings: Settings
) -> None:
    job_id = jobs.submit(store, "process", {})
    jobs.cancel(store, job_id)
    work(store, settings, wait=False)
    assert _last(store)["status"] == "cancelled"
    with pytest.raises(InputError, match="already ended"):
        jobs.cancel(store, job_id)


def test_an_unknown_job_cannot_be_cancelled(store: Store) -> None:
    with pytest.raises(InputError, match="no job 7"):
        jobs.cancel(store, 7)


@contextmanager
def _worker(store: Store, home: Path) -> Iterator[subprocess.Popen[bytes]]:
    environment = os.environ | {"DATABASE_URL": store.url, "TRIBE_HOME": str(home)}
    process = subprocess.Popen(
        [sys.executable, "-m", "pipeline", "worker"], cwd=ROOT, env=environment
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def _until(condition: Callable[[], bool], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.2)


def test_a_worker_in_its_own_process_takes_the_job(store: Store, tmp_path: Path) -> None:
    jobs.submit(store, "process", {})
    with _worker(store, tmp_path) as process:
        _until(lambda: _last(store)["status"] == "done", 60)
        assert jobs.worker_alive(store)
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) is not None


@pytest.mark.slow
def test_a_job_whose_worker_was_killed_is_run_by_the_next(store: Store, tmp_path: Path) -> None:
    with _worker(store, tmp_path) as process:
        jobs.submit(store, "sample", {})
        _until(lambda: _last(store)["status"] == "running", 60)
        process.kill()
        process.wait()
    assert _last(store)["status"] == "running"
    with _worker(store, tmp_path):
        _until(lambda: _last(store)["status"] == "done", 180)
