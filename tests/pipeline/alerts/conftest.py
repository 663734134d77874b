"""A brand with daily counts as the rollups leave them, and one with an alert to be sent."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime

import pandas as pd
import pytest
from psycopg.types.json import Jsonb
from pydantic import SecretStr
from pytest_httpserver import HTTPServer

from pipeline.alerts import send_alerts
from pipeline.progress import Silent
from pipeline.settings import Settings
from pipeline.store import Store

Fill = Callable[[pd.DataFrame], None]
NOW = datetime(2025, 5, 2, 12, tzinfo=UTC)  # a week after the alert was last seen


@pytest.fixture
def fill(store: Store, brand_id: int) -> Fill:
    """Make these the brand's daily counts, and nothing else."""

    def put(daily: pd.DataFrame) -> None:
        with store.connect() as db:
            numbers = sorted(daily["narrative"].unique())
            ids = {number: _narrative(db, brand_id, int(number)) for number in numbers}
            db.execute("delete from daily where brand_id = %s", [brand_id])
            with db.cursor().copy(f"copy daily ({', '.join(_COLUMNS)}) from stdin") as copy:
                for row in daily.assign(narrative_id=daily["narrative"].map(ids)).to_dict(
                    "records"
                ):
                    copy.write_row([_value(row, brand_id, column) for column in _COLUMNS])

    return put


_COLUMNS = (
    "brand_id", "day", "week", "source", "voice", "direct_reply", "narrative_id", "mentions",
    "counted", "heard", "negative", "neutral", "positive", "not_scored", "spam", "duplicates",
)  # fmt: skip
_ZERO: Sequence[str] = ("not_scored", "spam", "duplicates")


def _value(row: dict, brand_id: int, column: str) -> object:  # type: ignore[type-arg]
    if column in _ZERO:
        return 0
    given = {"brand_id": brand_id, "direct_reply": False, "heard": row["counted"]}
    return given.get(column, row.get(column))


def _narrative(db, brand_id: int, number: int) -> int:  # type: ignore[no-untyped-def]  # noqa: ANN001
    row = db.execute(
        "insert into narrative (brand_id, number, label, centroid, radius, born_at) "
        "values (%s, %s, %s, array_fill(0.05, array[384])::halfvec(384), 0.5, now()) "
        "on conflict (brand_id, number) do update set label = excluded.label returning id",
        (brand_id, number, f"Story {number}"),
    ).fetchone()
    return int(row[0])


class Notes(Silent):
    """Progress that keeps what a person would read."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def note(self, text: str) -> None:
        self.lines.append(text)


@pytest.fixture
def raised(store: Store, brand_id: int) -> Store:
    """A store with one alert, as it would be raised."""
    figures = {"days": 5, "n": 60.0, "expected": 20.0, "whole": None}
    with store.connect() as db:
        db.execute(
            "insert into alert"
            " (brand_id, kind, subject, measure, rises, began, last_seen, state, figures)"
            " values (%s, 'spike', 'brand', 'mentions', true, %s, %s, 'lasting', %s)",
            [brand_id, date(2025, 4, 26), date(2025, 4, 30), Jsonb(figures)],
        )
    return store


def posting(url: str) -> Settings:
    return Settings(alert_webhook=SecretStr(url))


@pytest.fixture
def hook(httpserver: HTTPServer) -> Settings:
    """Settings whose webhook is a server here that takes everything."""
    httpserver.expect_request("/hook", method="POST").respond_with_data("ok")
    return posting(httpserver.url_for("/hook"))


def send(store: Store, settings: Settings, now: datetime = NOW) -> tuple[bool, list[str]]:
    notes = Notes()
    return send_alerts(store, settings, notes, now, sleep=lambda _: None), notes.lines
