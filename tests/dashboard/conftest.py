"""The dashboard on a test's own database, as a viewer opens it."""

import html
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from dashboard import data
from pipeline.store import Store

APP = Path(__file__).parents[2] / "dashboard" / "app.py"

Opener = Callable[..., AppTest]


@pytest.fixture
def visit(store: Store, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Opener]:
    """Opens a page ("" is the overview) at an address; fails on any exception."""
    monkeypatch.setenv("DATABASE_URL", store.url)
    monkeypatch.setenv("TRIBE_HOME", str(tmp_path))
    st.cache_data.clear()
    st.cache_resource.clear()

    def visited(page: str = "", /, **address: str) -> AppTest:
        app = AppTest.from_file(str(APP), default_timeout=60)
        app.query_params.update(address)
        app.run()
        if page:
            app = app.switch_page(f"app_pages/{page}.py")
            app.query_params.update(address)
            app.run()
        assert not app.exception, [error.message for error in app.exception]
        return app

    yield visited
    data.store().close()
    st.cache_data.clear()
    st.cache_resource.clear()


def words_on(app: AppTest) -> str:
    """All a person can read on the page, without its markup."""
    kinds = ("html", "markdown", "caption", "error", "warning", "info", "success", "text")
    parts = [str(getattr(part, "value", "")) for kind in kinds for part in app.get(kind)]
    parts += [str(part.proto.label).replace("\\", "") for part in app.get("page_link")]
    bare = re.sub(r"<style>.*?</style>", "", " ".join(parts), flags=re.S)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", bare)).split())


def press(app: AppTest, label: str) -> None:
    """Click a button, by its label."""
    next(button for button in app.button if button.label == label).click()
    app.run()
    assert not app.exception, [error.message for error in app.exception]
