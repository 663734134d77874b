"""Every way of writing a date that the real files hold, and the order of day and month."""

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.files.dates import (
    DateReading,
    NotADate,
    OrderCount,
    count_orders,
    decided,
    needs_zone,
)

NOW = datetime(2026, 1, 1, tzinfo=UTC)
BERLIN = DateReading(ZoneInfo("Europe/Berlin"), "Europe/Berlin", "test")
PLAIN = DateReading(UTC, "UTC", "test")
MOMENT = datetime(2019, 5, 25, 15, 54, tzinfo=UTC)


@pytest.mark.parametrize(
    "written",
    [
        "5/25/2019 15:54",
        "05-25-2019 15:54",
        "5/25/2019 3:54 PM",
        "5/25/19 3:54pm",
        "2019-05-25 15:54:00",
        "2019-05-25T15:54:00Z",
        "2019-05-25T15:54:00.000+00:00",
        "2019-05-25 08:54:00 -0700",
        "2019/05/25 15:54",
        "25-May-19 15:54",
        "25-May-2019 03:54PM",
        "May 25, 2019 3:54 PM",
        "Sat May 25 15:54:00 +0000 2019",
        "Sat, 25 May 2019 15:54:00 GMT",
        "May 25, 2019 10:54 AM CDT",
        "1558799640",
        "1558799640.0",
        "1558799640000",
        1558799640,
        1558799640000.0,
        1558799640 * 10**9,
        43610.6625,  # as Excel counts
        datetime(2019, 5, 25, 15, 54),
        datetime(2019, 5, 25, 8, 54, tzinfo=timezone(timedelta(hours=-7))),
    ],
)
def test_one_moment_in_many_spellings(written: object) -> None:
    assert PLAIN.moment(written, NOW) == MOMENT


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("31-Jul-18", "2018-07-31"),
        ("20180731", "2018-07-31"),
        ("July 31, 2018", "2018-07-31"),
        ("7/31/18", "2018-07-31"),
    ],
)
def test_days_without_a_time_begin_in_the_zone(written: str, day: str) -> None:
    assert BERLIN.moment(written, NOW).astimezone(BERLIN.zone).isoformat()[:16] == f"{day}T00:00"


@pytest.mark.parametrize(
    "written",
    ["", None, "garbage", "2018", "May 2018", "May", "13:45", "31/31/2019", "99999999999999999999",
     "=cmd", "2019-02-30", True, "5/25/2019 25:61"],
)  # fmt: skip
def test_what_is_no_whole_date_is_refused(written: object) -> None:
    with pytest.raises(NotADate):
        PLAIN.moment(written, NOW)


@pytest.mark.parametrize(
    "written", ["0", 0, "1970-01-01", "1989-12-31", "2099-01-01", "4102444800"]
)
def test_absurd_dates_are_refused(written: object) -> None:
    with pytest.raises(NotADate, match="absurd date"):
        PLAIN.moment(written, NOW)


def test_two_days_ahead_is_a_clock_that_differs() -> None:
    assert PLAIN.moment("2026-01-02 23:00", NOW)
    with pytest.raises(NotADate):
        PLAIN.moment("2026-01-03 01:00", NOW)


def test_order_is_decided_by_the_column() -> None:
    day = decided(PLAIN, count_orders(["01/02/2020", "13/02/2020"]), None)
    month = decided(PLAIN, count_orders(["01/02/2020", "02/13/2020"]), None)
    assert (day.order, day.assumed) == ("day", False)
    assert (month.order, month.assumed) == ("month", False)
    assert day.moment("01/02/2020", NOW).month == 2
    assert month.moment("01/02/2020", NOW).month == 1


def test_order_is_assumed_only_when_nothing_decides() -> None:
    open_ = decided(PLAIN, count_orders(["01/02/2020", "03/03/2020"]), None)
    asked = decided(PLAIN, count_orders(["01/02/2020"]), "day")
    none = decided(PLAIN, count_orders(["2020-01-02", "31-Jul-18"]), None)
    assert (open_.order, open_.assumed) == ("month", True)
    assert (asked.order, asked.assumed) == ("day", False)
    assert none.order is None


def test_dates_against_the_order_are_refused() -> None:
    reading = decided(PLAIN, OrderCount(day=9, month=1), None)
    with pytest.raises(NotADate, match="day first"):
        reading.moment("01/22/2020", NOW)


_moments = st.datetimes(datetime(1991, 1, 1), datetime(2025, 12, 30))
_orders = st.sampled_from(["%d/%m/%Y %H:%M", "%m/%d/%Y %H:%M", "%d.%m.%Y %H:%M", "%m-%d-%Y %H:%M"])


@given(st.lists(_moments, min_size=1), _orders)
def test_a_column_reads_back_as_written(moments: list[datetime], form: str) -> None:
    written = [moment.strftime(form) for moment in moments]
    order = "day" if form.startswith("%d") else "month"
    reading = decided(PLAIN, count_orders(written), None)
    if reading.assumed or reading.order is None:
        reading = decided(PLAIN, OrderCount(), order)  # type: ignore[arg-type]
    for moment, text in zip(moments, written, strict=True):
        assert reading.moment(text, NOW) == moment.replace(second=0, microsecond=0, tzinfo=UTC)


@given(st.text(max_size=40))
def test_any_text_is_a_date_or_not_one(text: str) -> None:
    try:
        assert PLAIN.moment(text, NOW).tzinfo is UTC
    except NotADate as error:
        assert str(error)


@pytest.mark.parametrize(
    ("written", "needed"),
    [
        ("2020-01-01 10:00", True),
        ("31-Jul-18", True),
        ("06-Jan-2025", True),
        ("06-01-2025", True),
        ("Sat, 25 May 2019 15:54:00 GMT", False),
        ("2025-01-06T10:00:00.000+0100", False),
        ("2020-01-01T10:00Z", False),
        ("2015-02-21 21:32:59 -0800", False),
        ("Sat May 25 15:54:00 +0000 2019", False),
        ("1558799640", False),
        ("", False),
    ],
)
def test_which_times_need_a_zone(written: str, needed: bool) -> None:
    assert needs_zone(written) is needed
