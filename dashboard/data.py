"""What the pages ask for, kept until the brand's data version is raised."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from pipeline import views
from pipeline.settings import Settings
from pipeline.store import Store, open_store

if TYPE_CHECKING:
    from pipeline.authority.compared import Basis, Compared
    from pipeline.authority.sentences import Sentence
    from pipeline.authority.verdict import Verdict
    from pipeline.spans import Span, Unit

HOURS = 6 * 3600  # a figure of an old data version is never asked for again; let it go


@st.cache_resource(show_spinner=False)
def settings() -> Settings:
    """The settings that this dashboard was started with."""
    return Settings()


@st.cache_resource(show_spinner=False)
def store() -> Store:
    """The one store that all viewers share. Raises StoreError when there is none."""
    return open_store(settings())


def brands() -> pd.DataFrame:
    """Asked on every run: it tells the data version that all else is kept by."""
    return views.brands(store())


@st.cache_data(ttl=HOURS, show_spinner=False)
def dials(brand_id: int, version: int, counting: str = "usual") -> pd.DataFrame:
    """See views.dials."""
    return views.dials(store(), brand_id, counting)


@st.cache_data(ttl=HOURS, show_spinner=False)
def sensitivity(brand_id: int, version: int) -> pd.DataFrame:
    """See views.sensitivity."""
    return views.sensitivity(store(), brand_id)


@st.cache_data(ttl=HOURS, show_spinner=False)
def moves(brand_id: int, version: int, week: date, dial: str) -> pd.DataFrame:
    """See views.moves."""
    return views.moves(store(), brand_id, week, dial)


@st.cache_data(ttl=HOURS, show_spinner=False)
def voice_weeks(brand_id: int, version: int, narrative: int | None = None) -> pd.DataFrame:
    """See views.voice_weeks."""
    return views.voice_weeks(store(), brand_id, narrative)


@st.cache_data(ttl=HOURS, show_spinner=False)
def tone_weeks(brand_id: int, version: int, narrative: int | None = None) -> pd.DataFrame:
    """See views.tone_weeks."""
    return views.tone_weeks(store(), brand_id, narrative)


@st.cache_data(ttl=HOURS, show_spinner=False)
def tone_shares(
    brand_id: int, version: int, week: date | None, narrative: int | None
) -> pd.DataFrame:
    """See views.tone_shares."""
    return views.tone_shares(store(), brand_id, week, narrative)


@st.cache_data(ttl=HOURS, show_spinner=False)
def narratives(brand_id: int, version: int, week: date) -> pd.DataFrame:
    """See views.narratives."""
    return views.narratives(store(), brand_id, week)


@st.cache_data(ttl=HOURS, show_spinner=False)
def narrative_weeks(brand_id: int, version: int) -> pd.DataFrame:
    """See views.narrative_weeks."""
    return views.narrative_weeks(store(), brand_id)


@st.cache_data(ttl=HOURS, show_spinner=False)
def quotes(brand_id: int, version: int) -> pd.DataFrame:
    """See views.quotes."""
    return views.quotes(store(), brand_id)


@st.cache_data(ttl=HOURS, show_spinner=False)
def week_quotes(brand_id: int, version: int, week: date) -> pd.DataFrame:
    """See views.week_quotes."""
    return views.week_quotes(store(), brand_id, week)


@st.cache_data(ttl=HOURS, show_spinner=False)
def firsts(brand_id: int, version: int, number: int) -> pd.DataFrame:
    """See views.firsts."""
    return views.firsts(store(), brand_id, number)


@st.cache_data(ttl=HOURS, show_spinner=False)
def places(brand_id: int, version: int, number: int) -> pd.DataFrame:
    """See views.places."""
    return views.places(store(), brand_id, number)


@st.cache_data(ttl=HOURS, show_spinner=False)
def reach(brand_id: int, version: int, number: int) -> pd.DataFrame:
    """See views.reach."""
    return views.reach(store(), brand_id, number)


@st.cache_data(ttl=HOURS, show_spinner=False)
def leaving(brand_id: int, version: int) -> pd.DataFrame:
    """See views.leaving."""
    return views.leaving(store(), brand_id)


@st.cache_data(ttl=HOURS, show_spinner=False)
def act_counts(brand_id: int, version: int, week: date) -> pd.DataFrame:
    """See views.act_counts."""
    return views.act_counts(store(), brand_id, week)


@st.cache_data(ttl=HOURS, show_spinner=False)
def act_weeks(brand_id: int, version: int, act: str) -> pd.DataFrame:
    """See views.act_weeks."""
    return views.act_weeks(store(), brand_id, act)


@st.cache_data(ttl=HOURS, show_spinner=False)
def act_posts(brand_id: int, version: int, week: date, act: str) -> pd.DataFrame:
    """See views.act_posts."""
    return views.act_posts(store(), brand_id, week, act)


@st.cache_data(ttl=HOURS, show_spinner=False)
def answered(brand_id: int, version: int) -> pd.DataFrame:
    """See views.answered."""
    return views.answered(store(), brand_id)


@st.cache_data(ttl=HOURS, show_spinner=False)
def agenda(brand_id: int, version: int, reading: str) -> pd.DataFrame:
    """See views.agenda."""
    return views.agenda(store(), brand_id, reading)


@st.cache_data(ttl=HOURS, show_spinner=False)
def leads(brand_id: int, version: int) -> pd.DataFrame:
    """See views.leads."""
    return views.leads(store(), brand_id)


@st.cache_data(ttl=HOURS, show_spinner=False)
def facets(brand_id: int, version: int) -> pd.DataFrame:
    """See views.facets."""
    return views.facets(store(), brand_id)


@st.cache_data(ttl=HOURS, show_spinner=False)
def coverage(brand_id: int, version: int) -> pd.DataFrame:
    """See views.coverage."""
    return views.coverage(store(), brand_id)


@st.cache_data(ttl=HOURS, show_spinner=False)
def readings(brand_id: int, version: int) -> pd.DataFrame:
    """See views.readings."""
    return views.readings(store(), brand_id)


@st.cache_data(ttl=HOURS, max_entries=500, show_spinner=False)
def posts(
    brand_id: int, version: int, wanted: views.PostFilter, page: int, size: int
) -> views.PostPage:
    """See views.posts."""
    return views.posts(store(), brand_id, wanted, page, size)


@st.cache_data(ttl=HOURS, show_spinner=False)
def verdict(brand_id: int, version: int, week: date) -> "Verdict":
    """See pipeline.authority.verdict."""
    from pipeline.authority.verdict import verdict as judged

    return judged(store(), brand_id, week)


@st.cache_resource(ttl=HOURS, max_entries=2, show_spinner=False)
def _basis(key: str, version: int) -> "Basis":
    """See pipeline.authority.compared. One for all that a page reckons, and large: few are kept."""
    from pipeline import brands
    from pipeline.authority.compared import basis  # with it comes all that reckons

    return basis(store(), brands.get(store(), key))


@st.cache_data(ttl=HOURS, max_entries=200, show_spinner=False)
def compared(
    key: str, versions: tuple[tuple[str, int], ...], before: "Span", after: "Span"
) -> "Compared":
    """See pipeline.authority.compared. `versions`: of all brands, for competitors are read too."""
    from pipeline import brands
    from pipeline.authority.compared import compared as compare
    from pipeline.authority.compared import rivals

    others = rivals(store(), brands.get(store(), key))
    return compare(store(), _basis(key, dict(versions)[key]), before, after, others)


@st.cache_data(ttl=HOURS, show_spinner=False)
def dials_by(key: str, version: int, unit: "Unit") -> pd.DataFrame:
    """See pipeline.authority.compared."""
    from pipeline.authority.compared import dials_by as by

    return by(_basis(key, version), unit)


@st.cache_data(ttl=HOURS, show_spinner=False)
def lines(brand_id: int, version: int, week: date) -> "dict[int, Sentence]":
    """See pipeline.authority.lines."""
    from pipeline.authority.lines import lines as said

    return said(store(), brand_id, week)


@st.cache_data(ttl=HOURS, max_entries=1000, show_spinner=False)
def specification(shown: str, _make: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """The specification of the chart that shows `shown`; making it takes most of a page's time."""
    return _make()
