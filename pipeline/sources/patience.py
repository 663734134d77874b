"""Ask a busy or broken server again after the wait it names; give up in words for a person."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Protocol, TypeVar

from tenacity import (
    RetryCallState,
    Retrying,
    retry_if_exception_type,
    retry_if_result,
    stop_after_attempt,
    stop_any,
    wait_exponential,
)
from tenacity.stop import stop_base

from pipeline.errors import SourceError, Throttled
from pipeline.sources.base import one_line

TRIES = 5
LONGEST_WAIT = 300.0  # seconds; whoever asks for more is asked again by the next run
_BROKEN = frozenset({408, 500, 502, 503, 504, 520, 522})
_GROWING = wait_exponential(multiplier=1, max=60)


class Answer(Protocol):
    """What an answer of httpx and one of requests have in common."""

    @property
    def status_code(self) -> int: ...
    @property
    def headers(self) -> Mapping[str, str]: ...


A = TypeVar("A", bound=Answer)


@dataclass(frozen=True, slots=True)
class Patience:
    """How to ask one source: `who` it is, which statuses mean "slower", what a cut looks like."""

    who: str
    sleep: Callable[[float], None]
    clock: Callable[[], datetime]
    cut: tuple[type[Exception], ...]
    busy: frozenset[int] = frozenset({429})

    def ask(self, send: Callable[[], A]) -> A:
        """The answer, once it is neither "slower" nor broken.

        Raises Throttled or SourceError when that does not come within TRIES, or when the
        source asks for a wait longer than LONGEST_WAIT.
        """
        retrying = Retrying(
            retry=retry_if_result(self._again) | retry_if_exception_type(self.cut),
            wait=self._wait,
            stop=stop_any(stop_after_attempt(TRIES), _TooLong()),
            sleep=self.sleep,
            retry_error_callback=_last,
        )
        try:
            answer: A = retrying(send)
        except self.cut as error:
            raise SourceError(
                f"{self.who} cannot be reached ({one_line(error)}). Check the connection and run "
                "the same command again; it goes on where this run stopped."
            ) from error
        if self._again(answer):
            raise self._gave_up(answer)
        return answer

    def _again(self, answer: Answer) -> bool:
        return answer.status_code in self.busy or answer.status_code in _BROKEN

    def _wait(self, state: RetryCallState) -> float:
        asked = self._asked(state)
        return _GROWING(state) if asked is None else asked

    def _asked(self, state: RetryCallState) -> float | None:
        """The seconds that the last answer asks for; None when it does not say."""
        if state.outcome is None or state.outcome.failed:
            return None
        return asked_wait(state.outcome.result().headers, self.clock())

    def _gave_up(self, answer: Answer) -> SourceError:
        status = answer.status_code
        if status not in self.busy:
            return SourceError(
                f"{self.who} is out of order (HTTP {status}, {TRIES} tries). Run the same command "
                "again later; it goes on where this run stopped."
            )
        asked = asked_wait(answer.headers, self.clock())
        wait = "to ask less often" if asked is None else f"to wait {asked:.0f} seconds"
        return Throttled(
            f"{self.who} wants us {wait} (HTTP {status}). What was read is kept; run the same "
            "command again later, it goes on where this run stopped."
        )


def asked_wait(headers: Mapping[str, str], now: datetime) -> float | None:
    """Seconds of a Retry-After header, given as a number or as a date; None when unreadable."""
    value = headers.get("retry-after", "").strip()
    try:
        return max(0.0, float(value))
    except ValueError:
        pass  # not a number: perhaps a date
    try:
        until = parsedate_to_datetime(value)
    except ValueError:
        return None
    if until.tzinfo is None:
        until = until.replace(tzinfo=UTC)
    return max(0.0, (until - now).total_seconds())


class _TooLong(stop_base):
    """Stop when the next wait would be longer than a job waits."""

    def __call__(self, retry_state: RetryCallState) -> bool:
        return retry_state.upcoming_sleep > LONGEST_WAIT


def _last(state: RetryCallState) -> object:
    """What the last try gave: its answer, or its exception raised again."""
    return state.outcome.result() if state.outcome else None
