"""The line of one narrative in one week: what it did, by rule from the figures, in one sentence.

At most three things, the most informative first: how its share of the week's posts moved, what it
made of a dial that moved, who began it and who led, how it is told. Nothing that may be chance is
said as if it were not, and below the minimum n only that it is too few.
"""

from collections.abc import Mapping
from typing import Final

from pipeline.authority.clause import Clause, Told
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
from pipeline.authority.who_told import who_told
from pipeline.telling import MINIMUM_N
from pipeline.words import counted, signed

_MOST: Final = 3  # clauses
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


def line(told: Told, scope: Scope) -> Sentence:
    """The line of one narrative."""
    n = int(told.story["told"])
    if n < MINIMUM_N:
        return Sentence(f"Too few to tell (n = {n}).", {"n": n}, told.now)
    if int(told.story["n"]) < MINIMUM_N:
        clauses = [who_told(told, scope), _few(told)]
    else:
        clauses = [_movement(told), _part(told), who_told(told, scope), _tone(told)]
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


def _few(told: Told) -> Clause:
    posts, n = int(told.story["posts"]), int(told.story["n"])
    text = f"{posts or 'none'} of {counted(n, 'post')} this week, too few to tell its share"
    return Clause(text, {"posts": posts, "n": n}, told.now)


def _movement(told: Told) -> Clause:
    """Its share of the week's posts, against the week before where both can be compared."""
    story, (posts, n) = told.story, (int(told.story["posts"]), int(told.story["n"]))
    figures: dict[str, Figure] = {"posts": posts, "n": n}
    if missing(story["change"]):
        return Clause(f"{posts or 'none'} of {n:,} posts this week", figures, told.now)
    before, n_before = int(story["posts_before"]), int(story["n_before"])
    figures |= {"posts_before": before, "n_before": n_before}
    figures |= {name: story[name] for name in ("change", "low", "high")}
    text = f"{posts or 'none'} of {n:,} posts, {before or 'none'} of {n_before:,} the week before"
    if posts or before:
        text += f" ({_moved(story)})"
    return Clause(text, figures, told.before + told.now)


def _moved(story: Row) -> str:
    span = f"{signed(story['low'])} to {signed(story['high'])}"
    if not is_clear(story, "low", "high"):
        return f"no clear change: {span} points"
    return f"share {signed(story['change'])} points, 95 % interval {span}"


def _part(told: Told) -> Clause | None:
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
    return Clause(text, figures | {"dial_change": part["change"]})


def _tone(told: Told) -> Clause | None:
    """How it is told by anybody but the brand, where that is clear."""
    story = told.story
    if missing(story["tone"]) or not is_clear(story, "tone_low", "tone_high"):
        return None
    figures = {name: story[name] for name in ("tone", "tone_low", "tone_high", "scored")}
    span = f"{signed(story['tone_low'])} to {signed(story['tone_high'])}"
    n = f"n = {int(story['scored']):,} scored"
    return Clause(f"its net sentiment is {signed(story['tone'])} ({span}; {n})", figures)
