"""Two stretches of days: the dials of a brand and its competitors in each, and why they moved.

Reckoned when asked, from the same facts and frozen weights as the weekly rollups. A stretch holds
each brand's own days: its time zone is its own.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Final, Literal

import pandas as pd

from pipeline import brands
from pipeline.authority.bootstrap import Bootstrap
from pipeline.authority.change import Change
from pipeline.authority.coverage import coverage, gaps
from pipeline.authority.dials import Figure, Reckoning
from pipeline.authority.moves import moves
from pipeline.authority.rates import DIALS
from pipeline.authority.refresh import read_facts, reckoning
from pipeline.authority.shares import shares_between
from pipeline.authority.windows import Window, between, changes, window
from pipeline.authority.within import frame_within
from pipeline.brands import Brand
from pipeline.spans import Span
from pipeline.store import Store
from pipeline.views.dials import MOVES
from pipeline.views.schema import DATE, FLAG, NUMBER, TEXT, WHOLE, Schema
from pipeline.weeks import WEEK, monday

Unit = Literal["month", "quarter", "year"]
UNITS: Final[dict[Unit, str]] = {"month": "M", "quarter": "Q", "year": "Y"}
_REPLICATES: Final = 400  # a stretch may hold a million mentions
_OF_FIGURE: Final = {"value": NUMBER, "low": NUMBER, "high": NUMBER, "n": WHOLE, "brands": WHOLE}

COMPARED: Final = Schema(
    "compared",
    {
        "brand": TEXT,  # its key: the brand itself first, then its competitors
        "name": TEXT,
        "heard": FLAG,  # was a post of the brand's own ever counted? Else its shares tell nothing
        "dial": TEXT,
        **{f"{name}_before": kind for name, kind in _OF_FIGURE.items()},  # missing: too few to tell
        **_OF_FIGURE,
        "change": NUMBER,
        "change_low": NUMBER,
        "change_high": NUMBER,
    },
)
PARTS: Final = Schema("parts", {"dial": TEXT, **MOVES.columns})
SHARES: Final = Schema(
    "shares",
    {
        "tone": TEXT,  # or net: net sentiment
        **dict.fromkeys(("value_before", "low_before", "high_before"), NUMBER),
        **dict.fromkeys(("value", "low", "high"), NUMBER),
        **dict.fromkeys(("change", "change_low", "change_high"), NUMBER),
        "n_before": WHOLE,
        "n": WHOLE,
    },
)
PERIODS: Final = Schema("periods", {"first": DATE, "last": DATE, "dial": TEXT, **_OF_FIGURE})


@dataclass(frozen=True)
class Compared:
    """Two stretches of a brand: frames COMPARED, PARTS (by narrative) and SHARES (estimated).

    `broken`: the sources that were not wholly read in some week of either stretch.
    """

    dials: pd.DataFrame
    parts: pd.DataFrame
    shares: pd.DataFrame
    broken: tuple[str, ...]


@dataclass(frozen=True)
class _Known:
    """All that is known of one brand."""

    brand: Brand
    facts: pd.DataFrame
    how: Reckoning
    gaps: dict[date, frozenset[str]]  # by week, the sources that were not wholly read
    labels: dict[str, str]  # of narratives, by number
    checked: pd.DataFrame


def compared(
    store: Store, brand: Brand, before: Span, after: Span, seed: int = 0, *, rivals: bool = True
) -> Compared:
    """The dials of both stretches, with changes (after less before), what moved them, and tones.

    `rivals`: those of its competitors too, as far as they are brands here.
    """
    spans, bootstrap = (before, after), Bootstrap(_REPLICATES, seed)
    own = _known(store, brand)
    windows = _windows(own, spans, bootstrap)
    dials = list(_dial_rows(own, windows))
    for rival in _rivals(store, brand) if rivals else ():
        other = _known(store, rival)
        dials += _dial_rows(other, _windows(other, spans, bootstrap))
    broken = [_broken(own, span) for span in spans]
    return Compared(
        COMPARED.check(pd.DataFrame(dials, columns=list(COMPARED.columns))),
        _parts(own, windows, unlike={name for name, most in _most(broken) if most}),
        _shares(own, spans),
        tuple(sorted(broken[0].keys() | broken[1].keys())),
    )


def dials_by(store: Store, brand: Brand, unit: Unit, seed: int = 0) -> pd.DataFrame:
    """The dials of each calendar month, quarter or year in which anything was said: PERIODS."""
    own, bootstrap = _known(store, brand), Bootstrap(_REPLICATES, seed)
    periods = own.facts["day"].dt.to_period(UNITS[unit])
    rows = [
        {"first": period.start_time, "last": period.end_time.normalize()} | asdict(figure)
        for period, facts in own.facts.groupby(periods)
        for figure in _usual(window(facts, own.how, bootstrap).figures)
    ]
    return PERIODS.check(pd.DataFrame(rows, columns=list(PERIODS.columns)))


def _known(store: Store, brand: Brand) -> _Known:
    brand_id = brand.id or 0
    with store.connect() as db:
        facts = read_facts(store, db, brand_id)
        days, readings, weights, labels, checked = (
            frame_within(db, statement.sql, brand_id=brand_id)
            for statement in (
                *(store.sql.authority_days, store.sql.authority_readings),
                *(store.sql.authority_weights, store.sql.narratives_standing),
                store.sql.shares_checked,
            )
        )
    return _Known(
        brand,
        facts,
        reckoning(facts, brand.baseline_first, brand.baseline_last),
        gaps(coverage(days, readings, weights)),
        dict(zip(labels["number"].astype(str), labels["label"], strict=True)),
        checked,
    )


def _rivals(store: Store, brand: Brand) -> list[Brand]:
    known = {one.key: one for one in brands.all_brands(store)}
    return [known[key] for key in brand.competitors if key in known]


def _windows(known: _Known, spans: Sequence[Span], bootstrap: Bootstrap) -> list[Window]:
    return [window(between(known.facts, *span), known.how, bootstrap) for span in spans]


def _dial_rows(known: _Known, windows: Sequence[Window]) -> Iterator[dict[str, Any]]:
    was, now = windows
    heard = bool((known.facts["counted"] & (known.facts["voice"] == "brand")).any())
    moved = dict(zip(now.figures, changes(was, now), strict=True))
    for before, after in zip(_usual(was.figures), _usual(now.figures), strict=True):
        yield (
            {"brand": known.brand.key, "name": known.brand.name, "heard": heard}
            | {"dial": after.dial}
            | {f"{name}_before": getattr(before, name) for name in _OF_FIGURE}
            | {name: getattr(after, name) for name in _OF_FIGURE}
            | _change(moved[after])
        )


def _usual(figures: Iterable[Figure]) -> list[Figure]:
    """The brand's direct replies counted, in the order of DIALS."""
    return sorted(
        (figure for figure in figures if figure.reading == "all"),
        key=lambda figure: DIALS.index(figure.dial),
    )


