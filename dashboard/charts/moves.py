"""What a change is made of: bars left and right of zero that sum to the total."""

from typing import Literal

import altair as alt
import pandas as pd

from dashboard import figures
from dashboard.rows import Row, rows
from dashboard.theme import dressed
from dashboard.words import overview as words
from dashboard.words import shared
from pipeline.look import Palette
from pipeline.words import source_names

ROW = 40  # pixels: room for a line of words over a bar where the words cannot stand beside it
_WIDE = "width > 560"
_NUMBERS = 64  # pixels at the right for the figures
_DIGIT = 6.5  # … and a character of how many posts they rest on


def parts_of_a_change(parts: pd.DataFrame, dial: str, colours: Palette) -> alt.LayerChart:
    """`parts` as of shapes.moved_parts. A click selects `part` and `kind`.

    On a wide screen the words stand left of the bars, on a narrow one above them.
    """
    frame = _drawn(parts, dial, colours)
    base = alt.Chart(frame).encode(y=alt.Y("place:O", axis=None, scale=alt.Scale(padding=0)))
    x = alt.X("points:Q", scale=_scale(frame), axis=None)
    beside = {"expr": f"{_WIDE} ? 0 : 9"}
    chosen = alt.selection_point(name="part", fields=["part", "kind"])
    bars = base.mark_bar(height=16, yOffset=beside, cursor="pointer").encode(
        x=x,
        color=alt.Color("colour:N", scale=None),
        opacity=alt.condition("datum.unsure", alt.value(0.4), alt.value(1.0)),
        tooltip=_tooltip(),
    )
    reach = base.mark_rule(color=colours.ink, strokeWidth=1, yOffset=beside).encode(
        x="low:Q", x2="high:Q"
    )
    zero = base.mark_tick(color=colours.ink, size=26, thickness=1, yOffset=beside)
    layers = [
        *_lines(base, colours),
        bars.add_params(chosen),
        reach.transform_filter("isValid(datum.low)"),
        zero.encode(x=alt.datum(0)),
        *_words(base, _DIGIT * frame["posts"].str.len().max() + 12, colours),
    ]
    return dressed(layers, colours, ROW * len(frame))


def _drawn(parts: pd.DataFrame, dial: str, colours: Palette) -> pd.DataFrame:
    right, left = _sides(dial, colours)
    return parts.assign(
        said=[_said(row) for row in rows(parts)],
        shown=[figures.signed(total) for total in parts["total"]],
        posts=[
            words.FROM_TO.format(before=row["n_before"], after=row["n_after"])
            for row in rows(parts)
        ],
        points=parts["total"] * 100,
        low=parts["low"] * 100,
        high=parts["high"] * 100,
        colour=[
            colours.unknown if row["kind"] in words.UNLIKE else right if row["total"] >= 0 else left
            for row in rows(parts)
        ],
        whole=parts["kind"] == "total",
        unsure=(parts["low"] <= 0) & (parts["high"] >= 0),
    )


def _scale(frame: pd.DataFrame) -> alt.Scale:
    """Zero where the largest bars and intervals of either side need it to be."""
    drawn = frame[["points", "low", "high"]]
    low, high = min(0.0, drawn.min().min()), max(0.0, drawn.max().max())
    room = max(high - low, 0.1) * 0.03
    left = {"expr": f"{_WIDE} ? 0.44 * width : 0"}
    return alt.Scale(
        domain=[low - room, high + room], nice=False, range=[left, {"expr": f"width - {_NUMBERS}"}]
    )


def _lines(base: alt.Chart, colours: Palette) -> list[alt.Chart]:
    """A faint line over each row, a clear one over the total."""
    line = base.mark_rule(yOffset=-ROW / 2).encode(x=alt.value(0), x2=alt.value("width"))
    return [
        line.transform_filter("!datum.whole").encode(color=alt.value(colours.rule)),
        line.transform_filter("datum.whole").encode(color=alt.value(colours.ink)),
    ]


_WEIGHTS: tuple[tuple[str, Literal["normal", "bold"]], ...] = (
    ("!datum.whole", "normal"),
    ("datum.whole", "bold"),
)


def _words(base: alt.Chart, posts_wide: float, colours: Palette) -> list[alt.Chart]:
    """The parts' names at the left, their figures at the right; the total's bold."""
    over = {"expr": f"{_WIDE} ? 0 : -9"}
    limit = {"expr": f"({_WIDE} ? 0.42 * width : width - {_NUMBERS}) - {posts_wide}"}
    beside = {"expr": f"{_WIDE} ? 0.42 * width : width - {_NUMBERS}"}
    posts = base.mark_text(align="right", dy=over, fontSize=12, color=colours.muted)
    layers = [posts.encode(x=alt.value(beside), text="posts:N")]
    for whole, weight in _WEIGHTS:
        kept = base.transform_filter(whole)
        name = kept.mark_text(align="left", dy=over, limit=limit, fontSize=14, fontWeight=weight)
        layers.append(name.encode(x=alt.value(0), text="said:N"))
        figure = kept.mark_text(align="right", dy=over, fontSize=14, fontWeight=weight)
        layers.append(figure.encode(x=alt.value("width"), text="shown:N"))
    return layers


def _sides(dial: str, colours: Palette) -> tuple[str, str]:
    """The colours of what raises a dial and of what lowers it."""
    if dial == "net_sentiment":
        return colours.positive, colours.negative
    return colours.customer, colours.brand


def _said(row: Row) -> str:
    if row["kind"] == "total":
        return words.TOTAL
    if row["kind"] == "rest":
        return f"{row['part']} smaller ones together"
    if row["kind"] in words.UNLIKE:
        return words.UNLIKE[row["kind"]].format(what=source_names(row["part"].split(", ")))
    return str(row["label"]) if isinstance(row["label"], str) else shared.IN_NONE


def _tooltip() -> list[alt.Tooltip]:
    return [
        alt.Tooltip("said:N", title="narrative"),
        alt.Tooltip("shown:N", title="points"),
        alt.Tooltip("posts:N", title=" "),
    ]
