"""What moved a dial this week: its exact split over narratives."""

from dataclasses import replace

import pandas as pd
import streamlit as st

from dashboard import data, findings, links
from dashboard.charts.moves import parts_of_a_change
from dashboard.choice import Choice
from dashboard.parts.dial import DIALS
from dashboard.parts.drawn import clicked, drawn
from dashboard.parts.render import section
from dashboard.shapes.dials import clearest, dial_now
from dashboard.shapes.moves import moved_parts
from dashboard.words import overview as words
from dashboard.words import shared
from pipeline.words import source_names


def moved(dials: pd.DataFrame, choice: Choice) -> None:
    """The bars of one dial, chosen above them; a click opens the posts of a bar."""
    dial = _dial(dials, choice)
    moves = data.moves(choice.brand_id, choice.version, choice.week, dial)
    if moves.empty or not choice.tells(dial):
        unheard = words.UNHEARD_MOVES.format(name=choice.name)
        section(words.MOVED, words.NO_MOVES if moves.empty else unheard)
        _which(dials, choice)
        return
    # the split is that of the week before, whatever the dials above are compared with
    now = dial_now(dials, replace(choice, versus="before", reading="all"), dial)
    parts = moved_parts(moves, now.change if now else None)
    title = findings.moved(parts, dial, now)
    unlike = parts[parts["kind"].isin(list(words.UNLIKE))]
    notes = [
        words.UNLIKE_NOTE[kind].format(what=source_names(part.split(", ")))
        for kind, part in zip(unlike["kind"], unlike["part"], strict=True)
    ]
    section(title, " ".join([words.MOVED_NOTE, *notes]))
    _which(dials, choice)
    drawn(
        f"moved_{dial}", choice, lambda palette: parts_of_a_change(parts, dial, palette), title,
        selects="part",
    )  # fmt: skip


def follow(dials: pd.DataFrame, choice: Choice) -> None:
    """Go to the posts of the bar that was just clicked, before the page is drawn anew."""
    dial = _dial(dials, choice)
    chosen = clicked(f"moved_{dial}", choice, "part")
    if not chosen or chosen["kind"] == "rest":
        return
    wanted = links.counted_by(dial, choice.week, links.narrative_of(chosen))
    st.switch_page(links.POSTS, query_params=links.posts_address(choice.key, wanted))


def _dial(dials: pd.DataFrame, choice: Choice) -> str:
    """The dial that the viewer chose for this week, else the one that moved most clearly."""
    chosen: str | None = st.session_state.get(_which_key(choice))
    return chosen or clearest(dials, choice.week) or DIALS[-1]


def _which(dials: pd.DataFrame, choice: Choice) -> None:
    st.segmented_control(
        shared.WHICH_DIAL,
        DIALS,
        default=_dial(dials, choice),
        required=True,
        format_func=shared.DIAL.__getitem__,
        key=_which_key(choice),
        label_visibility="collapsed",
    )


def _which_key(choice: Choice) -> str:
    return f"which_{choice.key}_{choice.week}"
