"""How a story jumped from place to place, and whose reach it was."""

from typing import Any

import pandas as pd
import streamlit as st

from dashboard import data, figures, links
from dashboard import story_findings as findings
from dashboard.choice import Choice
from dashboard.parts import people, strips
from dashboard.parts.render import section, show
from dashboard.rows import Row, rows
from dashboard.words import narratives as words
from dashboard.words import shared
from pipeline.views import PostFilter

_SHOWN = 8  # places, the first ones
_BEGINNING = pd.Timedelta(days=3)  # told so soon after reading began, it may be older


def spread(number: int, choice: Choice) -> None:
    """When it came where, and what share of its reach customers made."""
    found = data.places(choice.brand_id, choice.version, number)
    if found.empty:
        return
    told = [_told(row, found["first_at"].iloc[0], choice) for row in rows(found)]
    section(findings.spread(found, [place["name"] for place in told]), words.SPREAD_NOTE)
    show("places.html", places=told[:_SHOWN])
    firsts = tuple(int(mention) for mention in found["first_mention"])
    _link(words.FIRST_POSTS, PostFilter(mentions=firsts, order="oldest"), choice)
    _reach(number, choice)


def _told(row: Row, began: pd.Timestamp, choice: Choice) -> dict[str, Any]:
    first = figures.local(row["first_at"], choice.timezone)
    held = row["holds_at"]
    since = row["first_at"] - row["read_since"] < _BEGINNING
    lag = "" if row["first_at"] == began else findings.lagged(row["first_at"] - began)
    return {
        "name": people.place(row),
        "when": figures.day_and_year(first),
        "lag": f"{lag}, {words.READ_FROM_THERE}".removeprefix(", ") if since else lag,
        "voice": row["voice"],
        "who": shared.VOICE_OF_POST[row["voice"]],
        "carried": row["carried"],
        "held": words.NOT_HELD
        if pd.isna(held)
        else words.HOLDS.format(day=figures.day(figures.local(held, choice.timezone))),
        "size": words.SIZE_OF_PLACE.format(posts=row["mentions"], people=row["people"]),
    }


def _reach(number: int, choice: Choice) -> None:
    found = data.reach(choice.brand_id, choice.version, number)
    if found.empty:
        return
    row = rows(found)[0]
    section(findings.reach(row, choice), findings.reach_note(row, choice))
    if pd.isna(row["share"]):
        return
    if choice.heard:
        parts = strips.voice_parts(row)
        show("reach.html", voices=parts, said=strips.said(parts, 4))
    _link(words.LOUDEST, PostFilter(mentions=(int(row["loudest"]),)), choice)


def _link(label: str, wanted: PostFilter, choice: Choice) -> None:
    address = links.posts_address(choice.key, wanted)
    st.page_link(links.POSTS, label=label, icon=":material/arrow_forward:", query_params=address)
