"""Actions and what they changed: a form to register one, and the effects of each."""

from datetime import date, timedelta

import pandas as pd
import streamlit as st

from dashboard import data, links, live
from dashboard import learn_findings as findings
from dashboard.charts.effects import gap_over_time
from dashboard.choice import Choice
from dashboard.parts.drawn import drawn
from dashboard.parts.render import section, show
from dashboard.rows import Row, rows
from dashboard.shapes.effects import levels
from dashboard.words import learn as words
from dashboard.words import shared
from pipeline.errors import InputError
from pipeline.views import PostFilter

_SHOWN = 3  # narratives with a link of their own


def register(choice: Choice) -> None:
    """A form that registers an action; a worker estimates it."""
    with (
        st.popover(words.REGISTER_ACTION, icon=":material/add:"),
        st.form("action", border=False, clear_on_submit=True),
    ):
        name = st.text_input(words.ACTION_NAME, max_chars=80, placeholder=words.ACTION_EXAMPLE)
        kind = st.selectbox(words.ACTION_KIND, words.KIND, format_func=words.KIND.__getitem__)
        day = st.date_input(words.ACTION_DAY, choice.week)
        stories = _labels(choice)
        about = st.multiselect(words.ACTION_ABOUT, stories, format_func=stories.__getitem__)
        others = _others(choice) | stories
        control = st.multiselect(
            words.ACTION_CONTROL, others, format_func=others.__getitem__, help=words.CONTROL_MEANS
        )
        if not st.form_submit_button(words.REGISTER_ACTION, type="primary"):
            return
    _add(choice, {"name": name, "kind": kind, "day": day, "narratives": about, "controls": control})


def _add(choice: Choice, given: dict[str, object]) -> None:
    try:
        number = live.add_action(choice.key, given)
    except InputError as error:
        st.warning(str(error), icon=":material/warning:")
        return
    st.toast(shared.STARTED.format(number=number), icon=":material/check:")


def listed(found: pd.DataFrame, choice: Choice) -> None:
    """Every action with its three effects, the newest first."""
    if found.empty:
        show(
            "empty.html",
            title=words.NO_ACTIONS,
            note=words.NO_ACTIONS_NOTE,
            steps=(("", words.ACTION_COMMAND.format(key=choice.key)),),
        )
        return
    labels = _labels(choice) | _others(choice)
    for _, of_action in found.groupby("action_id", sort=False):
        with st.container(key=f"action_{of_action['action_id'].iloc[0]}"):
            _action(of_action, labels, choice)


def _action(found: pd.DataFrame, labels: dict[str, str], choice: Choice) -> None:
    first = rows(found)[0]
    section(findings.action(found), findings.action_note(first, labels), findings.SIDES)
    if pd.isna(first["measure"]):
        st.caption(words.NOT_ESTIMATED)
    else:
        columns = st.columns(len(found), gap="medium")
        for column, row in zip(columns, rows(found), strict=True):
            with column, st.container(gap="xsmall"):
                _effect(row, choice)
    _below(first, labels, choice)


def _effect(row: Row, choice: Choice) -> None:
    show("effect_head.html", row=row)
    frame = levels(row)
    if frame["value"].notna().any():
        drawn(
            f"effect{row['action_id']}{row['measure']}{row['p']}{len(row['series'])}",
            choice,
            lambda palette: gap_over_time(frame, row, palette),
            row["finding"],
        )
    show("effect_foot.html", row=row)


def _below(row: Row, labels: dict[str, str], choice: Choice) -> None:
    """The posts behind it, and the way to forget it."""
    day: date = row["day"].date()
    first, last = day - timedelta(weeks=8), day + timedelta(weeks=4, days=-1)
    about: list[int | None] = [int(number) for number in row["narratives"]]
    with st.container(horizontal=True, vertical_alignment="center"):
        for number in about[:_SHOWN] or [None]:
            wanted = PostFilter(first_day=first, last_day=last, narrative=number, counted=True)
            label = shared.READ_BEHIND if number is None else _of(labels, number)
            st.page_link(
                links.POSTS, label=label, icon="",
                query_params=links.posts_address(choice.key, wanted),
            )  # fmt: skip
        st.button(
            words.FORGET_ACTION, key=f"forget_{row['action_id']}", type="tertiary",
            icon=":material/delete:", on_click=live.remove_action, args=(int(row["action_id"]),),
        )  # fmt: skip


def _of(labels: dict[str, str], number: int) -> str:
    story = labels.get(str(number), f"narrative {number}")
    return links.plain(words.READ_STORY.format(story=story))


def _labels(choice: Choice) -> dict[str, str]:
    """The brand's narratives by number, as text."""
    frame = data.narratives(choice.brand_id, choice.version, choice.week)
    return {str(row["number"]): str(row["label"]) for row in rows(frame)}


def _others(choice: Choice) -> dict[str, str]:
    """The other brands by key."""
    brands = data.brands()
    names = dict(zip(brands["key"], brands["name"], strict=True))
    return {str(key): str(name) for key, name in names.items() if key != choice.key}
