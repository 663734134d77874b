"""The line of one narrative in one week: what it did, by rule from the figures, in one sentence.

At most three things, the most informative first: how its share of the week's posts moved, what it
made of a dial that moved, who began it, how it is told. Nothing that may be chance is said as if it
were not, and below the minimum n only that it is too few.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from pipeline.authority.dials import MINIMUM_N
from pipeline.authority.scope import Scope
from pipeline.authority.sentences import (
    DIAL_OF,
    WORTH,
    Figure,
    Row,
    Sentence,
    is_clear,
    missing,
)
from pipeline.authority.words import counted, day_name, signed

_MOST: Final = 3  # clauses
_SUNDAY: Final = timedelta(days=6)
LIFE: Final[Mapping[str, str]] = {
    "emerging": "Emerging",
    "rising": "Rising",
    "peaking": "Holding",
    "fading": "Fading",
    "dormant": "Dormant",
    "returned": "Back again",
}
_UPWARD: Final = ("emerging", "rising", "returned")
_DOWNWARD: Final = ("fading", "dormant")


@dataclass(frozen=True)
class Told:
    """What is known of one narrative in one week.

    story: a row of `lines_stories`. parts: what it made of each dial (`weekly_move`), with the
    dial's own change. now, before: the mentions that its posts count, of both weeks.
    """

    week: date
    story: Row
    life: str | None
    parts: Sequence[Row]
    now: tuple[int, ...]
    before: tuple[int, ...]


@dataclass(frozen=True)
class _Clause:
    text: str
    figures: Mapping[str, Figure]
    mentions: tuple[int, ...] = ()


def line(told: Told, scope: Scope) -> Sentence:
    """The line of one narrative."""
    n = int(told.story["told"])
    if n < MINIMUM_N:
        return Sentence(f"Too few to tell (n = {n}).", {"n": n}, told.now)
    if int(told.story["n"]) < MINIMUM_N:
        clauses = [_began(told, scope), _few(told)]
    else:
        clauses = [_movement(told), _part(told), _began(told, scope), _tone(told)]
    said = [clause for clause in clauses if clause][:_MOST]
    text = "; ".join(clause.text for clause in said)
    head = _head(told)
    figures = {name: figure for clause in said for name, figure in clause.figures.items()}
    mentions = [one for clause in said for one in clause.mentions]
    begun = f"{head}: {text}" if head else text[0].upper() + text[1:]
    return Sentence(f"{begun}.", figures, tuple(dict.fromkeys(mentions)))


def _head(told: Told) -> str:
    """Where it is in its life; where the week's own move says otherwise, that move."""
    change, life = told.story["change"], told.life
    if is_clear(told.story, "low", "high") and life not in (_UPWARD if change > 0 else _DOWNWARD):
        return "Up" if change > 0 else "Down"
    if life is None or (life == "rising" and not missing(change) and change < 0):
        return ""
    return LIFE[life]


def _few(told: Told) -> _Clause:
    posts, n = int(told.story["posts"]), int(told.story["n"])
    text = f"{posts or 'none'} of {counted(n, 'post')} this week, too few to tell its share"
    return _Clause(text, {"posts": posts, "n": n}, told.now)


def _movement(told: Told) -> _Clause:
    """Its share of the week's posts, against the week before where both can be compared."""
    story, (posts, n) = told.story, (int(told.story["posts"]), int(told.story["n"]))
    figures: dict[str, Figure] = {"posts": posts, "n": n}
    if missing(story["change"]):
        return _Clause(f"{posts or 'none'} of {n:,} posts this week", figures, told.now)
    before, n_before = int(story["posts_before"]), int(story["n_before"])
    figures |= {"posts_before": before, "n_before": n_before}
    figures |= {name: story[name] for name in ("change", "low", "high")}
    text = f"{posts or 'none'} of {n:,} posts, {before or 'none'} of {n_before:,} the week before"
    if posts or before:
        text += f" ({_moved(story)})"
    return _Clause(text, figures, told.before + told.now)


def _moved(story: Row) -> str:
    span = f"{signed(story['low'])} to {signed(story['high'])}"
    if not is_clear(story, "low", "high"):
        return f"no clear change: {span} points"
    return f"share {signed(story['change'])} points, 95 % interval {span}"


def _part(told: Told) -> _Clause | None:
    """What it made of the dial that moved, where neither may be chance: the clearest such part."""
    clear = [
        part
        for part in told.parts
        if is_clear(part, "low", "high") and is_clear(part, "change_low", "change_high")
        if abs(part["total"]) >= WORTH * abs(part["change"])
    ]
    part = max(clear, key=lambda row: abs(row["total"]) / (row["high"] - row["low"]), default=None)
    if part is None:
        return None
    span = f"{signed(part['low'])} to {signed(part['high'])}"
    text = (
        f"it made {signed(part['total'])} ({span}) of {DIAL_OF[part['dial']]}’s "
        f"{signed(part['change'])} points"
    )
    names = {"dial": "dial", "part": "total", "part_low": "low", "part_high": "high"}
    figures = {name: part[column] for name, column in names.items()}
    return _Clause(text, figures | {"dial_change": part["change"]})


def _began(told: Told, scope: Scope) -> _Clause | None:
    """Who told it first, and by how many days, as far as was read until then."""
    story, end = told.story, told.week + _SUNDAY
    if not scope.heard or missing(story["first_day"]) or story["first_day"] > end:
        return None
    if scope.begins_with(story["first_day"]):
        return None
    brand, names = scope.brand, {"customer": "customers", "brand": scope.brand}
    first = names.pop(story["first_voice"])
    (other,) = names.values()
    began, ids = story["first_day"], [int(story["first_mention"])]
    figures: dict[str, Figure] = {"first_voice": story["first_voice"], "first_day": str(began)}
    if missing(story["other_day"]) or story["other_day"] > end:
        tell = "tell" if first == "customers" else "tells"
        text = f"{first} alone {tell} it, since {day_name(began, told.week)}"
        return _Clause(text, figures, tuple(ids))
    days = (story["other_day"] - began).days
    ids.append(int(story["other_mention"]))
    figures |= {"other_day": str(story["other_day"]), "days": days}
    if days == 0:
        text = f"customers and {brand} both began it on {day_name(began, told.week)}"
    else:
        text = f"{first} began it, {other} joined {counted(days, 'day')} later"
    return _Clause(text, figures, tuple(ids))


def _tone(told: Told) -> _Clause | None:
    """How it is told by anybody but the brand, where that is clear."""
    story = told.story
    if missing(story["tone"]) or not is_clear(story, "tone_low", "tone_high"):
        return None
    figures = {name: story[name] for name in ("tone", "tone_low", "tone_high", "scored")}
    span = f"{signed(story['tone_low'])} to {signed(story['tone_high'])}"
    n = f"n = {int(story['scored']):,} scored"
    return _Clause(f"its net sentiment is {signed(story['tone'])} ({span}; {n})", figures)
