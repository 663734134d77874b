"""What a person may say of a mention, and how a post is named."""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from psycopg import Connection

from pipeline.errors import InputError
from pipeline.store import Store

TONES: Final = ("negative", "neutral", "positive")
VALUES: Final[Mapping[str, tuple[str, ...]]] = {
    "relevance": ("yes", "no"),
    "tone": TONES,
    "voice": ("customer", "brand", "media", "unknown"),
    "narrative": (),  # a number, or none
}
FIELDS: Final = tuple(VALUES)
NO_NARRATIVE: Final = "none"


class Named(NamedTuple):
    """A post that a person named: its id, and source:native_id."""

    id: int
    name: str


def checked(says: Mapping[str, str | None]) -> dict[str, str]:
    """What is said, without fields left empty, in the order of FIELDS. Raises InputError."""
    unknown = set(says) - set(FIELDS)
    if unknown:
        raise InputError(f"There is no field {sorted(unknown)}. Known: {', '.join(FIELDS)}.")
    given = {field: (says.get(field) or "").strip().lower() for field in FIELDS}
    return {field: _checked(field, value) for field, value in given.items() if value}


def find_post(store: Store, db: Connection[Any], named: str) -> Named:
    """The post that "source:native_id" or an address names. Raises InputError."""
    source, _, native_id = named.strip().partition(":")
    found = list(
        store.sql.corrections_posts_named(db, source=source, native_id=native_id, url=named.strip())
    )
    if not found:
        raise InputError(
            f'There is no post "{named}". Name it by its source and the source\'s own id, such as '
            "reddit:k3x9f2a, or by its full address."
        )
    if len(found) > 1:
        names = ", ".join(name for _, name, _ in found)
        raise InputError(f"More than one post has this address. Name the one you mean: {names}.")
    post_id, name, deleted = found[0]
    if deleted:
        raise InputError(f"{name} was deleted at its source; nothing is left of it to correct.")
    return Named(post_id, name)


def _checked(field: str, value: str) -> str:
    if field == "narrative":
        return _narrative(value)
    if value not in VALUES[field]:
        raise InputError(f'{field} "{value}" is not known. Say one of: {", ".join(VALUES[field])}.')
    return value


def _narrative(value: str) -> str:
    number = value.removesuffix(".0")  # as a spreadsheet may write it
    if number == NO_NARRATIVE:
        return number
    if not (number.isascii() and number.isdigit() and 0 < int(number) < 2**31):
        raise InputError(f'narrative "{value}" is not known. Say its number, or {NO_NARRATIVE}.')
    return str(int(number))
