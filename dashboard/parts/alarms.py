"""Alerts by occasion: each with its sentence, figures, posts, and the button that puts it away."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from dashboard import figures, findings, links, live
from dashboard.choice import Choice
from dashboard.parts.render import markup, section, show
from dashboard.rows import Row, rows
from dashboard.words import alerts as words
from pipeline.errors import InputError
from pipeline.words import listed

NAMED = 3  # stories in the line of what is folded
MOST = 50  # occasions, and alerts that were seen: the newest


def line(choice: Choice) -> None:
    """On the overview: how many alerts are open, and what heads the newest occasion."""
    occasions = live.occasions(_open(live.alerts(choice.brand_id)))
    if not occasions:
        return
    with st.container(key="alarm"):
        st.page_link(
            links.ALERTS,
            label=f"**{_how_many(occasions)}:** {links.plain(occasions[0]['text'].iloc[0])}",
            icon=":material/notifications:",
            query_params={"brand": choice.key},
        )


def waiting(found: pd.DataFrame, choice: Choice) -> None:
    """The alerts that nobody has seen, by occasion, the newest first."""
    alerts = _open(found)
    occasions = live.occasions(alerts)
    with st.container(horizontal=True, vertical_alignment="bottom", key="alerts_head"):
        st.html(markup("lead.html", text=_how_many(occasions)), width="stretch")
        if len(alerts) > 1:
            _button(words.ACKNOWLEDGE_ALL, "all", alerts["id"].tolist())
    st.caption(words.ALERTS_NOTE)
    if alerts.empty:
        note = words.ALL_SEEN if len(_seen(found)) else words.NO_ALERT.format(name=choice.name)
        show("empty.html", title=words.NO_ALERT_TITLE, note=note, steps=())
    for occasion in occasions[:MOST]:
        with st.container(key=f"alert_{occasion['id'].iloc[0]}"):
            _occasion(occasion, choice)
    _more(sum(len(occasion) for occasion in occasions[MOST:]))


def seen(found: pd.DataFrame, choice: Choice) -> None:
    """The alerts that somebody has seen, and who."""
    alerts = _seen(found)
    if alerts.empty:
        return
    section(words.ACKNOWLEDGED)
    lines = [f"{row['text']} ({_by(row, choice)})" for row in rows(alerts.head(MOST))]
    show("coverage.html", lines=lines)
    _more(len(alerts) - MOST)


def told() -> None:
    """How alerts go out, or how to set it where they do not."""
    section(words.WHO_IS_TOLD)
    try:
        ways = live.alert_channels()
    except InputError as error:
        st.error(links.plain(str(error)), icon=":material/error:")
        return
    if ways:
        said = listed([words.TOLD_BY[way] for way in ways])
        st.markdown(words.TOLD.format(ways=said))
    else:
        show("empty.html", title=words.TOLD_NOBODY, note=words.TELL, steps=words.TELL_STEPS)


def _occasion(occasion: pd.DataFrame, choice: Choice) -> None:
    """The alert that heads it; folded beneath, what else happened in these days."""
    head, *others = rows(occasion)
    right = _alert(head, choice)
    if not others:
        return
    with right:
        label = words.ACKNOWLEDGE_OCCASION.format(count=figures.count(len(occasion)))
        _button(label, f"occasion_{head['id']}", occasion["id"].tolist())
    with st.expander(links.plain(_others(occasion))):
        for row in others:
            with st.container(key=f"with_{row['id']}"):
                _alert(row, choice)


def _others(occasion: pd.DataFrame) -> str:
    """How many alerts the head hides, and of which stories."""
    others = occasion.iloc[1:]
    count = len(others)
    said = words.ONE_MORE if count == 1 else words.SO_MANY_MORE.format(count=count)
    stories = [f"“{label}”" for label in others["label"].dropna().unique()]
    cut = ", …" if len(stories) > NAMED else ""
    return f"{said}: {', '.join(stories[:NAMED])}{cut}" if stories else said


def _alert(row: Row, choice: Choice) -> st.delta_generator.DeltaGenerator:
    """One alert, and the button that puts it away, in the column that is given back."""
    left, right = st.columns([9, 2], gap="medium")
    with left.container(gap="xxsmall"):
        st.page_link(
            links.POSTS,
            label=links.plain(figures.unbroken(row["text"])),
            icon="",
            help=words.READ_ALERTED,
            query_params=links.posts_address(choice.key, links.alerted(row)),
        )
        show(
            "alert.html",
            kind=words.ALERT_KIND[row["kind"]],
            lasts=row["state"] == "lasting",
            figures=figures.unbroken(findings.alert(row["figures"])),
            days=figures.day_span(row["began"], row["last_seen"]),
        )
    with right:
        _button(words.ACKNOWLEDGE, str(row["id"]), [row["id"]])
    return right


def _button(label: str, key: str, alerts: Sequence[int]) -> None:
    st.button(
        label, key=f"seen_{key}", icon=":material/check:", help=words.ACKNOWLEDGE_MEANS,
        on_click=live.acknowledge, args=([int(id) for id in alerts], _viewer()),
    )  # fmt: skip


def _viewer() -> str:
    """Who is logged in, where somebody has to be."""
    return str(st.user.get("email") or words.SOMEBODY)


def _by(row: Row, choice: Choice) -> str:
    when = figures.day_and_year(figures.local(row["acknowledged_at"], choice.timezone))
    return words.SEEN_BY.format(who=row["acknowledged_by"], when=when)


def _more(count: int) -> None:
    if count > 0:
        st.caption(words.MORE_ALERTS.format(count=figures.count(count)))


def _open(found: pd.DataFrame) -> pd.DataFrame:
    return found[found["acknowledged_at"].isna() & (found["state"] != "withdrawn")]


def _seen(found: pd.DataFrame) -> pd.DataFrame:
    return found[found["acknowledged_at"].notna()]


def _how_many(occasions: list[pd.DataFrame]) -> str:
    count = sum(len(occasion) for occasion in occasions)
    if count == 1:
        return words.ONE_OPEN_ALERT
    if len(occasions) == count:  # none too
        return words.OPEN_ALERTS.format(count=count) if count else words.NO_OPEN_ALERT
    on = words.ONE_OCCASION if len(occasions) == 1 else words.OCCASIONS.format(count=len(occasions))
    return words.OPEN_ON.format(count=count, on=on)
