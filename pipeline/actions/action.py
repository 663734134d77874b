"""An action as a person registers it, and what makes it usable."""

from dataclasses import dataclass, field
from datetime import date
from typing import Final

from pipeline.errors import InputError

KINDS: Final = ("campaign", "reply", "fix")
_LONGEST: Final = 80


@dataclass(frozen=True, slots=True)
class Action:
    """What a brand did on a day in its own time zone.

    `narratives`: the numbers of those it was about; none: the whole brand. `controls`: what is like
    it and was not acted on, as keys of brands and numbers of narratives; none: the competitors, or
    for an action on narratives all the others.
    """

    brand: str
    name: str
    kind: str
    day: date
    narratives: tuple[int, ...] = ()
    controls: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SavedAction:
    """An action in the store, under a number that is never given twice."""

    id: int
    brand_id: int
    action: Action = field(compare=False)


def check(action: Action) -> Action:
    """The action, if it can be used. Raises InputError."""
    name = " ".join(action.name.split())
    if not 0 < len(name) <= _LONGEST:
        raise InputError(f"The name of an action has 1 to {_LONGEST} characters. Write a shorter.")
    if action.kind not in KINDS:
        raise InputError(f'"{action.kind}" is no kind of action. Known: {", ".join(KINDS)}.')
    both = {str(number) for number in action.narratives} & set(action.controls)
    if both:
        raise InputError(
            f"Narrative {min(both)} is acted on and cannot be its own control. Name another one."
        )
    if action.brand in action.controls:
        raise InputError(f"{action.brand} is acted on and cannot be its own control.")
    return action
