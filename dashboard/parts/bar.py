"""The quiet bar: brand, week, comparison. The address keeps them, so a page can be sent on."""

from collections.abc import Callable, Sequence

import pandas as pd
import streamlit as st

from dashboard import data, figures
from dashboard.choice import COMPARISONS, COUNTINGS, READINGS, Choice, default_week, weeks_of
from dashboard.parts import empty
from dashboard.parts.render import markup
from dashboard.rows import Row, rows
from dashboard.words import bar as words
from pipeline.errors import InputError
from pipeline.weeks import parse_week, week_name

_OF_A_BRAND = ("week", "narrative", "page")  # what another brand has no use for


def choose(weekly: bool = True) -> Choice:
    """The bar, and what is chosen in it; the page ends here when there is nothing to choose.

    `weekly` pages choose a week and what it is compared with, too.
    """
    brands = data.brands()
    if brands.empty:
        empty.first_steps()
        st.stop()
    with st.container(horizontal=True, vertical_alignment="bottom", key="bar"):
        brand = _brand(brands)
        dials = data.dials(int(brand["id"]), int(brand["data_version"]))
        choice = _choice(brand, dials, weekly)
        if choice is not None and choice.fiction:
            st.html(markup("fiction.html"), width="content")
    if choice is None:
        missing = empty.no_figures if brand["has_mentions"] else empty.no_mentions
        missing(str(brand["name"]), str(brand["key"]))
        st.stop()
    return choice


def _brand(brands: pd.DataFrame) -> Row:
    names = dict(zip(brands["key"], brands["name"], strict=True))
    usual = str(brands.sort_values(["mentions", "has_mentions"])["key"].iloc[-1])
    key = _select("brand", words.CHOOSE_BRAND, list(names), usual, lambda key: names[key], 165)
    return rows(brands[brands["key"] == key])[0]


def _choice(brand: Row, dials: pd.DataFrame, weekly: bool) -> Choice | None:
    usual = default_week(dials)
    if usual is None:
        return None
    week, versus, reading, counting = week_name(usual), COMPARISONS[0], READINGS[0], COUNTINGS[0]
    if weekly:
        weeks = [week_name(week) for week in weeks_of(dials)]
        week = _select("week", words.CHOOSE_WEEK, weeks, week, _span, 205)
        versus = _select(
            "vs", words.CHOOSE_VERSUS, COMPARISONS, versus, words.VERSUS.__getitem__, 170
        )
        reading = _select(
            "replies", words.CHOOSE_READING, READINGS, reading, words.READING.__getitem__, 135
        )
        counting = _select(
            "counting", words.CHOOSE_COUNTING, COUNTINGS, counting, words.COUNTING.__getitem__, 160
        )
    first, last = brand["baseline_first"], brand["baseline_last"]
    return Choice(
        brand_id=int(brand["id"]),
        key=str(brand["key"]),
        name=str(brand["name"]),
        timezone=str(brand["timezone"]),
        fiction=bool(brand["fiction"]),
        heard=bool(brand["heard"]),
        version=int(brand["data_version"]),
        week=parse_week(week),
        versus=versus,
        reading=reading,
        counting=counting,
        baseline=None if pd.isna(first) or pd.isna(last) else (first.date(), last.date()),
    )


def _select(
    name: str,
    label: str,
    options: Sequence[str],
    usual: str,
    said: Callable[[str], str],
    width: int,
) -> str:
    """A selectbox whose value the address keeps, and the session where the address does not."""
    wanted = st.query_params.get(name, st.session_state.get(f"kept_{name}"))
    value = wanted if wanted in options else usual
    st.session_state[f"bar_{name}"] = value
    chosen = st.selectbox(
        label, options, key=f"bar_{name}", format_func=said, on_change=_keep, args=(name,),
        width=width, help=_HELP.get(name),
    )  # fmt: skip
    st.session_state[f"kept_{name}"] = chosen
    if st.query_params.get(name) != chosen:
        st.query_params[name] = chosen
    return chosen


_HELP = {"replies": words.READING_MEANS, "counting": words.COUNTING_MEANS}


def _keep(name: str) -> None:
    """Write what was just chosen into the address, before the page runs."""
    st.query_params[name] = st.session_state[f"bar_{name}"]
    if name == "brand":
        for other in _OF_A_BRAND:
            st.query_params.pop(other, None)
            st.session_state.pop(f"kept_{other}", None)


def _span(name: str) -> str:
    try:
        return figures.week_span(parse_week(name))
    except InputError:
        return name
