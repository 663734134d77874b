"""Waiting as told, and giving up in words."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import SourceError, Throttled
from pipeline.sources.patience import LONGEST_WAIT, TRIES, Patience, asked_wait

NOW = datetime(2026, 3, 3, 12, tzinfo=UTC)


@dataclass
class Answer:
    status_code: int
    headers: dict[str, str] = field(default_factory=dict)


def _patience(naps: list[float]) -> Patience:
    return Patience("The source", naps.append, lambda: NOW, (OSError,))


def _saying(*answers: Answer | Exception) -> Callable[[], Answer]:
    left: Iterator[Answer | Exception] = iter(answers)

    def send() -> Answer:
        answer = next(left)
        if isinstance(answer, Exception):
            raise answer
        return answer

    return send


def test_a_good_answer_is_not_asked_for_twice(naps: list[float]) -> None:
    assert _patience(naps).ask(_saying(Answer(404))).status_code == 404
    assert naps == []


def test_a_wait_is_kept_to_the_second(naps: list[float]) -> None:
    told = Answer(429, {"retry-after": "Tue, 03 Mar 2026 12:00:40 GMT"})
    silent = Answer(500)
    assert (
        _patience(naps).ask(_saying(told, OSError("cut"), silent, Answer(200))).status_code == 200
    )
    assert naps == [40.0, 2.0, 4.0]


@pytest.mark.parametrize(
    ("answer", "error", "words"),
    [
        (Answer(429), Throttled, "less often"),
        (Answer(429, {"retry-after": "60"}), Throttled, "60 seconds"),
        (Answer(502), SourceError, "HTTP 502, 5 tries"),
        (OSError("no\nroute"), SourceError, r"cannot be reached \(no route\)"),
    ],
)
def test_giving_up_says_what_and_what_next(
    naps: list[float], answer: Answer | Exception, error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=words):
        _patience(naps).ask(_saying(*[answer] * TRIES))
    assert len(naps) == TRIES - 1


def test_nobody_waits_longer_than_a_job_may(naps: list[float]) -> None:
    with pytest.raises(Throttled, match="3600 seconds"):
        _patience(naps).ask(_saying(Answer(429, {"retry-after": "3600"})))
    assert naps == []


@given(seconds=st.integers(0, int(LONGEST_WAIT)))
def test_seconds_and_dates_mean_the_same(seconds: int) -> None:
    from datetime import timedelta
    from email.utils import format_datetime

    date = format_datetime(NOW + timedelta(seconds=seconds), usegmt=True)
    assert asked_wait({"retry-after": str(seconds)}, NOW) == seconds
    assert asked_wait({"retry-after": date}, NOW) == seconds


@pytest.mark.parametrize("value", ["", "soon", "12 parsecs"])
def test_an_unreadable_wait_is_none_given(value: str) -> None:
    assert asked_wait({"retry-after": value}, NOW) is None
