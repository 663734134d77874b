"""Narratives in a list, and the ones that rise, are new or fade."""

import pandas as pd
import streamlit as st

from dashboard import data, figures, findings, links
from dashboard.choice import Choice
from dashboard.parts import people, strips, verdict
from dashboard.parts.render import section, show
from dashboard.rows import Row, rows
from dashboard.shapes.layers import unread_weeks
from dashboard.shapes.stories import movement, series
from dashboard.words import overview as words
from pipeline.words import counted

MOST = 3  # narratives of each turn on the overview


def turning(choice: Choice) -> None:
    """Narratives rising, new and fading this week, with two quotes each."""
    frame = data.narratives(choice.brand_id, choice.version, choice.week)
    if frame.empty:
        return
    unread = unread_weeks(data.coverage(choice.brand_id, choice.version))
    stories = movement(frame, choice.week, unread)
    weeks = series(data.narrative_weeks(choice.brand_id, choice.version), choice.week)
    quotes = data.week_quotes(choice.brand_id, choice.version, choice.week)
    section(findings.turning(stories), words.TURN_NOTE)
    for turn in words.TURN:
        found = stories[stories["turn"] == turn].sort_values("surge", key=abs, ascending=False)
        if len(found):
            show("turn.html", title=words.TURN[turn], note=words.TURN_MEANS[turn])
        for row in rows(found.head(MOST)):
            _card(row, weeks.get(row["number"], []), quotes, choice)
    st.page_link(
        links.NARRATIVES,
        label=words.ALL_STORIES.format(count=len(frame)),
        icon=":material/arrow_forward:",
        query_params={"brand": choice.key},
    )


def _card(row: Row, counts: list[int], quotes: pd.DataFrame, choice: Choice) -> None:
    """A narrative at a glance on the left, two of its posts on the right."""
    said = quotes[quotes["number"] == row["number"]].head(2)
    with st.container(key=f"card_{row['number']}"):
        left, right = st.columns([5, 7], gap="large")
        with left:
            opened(row, choice)
            voices = strips.voice_parts(row)
            show(
                "narrative_card.html",
                trend=trend(row),
                outline=strips.outline(counts),
                voices=voices,
                voices_said=strips.said(voices),
            )
            verdict.line(choice, row["number"])
        with right:
            if said.empty:
                st.caption(words.NOBODY_TOLD)
                return
            show("quotes.html", posts=people.told(said, choice.timezone), clip=True)


def listed(frame: pd.DataFrame, choice: Choice) -> None:
    """One row a narrative: size, weeks, who tells it, in which tone."""
    weeks = series(data.narrative_weeks(choice.brand_id, choice.version), choice.week)
    verdict.unheard(choice)
    with st.columns(_GRID, gap="medium")[1]:
        show("headings.html")
    for row in rows(movement(frame, choice.week)):
        with st.container(key=f"row_{row['number']}"):
            _row(row, weeks.get(row["number"], []), choice)


_GRID = [4, 8]  # the label, then what is drawn


def _row(row: Row, counts: list[int], choice: Choice) -> None:
    voices, tones = strips.voice_parts(row), strips.tone_parts(row)
    left, right = st.columns(_GRID, gap="medium", vertical_alignment="center")
    with left.container(gap=None):
        opened(row, choice)
        show("size.html", count=figures.count(row["counted"]), one=row["counted"] == 1)
    with right:
        show(
            "narrative_row.html",
            outline=strips.outline(counts),
            trend=trend(row),
            voices=voices,
            voices_said=strips.said(voices),
            tones=tones,
            tones_said=strips.said(tones),
        )
    verdict.line(choice, row["number"])


def opened(row: Row, choice: Choice) -> None:
    """The label, which opens the narrative."""
    address = {"brand": choice.key, "narrative": str(row["number"])}
    label = links.plain(row["label"])
    st.page_link(links.NARRATIVES, label=label, query_params=address, icon="")


def trend(row: Row) -> str:
    """This week against the usual one, in words."""
    posts = counted(row["in_week"], "post")
    return f"{posts} this week, {row['usual']:.3g} a week in the four before"
