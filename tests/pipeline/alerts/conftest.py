"""A brand whose daily counts stand in a real database, as the rollups leave them."""

from collections.abc import Callable, Sequence

import pandas as pd
import pytest

from pipeline.store import Store

Fill = Callable[[pd.DataFrame], None]


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
