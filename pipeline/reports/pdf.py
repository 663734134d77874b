"""Set the summary as a PDF: data and charts beside a typst template that only lays them out."""

import json
import shutil
import tempfile
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Final

import altair as alt
import pandas as pd
import typst

from pipeline.reports.charts import (
    dial_over_time,
    parts_of_change,
    tones_by_week,
    voices_by_week,
)
from pipeline.reports.content import NAMES, content, moved_parts, tone_shares
from pipeline.reports.summary import Summary
from pipeline.reports.theme import COLOURS
from pipeline.telling import MINIMUM_N

_TEMPLATE: Final = Path(__file__).parent / "weekly.typ"


def write_pdf(summary: Summary, path: Path) -> None:
    """Posts reach the template as JSON strings and are never read as markup."""
    with tempfile.TemporaryDirectory(prefix="tribe-report-") as folder:
        place = Path(folder)
        shutil.copy(_TEMPLATE, place / _TEMPLATE.name)
        charts = dict(_charts(summary))
        for name, chart in charts.items():
            (place / f"{name}.svg").write_text(_svg(chart), encoding="utf-8")
        told = content(summary) | {"charts": sorted(charts), "colours": vars(COLOURS)}
        (place / "data.json").write_text(json.dumps(told), encoding="utf-8")
        typst.compile(str(place / _TEMPLATE.name), output=str(path), root=folder)


def _charts(summary: Summary) -> Iterator[tuple[str, alt.LayerChart]]:
    thin = set(summary.coverage["week"])
    for dial in NAMES:
        rows = summary.dials[
            (summary.dials["dial"] == dial) & (summary.dials["reading"] == "all")
        ].sort_values("week")
        if summary.tells(dial) and rows["value"].notna().any():
            yield dial, dial_over_time(_marked(rows, thin), summary.weeks)
    parts = moved_parts(summary)
    if len(parts):
        yield "moved", parts_of_change(parts, summary.told_dial == "net_sentiment")
    if len(summary.voice_weeks):
        yield "voices", voices_by_week(_marked(summary.voice_weeks, thin), summary.weeks)
    shares = tone_shares(summary)
    if len(shares):
        marked = _marked(shares, thin)
        few = marked["scored"] < MINIMUM_N
        yield "tones", tones_by_week(marked.assign(thin=marked["thin"] | few), summary.weeks)


def _marked(frame: pd.DataFrame, thin: set[pd.Timestamp]) -> pd.DataFrame:
    return frame.assign(thin=frame["week"].isin(list(thin)))


def _svg(chart: alt.LayerChart) -> str:
    drawn = StringIO()
    chart.save(drawn, format="svg")
    return drawn.getvalue()
