"""Markup for what Streamlit has no element for. Templates escape every value they are given."""

from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import streamlit as st
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from dashboard import theme
from dashboard.figures import unbroken
from dashboard.words import alerts, customers, narratives, overview, posts, shared

_FOLDER = Path(__file__).parent
_WORDS = {
    "alerts": alerts,
    "customers": customers,
    "narratives": narratives,
    "overview": overview,
    "posts": posts,
    "shared": shared,
}


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_FOLDER / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["words"] = _WORDS
    environment.filters["web"] = web_address
    environment.filters["unbroken"] = unbroken
    return environment


def markup(template: str, **values: object) -> str:
    """The template filled in; text of posts comes out as plain text."""
    return _templates().get_template(template).render(**values)


def show(template: str, **values: object) -> None:
    """The template, filled in and on the page."""
    st.html(markup(template, **values))


def web_address(url: object) -> str:
    """The address if it leads to the web, else nothing: no javascript:, no data:."""
    try:
        safe = isinstance(url, str) and urlsplit(url).scheme in ("http", "https")
    except ValueError:  # an address that is none, as posts have them
        return ""
    return str(url) if safe else ""


def dress() -> None:
    """The style sheet and its colours: once a run."""
    st.html(_FOLDER.parent / "style.css")
    st.html(f"<style>{theme.variables()}</style>")


def section(title: str, note: str = "", keys: tuple[tuple[str, str], ...] = ()) -> None:
    """A thin rule, the finding, the measure, and what the colours mean."""
    show("section.html", title=title, note=note, keys=keys)
