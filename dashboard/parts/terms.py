"""Who sets the terms: the agenda lead over all narratives, and who told each one ahead."""

import pandas as pd
import streamlit as st

from dashboard import data, figures, leading, links
from dashboard.charts.lead import lead_over_time
from dashboard.choice import Choice
from dashboard.parts.drawn import drawn
from dashboard.parts.render import section, show
from dashboard.rows import Row, rows
from dashboard.words import overview as words

WEEKS = 26


def terms(choice: Choice) -> None:
    """The lead in the weeks that end here, with its course, and the stories that one voice led."""
    weeks = data.agenda(choice.brand_id, choice.version, choice.reading)
    now = rows(weeks[weeks["week"] == pd.Timestamp(choice.week)])
    unheard = words.UNHEARD_TERMS.format(name=choice.name)
    said = leading.terms(now[0] if now else None)
    section(said if choice.heard else unheard, words.TERMS_NOTE)
    if not choice.heard:
        return
    shown = _window(weeks, choice)
    if shown["lead"].notna().any():
        drawn(
            f"lead_{choice.reading}", choice, lambda palette: lead_over_time(shown, palette),
            words.TERMS_CHART,
        )  # fmt: skip
    if now:
        show("dial_foot.html", size=figures.unbroken(leading.agenda(now[0])), interval="", ways="")
    _stories(data.leads(choice.brand_id, choice.version), choice)


def ahead(choice: Choice, number: int) -> None:
    """Who told one narrative ahead; nothing where only one voice was read."""
    if not choice.heard:
        return
    leads = data.leads(choice.brand_id, choice.version)
    for row in rows(leads[leads["number"] == number]):
        show("dial_foot.html", size=figures.unbroken(leading.ahead(row)), interval="", ways="")


def _window(weeks: pd.DataFrame, choice: Choice) -> pd.DataFrame:
    last = pd.Timestamp(choice.week)
    near = weeks["week"].between(last - pd.Timedelta(weeks=WEEKS - 1), last)
    return weeks[near].assign(chosen=lambda frame: frame["week"] == last)


def _stories(leads: pd.DataFrame, choice: Choice) -> None:
    for row in rows(leads[leads["leader"].notna()]):
        with st.container(key=f"led_{row['number']}", gap=None):
            _story(row, choice)
    untold = leading.untold(leads)
    if untold:
        st.caption(untold)


def _story(row: Row, choice: Choice) -> None:
    address = {"brand": choice.key, "narrative": str(row["number"])}
    st.page_link(links.NARRATIVES, label=links.plain(row["label"]), query_params=address, icon="")
    show("dial_foot.html", size=figures.unbroken(leading.ahead(row)), interval="", ways="")
