"""Sentences by rule from the figures of a week: pure, each with its figures and its posts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, NamedTuple

import pandas as pd

from pipeline.authority.moves import NONE
from pipeline.authority.scope import Scope
from pipeline.telling import MINIMUM_N, beyond_chance
from pipeline.words import (
    counted,
    percent,
    points,
    signed,
    source_names,
)

Row = Mapping[Any, Any]
Figure = float | int | str

WORTH: Final = 0.1  # of a dial's change: a smaller part explains nothing
_TONE: Final = "net_sentiment"
_SHARE_OF: Final = {"voice_share": "the say", "heard_share": "what is heard"}
DIAL_OF: Final = {
    "voice_share": "voice share",
    "heard_share": "heard share",
    "net_sentiment": "net sentiment",
}


@dataclass(frozen=True)
class Sentence:
    """One sentence, every number in it by name, and the mentions that support it."""

    text: str
    figures: Mapping[str, Figure] = field(default_factory=dict)
    mentions: tuple[int, ...] = ()


@dataclass(frozen=True)
class Verdict:
    """Three sentences on a week; `caution` names the sources that were not wholly read, if any."""

    week: date
    what: Sentence
    why: Sentence
    who: Sentence
    caution: str | None = None

    @property
    def sentences(self) -> tuple[Sentence, Sentence, Sentence]:
        """In the order of reading."""
        return self.what, self.why, self.who


class Rows(NamedTuple):
    """Mentions of the week before and of the week: mention_id, voice, number, label."""

    before: pd.DataFrame
    now: pd.DataFrame


@dataclass(frozen=True)
class Seen:
    """What is known of a week: its dials, the parts of their changes, and what they count.

    `spoken`: what customers and the brand say, for the shares; `judged`: what anybody but the brand
    says and could be scored, for net sentiment.
    """

    scope: Scope
    week: date
    dials: Mapping[str, Row]
    moves: Sequence[Row]
    spoken: Rows
    judged: Rows

    def behind(self, dial: Row) -> Rows:
        """The mentions that a dial counts."""
        return self.judged if dial["dial"] == _TONE else self.spoken


@dataclass(frozen=True)
class Story:
    """One narrative until a week's end: the first post of each voice, and what both tell now."""

    label: str
    firsts: Mapping[str, Row]  # voice -> mention_id, day, posts
    now: pd.DataFrame


def moved_dial(seen: Seen) -> Row | None:
    """The dial whose change stands out most from chance; None when none does."""
    clear = [row for row in seen.dials.values() if is_clear(row, "change_low", "change_high")]
    return max(clear, key=_clarity, default=None)


def chosen_story(seen: Seen, dial: Row | None) -> int | None:
    """The number of the narrative that moved `dial` most, else of the one most told this week."""
    part = None if dial is None else _leading_part(seen, dial)
    if part is not None:
        return int(part["part"])
    numbers = seen.spoken.now["number"].dropna()
    return None if numbers.empty else int(numbers.value_counts(sort=True).index[0])


def what_moved(seen: Seen, dial: Row | None) -> Sentence:
    """The first sentence: which dial moved, by how much, and to what."""
    if all(missing(row["value"]) for row in seen.dials.values()):
        said = max(seen.spoken.now, seen.judged.now, key=len)
        text = f"Too few to tell (n = {len(said)}; a week needs {MINIMUM_N} posts)."
        return Sentence(text, {"n": len(said), "minimum": MINIMUM_N}, ids_of(said))
    if dial is None:
        return _nothing_moved(seen)
    up = "rose" if dial["change"] > 0 else "fell"
    moved = points(abs(dial["change"]))
    span = f"{signed(dial['change_low'])} to {signed(dial['change_high'])}"
    before, now = seen.behind(dial)
    text = (
        f"{_subject(dial)} {up} by {moved} points to {_level(dial)} "
        f"(95 % interval of the change {span}; n = {len(before):,}, then {int(dial['n']):,})."
    )
    return Sentence(text, _figures(dial) | {"n_before": len(before)}, ids_of(before, now))


def why_moved(seen: Seen, dial: Row | None) -> Sentence:
    """The second sentence: which narrative made the move, or that other reading did."""
    if dial is None:
        return _most_told(seen)
    unlike = _not_the_brands(seen, dial)
    if unlike is not None:
        return unlike
    part = _leading_part(seen, dial)
    if part is None:
        return _most_told(seen, "No single narrative explains it; most")
    text = (
        f"“{part['label']}” made {signed(part['total'])} of the {signed(dial['change'])} points: "
    )
    both = pd.concat(seen.behind(dial))
    return Sentence(
        text + _manner(part, dial) + ".",
        {name: part[name] for name in ("total", "low", "high", "mix", "rate")}
        | {"change": dial["change"], "n_before": part["n_before"], "n_after": part["n_after"]},
        ids_of(both[both["number"] == int(part["part"])]),
    )


