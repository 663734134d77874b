"""What moved a dial this week: its exact split over narratives."""

from dataclasses import replace

import pandas as pd
import streamlit as st

from dashboard import data, findings, links, words
from dashboard.charts.moves import parts_of_a_change
from dashboard.choice import Choice
from dashboard.parts.dial import DIALS
from dashboard.parts.render import colours, section
from dashboard.shapes.dials import dial_now
from dashboard.shapes.moves import moved_parts
from pipeline.views import PostFilter


def moved(dials: pd.DataFrame, choice: Choice) -> None:
    """The bars of one dial, chosen above them; a click opens the posts of a bar."""
    dial = _dial()
    moves = data.moves(choice.brand_id, choice.version, choice.week, dial)
    if moves.empty:
        section("What moved it", words.NO_MOVES)
        _which()
        return
    parts = moved_parts(moves)
    # the split is that of the week before, whatever the dials above are compared with
    now = dial_now(dials, replace(choice, versus="before", reading="all"), dial)
    title = findings.moved(parts, dial, now)
    section(title, words.MOVED_NOTE)
    _which()
    st.altair_chart(
        parts_of_a_change(parts, dial, colours()),
        theme=None,
        key=_key(dial, choice),
        on_select="rerun",
        selection_mode="part",
        alt=title,
    )


def follow(choice: Choice) -> None:
    """Go to the posts of the bar that was just clicked, before the page is drawn anew."""
    state = st.session_state.get(_key(_dial(), choice))
    chosen = state["selection"].get("part", []) if state else []
    if not chosen or chosen[0]["kind"] == "rest":
        return
    wanted = PostFilter(
        first_week=choice.week, last_week=choice.week, narrative=_number(chosen[0]), counted=True
    )
    st.switch_page(links.POSTS, query_params=links.posts_address(choice.key, wanted))


def _number(chosen: dict[str, str]) -> int | None:
    """The narrative of a bar; 0 for posts in none, None for the total."""
    if chosen["kind"] == "total":
        return None
    return 0 if chosen["part"] == "none" else int(chosen["part"])


def _dial() -> str:
    return st.session_state.get("moved_dial") or DIALS[-1]


def _key(dial: str, choice: Choice) -> str:
    return f"moved_{dial}_{choice.key}_{choice.week}"


def _which() -> None:
    st.segmented_control(
        "Which dial",
        DIALS,
        default=DIALS[-1],
        required=True,
        format_func=words.DIAL.__getitem__,
        key="moved_dial",
        label_visibility="collapsed",
    )
