"""What two stretches of days show, in words made from the figures."""

from collections.abc import Collection
from typing import TYPE_CHECKING

import pandas as pd

from dashboard import figures
from dashboard.choice import Choice
from dashboard.rows import Row, rows
from dashboard.words import compare as words
from dashboard.words import shared
from pipeline.spans import Span
from pipeline.telling import beyond_chance
from pipeline.words import listed, source_names

if TYPE_CHECKING:
    from pipeline.authority.compared import Compared


def lead(own: list[Row], name: str) -> str:
    """Which dials moved clearly, if any did."""
    if not any(row["n"] or row["n_before"] for row in own):
        return words.NOTHING_READ.format(name=name)
    if all(pd.isna(row["change"]) for row in own):
        return words.TOO_FEW.format(name=name)
    said = [_moved(shared.DIAL[row["dial"]], row) for row in own if _clear(row)]
    if not said:
        return words.NONE_CLEAR.format(name=name)
    return listed(said).capitalize()


def spans(spans: tuple[Span, Span], broken: Collection[str]) -> str:
    """Which days are compared, and what of them was not wholly read."""
    before, after = (figures.day_span(*span) for span in spans)
    said = words.SPANS.format(after=after, before=before)
    if not broken:
        return said
    return f"{said} {words.BROKEN.format(sources=source_names(broken))}"


def change(row: Row) -> str:
    """The change of one dial, with its interval."""
    if pd.isna(row["change"]):
        return words.NO_CHANGE_KNOWN
    low, high = (figures.signed(row[end]) for end in ("change_low", "change_high"))
    chance = "" if _clear(row) else f", {shared.UNCLEAR}"
    return f"{figures.signed(row['change'])} {shared.POINTS} ({low} to {high}{chance})"


def clearest(found: "Compared", choice: Choice) -> str:
    """The dial whose change stands out most from chance; net sentiment where none is known."""
    own = found.dials[found.dials["brand"] == choice.key]
    own = own[own["told"] & own["change"].notna()]
    if own.empty:
        return "net_sentiment"
    clarity = own["change"].abs() / (own["change_high"] - own["change_low"])
    return str(own["dial"].iloc[clarity.argmax()])


def moved(row: Row, parts: pd.DataFrame | None) -> str:
    """What moved a dial most, if that is clear."""
    dial = shared.DIAL[row["dial"]]
    if parts is None:
        return words.WHY.format(dial=dial.lower())
    stories = parts[(parts["kind"] == "part") & parts["label"].notna()]
    clear = [part for part in rows(stories) if beyond_chance(part["low"], part["high"])]
    if not clear:
        return words.NO_STORY.format(dial=dial.lower())
    first = max(clear, key=lambda part: abs(part["total"]))
    verb = words.RAISED if first["total"] > 0 else words.LOWERED
    points = figures.three_digits(abs(first["total"]) * 100)
    return f"“{first['label']}” {verb} {dial.lower()} by {points} {shared.POINTS}"


def tones(shares: list[Row]) -> str:
    """Which tones changed clearly, as estimated; net sentiment alone where it did."""
    clear = [row for row in shares if _clear(row)]
    if not clear:
        return words.NO_TONE
    row = next((row for row in clear if row["tone"] == "net"), clear[0])
    return words.CLEAR_TONE.format(moved=_moved(words.TONE[row["tone"]], row))


def tone(row: Row) -> tuple[str, str, str]:
    """A tone, its change with the interval, and its shares with theirs."""
    write = figures.signed if row["tone"] == "net" else figures.about
    before, after = (
        f"{write(row[f'value{when}'])} ({write(row[f'low{when}'])} to {write(row[f'high{when}'])})"
        for when in ("_before", "")
    )
    return words.TONE[row["tone"]], change(row), f"{before} → {after}"


def told(periods: pd.DataFrame) -> str:
    """How many periods there are, and how many of them are too few to tell."""
    few = int(periods["value"].isna().sum())
    return words.FEW_PERIODS.format(count=len(periods), few=few) if few else ""


def _clear(row: Row) -> bool:
    return beyond_chance(row["change_low"], row["change_high"])


def _moved(what: str, row: Row) -> str:
    return words.CLEAR.format(
        what=what,
        moved=words.ROSE if row["change"] > 0 else words.FELL,
        points=figures.three_digits(abs(row["change"]) * 100),
    )
