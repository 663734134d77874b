"""The colours, once, and the dress that every chart wears."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

import altair as alt

FONT = "Source Sans, sans-serif"
Drawing = alt.Chart | alt.LayerChart


@dataclass(frozen=True)
class Palette:
    """What each colour means; the same on every page and in every chart."""

    customer: str
    brand: str
    media: str
    unknown: str
    negative: str
    neutral: str
    positive: str
    ink: str
    muted: str
    rule: str
    paper: str


LIGHT = Palette(
    customer="#0F766E",
    brand="#C2410C",
    media="#6D28D9",
    unknown="#8A9099",
    negative="#B4433A",
    neutral="#B9B6AE",
    positive="#2F6DA8",
    ink="#1F2933",
    muted="#667085",
    rule="#E4E0D8",
    paper="#FBFAF7",
)

DARK = Palette(
    customer="#4FD1C1",
    brand="#FB923C",
    media="#B69CFA",
    unknown="#8A9099",
    negative="#E07A70",
    neutral="#77756F",
    positive="#7AB0E3",
    ink="#E8E6E1",
    muted="#9AA1AC",
    rule="#3A3F47",
    paper="#16181C",
)


# On a page the browser fills in the viewer's colours, and changes them when the theme is changed.
PAGE = Palette(**{field.name: f"var(--{field.name})" for field in fields(Palette)})


def variables() -> str:
    """The colours of both themes as a style sheet's variables; Streamlit says which theme is on."""
    names = [field.name for field in fields(Palette)]
    pairs = (f"--{n}:light-dark({getattr(LIGHT, n)},{getattr(DARK, n)});" for n in names)
    return f".stApp{{{''.join(pairs)}}}"


def dressed(layers: Sequence[Drawing], colours: Palette, height: int) -> alt.LayerChart:
    """The layers as one chart of the page's width, with barely any grid, our type and colours."""
    return alt.LayerChart(
        layer=list(layers),
        height=height,
        width="container",
        config=_config(colours),
        usermeta={"embedOptions": {"renderer": "svg"}},  # a canvas knows no variables
    )


def _config(colours: Palette) -> dict[str, Any]:
    axis = {
        "labelColor": colours.muted,
        "labelFontSize": 12,
        "titleColor": colours.muted,
        "titleFontWeight": "normal",
        "gridColor": colours.rule,
        "gridOpacity": 0.6,
        "domain": False,
        "ticks": False,
        "labelPadding": 6,
        "title": None,
    }
    return {
        "font": FONT,
        "background": "transparent",
        "view": {"stroke": None},
        "axis": axis,
        "axisX": {"grid": False, "domain": True, "domainColor": colours.rule},
        "text": {"color": colours.ink, "font": FONT, "fontSize": 12},
        "rule": {"color": colours.muted},
        "range": {"category": [colours.customer, colours.brand, colours.media, colours.unknown]},
        "style": {"guide-label": {"font": FONT}},
    }
