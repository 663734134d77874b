"""Ingesting twice is ingesting once, and a kill at any moment is made good by the next run."""

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipeline import brands, jobs
from pipeline.settings import Settings
from pipeline.store import Store
from tests.duolingo import DUOLINGO
from tests.shared_data import data_file
from tests.snapshot import differences, snapshot

ROOT = Path(__file__).parents[2]


def test_the_sample_loaded_twice_is_the_sample(store: Store, tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    jobs.run_here(store, settings, "sample", {})
    once = snapshot(store)
    assert once["mention"] and once["narrative"] and once["weekly_dial"]
    jobs.run_here(store, settings, "sample", {})
    assert differences(once, snapshot(store)) == {}


def _import(store: Store, home: Path, path: Path) -> subprocess.Popen[bytes]:
    words = ["import", str(path), "--brand", DUOLINGO.key]
    environment = os.environ | {"DATABASE_URL": store.url, "TRIBE_HOME": str(home)}
    return subprocess.Popen(
        [sys.executable, "-m", "pipeline", *words],
        cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_ten_kills_leave_the_database_of_one_clean_run(
    store: Store, another_store: Store, tmp_path: Path
) -> None:
    path = data_file("reddit_duolingo.csv")
    clean = another_store
    brands.save(clean, DUOLINGO)
    began = time.monotonic()
    assert _import(clean, tmp_path, path).wait() == 0
    usual = time.monotonic() - began

    brands.save(store, DUOLINGO)
    moments = random.Random(7)  # noqa: S311
    for _ in range(10):
        process = _import(store, tmp_path, path)
        time.sleep(moments.uniform(1.0, usual))
        process.kill()
        process.wait()
    assert _import(store, tmp_path, path).wait() == 0
    assert differences(snapshot(clean), snapshot(store)) == {}
