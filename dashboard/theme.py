"""The colours of the pages in both themes, and the dress that every chart on them wears."""

from collections.abc import Sequence
from dataclasses import fields

import altair as alt

from pipeline.look import DARK, LIGHT, Palette, chart_config

FONT = "Source Sans, sans-serif"
Drawing = alt.Chart | alt.LayerChart

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
        config=chart_config(colours, FONT, 12),
        usermeta={"embedOptions": {"renderer": "svg"}},  # a canvas knows no variables
    )
