"""The colours of reports and the dress of their charts; the same as on the pages (LOOK.md)."""

from dataclasses import dataclass
from typing import Any, Final

import altair as alt

FONT: Final = "Libertinus Serif"  # comes with typst


@dataclass(frozen=True)
class Palette:
    """What each colour means."""

    customer: str = "#0F766E"
    brand: str = "#C2410C"
    media: str = "#6D28D9"
    unknown: str = "#8A9099"
    negative: str = "#B4433A"
    neutral: str = "#B9B6AE"
    positive: str = "#2F6DA8"
    ink: str = "#1F2933"
    muted: str = "#667085"
    rule: str = "#E4E0D8"
    paper: str = "#FBFAF7"


COLOURS: Final = Palette()


def dressed(layers: list[Any], width: int, height: int) -> alt.LayerChart:
    """The layers as one chart of a fixed size in points, with barely any grid."""
    return alt.LayerChart(
        layer=layers, width=width, height=height, config=_config(), padding=2, autosize="fit-x"
    )


def _config() -> dict[str, Any]:
    axis = {
        "labelColor": COLOURS.muted,
        "labelFontSize": 9,
        "gridColor": COLOURS.rule,
        "gridOpacity": 0.7,
        "domain": False,
        "ticks": False,
        "labelPadding": 4,
        "title": None,
    }
    return {
        "font": FONT,
        "background": "transparent",
        "view": {"stroke": None},
        "axis": axis,
        "axisX": {"grid": False, "domain": True, "domainColor": COLOURS.rule},
        "text": {"color": COLOURS.ink, "font": FONT, "fontSize": 10},
        "rule": {"color": COLOURS.muted},
    }
