"""Claims and what customers make of them: a form to register one, the posts that speak of it."""

from datetime import date

import pandas as pd
import streamlit as st

from dashboard import figures, links, live
from dashboard.choice import Choice
from dashboard.parts import people
from dashboard.parts.render import section, show
from dashboard.parts.strips import Part
from dashboard.rows import Row, rows
from dashboard.words import learn as words
from dashboard.words import shared
from pipeline.errors import InputError
from pipeline.views import PostFilter

_LINKED = 100  # posts in an address
_SIDES = {"positive": "echo", "neutral": "neither", "negative": "contest"}


def register(choice: Choice) -> None:
    """A form that registers a claim; a worker looks who speaks of it."""
    with (
        st.popover(words.REGISTER_CLAIM, icon=":material/add:"),
        st.form("claim", border=False, clear_on_submit=True),
    ):
        text = st.text_area(words.CLAIM_TEXT, max_chars=280, placeholder=words.CLAIM_EXAMPLE)
        since = st.date_input(words.CLAIM_SINCE, None)
        if not st.form_submit_button(words.REGISTER_CLAIM, type="primary"):
            return
    try:
        number = live.add_claim(choice.key, text, since if isinstance(since, date) else None)
    except InputError as error:
        st.warning(str(error), icon=":material/warning:")
        return
    st.toast(shared.STARTED.format(number=number), icon=":material/check:")


def listed(choice: Choice) -> None:
    """Every claim, who speaks of it, and on which side."""
    found = live.claims(choice.brand_id)
    if found.empty:
        steps = (("", words.CLAIM_COMMAND.format(key=choice.key)),)
        show("empty.html", title=words.NO_CLAIMS, note=words.NO_CLAIMS_NOTE, steps=steps)
        return
    for row in rows(found):
        with st.container(key=f"claim_{row['id']}"):
            _claim(row, choice)
    st.caption(live.echo_limits())


def _claim(row: Row, choice: Choice) -> None:
    if pd.isna(row["near"]):
        section(f"“{row['text']}”", words.NOT_LOOKED)
    else:
        said, sides = live.echo_said(row)
        keys = tuple(words.ECHOES.items())
        section(f"“{row['text']}”", said, keys)
        show("reach.html", voices=_parts(row), said=sides)
        _quotes(row, choice)
    with st.container(horizontal=True, vertical_alignment="center"):
        mentions = tuple(int(one) for one in row["mentions"][:_LINKED])
        if mentions:
            st.page_link(
                links.POSTS, label=words.READ_NEAREST, icon="",
                query_params=links.posts_address(choice.key, PostFilter(mentions=mentions)),
            )  # fmt: skip
        st.button(
            words.FORGET_CLAIM, key=f"forget_claim_{row['id']}", type="tertiary",
            icon=":material/delete:", on_click=live.remove_claim, args=(int(row["id"]),),
        )  # fmt: skip


def _parts(row: Row) -> list[Part]:
    """The sides as a strip; nothing below the minimum."""
    if pd.isna(row["echo"]):
        return []
    return [
        Part(tone, float(row[name]), f"{figures.about(float(row[name]))} {words.ECHOES[tone]}")
        for tone, name in _SIDES.items()
    ]


def _quotes(row: Row, choice: Choice) -> None:
    """The nearest posts that agree on the left, those that do not on the right."""
    quotes = live.claim_quotes(choice.brand_id, [int(one) for one in row["mentions"]])
    for column, tone in zip(st.columns(2, gap="large"), ("positive", "negative"), strict=True):
        said = quotes[quotes["stance"] == tone]
        if len(said):
            with column:
                show("quotes.html", posts=people.told(said, choice.timezone), clip=True)
