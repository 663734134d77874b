"""Two stretches of days: the dials of a brand and its competitors in each, and why they moved.

Reckoned when asked, from the same facts and frozen weights as the weekly rollups. A stretch holds
each brand's own days: its time zone is its own.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any, Final

import pandas as pd

from pipeline import brands
from pipeline.authority.bootstrap import Bootstrap
from pipeline.authority.change import Change
from pipeline.authority.coverage import gaps, week_coverage
from pipeline.authority.dials import Figure, Reckoning
from pipeline.authority.moves import moves
from pipeline.authority.rates import DIALS
from pipeline.authority.refresh import read_facts, reckoning
from pipeline.authority.shares import shares_between
from pipeline.authority.windows import Window, between, changes, window
from pipeline.brands import Brand
from pipeline.spans import Span, Unit
from pipeline.store import Store
from pipeline.telling import tells
from pipeline.views.dials import MOVES
from pipeline.views.schema import DATE, FLAG, NUMBER, TEXT, WHOLE, Schema
from pipeline.weeks import WEEK, monday

_FREQUENCY: Final[dict[Unit, str]] = {"month": "M", "quarter": "Q", "year": "Y"}  # of pandas
_REPLICATES: Final = 400  # a stretch may hold a million mentions
_OF_FIGURE: Final = {"value": NUMBER, "low": NUMBER, "high": NUMBER, "n": WHOLE, "brands": WHOLE}

COMPARED: Final = Schema(
    "compared",
    {
        "brand": TEXT,  # its key: the brand itself first, then its competitors
        "name": TEXT,
        "dial": TEXT,
        "told": FLAG,  # does the dial tell anything of the brand? See pipeline.telling
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
PERIODS: Final = Schema(
    "periods", {"first": DATE, "last": DATE, "dial": TEXT, "told": FLAG, **_OF_FIGURE}
)


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
class Basis:
    """What the dials of one brand are reckoned from: its facts, and how they are weighed."""

    brand: Brand
    facts: pd.DataFrame
    how: Reckoning

    @cached_property
    def heard(self) -> bool:
        """Was a post of the brand's own ever counted?"""
        return bool((self.facts["counted"] & (self.facts["voice"] == "brand")).any())


def basis(store: Store, brand: Brand) -> Basis:
    """Everything that was ever said of a brand; all functions here can share it."""
    with store.connect() as db:
        facts = read_facts(store, db, brand.id or 0)
    return Basis(brand, facts, reckoning(facts, brand.baseline_first, brand.baseline_last))


def rivals(store: Store, brand: Brand) -> list[Brand]:
    """The competitors of a brand that are brands here."""
    known = {one.key: one for one in brands.all_brands(store)}
    return [known[key] for key in brand.competitors if key in known]


def compared(
    store: Store,
    own: Basis,
    before: Span,
    after: Span,
    others: Iterable[Brand] = (),
    seed: int = 0,
) -> Compared:
    """The dials of both stretches, with changes (after less before), what moved them, and tones.

    `others`: brands whose dials stand beside its own.
    """
    spans, bootstrap = (before, after), Bootstrap(_REPLICATES, seed)
    windows = _windows(own, spans, bootstrap)
    dials = list(_dial_rows(own, windows))
    for brand in others:
        other = basis(store, brand)
        dials += _dial_rows(other, _windows(other, spans, bootstrap))
    broken = _broken(store, own.brand, spans)
    return Compared(
        COMPARED.check(pd.DataFrame(dials, columns=list(COMPARED.columns))),
        _parts(store, own, windows, unlike={name for name, most in _most(broken) if most}),
        _shares(store, own, spans),
        tuple(sorted(broken[0].keys() | broken[1].keys())),
    )


def dials_by(own: Basis, unit: Unit, seed: int = 0) -> pd.DataFrame:
    """The dials of each calendar month, quarter or year in which anything was said: PERIODS."""
    bootstrap = Bootstrap(_REPLICATES, seed)
    periods = own.facts["day"].dt.to_period(_FREQUENCY[unit])
    rows = [
        {"first": period.start_time, "last": period.end_time.normalize()}
        | {"told": tells(figure.dial, heard=own.heard)}
        | asdict(figure)
        for period, facts in own.facts.groupby(periods)
        for figure in _usual(window(facts, own.how, bootstrap).figures)
    ]
    return PERIODS.check(pd.DataFrame(rows, columns=list(PERIODS.columns)))


def _windows(own: Basis, spans: Sequence[Span], bootstrap: Bootstrap) -> list[Window]:
    return [window(between(own.facts, *span), own.how, bootstrap) for span in spans]


def _dial_rows(own: Basis, windows: Sequence[Window]) -> Iterator[dict[str, Any]]:
    was, now = windows
    moved = dict(zip(now.figures, changes(was, now), strict=True))
    for before, after in zip(_usual(was.figures), _usual(now.figures), strict=True):
        yield (
            {"brand": own.brand.key, "name": own.brand.name}
            | {"dial": after.dial, "told": tells(after.dial, heard=own.heard)}
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


def _parts(store: Store, own: Basis, windows: Sequence[Window], unlike: set[str]) -> pd.DataFrame:
    """What moved each dial, by narrative, the largest part first."""
    was, now = (one.rates for one in windows)
    standing = store.frame("narratives_standing", brand_id=own.brand.id)
    labels = dict(zip(standing["number"].astype(str), standing["label"], strict=True))
    found = [
        asdict(part) | {"label": labels.get(part.part) if part.by == "narrative" else None}
        for part in moves(was, now, own.how, unlike=unlike)
        if part.by not in ("source", "voice")
    ]
    frame = PARTS.check(pd.DataFrame(found, columns=list(PARTS.columns)))
    return frame.sort_values("total", key=abs, ascending=False, ignore_index=True)


def _shares(store: Store, own: Basis, spans: Sequence[Span]) -> pd.DataFrame:
    before, after = (between(own.facts, *span) for span in spans)
    checked = store.frame("shares_checked", brand_id=own.brand.id)
    found = shares_between(own.facts, before, after, checked)
    rows = [(one.tone, *one.before, *one.after, *one.change, one.n_before, one.n) for one in found]
    return SHARES.check(pd.DataFrame(rows, columns=list(SHARES.columns)))


def _broken(store: Store, brand: Brand, spans: Sequence[Span]) -> list[dict[str, float]]:
    """By source, the share of each stretch's weeks in which it was not wholly read."""
    unread = gaps(week_coverage(store, brand.id or 0))
    found = []
    for span in spans:
        count = (monday(span.last) - monday(span.first)).days // 7 + 1
        weeks = [monday(span.first) + WEEK * number for number in range(count)]
        told = [source for week in weeks for source in unread.get(week, ())]
        found.append({source: told.count(source) / count for source in set(told)})
    return found


def _most(broken: Sequence[dict[str, float]]) -> Iterator[tuple[str, bool]]:
    """Each broken source, and whether one stretch alone misses most of it: then it is not alike."""
    was, now = broken
    for source in was.keys() | now.keys():
        yield source, (was.get(source, 0.0) > 0.5) != (now.get(source, 0.0) > 0.5)
