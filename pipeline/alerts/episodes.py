"""From findings of single days to episodes: one alert from its first day to its last."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any, Final, Literal

from pipeline.alerts.findings import Finding
from pipeline.alerts.series import Series

Kind = Literal["spike", "drop", "birth", "turn"]

APART: Final = timedelta(days=7)  # quiet days after which the next finding is a new episode
# A narrative is born where the weeks before had at most so many of its mentions, strays.
_STRAYS: Final = 2


@dataclass(frozen=True)
class Episode:
    """What happened to one series, from the first day of its first finding to its last finding.

    `clearest` is the finding with the most evidence, whose figures are shown.
    """

    series: Series
    rises: bool
    kind: Kind
    began: date
    last_seen: date
    clearest: Finding

    @property
    def figures(self) -> dict[str, Any]:
        """What is stored of it, as JSON: the fields of the clearest finding."""
        found = asdict(self.clearest)
        kept = {name: found[name] for name in _FIGURES}
        return {name: _short(value) for name, value in kept.items()} | {
            "last": self.clearest.day.isoformat(),
            "first": self.clearest.first.isoformat(),
        }


_FIGURES: Final = ("days", "n", "expected", "low", "high", "p", "whole", "before")


def episodes(findings: Iterable[Finding]) -> list[Episode]:
    """The episodes of all series, the earliest first."""
    found = said_once(list(findings))
    found.sort(key=lambda one: (one.series, one.rises, one.day))
    told = [
        _episode(run)
        for _, same in groupby(found, key=lambda one: (one.series, one.rises))
        for run in _runs(same)
    ]
    return sorted(told, key=lambda one: (one.began, one.series, one.rises))


def said_once(findings: list[Finding]) -> list[Finding]:
    """Without more positive talk where there is, or just was, less negative (or the reverse)."""
    negative = {
        (one.day + timedelta(days=later), one.series.subject, one.series.part, one.rises)
        for one in findings
        if one.series.measure == "negative_share"
        for later in range(APART.days + 1)
    }
    return [
        one
        for one in findings
        if one.series.measure != "positive_share"
        or (one.day, one.series.subject, one.series.part, not one.rises) not in negative
    ]


def _runs(findings: Iterable[Finding]) -> Iterator[list[Finding]]:
    """The findings of one series, cut where two do not overlap and more than APART is between."""
    run: list[Finding] = []
    for one in findings:
        if run and one.day - run[-1].day > APART and one.first > run[-1].day:
            yield run
            run = []
        run.append(one)
    if run:
        yield run


def _episode(run: list[Finding]) -> Episode:
    first = run[0]
    return Episode(
        first.series,
        first.rises,
        _kind(first),
        first.first,
        run[-1].day,
        max(run, key=lambda one: (one.evidence, one.day)),
    )


def _kind(first: Finding) -> Kind:
    if first.whole is not None:
        return "turn"
    if first.series.subject == "narrative" and first.rises and first.before <= _STRAYS:
        return "birth"
    return "spike" if first.rises else "drop"


def _short(value: Any) -> Any:  # noqa: ANN401 — any figure
    """Four digits are more than anybody reads, and equal figures stay equal on every machine."""
    return float(f"{value:.4g}") if isinstance(value, float) else value
