"""What the PDF says, as plain data for its template: texts and figures, no layout."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any, Final

import pandas as pd

from pipeline.reports.methods import methods
from pipeline.reports.optout import optout
from pipeline.reports.plain import excerpt, plain, safe_url
from pipeline.reports.summary import Summary
from pipeline.telling import beyond_chance
from pipeline.weeks import week_name
from pipeline.words import counted, percent, points, signed, source_name

STORIES: Final = 6  # narratives with their quotes; the others are in the workbook
PARTS: Final = 6  # bars of their own; smaller ones are drawn together
_QUOTE: Final = 340  # characters
_LABEL: Final = 90

NAMES: Final[Mapping[str, str]] = {
    "voice_share": "Voice share",
    "heard_share": "Heard share",
    "net_sentiment": "Net sentiment",
}
_MEANS: Final[Mapping[str, str]] = {
    "voice_share": "Who speaks: customers or the brand",
    "heard_share": "The same, weighted by likes and votes",
    "net_sentiment": "Positive less negative, of what others say",
}
_UNLIKE: Final = {"read": "What was read, not said", "model": "Another model’s tones"}
_VOICES: Final = ("customer", "brand", "media", "unknown")
_TONES: Final = ("negative", "neutral", "positive")


def content(summary: Summary) -> dict[str, Any]:
    """Everything that the template prints, but for the charts."""
    stories = summary.stories[summary.stories["now"] > 0]
    return {
        "brand": plain(summary.brand.name),
        "week": week_name(summary.week),
        "span": span(summary.week),
        "fiction": summary.brand.fiction,
        "verdict": [
            {"text": plain(sentence.text), "n": len(sentence.mentions)}
            for sentence in summary.verdict.sentences
        ],
        "caution": plain(summary.verdict.caution),
        "leaving": optout(summary),
        "dials": [_dial(summary, name) for name in NAMES],
        "moved": _moved(summary),
        "voices": _voices_title(summary),
        "tones": _tones_title(summary),
        "stories": [_story(summary, row) for row in stories.head(STORIES).to_dict("records")],
        "more": max(len(stories) - STORIES, 0),
        "methods": [
            {name: plain(text) for name, text in asdict(line).items()} for line in methods(summary)
        ],
        "version": summary.brand.data_version,
    }


def span(week: date) -> str:
    """28 Apr – 4 May 2025."""
    last = week + timedelta(days=6)
    first = f"{week.day} {week:%b}" + (f" {week.year}" if week.year != last.year else "")
    return f"{first} – {last.day} {last:%b} {last.year}"


def moved_parts(summary: Summary) -> pd.DataFrame:
    """The told dial's parts: narratives, the smaller ones together, the total last.

    Columns `label`, `total`, `low`, `high`, `n_before`, `n_after`.
    """
    columns = ["label", "total", "low", "high", "n_before", "n_after"]
    moves = summary.moves
    split = moves["by"].isin(("narrative", "read", "model"))
    parts = moves[(moves["dial"] == summary.told_dial) & split]
    if parts.empty:
        return parts[columns]
    parts = parts.sort_values("total", key=abs, ascending=False, kind="stable")
    named = parts["label"].where(parts["part"] != "none", "In no narrative yet")
    named = named.where(parts["by"] == "narrative", parts["by"].map(_UNLIKE))
    rows = parts.assign(label=[excerpt(label, _LABEL) for label in named])
    kept = PARTS if len(rows) > PARTS + 1 else len(rows)  # one alone keeps its name
    rest, row = rows.iloc[kept:], summary.dial(summary.told_dial)
    summed = ["total", "n_before", "n_after"]
    extra = [{"label": f"{len(rest)} smaller ones together"} | rest[summed].sum().to_dict()]
    whole = {"label": "Total change"} | parts[summed].sum().to_dict()
    if row is not None:
        whole |= {"low": row["change_low"], "high": row["change_high"]}
    added = pd.DataFrame([*(extra if len(rest) else []), whole])
    return pd.concat([rows.head(kept)[columns], added.reindex(columns=columns)], ignore_index=True)


def tone_shares(summary: Summary) -> pd.DataFrame:
    """`week`, `tone`, `share` of what anybody but the brand said and was scored, and `scored`."""
    sums = summary.tone_weeks.set_index("week")[list(_TONES)]
    scored = sums.sum(axis=1)
    shares = sums.div(scored.where(scored > 0), axis=0).dropna()
    long = shares.reset_index().melt("week", var_name="tone", value_name="share")
    return long.assign(scored=long["week"].map(scored))


def _dial(summary: Summary, name: str) -> dict[str, Any]:
    row = summary.dial(name)
    told: dict[str, Any] = {"key": name, "name": NAMES[name], "means": _MEANS[name]}
    if row is None or pd.isna(row["value"]):
        few = 0 if row is None else int(row["n"])
        return told | {"value": None, "n": f"too few to tell (n = {few:,})"}
    if not summary.tells(name):
        return told | {"value": None, "n": unheard(summary)}
    tone = name == "net_sentiment"
    write, unit = (signed, "") if tone else (points, " %")
    low, high = write(float(row["low"])), write(float(row["high"]))
    n = f"n = {int(row['n']):,} scored posts, none the brand’s" if tone else _by(row)
    return told | {
        "value": signed(row["value"]) if tone else percent(float(row["value"])),
        "change": _change(row),
        "interval": f"95 % interval {low} to {high}{unit}",
        "n": n,
    }


def unheard(summary: Summary) -> str:
    """Said instead of the shares of a brand that was never heard itself."""
    return f"no post of {plain(summary.brand.name)}’s own was read"


def _by(row: "pd.Series[float]") -> str:
    own, brand = int(row["customers"]), int(row["brands"])
    return f"n = {int(row['n']):,}: {own:,} customers’, {brand:,} the brand’s"


def _change(row: "pd.Series[float]") -> str:
    if pd.isna(row["change"]):
        return "nothing to compare with"
    if not row["change"]:
        return "no change"
    moved = f"{signed(float(row['change']))} points"
    return (
        moved if beyond_chance(row["change_low"], row["change_high"]) else f"{moved}, may be chance"
    )


def _moved(summary: Summary) -> dict[str, str]:
    name, row = NAMES[summary.told_dial], summary.dial(summary.told_dial)
    if row is None or pd.isna(row["change"]):
        return {
            "title": "What moved it",
            "none": "There is nothing to split: this week or the one before has too few posts.",
        }
    if not summary.tells(summary.told_dial):
        return {"title": "What moved it", "none": f"It is unknown: {unheard(summary)}."}
    change = f"{signed(float(row['change']))} points"
    return {
        "title": f"What moved {name.lower()}: {change} on the week before",
        "note": "One bar a narrative, in points; together exactly the total. The thin line is the "
        "95 % interval; faint: may be chance.",
    }


def _voices_title(summary: Summary) -> str:
    rows = summary.voice_weeks
    now = rows[rows["week"] == pd.Timestamp(summary.week)].set_index("voice")["counted"]
    whole = int(now.sum())
    if not whole:
        return "Nothing was said this week"
    return f"Customers wrote {int(now.get('customer', 0)):,} of {counted(whole, 'post')}"


def _tones_title(summary: Summary) -> str:
    shares = tone_shares(summary)
    now = shares[shares["week"] == pd.Timestamp(summary.week)].set_index("tone")
    if now.empty:
        return "No post of this week was scored"
    negative, positive = (percent(float(now["share"][tone])) for tone in ("negative", "positive"))
    n = counted(int(now["scored"].iloc[0]), "scored post")
    return f"{negative} negative, {positive} positive of {n}"


def _story(summary: Summary, row: Mapping[Any, Any]) -> dict[str, Any]:
    number = int(row["number"])
    weeks = summary.story_weeks[summary.story_weeks["number"] == number]
    by_week = dict(zip(weeks["week"], weeks["counted"], strict=True))
    quotes = summary.quotes[summary.quotes["number"] == number]
    return {
        "label": excerpt(row["label"], _LABEL),
        "number": number,
        "line": plain(summary.line(number)),
        "now": int(row["now"]),
        "before": int(row["before"]),
        "voices": [int(row[voice]) for voice in _VOICES],
        "tones": [int(row[tone]) for tone in _TONES],
        "weeks": [int(by_week.get(week, 0)) for week in summary.weeks],
        "quotes": [_quote(summary, quote) for quote in quotes.to_dict("records")],
    }


def _quote(summary: Summary, quote: Mapping[Any, Any]) -> dict[str, Any]:
    moment = quote["posted_at"].tz_convert(summary.brand.timezone)
    where = source_name(quote["source"])
    community = plain(quote["community"])
    prefix = "r/" if quote["source"] == "reddit" else ""
    place = f"{where}, {prefix}{community}" if community else where
    by = {"customer": "a customer", "brand": "the brand", "media": "media"}
    return {
        "text": excerpt(quote["body"] or quote["title"], _QUOTE),
        "by": f"{by.get(quote['voice'], 'unknown voice')}, {place}, {moment.day} {moment:%b}",
        "url": safe_url(quote["url"]),
    }