def _change(moved: Change) -> dict[str, float | None]:
    return {"change": moved.value, "change_low": moved.low, "change_high": moved.high}


def _parts(known: _Known, windows: Sequence[Window], unlike: set[str]) -> pd.DataFrame:
    """What moved each dial, by narrative, the largest part first."""
    was, now = (one.rates for one in windows)
    found = [
        asdict(part) | {"label": known.labels.get(part.part) if part.by == "narrative" else None}
        for part in moves(was, now, known.how, unlike=unlike)
        if part.by not in ("source", "voice")
    ]
    frame = PARTS.check(pd.DataFrame(found, columns=list(PARTS.columns)))
    return frame.sort_values("total", key=abs, ascending=False, ignore_index=True)


def _shares(known: _Known, spans: Sequence[Span]) -> pd.DataFrame:
    before, after = (between(known.facts, *span) for span in spans)
    found = shares_between(known.facts, before, after, known.checked)
    rows = [(one.tone, *one.before, *one.after, *one.change, one.n_before, one.n) for one in found]
    return SHARES.check(pd.DataFrame(rows, columns=list(SHARES.columns)))


def _broken(known: _Known, span: Span) -> dict[str, float]:
    """By source, the share of a stretch's weeks in which it was not wholly read."""
    count = (monday(span.last) - monday(span.first)).days // 7 + 1
    weeks = [monday(span.first) + WEEK * number for number in range(count)]
    told = [source for week in weeks for source in known.gaps.get(week, ())]
    return {source: told.count(source) / count for source in set(told)}


def _most(broken: Sequence[dict[str, float]]) -> Iterator[tuple[str, bool]]:
    """Each broken source, and whether one stretch alone misses most of it: then it is not alike."""
    was, now = broken
    for source in was.keys() | now.keys():
        yield source, (was.get(source, 0.0) > 0.5) != (now.get(source, 0.0) > 0.5)
