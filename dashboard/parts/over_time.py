"""Voice and tone by week over the whole period, or of one narrative."""

from datetime import date

import pandas as pd
import streamlit as st

from dashboard import data, findings
from dashboard.charts.weeks import tones_over_time, voices_over_time
from dashboard.choice import Choice
from dashboard.figures import week_span
from dashboard.parts import empty
from dashboard.parts.drawn import clicked, drawn
from dashboard.parts.render import section
from dashboard.shapes.breaks import tone_break, volume_break
from dashboard.shapes.layers import TONES, VOICES, tone_layers, unread_weeks, voice_layers
from dashboard.words import overview as words
from dashboard.words import shared
from pipeline.telling import MINIMUM_N
from pipeline.weeks import week_name


def voices(weeks: pd.DataFrame, choice: Choice) -> None:
    """How many spoke each week, and who. A click on a week chooses it."""
    keys = tuple((voice, shared.VOICE[voice]) for voice in VOICES)
    coverage = data.coverage(choice.brand_id, choice.version)
    found = volume_break(weeks, coverage)
    title = findings.voices(weeks, choice.name, found, unread_weeks(coverage))
    section(title, words.VOICES_NOTE, keys)
    broken = found.week if found else None
    layers = voice_layers(weeks, coverage)
    drawn(
        "voices",
        choice,
        lambda palette: voices_over_time(layers, palette, choice.week, broken),
        words.VOICES_NOTE,
        selects="week",
    )


def tones(frame: pd.DataFrame, choice: Choice, story: str = "") -> None:
    """In which tone others than the brand spoke each week, and since when it is another."""
    layers = tone_layers(frame, data.coverage(choice.brand_id, choice.version))
    if layers.empty:
        empty.no_scores(choice)
        return
    found = tone_break(frame)
    keys = tuple((tone, shared.TONE[tone]) for tone in TONES)
    enough = bool((layers["scored"] >= MINIMUM_N).any())
    section(findings.tones(found, enough), f"{words.TONE_NOTE} {words.THIN_NOTE}", keys)
    broken = found.week if found else None
    drawn(
        f"tones{story}",
        choice,
        lambda palette: tones_over_time(layers, palette, choice.week, broken),
        words.TONE_NOTE,
        selects="week",
    )
    # Of a story one week is mostly too few.
    week, of = (None, words.ALL_WEEKS) if story else (choice.week, week_span(choice.week))
    narrative = int(story) if story else None
    shares = data.tone_shares(choice.brand_id, choice.version, week, narrative)
    if not shares.empty:
        st.caption(findings.tone_shares(shares, of))


def follow(choice: Choice, *charts: str) -> None:
    """Choose the week that was just clicked in a chart, before the page is drawn anew."""
    for chart in charts:
        chosen = clicked(chart, choice, "week")
        if chosen:
            st.query_params["week"] = week_name(date.fromisoformat(chosen["monday"]))
            st.rerun()
