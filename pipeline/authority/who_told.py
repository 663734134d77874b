"""The clause of a line: which voice began a narrative, and which led the other, by how long."""

from datetime import timedelta
from typing import Final

from pipeline.authority.clause import Clause, Told
from pipeline.authority.scope import Scope
from pipeline.authority.sentences import Figure, missing
from pipeline.words import counted, day_name, three_digits

_SUNDAY: Final = timedelta(days=6)


def who_told(told: Told, scope: Scope) -> Clause | None:
    """Who told it first, as far as was read until then, and who ahead, if that is beyond chance."""
    began, led = _began(told, scope), _led(told, scope)
    if began is None or led is None:
        return began or led
    figures = {**began.figures, **led.figures}
    return Clause(f"{began.text}, and {led.text}", figures, began.mentions + led.mentions)


def _began(told: Told, scope: Scope) -> Clause | None:
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
        return Clause(text, figures, tuple(ids))
    days = (story["other_day"] - began).days
    ids.append(int(story["other_mention"]))
    figures |= {"other_day": str(story["other_day"]), "days": days}
    if days == 0:
        text = f"customers and {brand} both began it on {day_name(began, told.week)}"
    else:
        text = f"{first} began it, {other} joined {counted(days, 'day')} later"
    return Clause(text, figures, tuple(ids))


def _led(told: Told, scope: Scope) -> Clause | None:
    """By how many weeks one voice led the other; while it is told on, that is not known yet."""
    story = told.story
    if missing(story["leader"]) or not story["whole"]:
        return None
    voices = ("customers", scope.brand)
    first, other = voices if story["leader"] == "customer" else voices[::-1]
    names = ("ahead", "ahead_low", "ahead_high")
    weeks, *ends = (abs(story[name]) for name in names)
    low, high = sorted(ends)
    text = (
        f"{first} led {other} by {three_digits(weeks)} weeks on the mean "
        f"(95 % interval {three_digits(low)} to {three_digits(high)})"
    )
    figures: dict[str, Figure] = {name: story[name] for name in names}
    return Clause(text, figures | {"leader": story["leader"]}, tuple(story["led_by"]))
