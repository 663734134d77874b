"""Which two stretches of days are compared: ready-made ones or own days, kept in the address."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import date, timedelta

import streamlit as st

from dashboard import data
from dashboard.choice import Choice, weeks_of
from dashboard.words import compare as words
from pipeline.errors import InputError
from pipeline.spans import Span, parse_span

_FORMAT = "YYYY-MM-DD"
_ENDS = ("before", "after")  # in the address


def choose(choice: Choice) -> tuple[Span, Span]:
    """The stretch compared with, and the one that is looked at."""
    read = _read(choice)
    chosen = _from_address(st.query_params) or _ready(read, next(iter(words.READY)))
    _offer(read, chosen[1])
    with (
        st.form("stretches", border=False),
        st.container(horizontal=True, vertical_alignment="bottom"),
    ):
        # a key that tells the days: others in the address are others in the fields
        days = {
            end: st.date_input(
                label,
                (span.first, span.last),
                key=f"{end}_{choice.key}_{span}",
                width=250,
                format=_FORMAT,
            )
            for end, label, span in zip(
                reversed(_ENDS), (words.AFTER, words.BEFORE), reversed(chosen), strict=True
            )
        }
        sent = st.form_submit_button(words.COMPARE, type="primary")
    if sent:
        _go({end: _span(days[end]) for end in _ENDS})
    return chosen


def _read(choice: Choice) -> Span:
    """All days of the weeks of which there are figures."""
    weeks = weeks_of(data.dials(choice.brand_id, choice.version))
    return Span(weeks[-1], weeks[0] + timedelta(days=6))


def _ready(read: Span, days: int) -> tuple[Span, Span]:
    after = Span(read.last - timedelta(days=days - 1), read.last)
    return after.before, after


def _offer(read: Span, now: Span) -> None:
    """Ready-made stretches that end with the newest week."""
    fitting = [days for days in words.READY if days < read.days]
    chosen = st.pills(
        words.CHOOSE_READY,
        fitting,
        default=now.days if now.last == read.last and now.days in fitting else None,
        format_func=words.READY.__getitem__,
        key=f"ready_{now}",
    )
    if chosen is not None and (chosen != now.days or now.last != read.last):
        _go(dict(zip(_ENDS, _ready(read, chosen), strict=True)))


def _from_address(address: Mapping[str, str]) -> tuple[Span, Span] | None:
    """What the address names; without `before`, as many days just before."""
    with suppress(InputError):
        after = parse_span(address.get("after", ""))
        return (parse_span(address["before"]) if "before" in address else after.before), after
    return None


def _span(days: object) -> Span | None:
    """What a field holds; None while only the first day is chosen."""
    if isinstance(days, tuple) and len(days) == len(Span._fields):
        first, last = days
        return Span(first, last) if isinstance(first, date) else None
    return None


def _go(wanted: Mapping[str, Span | None]) -> None:
    """Show these stretches, if both are whole."""
    if None in wanted.values():
        st.warning(words.HALF_CHOSEN, icon=":material/warning:")
        return
    st.query_params.update({end: str(span) for end, span in wanted.items()})
    st.rerun()
