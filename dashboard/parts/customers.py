"""What customers do with their power: leave, ask their peers, ask the brand."""

from datetime import timedelta

import pandas as pd
import streamlit as st

from dashboard import customer_findings as findings
from dashboard import data, figures, links
from dashboard.charts.leaving import leaving_over_time
from dashboard.choice import Choice
from dashboard.parts import people, strips
from dashboard.parts.drawn import drawn
from dashboard.parts.render import section, show
from dashboard.rows import Row, rows
from dashboard.shapes import customers as shapes
from dashboard.words import customers as words
from dashboard.words import shared
from pipeline.views import PostFilter

MOST = 6  # rows of a list
_GRID = [4, 8]


def optout(choice: Choice, counts: pd.DataFrame) -> None:
    """How often customers leave, whether that is more than usual, and what they tell then."""
    weeks = data.leaving(choice.brand_id, choice.version)
    now = findings.last(weeks, pd.Timestamp(choice.week))
    leavers = int(shapes.whole(counts, "leaves")["people"].sum())
    reasons = shapes.reasons(counts)
    section(findings.optout(leavers, reasons), words.LEAVING_NOTE)
    window = shapes.leaving_window(
        weeks, data.coverage(choice.brand_id, choice.version), choice.week
    )
    drawn(
        "leaving",
        choice,
        lambda palette: leaving_over_time(window, palette),
        words.LEAVING_CHART,
    )
    if now is not None:
        usual = figures.unbroken(findings.against_usual(now))
        show("dial_foot.html", size=usual, interval="", ways="")
        week = PostFilter(act="leaves", first_week=choice.week, last_week=choice.week)
        if now["posts"]:
            _link(words.LEAVING_POSTS, week, choice)
    for row in rows(reasons.head(MOST)):
        _reason(row, choice)
    _quotes("leaves", choice)


def _reason(row: Row, choice: Choice) -> None:
    """One narrative in which customers leave: how many of those who tell it."""
    from pipeline.authority.intervals import wilson  # with it comes all that reckons

    told, of = int(row["people"]), int(row["of"])
    low, high = wilson(told / of, of)
    number: int = 0 if pd.isna(row["number"]) else int(row["number"])
    with st.container(key=f"row_leaves{number}"):
        left, right = _columns()
        with left:
            label: str = shared.IN_NONE if not number else row["label"]
            _link(label, _looking_back(choice, act="leaves", narrative=number), choice, plain=True)
        with right:
            said = findings.interval(told, of, low, high)
            show("share.html", value=told / of, low=low, high=high, said=figures.unbroken(said))


def tribe(choice: Choice, counts: pd.DataFrame) -> None:
    """Who asks peers before choosing, whom these name, and who went where."""
    askers = int(shapes.whole(counts, "asks")["people"].sum())
    told = shapes.told(counts)
    keys = tuple((tone, shared.TONE[tone]) for tone in ("negative", "neutral", "positive"))
    section(findings.tribe(askers, told), words.TRIBE_NOTE, keys)
    if askers:
        _link(words.ASKS_POSTS, _looking_back(choice, act="asks"), choice)
    _quotes("asks", choice)
    for row in rows(told.head(MOST)):
        _named(row, choice)
    _quotes("answers", choice)
    switches = shapes.whole(counts, "switches")
    section(findings.flows(switches, choice.name), words.FLOWS_NOTE)
    weeks = data.act_weeks(choice.brand_id, choice.version, "switches")
    for row in rows(switches.head(2 * MOST)):
        _flow(row, shapes.weekly(weeks, row["name"], row["stance"], choice.week), choice)
    _quotes("switches", choice)


def _named(row: Row, choice: Choice) -> None:
    """One brand that answers name, with the tone towards it."""
    tones = [strips.Part(t, row[t], f"{shared.TONE[t]} {row[t]:,}") for t in shared.TONE]
    with st.container(key=f"row_named_{row['name']}"):
        left, right = _columns()
        with left:
            wanted = _looking_back(choice, act="answers", named=row["name"])
            _link(row["called"], wanted, choice, plain=True)
        with right:
            said = f"named by {row['people']:,}: {strips.said(tones, 4)}"
            show("parts.html", parts=tones, said=said)


def _flow(row: Row, weeks: list[int], choice: Choice) -> None:
    """Customers who went to one competitor, or came from it."""
    way = words.WENT_TO if row["stance"] == "to" else words.CAME_FROM
    with st.container(key=f"row_{row['stance']}_{row['name']}"):
        left, right = _columns()
        with left:
            wanted = _looking_back(choice, act="switches", named=row["name"], stance=row["stance"])
            _link(way.format(name=row["called"]), wanted, choice, plain=True)
        with right:
            said = (
                f"{row['people']:,} {'person' if row['people'] == 1 else 'people'} in twelve weeks"
            )
            show("weeks.html", outline=strips.outline(weeks), said=said)


def requests(choice: Choice, counts: pd.DataFrame) -> None:
    """What customers ask of the brand, by people, and how soon it answers."""
    asked = shapes.asked(counts)
    heard = shapes.brand_heard(data.voice_weeks(choice.brand_id, choice.version), choice.week)
    title = findings.requests(asked, choice.name, heard)
    section(title, words.REQUESTS_NOTE, words.REQUEST_KEYS)
    weeks = data.answered(choice.brand_id, choice.version)
    until = weeks[weeks["week"] <= pd.Timestamp(choice.week)]
    if len(asked) and len(until) and heard:
        said = findings.waiting(findings.last(until, until["week"].max()))
        show("dial_foot.html", size=figures.unbroken(said), interval="", ways="")
    for row in rows(asked.head(MOST)):
        _request(row, choice)
    _quotes("requests", choice)


def _request(row: Row, choice: Choice) -> None:
    """What is asked in one narrative: by how many, and how many of them were answered."""
    number = int(row["number"])
    parts = [
        strips.Part("brand", row["answered"], f"{row['answered']:,} answered"),
        strips.Part("unknown", row["open"], f"{row['open']:,} open"),
    ]
    with st.container(key=f"row_asked{number}"):
        left, right = _columns()
        with left:
            label = row["label"] or shared.IN_NONE
            wanted = _looking_back(choice, act="requests", narrative=number)
            _link(label, wanted, choice, plain=True)
        with right:
            show("parts.html", parts=parts, said=strips.said(parts))


def _quotes(act: str, choice: Choice) -> None:
    posts = data.act_posts(choice.brand_id, choice.version, choice.week, act)
    if len(posts):
        show("quotes.html", posts=people.told(posts, choice.timezone), clip=True)


def _columns() -> list[st.delta_generator.DeltaGenerator]:
    return list(st.columns(_GRID, gap="medium", vertical_alignment="center"))


def _looking_back(choice: Choice, **wanted: object) -> PostFilter:
    """These posts in the twelve weeks up to the chosen one."""
    first = choice.week - timedelta(weeks=11)
    return PostFilter(first_week=first, last_week=choice.week, **wanted)  # type: ignore[arg-type]


def _link(label: str, wanted: PostFilter, choice: Choice, plain: bool = False) -> None:
    """The way to the posts; a label of a narrative or a brand stands for itself."""
    st.page_link(
        links.POSTS,
        label=links.plain(label) if plain else label,
        icon="",
        query_params=links.posts_address(choice.key, wanted),
    )
