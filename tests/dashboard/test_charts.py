"""Charts: valid specifications in both themes, and the few promises they make."""

from datetime import date

import altair as alt
import pandas as pd
import pytest
from altair.utils.schemapi import validate_jsonschema

from dashboard import data, theme
from dashboard.charts.dials import dial_over_time
from dashboard.charts.leaving import leaving_over_time
from dashboard.charts.moves import parts_of_a_change
from dashboard.charts.weeks import tones_over_time, voices_over_time
from dashboard.shapes.layers import tone_layers, voice_layers
from dashboard.shapes.moves import moved_parts
from pipeline.look import DARK, LIGHT, Palette

WEEKS = pd.date_range("2025-01-06", periods=6, freq="7D")
VOICES = pd.DataFrame(
    [(week, voice, 30, 10 + n) for n, week in enumerate(WEEKS) for voice in ("customer", "brand")],
    columns=["week", "voice", "mentions", "counted"],
)
TONES = pd.DataFrame(
    [(week, 10 + n, 10, 20 - n) for n, week in enumerate(WEEKS)],
    columns=["week", "negative", "neutral", "positive"],
)
MOVES = pd.DataFrame(
    [
        ("narrative", str(n), f"story {n}", 0.0, 0.0, 0.01 * (-1) ** n, 0.0, 0.02, 5, 7)
        for n in range(12)
    ]
    + [("read", "appstore, reddit", None, 0.3, 0.0, 0.3, 0.2, 0.4, 60, 0)],
    columns=["by", "part", "label", "mix", "rate", "total", "low", "high", "n_before", "n_after"],
)


def _dial(values: list[float]) -> pd.DataFrame:
    frame = pd.DataFrame({"week": WEEKS[: len(values)], "value": values, "n": 40})
    ends = {name: frame["value"] for name in ("low", "high", "bound_low", "bound_high")}
    last = frame["week"] == frame["week"].max()
    return frame.assign(**ends, chosen=last, thin=~last)


@pytest.mark.parametrize("colours", [LIGHT, DARK, theme.PAGE], ids=["light", "dark", "page"])
def test_every_chart_is_valid(colours: Palette) -> None:
    charts = [
        dial_over_time(_dial([0.95, float("nan"), 1.0]), "voice_share", colours),
        dial_over_time(_dial([0.5]), "heard_share", colours),
        dial_over_time(_dial([-0.5, 0.2, 0.1]), "net_sentiment", colours),
        parts_of_a_change(moved_parts(MOVES), "net_sentiment", colours),
        voices_over_time(voice_layers(VOICES), colours, date(2025, 1, 13), date(2025, 1, 20)),
        tones_over_time(tone_layers(TONES), colours, date(2025, 1, 13), date(2025, 1, 20)),
    ]
    for chart in charts:
        spec = chart.to_dict()
        validate_jsonschema(spec, alt.load_schema())
        assert spec["config"]["font"] == theme.FONT


def test_bands_lie_within_the_frame_and_a_lone_week_has_one() -> None:
    values = [0.95, float("nan"), 0.99, float("nan"), 0.5, 0.6]
    frame = _dial(values).assign(low=0.2, high=1.0, bound_low=0.0)
    spec = dial_over_time(frame, "voice_share", LIGHT).to_dict()
    low, high = next(
        layer["encoding"]["y"]["scale"]["domain"]
        for layer in spec["layer"]
        if "scale" in layer.get("encoding", {}).get("y", {})
    )
    rows = next(iter(spec["datasets"].values()))
    drawn = [row[name] for row in rows for name in ("low_at", "high_at", "bound_low_at")]
    assert low < min(drawn) and max(drawn) < high
    assert [row["alone"] for row in rows] == [True, False, True, False, False, False]


def test_a_rate_of_leaving_keeps_its_whole_band() -> None:
    values = {"value": 0.05, "low": 0.01, "high": 0.42, "usual": 0.02, "n": 30}
    frame = pd.DataFrame({"week": WEEKS, **values, "chosen": False, "thin": False, "early": False})
    spec = leaving_over_time(frame, LIGHT).to_dict()
    scales = [layer["encoding"]["y"].get("scale", {}) for layer in spec["layer"]]
    assert max(scale["domain"][1] for scale in scales if "domain" in scale) > 0.42


def test_parts_sum_to_the_total_that_stands_under_them() -> None:
    parts = moved_parts(MOVES)
    total = parts.loc[parts["kind"] == "total", "total"].iloc[0]
    assert parts.loc[parts["kind"] != "total", "total"].sum() == pytest.approx(total)
    assert total == pytest.approx(MOVES["total"].sum())


def test_what_was_read_stands_apart_from_the_stories_in_no_voices_colour() -> None:
    parts = moved_parts(MOVES)
    assert parts["kind"].tolist()[-2:] == ["read", "total"]
    spec = parts_of_a_change(parts, "voice_share", LIGHT).to_dict()
    (rows,) = (rows for rows in spec["datasets"].values() if "kind" in rows[0])
    (grey,) = (row for row in rows if row["kind"] == "read")
    assert (grey["said"], grey["colour"]) == ("Read in part: App Store and Reddit", LIGHT.unknown)


def test_counts_start_at_zero_and_shares_fill_the_whole() -> None:
    assert voice_layers(VOICES)["low"].min() == 0
    assert tone_layers(TONES).groupby("week")["high"].max().eq(1).all()


def test_the_theme_of_streamlit_and_of_the_charts_are_the_same() -> None:
    import tomllib
    from pathlib import Path

    config = tomllib.loads((Path(data.__file__).parents[1] / ".streamlit/config.toml").read_text())
    for name, colours in (("light", LIGHT), ("dark", DARK)):
        given = config["theme"][name]
        assert given["backgroundColor"] == colours.paper
        assert given["textColor"] == colours.ink
        assert given["primaryColor"] == given["linkColor"] == colours.customer
        assert given["borderColor"] == colours.rule


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_colours_can_be_read(colours: Palette) -> None:
    """WCAG 2.2: 4.5 for what is read, 3 for what is seen; neutral has words beside it."""
    for name in ("ink", "muted", "customer", "brand", "media", "negative", "positive"):
        assert _contrast(getattr(colours, name), colours.paper) >= 4.5, name
    assert _contrast(colours.unknown, colours.paper) >= 3


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_weeks_are_the_same_for_viewers_in_every_zone() -> None:
    """A date written without a zone is read on the viewer's clock, so Monday stays Monday."""
    spec = voices_over_time(voice_layers(VOICES), LIGHT).to_dict()
    (rows,) = spec["datasets"].values()
    assert {row["week"] for row in rows} == {f"{week:%Y-%m-%dT%H:%M:%S}" for week in WEEKS}
