"""Stretches of days by name: what each means, and what is none."""

from datetime import date

import pytest

from pipeline.errors import InputError
from pipeline.spans import Span, parse_span

OCTOBER = Span(date(2025, 10, 1), date(2025, 10, 31))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024", "2024-01-01", "2024-12-31"),
        ("2025-Q1", "2025-01-01", "2025-03-31"),
        ("2025-Q4", "2025-10-01", "2025-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2025-W01", "2024-12-30", "2025-01-05"),
        ("2025-10-06", "2025-10-06", "2025-10-06"),
        ("2025-10-06..2025-11-02", "2025-10-06", "2025-11-02"),
        (" 2024-Q2..2025 ", "2024-04-01", "2025-12-31"),
        ("2025-W40..2025-10-12", "2025-09-29", "2025-10-12"),
    ],
)
def test_a_name_is_a_stretch_of_days(text: str, first: str, last: str) -> None:
    assert parse_span(text) == Span(date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize("text", ["", "..", "2025-Q5", "2025-13", "2025-W60", "0000", "Oct", "-5"])
def test_what_is_none_says_how_to_write_one(text: str) -> None:
    with pytest.raises(InputError, match=r"no stretch of days\. Write 2025, 2025-Q4"):
        parse_span(text)


def test_an_end_before_its_beginning_is_none() -> None:
    with pytest.raises(InputError, match="ends before it begins"):
        parse_span("2025-11..2025-10")


def test_what_is_before_is_as_long_and_ends_where_it_begins() -> None:
    before = OCTOBER.before
    assert (before.days, before.last) == (OCTOBER.days, date(2025, 9, 30))
    assert parse_span(str(OCTOBER)) == OCTOBER
