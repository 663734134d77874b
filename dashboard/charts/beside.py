"""A dial in two stretches of days, brand by brand: dots with their 95 % intervals."""

from typing import Final, Literal

import altair as alt
import numpy as np
import pandas as pd

from dashboard import figures
from dashboard.charts.axes import dial_axis
from dashboard.charts.dials import dial_colour
from dashboard.rows import Row, rows
from dashboard.theme import dressed
from dashboard.words import shared
from pipeline.look import Palette

_ROW: Final = 62  # pixels a brand: its name, then a line for either stretch
_AXIS: Final = 24
_NAME, _BEFORE, _AFTER = -19, -2, 12  # pixels from the middle of a row
_WEIGHTS: Final[tuple[tuple[str, Literal["normal", "bold"]], ...]] = (
    ("datum.place > 0", "normal"),
    ("datum.place == 0", "bold"),
)


def beside(dials: pd.DataFrame, dial: str, colours: Palette) -> alt.LayerChart:
    """`dials`: rows of authority.compared.COMPARED of one dial, the brand's own first."""
    frame = dials.assign(
        place=range(len(dials)),
        shown_before=[shown(row, "_before") for row in rows(dials)],
        shown=[shown(row) for row in rows(dials)],
    )
    base = alt.Chart(frame).encode(y=alt.Y("place:O", axis=None, scale=alt.Scale(padding=0)))
    colour = dial_colour(dial, colours)
    layers = [
        *_stretch(base, "_before", dial, frame, (colours.muted, colours.paper), _BEFORE),
        *_stretch(base, "", dial, frame, (colour, colour), _AFTER),
        *_names(base),
        base.transform_calculate(said="datum.shown_before + ' → ' + datum.shown")
        .mark_text(align="right", dy=_NAME, fontSize=13, color=colours.muted)
        .encode(x=alt.value("width"), text="said:N"),
    ]
    return dressed(layers, colours, _ROW * len(frame) + _AXIS)


def _stretch(
    base: alt.Chart,
    when: str,
    dial: str,
    frame: pd.DataFrame,
    colours: tuple[str, str],
    at: int,
) -> list[alt.Chart]:
    """The interval and the dot of one stretch, `at` so many pixels off the middle of its row."""
    stroke, fill = colours
    known = base.transform_filter(f"isValid(datum.value{when})")
    x = alt.X(f"value{when}:Q", scale=_scale(frame, dial), axis=dial_axis(dial, "bottom"))
    reach = known.mark_rule(color=stroke, strokeWidth=2, opacity=0.5, yOffset=at).encode(
        x=alt.X(f"low{when}:Q", title=None), x2=f"high{when}:Q"
    )
    dots = known.mark_point(
        shape="circle", filled=False, size=70, strokeWidth=1.5, yOffset=at, opacity=1,
        stroke=stroke, fill=fill,
    ).encode(
        x=x,
        tooltip=[
            alt.Tooltip("name:N", title="brand"),
            alt.Tooltip(f"shown{when}:N", title=" "),
            alt.Tooltip(f"n{when}:Q", title="n", format=","),
        ],
    )  # fmt: skip
    return [reach, dots]


def _names(base: alt.Chart) -> list[alt.Chart]:
    """The brands' names over their rows, its own bold."""
    return [
        base.transform_filter(which)
        .mark_text(align="left", dy=_NAME, fontSize=13, fontWeight=weight)
        .encode(x=alt.value(0), text="name:N")
        for which, weight in _WEIGHTS
    ]


def _scale(frame: pd.DataFrame, dial: str) -> alt.Scale:
    """All dots and intervals; for net sentiment zero too."""
    names = [f"{end}{when}" for end in ("low", "high", "value") for when in ("_before", "")]
    drawn = frame[names].to_numpy(np.float64)
    if np.isnan(drawn).all():
        return alt.Scale(domain=[0, 1])
    low, high = float(np.nanmin(drawn)), float(np.nanmax(drawn))
    if dial == "net_sentiment":
        low, high = min(low, 0.0), max(high, 0.0)
    room = 0.04 * (high - low) or 0.05
    return alt.Scale(domain=[low - room, high + room], nice=False, zero=False)


def shown(row: Row, when: str = "") -> str:
    """The dial as it is read, or how few posts there are."""
    if pd.isna(row[f"value{when}"]):
        return shared.too_few(int(row[f"n{when}"]))
    return figures.dial(row["dial"], row[f"value{when}"])
