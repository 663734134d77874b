"""The filters of the posts page: a form whose values stand in the address."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pandas as pd
import streamlit as st

from dashboard import data, figures, links
from dashboard.choice import Choice, weeks_of
from dashboard.links import Wanted
from dashboard.words import posts as words
from dashboard.words import shared
from pipeline.views import PostFilter
from pipeline.words import source_name

VOICES = tuple(shared.VOICE)
TONES = tuple(shared.TONE)
MATCHED = tuple(words.MATCHED)
ORDERS = tuple(words.ORDER)


def filters(choice: Choice, wanted: Wanted) -> None:
    """The form; sending it writes the address and shows the page anew."""
    with st.form("filters", border=False, enter_to_submit=True):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            typed = st.text_input(
                words.SEARCH,
                wanted.posts.words,
                placeholder=words.SEARCH_HINT,
                icon=":material/search:",
                width="stretch",
            )
            sent = st.form_submit_button(words.APPLY, type="primary")
        with st.expander(words.FILTERS, icon=":material/tune:"):
            chosen = _chosen(choice, wanted.posts)
    if sent:
        address = links.posts_address(choice.key, replace(chosen, words=typed))
        st.query_params.from_dict(address)
        st.rerun()


def _chosen(choice: Choice, now: PostFilter) -> PostFilter:
    """What the form's fields hold, beginning with what the address asks for."""
    facets = data.facets(choice.brand_id, choice.version)
    first, last = _weeks(choice, now)
    left, middle, right = st.columns(3)
    with left:
        voices = _several("Voice", VOICES, now.voices, shared.VOICE.__getitem__)
        tones = _several("Tone", TONES, now.tones, shared.TONE.__getitem__)
        narrative = _narrative(choice, now)
    with middle:
        sources = _several(
            "Source", _found(facets, "source", now.sources), now.sources, source_name
        )
        languages = _several(
            "Language", _found(facets, "language", now.languages), now.languages, str
        )
        matched = _several("Matched", MATCHED, now.matched_by, words.MATCHED.__getitem__)
    with right:
        order = st.selectbox("Order", ORDERS, ORDERS.index(now.order), words.ORDER.__getitem__)
        spam = st.checkbox("Show suspected spam too", now.spam)
        duplicates = st.checkbox("Show repeats too", now.duplicates)
        counted = st.checkbox(words.ONLY_COUNTED, now.counted, help=words.COUNTED_MEANS)
    return replace(
        now, first_week=first, last_week=last, voices=voices, tones=tones, sources=sources,
        languages=languages, matched_by=matched, narrative=narrative, order=order, spam=spam,
        duplicates=duplicates, counted=counted,
    )  # fmt: skip


def _weeks(choice: Choice, now: PostFilter) -> tuple[date | None, date | None]:
    """The first and the last week; none where the range is the whole period."""
    weeks = weeks_of(data.dials(choice.brand_id, choice.version))[::-1]
    if len(weeks) < 2:
        return now.first_week, now.last_week
    first = min(max(now.first_week or weeks[0], weeks[0]), weeks[-1])
    last = min(max(now.last_week or weeks[-1], first), weeks[-1])
    nearest = (_nearest(weeks, first), _nearest(weeks, last))
    low, high = st.select_slider("Weeks", weeks, nearest, format_func=figures.day_and_year)
    return (None if low == weeks[0] else low), (None if high == weeks[-1] else high)


def _nearest(weeks: list[date], week: date) -> date:
    return min(weeks, key=lambda known: abs((known - week).days))


def _several(
    label: str, options: tuple[str, ...], now: tuple[str, ...], said: Callable[[str], str]
) -> tuple[str, ...]:
    chosen = st.multiselect(
        label, options, list(now), format_func=said, placeholder=words.ANY,
    )  # fmt: skip
    return tuple(chosen)


def _found(facets: pd.DataFrame, what: str, now: tuple[str, ...]) -> tuple[str, ...]:
    """What the brand has, and what the address names besides."""
    found = facets.loc[facets["what"] == what, "value"].tolist()
    return tuple(dict.fromkeys([*found, *now]))


def _narrative(choice: Choice, now: PostFilter) -> int | None:
    frame = data.narratives(choice.brand_id, choice.version, choice.week)
    labels = dict(zip(frame["number"].astype(int), frame["label"], strict=True))
    options = list(dict.fromkeys([None, *labels, 0, now.narrative]))
    return st.selectbox(
        "Narrative",
        options,
        options.index(now.narrative),
        lambda number: (
            words.ANY
            if number is None
            else labels.get(number, shared.IN_NONE if number == 0 else f"narrative {number}")
        ),
    )


def told(wanted: PostFilter, labels: dict[int, str]) -> str:
    """The filters in words, as a sentence beneath the number of posts."""
    said = [f"with {wanted.words}"] if wanted.words else []
    if wanted.first_week and wanted.first_week == wanted.last_week:
        said.append(f"week of {figures.week_span(wanted.first_week)}")
    elif wanted.first_week or wanted.last_week:
        ends = [
            figures.day_and_year(week) if week else ""
            for week in (wanted.first_week, wanted.last_week)
        ]
        said.append(f"weeks {ends[0] or 'up'} to {ends[1] or 'the newest'}")
    if wanted.first_day and wanted.last_day:
        said.append(figures.day_span(wanted.first_day, wanted.last_day))
    said += [" or ".join(shared.VOICE[voice] for voice in wanted.voices)] if wanted.voices else []
    said += [" or ".join(shared.TONE[tone] for tone in wanted.tones)] if wanted.tones else []
    if wanted.narrative is not None:
        said.append(f"“{labels.get(wanted.narrative, shared.IN_NONE)}”")
    said += map(source_name, wanted.sources)
    said += list(wanted.languages)
    said += [f"matched {words.MATCHED[how]}" for how in wanted.matched_by]
    said += _deed(wanted)
    said += ["only what the dials count"] if wanted.counted else []
    said += ["spam too"] if wanted.spam else []
    said += ["repeats too"] if wanted.duplicates else []
    said += [f"post {wanted.post} and what repeats it"] if wanted.post else []
    said += ["the posts behind one sentence"] if wanted.mentions else []
    return ", ".join(said)


def _deed(wanted: PostFilter) -> list[str]:
    """What customers do in these posts."""
    if wanted.act is None:
        return []
    named = wanted.named or ""
    stance = words.STANCE.get(wanted.stance or "", f"naming {named}" if named else "")
    return [" ".join(filter(None, (words.ACT[wanted.act], stance.format(name=named))))]
