"""Two stretches of days beside each other: what changed, against whom, and why."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import pandas as pd
import streamlit as st

from dashboard import compare_findings as findings
from dashboard import data, links
from dashboard.charts.beside import beside
from dashboard.charts.moves import parts_of_a_change
from dashboard.charts.periods import dial_by_period
from dashboard.choice import Choice, weeks_of
from dashboard.parts.dial import DIALS
from dashboard.parts.drawn import clicked, drawn
from dashboard.parts.render import section, show
from dashboard.rows import Row, rows
from dashboard.shapes.dials import Change
from dashboard.shapes.moves import moved_parts
from dashboard.words import compare as words
from dashboard.words import shared
from pipeline.spans import Span, Unit
from pipeline.views import PostFilter

if TYPE_CHECKING:
    from pipeline.authority.compared import Compared

Spans = tuple[Span, Span]
_WEEKS: Final = 104  # two years of months can be read side by side


def dials(found: "Compared", choice: Choice, spans: Spans) -> None:
    """What changed, then each dial beside the competitors'."""
    own = rows(found.dials[found.dials["brand"] == choice.key])
    show("lead.html", text=findings.lead([row for row in own if row["told"]], choice.name))
    st.caption(findings.spans(spans, found.broken))
    for dial in _columns(choice):
        _dial(found.dials[found.dials["dial"] == dial], choice, dial, spans)
    alone = found.dials["brand"].nunique() == 1
    st.caption(words.ALONE_NOTE if alone else words.BESIDE_NOTE)
    with st.container(horizontal=True):
        for span, label in zip(reversed(spans), (words.READ_AFTER, words.READ_BEFORE), strict=True):
            wanted = PostFilter(first_day=span.first, last_day=span.last, counted=True)
            _link(choice, wanted, label)


def _dial(of_dial: pd.DataFrame, choice: Choice, dial: str, spans: Spans) -> None:
    show("compared_head.html", name=shared.DIAL[dial], said=findings.change(rows(of_dial)[0]))
    told = of_dial[of_dial["told"]]
    figures = pd.util.hash_pandas_object(told, index=False).sum()  # the competitors' change too
    drawn(
        _name(f"beside_{dial}_{figures}", spans),
        choice,
        lambda palette: beside(told, dial, palette),
        words.BESIDE_CHART.format(dial=shared.DIAL[dial]),
    )


def moved(found: "Compared", choice: Choice, spans: Spans) -> None:
    """What moved a dial, story by story; a click opens the posts of a bar."""
    told = _told(choice)
    dial = st.session_state.get(f"compared_dial_{choice.key}") or findings.clearest(found, choice)
    parts = found.parts[found.parts["dial"] == dial]
    own = found.dials[(found.dials["brand"] == choice.key) & (found.dials["dial"] == dial)]
    row = rows(own)[0]
    if parts.empty:
        section(findings.moved(row, None), words.NO_PARTS)
    else:
        drawing = moved_parts(parts, _change(row))
        section(findings.moved(row, drawing), words.PARTS_NOTE)
    if len(told) > 1:
        st.segmented_control(
            shared.WHICH_DIAL, told, default=dial, required=True,
            format_func=shared.DIAL.__getitem__, key=f"compared_dial_{choice.key}",
            label_visibility="collapsed",
        )  # fmt: skip
    if not parts.empty:
        drawn(
            _name(f"parts_{dial}", spans),
            choice,
            lambda palette: parts_of_a_change(drawing, dial, palette),
            findings.moved(row, drawing),
            selects="part",
        )


def follow(choice: Choice, spans: Spans) -> None:
    """Go to the posts of the bar that was just clicked, before the page is drawn anew."""
    after = spans[1]
    for dial in DIALS:
        chosen = clicked(_name(f"parts_{dial}", spans), choice, "part")
        if chosen and chosen["kind"] != "rest":
            number = links.narrative_of(chosen)
            wanted = links.counted_in(dial, after.first, after.last, number)
            st.switch_page(links.POSTS, query_params=links.posts_address(choice.key, wanted))


def tones(found: "Compared") -> None:
    """The estimated changes of the tones, and their shares in both stretches."""
    if len(found.shares):
        shares = rows(found.shares)
        section(findings.tones(shares), words.TONES_NOTE)
        show("tone_changes.html", rows=[findings.tone(row) for row in shares])


def periods(choice: Choice) -> None:
    """Each dial month by month, quarter by quarter or year by year."""
    unit: Unit = st.session_state.get("period_unit") or _fitting(choice)
    section(words.PERIODS[unit], words.PERIODS_NOTE.format(unit=unit))
    st.segmented_control(
        words.CHOOSE_PERIOD, tuple(words.PERIODS), default=unit, required=True, key="period_unit",
        format_func=words.PERIODS.__getitem__, label_visibility="collapsed",
    )  # fmt: skip
    frame = data.dials_by(choice.key, choice.version, unit)
    for dial in _columns(choice):
        _periods(frame[frame["dial"] == dial], choice, dial, unit)


def _periods(of_dial: pd.DataFrame, choice: Choice, dial: str, unit: Unit) -> None:
    show("compared_head.html", name=shared.DIAL[dial], said=findings.told(of_dial))
    if of_dial["value"].notna().any():
        drawn(
            f"period_{dial}_{unit}",
            choice,
            lambda palette: dial_by_period(of_dial, dial, unit, palette),
            words.PERIOD_CHART.format(dial=shared.DIAL[dial], unit=unit),
        )


def _told(choice: Choice) -> list[str]:
    """The dials that can be told of the brand."""
    return [dial for dial in DIALS if choice.tells(dial)]


def _columns(choice: Choice) -> Iterator[str]:
    """Each dial that can be told, in a column of its own; then what of the others is not known."""
    told = _told(choice)
    for column, dial in zip(st.columns(len(told), gap="medium"), told, strict=True):
        with column, st.container(gap="xsmall"):
            yield dial
    if len(told) < len(DIALS):
        st.caption(words.UNHEARD_SHARES.format(name=choice.name))


def _fitting(choice: Choice) -> Unit:
    """The shortest stretch of which the brand has not too many."""
    weeks = len(weeks_of(data.dials(choice.brand_id, choice.version)))
    return "month" if weeks <= _WEEKS else "quarter" if weeks <= 3 * _WEEKS else "year"


def _change(row: Row) -> Change | None:
    ends = ("change", "change_low", "change_high")
    return None if pd.isna(row["change"]) else Change(*(float(row[end]) for end in ends))


def _name(chart: str, spans: Spans) -> str:
    """The chart's name tells the days that it shows."""
    return "_".join((chart, *map(str, spans)))


def _link(choice: Choice, wanted: PostFilter, label: str) -> None:
    address = links.posts_address(choice.key, wanted)
    st.page_link(links.POSTS, label=label, query_params=address, icon="")
