"""How charts look, on a page and in print: the colours, once, and the dress of every chart."""

from dataclasses import dataclass
from typing import Any, Final


@dataclass(frozen=True)
class Palette:
    """What each colour means; the same on every page, in every chart and in every report."""

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


LIGHT: Final = Palette(
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

DARK: Final = Palette(
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


def chart_config(colours: Palette, font: str, size: int) -> dict[str, Any]:
    """Vega-Lite's configuration: our type and colours, barely any grid. `size` of the type."""
    axis = {
        "labelColor": colours.muted,
        "labelFontSize": size,
        "gridColor": colours.rule,
        "gridOpacity": 0.6,
        "domain": False,
        "ticks": False,
        "labelPadding": size / 2,
        "title": None,
    }
    return {
        "font": font,
        "background": "transparent",
        "view": {"stroke": None},
        "axis": axis,
        "axisX": {"grid": False, "domain": True, "domainColor": colours.rule},
        "text": {"color": colours.ink, "font": font, "fontSize": size},
        "rule": {"color": colours.muted},
    }
