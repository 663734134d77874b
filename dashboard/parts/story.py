"""One narrative opened: its weeks, who was first, its words, its posts."""

import pandas as pd
import streamlit as st

from dashboard import data, figures, findings, links, live, story_findings
from dashboard.charts.weeks import voices_over_time
from dashboard.choice import Choice
from dashboard.parts import people, spread, strips, terms, verdict
from dashboard.parts.drawn import drawn
from dashboard.parts.over_time import follow, tones
from dashboard.parts.render import markup, section, show
from dashboard.rows import Row
from dashboard.shapes.layers import VOICES, unread_weeks, voice_layers
from dashboard.words import narratives as words
from dashboard.words import overview, shared
from pipeline.views import PostFilter


def story(row: Row, choice: Choice) -> None:
    """Everything that is known of one narrative."""
    follow(choice, f"story{row['number']}", f"tones{row['number']}")
    _head(row, choice)
    _weeks(row, choice)
    _firsts(row, choice)
    spread.spread(row["number"], choice)
    _quotes(row, choice)
    told = data.tone_weeks(choice.brand_id, choice.version, row["number"])
    tones(told, choice, str(row["number"]))
    _posts(row, choice)


def _head(row: Row, choice: Choice) -> None:
    st.page_link(
        links.NARRATIVES,
        label=words.ALL_NARRATIVES,
        icon=":material/arrow_back:",
        query_params={"brand": choice.key},
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.html(markup("lead.html", text=row["label"]), width="content")
        rename(row, choice)
    voices, tones_ = strips.voice_parts(row), strips.tone_parts(row)
    show(
        "story_head.html",
        count=figures.count(row["counted"]),
        one=row["counted"] == 1,
        halves=_halves(row),
        born=figures.day_and_year(figures.local(row["born_at"], choice.timezone)),
        number=row["number"],
        by_person=row["label_by"] == "person",
        phrases=list(row["keyphrases"]),
        voices=voices,
        voices_said=strips.said(voices, 4),
        tones=tones_,
        tones_said=strips.said(tones_, 3),
    )
    verdict.line(choice, row["number"])
    verdict.unheard(choice)


def _halves(row: Row) -> str:
    """How fast it falls; empty where that cannot be told."""
    ends = [row[name] for name in ("half_life", "half_life_low", "half_life_high")]
    if any(pd.isna(end) for end in ends):
        return ""
    weeks, low, high = (figures.three_digits(end) for end in ends)
    return words.HALVES.format(weeks=weeks, low=low, high=high)


def rename(row: Row, choice: Choice) -> None:
    """A small form that gives the narrative another label."""
    with (
        st.popover(words.RENAME, icon=":material/edit:", type="tertiary"),
        st.form(f"rename_{row['number']}", border=False),
    ):
        label = st.text_input(words.LABEL, row["label"], max_chars=80, help=words.RENAME_NOTE)
        if st.form_submit_button(words.RENAME, type="primary"):
            live.rename(choice.brand_id, row["number"], label)
            st.rerun()


def _weeks(row: Row, choice: Choice) -> None:
    weeks = data.voice_weeks(choice.brand_id, choice.version, row["number"])
    if weeks.empty:
        return
    keys = tuple((voice, shared.VOICE[voice]) for voice in VOICES)
    coverage = data.coverage(choice.brand_id, choice.version)
    title = findings.voices(weeks, row["label"], None, unread_weeks(coverage))
    section(title, overview.VOICES_NOTE, keys)
    layers = voice_layers(weeks, coverage)
    drawn(
        f"story{row['number']}",
        choice,
        lambda palette: voices_over_time(layers, palette, choice.week, height=170),
        overview.VOICES_NOTE,
        selects="week",
    )


def _firsts(row: Row, choice: Choice) -> None:
    firsts = data.firsts(choice.brand_id, choice.version, row["number"])
    if firsts.empty:
        return
    section(story_findings.first_voice(firsts, choice), words.FIRST_NOTE)
    terms.ahead(choice, row["number"])
    show("quotes.html", posts=people.told(firsts, choice.timezone), clip=True)


def _quotes(row: Row, choice: Choice) -> None:
    quotes = data.quotes(choice.brand_id, choice.version)
    said: pd.DataFrame = quotes[quotes["number"] == row["number"]]
    if said.empty:
        return
    section(words.QUOTES, words.QUOTES_NOTE)
    show("quotes.html", posts=people.told(said, choice.timezone), clip=False)


def _posts(row: Row, choice: Choice) -> None:
    st.page_link(
        links.POSTS,
        label=f"Read all its posts ({figures.count(row['counted'])} counted)",
        icon=":material/arrow_forward:",
        query_params=links.posts_address(choice.key, PostFilter(narrative=row["number"])),
    )
