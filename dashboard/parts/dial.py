"""One dial: value, change, interval, its last weeks, and what it rests on."""

import pandas as pd
import streamlit as st

from dashboard import data, figures, findings, links
from dashboard.charts.dials import dial_over_time
from dashboard.choice import Choice
from dashboard.parts.drawn import drawn
from dashboard.parts.render import show
from dashboard.rows import rows
from dashboard.shapes.dials import DialNow, dial_now, dial_window
from dashboard.words import overview as words
from dashboard.words import shared

DIALS = ("voice_share", "heard_share", "net_sentiment")


def dials(frame: pd.DataFrame, choice: Choice) -> None:
    """The dials side by side, on a narrow screen one beneath the other."""
    for column, name in zip(st.columns(len(DIALS), gap="medium"), DIALS, strict=True):
        with column, st.container(gap="xsmall"):
            _dial(frame, choice, name)
    st.caption(words.CHART_KEY)


def _dial(frame: pd.DataFrame, choice: Choice, name: str) -> None:
    now = dial_now(frame, choice, name)
    _head(name, now, choice)
    weeks = dial_window(frame, data.coverage(choice.brand_id, choice.version), choice, name)
    if choice.tells(name) and weeks["value"].notna().any():
        drawn(
            name,
            choice,
            lambda palette: dial_over_time(weeks, name, palette),
            words.DIAL_CHART.format(dial=shared.DIAL[name]),
        )
    if now is None:
        return
    show("dial_foot.html", size=findings.size(now, name), **_sure(name, now, choice))
    st.page_link(
        links.POSTS,
        label=shared.READ_BEHIND if choice.counting == "usual" else words.READ_USUAL,
        query_params=links.posts_address(choice.key, links.counted_by(name, choice.week)),
        icon="",
    )


def _sure(name: str, now: DialNow, choice: Choice) -> dict[str, str]:
    """How sure a dial is: its interval, and how far it moves if it is counted otherwise."""
    if not choice.tells(name):
        return {"interval": "", "ways": ""}
    ways = data.sensitivity(choice.brand_id, choice.version)
    ways = ways[(ways["dial"] == name) & (ways["week"] == pd.Timestamp(choice.week))]
    told = findings.interval(now, name) if now.value is not None else ""
    return {"interval": told, "ways": findings.sensitivity(rows(ways), name)}


def _head(name: str, now: DialNow | None, choice: Choice) -> None:
    value = None if now is None else now.value
    few = shared.NO_WEEK if now is None else shared.too_few(now.n)
    told = {"value": None, "change": "", "unclear": ""}
    if value is not None and not choice.tells(name):
        few = shared.UNHEARD.format(name=choice.name)
    elif now is not None and value is not None:
        net = name == "net_sentiment"
        told = {
            "value": figures.signed(value) if net else figures.three_digits(value * 100),
            "change": findings.change(now, choice),
            "unclear": findings.change_interval(now),
        }
    show(
        "dial_head.html",
        name=shared.DIAL[name],
        means=words.DIAL_MEANS[name],
        unit=shared.POINTS if name == "net_sentiment" else "%",
        few=few[:1].upper() + few[1:],
        **told,
    )
