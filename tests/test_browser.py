"""One real visit, in a real browser, from the README's command to the downloaded summary."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect, sync_playwright

ROOT = Path(__file__).parents[1]
_FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
_PATIENCE = 60_000  # milliseconds: two cores may be busy with the worker


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[str]:
    """The address of a demo that was started as a newcomer would."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
    process = subprocess.Popen(
        [sys.executable, "-m", "pipeline", "demo", "--port", str(port), "--no-browser"],
        cwd=ROOT, env=environment | {"TRIBE_HOME": str(tmp_path / "home")},
    )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(f"{address}/_stcore/health", process)
        yield address
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)


def _wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(240):
        assert process.poll() is None, "the demo ended before its dashboard answered"
        with suppress(OSError), urllib.request.urlopen(url):  # noqa: S310 — our own address
            return
        time.sleep(1)
    raise AssertionError("the dashboard did not answer within four minutes")


@pytest.fixture
def page() -> Iterator[Page]:
    """A page of the installed Chromium."""
    names = ("chromium", "chromium-browser", "google-chrome")
    found = next(filter(None, map(shutil.which, names)), None)
    if found is None:
        pytest.skip("no chromium is installed; tests/browser.sh installs Debian's")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=_FLAGS)
        page = browser.new_page(viewport={"width": 1440, "height": 1000})
        page.set_default_timeout(_PATIENCE)
        expect.set_options(timeout=_PATIENCE)
        yield page
        browser.close()


@pytest.mark.timeout(480)
def test_a_visit(demo: str, page: Page, tmp_path: Path) -> None:
    page.goto(f"{demo}/?brand=mosskettle&week=2025-W40")
    expect(page.get_by_text("Fiction").first).to_be_visible()
    expect(page.get_by_text("Voice share").first).to_be_visible()

    page.get_by_role("link", name="Narratives").first.click()
    _open_a_narrative(page)
    _read_its_posts(page)
    _import_a_file(page, tmp_path)
    _download_the_summary(page, tmp_path)


def _open_a_narrative(page: Page) -> None:
    page.locator("a[href*='narrative=']").first.click()
    expect(page.get_by_role("link", name="Read all its posts")).to_be_visible()


def _read_its_posts(page: Page) -> None:
    page.get_by_role("link", name="Read all its posts", exact=False).first.click()
    expect(page.get_by_text("A customer").first).to_be_visible()
    expect(page.get_by_text("Open at the source").first).to_be_visible()


def _import_a_file(page: Page, folder: Path) -> None:
    path = folder / "more.csv"
    path.write_text(
        "id,date,author,text\n"
        "1,2025-12-01,ann,Mosskettle sent me a cold box at last and I am happy\n"
        "2,not a date,bob,Mosskettle again\n"
    )
    page.get_by_role("link", name="Jobs").first.click()
    page.locator("input[type=file]").set_input_files(str(path))
    expect(page.get_by_text(path.name).first).to_be_visible()
    page.get_by_role("button", name="Import", exact=True).click()
    told = page.get_by_text("1 rejected").locator("visible=true").first
    expect(told).to_be_visible(timeout=3 * _PATIENCE)
    expect(page.get_by_text("2 rows: 1 new").first).to_be_attached()


def _download_the_summary(page: Page, folder: Path) -> None:
    page.get_by_role("tab", name="Weekly summary").click()
    page.get_by_role("button", name="Make the summary").click()
    button = page.get_by_role("button", name=".pdf", exact=False).first
    expect(button).to_be_visible(timeout=2 * _PATIENCE)
    with page.expect_download() as started:
        button.click()
    saved = folder / "summary.pdf"
    started.value.save_as(saved)
    assert saved.read_bytes().startswith(b"%PDF")
