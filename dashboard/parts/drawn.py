"""Charts on the page. A chart is made once for what it shows; afterwards its specification is kept.

Dates go into the specification as they are written, without a zone: a week begins on its Monday
for every viewer, wherever their clock.
"""

from collections.abc import Callable

import altair as alt
import streamlit as st

from dashboard import data
from dashboard.choice import Choice
from dashboard.theme import PAGE
from pipeline.look import Palette

Maker = Callable[[Palette], alt.LayerChart]


def drawn(name: str, choice: Choice, make: Maker, said: str, selects: str | None = None) -> None:
    """The chart that `make` gives; `name` and `choice` say all that it depends on.

    `said` is read out in its place. A click on a mark is kept under `key(name, choice)` if
    `selects` names a selection of the chart.
    """
    spec = data.specification(f"{name} {choice}", lambda: make(PAGE).to_dict())
    if selects is None:
        st.vega_lite_chart(None, spec, theme=None, key=key(name, choice), alt=said)
        return
    st.vega_lite_chart(
        None, spec, theme=None, key=key(name, choice), alt=said,
        on_select="rerun", selection_mode=selects,
    )  # fmt: skip


def clicked(name: str, choice: Choice, selects: str) -> dict[str, str]:
    """What was clicked in a chart since it was drawn; empty when nothing was."""
    state = st.session_state.get(key(name, choice))
    found = state["selection"].get(selects, []) if state else []
    return dict(found[0]) if found else {}


def key(name: str, choice: Choice) -> str:
    """The name under which Streamlit keeps the chart's state."""
    return f"{name}_{choice.key}_{choice.week}"