def _nothing_moved(seen: Seen) -> Sentence:
    """The level of the voice share; where it says nothing, that of the tone."""
    voice, tone = seen.dials["voice_share"], seen.dials["net_sentiment"]
    alone = voice["value"] == 1 and not missing(tone["value"])
    dial = tone if alone or missing(voice["value"]) else voice
    if dial is voice and not seen.scope.heard:
        n = {"n": int(voice["n"])}
        text = f"Who holds the say cannot be told: no post of {seen.scope.brand}’s own was read"
        return Sentence(f"{text} (n = {n['n']:,}).", n, ids_of(seen.spoken.now))
    subject = "net sentiment is" if dial is tone else "customers hold"
    level = f"{subject} {_level(dial)}{'' if dial is tone else ' of the say'} {_sure(dial)}"
    before, now = seen.behind(dial)
    if missing(dial["change"]):
        text = f"{level[0].upper()}{level[1:]}; {_incomparable(len(before))}."
    else:
        text = f"Nothing moved beyond chance: {level}, {_on_before(dial)}."
    return Sentence(text, _figures(dial) | {"before": len(before)}, ids_of(now))


def _on_before(dial: Row) -> str:
    moved = signed(dial["change"])
    return f"{'as' if moved == '0' else f'{moved} points on'} the week before"


def _incomparable(before: int) -> str:
    if before:
        return f"the week before is too few to compare with (n = {before})"
    return "there is no week before to compare with"


def _most_told(seen: Seen, most: str = "Most") -> Sentence:
    before, now = seen.spoken
    told = now.dropna(subset=["number"])
    if len(now) < MINIMUM_N:
        return Sentence(f"Too few to tell why (n = {len(now)}).", {"n": len(now)}, ids_of(now))
    if told.empty:
        return Sentence("No narrative has formed yet.", {"n": len(now)}, ids_of(now))
    number = told["number"].value_counts().index[0]
    rows = told[told["number"] == number]
    label, n = rows["label"].iloc[0], len(now)
    earlier = int((before["number"] == number).sum())
    text = f"{most} was said on “{label}”: {len(rows):,} of {counted(n, 'post')}"
    figures = {"posts": len(rows), "n": n}
    if len(before) >= MINIMUM_N:
        text += f", {earlier:,} of {len(before):,} the week before"
        figures |= {"posts_before": earlier, "n_before": len(before)}
    return Sentence(text + ".", figures, ids_of(rows))


def _leading_part(seen: Seen, dial: Row) -> Row | None:
    """The narrative with the largest clear part of the change that is worth a word."""
    parts = [
        row
        for row in seen.moves
        if row["dial"] == dial["dial"] and row["by"] == "narrative" and row["part"] != NONE
        if row["total"] * dial["change"] >= WORTH * dial["change"] ** 2
        if is_clear(row, "low", "high")
    ]
    return max(parts, key=lambda row: abs(row["total"]), default=None)


def _not_the_brands(seen: Seen, dial: Row) -> Sentence | None:
    """Said instead of a narrative when other reading or another model made half of the change."""
    parts = [
        row for row in seen.moves if row["dial"] == dial["dial"] and row["by"] in ("read", "model")
    ]
    part = max(parts, key=lambda row: row["total"] * dial["change"], default=None)
    if part is None or part["total"] * dial["change"] < dial["change"] ** 2 / 2:
        return None
    made = f"{signed(part['total'])} of the {signed(dial['change'])} points"
    names = source_names(part["part"].split(", "))
    text = f"{made} are a change of what was read, not of what was said: {names} {_unlike(part)}."
    if part["by"] == "model":
        text = f"{made} are another model’s, not the customers’: {names} judged one week only."
    return Sentence(
        text, {"total": part["total"], "change": dial["change"]}, ids_of(*seen.behind(dial))
    )


def _unlike(part: Row) -> str:
    verb = "were" if ", " in part["part"] else "was"
    if part["n_before"] and part["n_after"]:
        return f"{verb} not wholly read in both weeks"
    return f"{verb} in one week only"


def _manner(part: Row, dial: Row) -> str:
    before, after = int(part["n_before"]), int(part["n_after"])
    if abs(part["mix"]) >= abs(part["rate"]):
        return f"it went from {counted(before, 'post')} to {after:,}"
    up = part["rate"] > 0
    if dial["dial"] == _TONE:
        return (
            f"its posts became {'kinder' if up else 'harsher'} ({before:,} posts, then {after:,})"
        )
    return (
        f"customers took {'more' if up else 'less'} part in it ({before:,} posts, then {after:,})"
    )


def _subject(dial: Row) -> str:
    share = _SHARE_OF.get(dial["dial"])
    return "Net sentiment" if share is None else f"Customers’ share of {share}"


def _level(dial: Row) -> str:
    return signed(dial["value"]) if dial["dial"] == _TONE else percent(dial["value"])


def _sure(dial: Row) -> str:
    write = signed if dial["dial"] == _TONE else points
    unit = "" if dial["dial"] == _TONE else " %"
    span = f"{write(dial['low'])} to {write(dial['high'])}{unit}"
    return f"(95 % interval {span}; n = {int(dial['n']):,})"


def _figures(dial: Row) -> dict[str, Figure]:
    names = ("dial", "value", "low", "high", "n", "change", "change_low", "change_high")
    return {name: dial[name] for name in names if not missing(dial[name])}


def ids_of(*frames: pd.DataFrame) -> tuple[int, ...]:
    """The mentions of the frames, in order."""
    return tuple(int(one) for frame in frames for one in frame["mention_id"])


def is_clear(row: Row, low: str, high: str) -> bool:
    """Does an interval leave zero out?"""
    return not missing(row[low]) and beyond_chance(row[low], row[high])


def _clarity(row: Row) -> float:
    return float(abs(row["change"]) / max(row["change_high"] - row["change_low"], 1e-12))


def missing(value: object) -> bool:
    """Is a figure null?"""
    return bool(pd.isna(value))  # type: ignore[call-overload]
