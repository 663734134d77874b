"""Coverage: weeks that are not whole are found, and quiet ones are let be."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from types import MappingProxyType

import pandas as pd

from pipeline.authority import refresh_rollups, week_coverage
from pipeline.authority.coverage import coverage
from pipeline.progress import Silent
from pipeline.store import Store
from pipeline.weeks import monday
from tests.pipeline.authority.conftest import Insert, Said
from tests.pipeline.authority.simulate import MONDAY

READING = ["source", "target", "read_from", "read_to", "complete", "note"]


def days(counts: dict[date, int], source: str = "reddit") -> pd.DataFrame:
    rows = [(source, day, monday(day), count) for day, count in counts.items()]
    return pd.DataFrame(rows, columns=["source", "day", "week", "mentions"])


def every_day(first: int, last: int, count: int = 2) -> dict[date, int]:
    return {MONDAY + timedelta(days=day): count for day in range(first, last)}


def found(
    rows: pd.DataFrame,
    readings: Sequence[tuple[object, ...]] = (),
    weights: Mapping[str, float] = MappingProxyType({}),
) -> list[tuple[int, str]]:
    """(number of the week, state) of every week that is not whole."""
    thin = coverage(
        rows,
        pd.DataFrame(list(readings), columns=READING),
        pd.DataFrame(list(weights.items()), columns=["source", "weight"]),
    )
    numbers = [(week - MONDAY).days // 7 for week in thin["week"]]
    return list(zip(numbers, thin["state"], strict=True))


def test_whole_weeks_are_whole() -> None:
    assert found(days(every_day(0, 28))) == []


def test_data_that_begins_and_ends_within_a_week() -> None:
    assert found(days(every_day(3, 25))) == [(0, "starts"), (3, "ends")]


def test_a_source_that_speaks_once_a_week_does_not_begin_within_one() -> None:
    assert found(days({MONDAY + timedelta(days=3 + 7 * week): 1 for week in range(9)})) == []


def test_a_reading_that_says_all_was_read_is_believed() -> None:
    reading = ("reddit", "r/x", MONDAY, MONDAY + timedelta(days=27), True, None)
    assert found(days(every_day(3, 25)), [reading]) == []


def test_a_source_that_falls_silent() -> None:
    quiet = every_day(0, 28) | every_day(35, 42)
    assert found(days(quiet)) == [(4, "silent")]


def test_silence_after_the_end_of_one_source_while_another_goes_on() -> None:
    rows = pd.concat([days(every_day(0, 28)), days(every_day(0, 42), "appstore")])
    assert found(rows) == [(4, "silent"), (5, "silent")]


def test_an_incomplete_reading_marks_its_weeks_until_another_makes_up_for_it() -> None:
    broken = ("reddit", "r/x", MONDAY + timedelta(7), MONDAY + timedelta(15), False, "cut off")
    mended = ("reddit", "r/x", MONDAY + timedelta(7), MONDAY + timedelta(13), True, None)
    assert found(days(every_day(0, 28)), [broken]) == [(1, "gap"), (2, "gap")]
    assert found(days(every_day(0, 28)), [broken, mended]) == [(2, "gap")]


def test_a_source_after_the_baseline_is_told() -> None:
    rows = pd.concat([days(every_day(0, 28)), days(every_day(21, 28), "appstore")])
    assert found(rows, weights={"reddit": 1.0, "appstore": 0.0}) == [(3, "new")]


def test_nothing_known_is_nothing_thin(store: Store, brand_id: int) -> None:
    thin = week_coverage(store, brand_id)
    assert thin.empty and list(thin.columns) == ["week", "source", "state", "note"]


def test_coverage_of_a_stored_brand(store: Store, brand_id: int, insert: Insert) -> None:
    insert([Said(day=day) for day, count in every_day(3, 14).items() for _ in range(count)])
    with store.connect() as db:
        db.execute(
            "insert into source_reading (brand_id, source, target, read_from, read_to, complete) "
            "values (%s, 'reddit', 'r/x', '2025-01-14', '2025-01-15', false)",
            (brand_id,),
        )
    refresh_rollups(store, brand_id, Silent())
    thin = week_coverage(store, brand_id)
    assert list(thin["state"]) == ["starts", "gap"]
    assert thin["note"][0] == "Reddit begins on 9 Jan"
