"""Actions in the store: add, list, remove."""

from pipeline import brands
from pipeline.actions.action import Action, SavedAction, check
from pipeline.errors import InputError
from pipeline.store import Store


def add(store: Store, action: Action) -> SavedAction:
    """Register an action. Raises InputError when it cannot be used; adding twice is adding once."""
    check(action)
    brand_id = brands.id_of(store, action.brand)
    with store.connect() as db:
        _check_named(store, action, {row[0] for row in store.sql.action_numbers(db, id=brand_id)})
        number = store.sql.action_add(
            db,
            brand_id=brand_id,
            name=" ".join(action.name.split()),
            kind=action.kind,
            day=action.day,
            narratives=list(action.narratives),
            controls=list(action.controls),
        )
    return SavedAction(number, brand_id, action)


def listed(store: Store, brand_id: int) -> list[SavedAction]:
    """The actions of a brand, the newest first."""
    with store.connect() as db:
        rows = list(store.sql.action_list(db, brand_id=brand_id))
    return [
        SavedAction(number, brand_id, Action(key, name, kind, day, tuple(on), tuple(against)))
        for number, key, name, kind, day, on, against in rows
    ]


def remove(store: Store, number: int) -> str:
    """Forget an action and its effects; its name. Raises InputError."""
    with store.connect() as db:
        name = store.sql.action_remove(db, id=number)
    if name is None:
        raise InputError(f"There is no action {number}. List them: python -m pipeline action list")
    return str(name)


def _check_named(store: Store, action: Action, numbers: set[int]) -> None:
    """Every narrative and brand that the action names is there."""
    keys = {brand.key for brand in brands.all_brands(store)}
    named = [*action.narratives, *(int(one) for one in action.controls if one.isdigit())]
    for number in named:
        if number not in numbers:
            raise InputError(f"{action.brand} has no narrative {number}. Look its number up.")
    for one in action.controls:
        if not one.isdigit() and one not in keys:
            raise InputError(
                f'"{one}" is neither a brand nor the number of a narrative. '
                f"Known brands: {', '.join(sorted(keys))}."
            )
