"""Sources on this machine: a local server, a clock that stands, naps that take no time."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pydantic import SecretStr
from pytest_httpserver import HTTPServer

from pipeline.settings import Settings
from pipeline.sources.base import Access

NOW = datetime(2026, 3, 3, 12, tzinfo=UTC)


@pytest.fixture
def naps() -> list[float]:
    """Every wait that was asked for."""
    return []


@pytest.fixture
def access(httpserver: HTTPServer, tmp_path: Path, naps: list[float]) -> Iterator[Access]:
    """Settings whose sources are the local server."""
    url = httpserver.url_for("").rstrip("/")
    settings = Settings(
        home=tmp_path,
        reddit_client_id="an-id",
        reddit_client_secret=SecretStr("a-secret"),
        reddit_url=url,
        reddit_oauth_url=f"{url}/",
        appstore_url=url,
        hackernews_url=url,
    )
    yield Access(settings, clock=lambda: NOW, sleep=naps.append)
    httpserver.check_assertions()
