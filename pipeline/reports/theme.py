"""The dress of a report's charts: the light colours of the pages, in print."""

from typing import Any, Final

import altair as alt

from pipeline.look import LIGHT, chart_config

COLOURS: Final = LIGHT
FONT: Final = "Libertinus Serif"  # comes with typst


def dressed(layers: list[Any], width: int, height: int) -> alt.LayerChart:
    """The layers as one chart of a fixed size in points, with barely any grid."""
    config = chart_config(COLOURS, FONT, 9)
    return alt.LayerChart(
        layer=layers, width=width, height=height, config=config, padding=2, autosize="fit-x"
    )
