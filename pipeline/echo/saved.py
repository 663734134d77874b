"""Claims in the store: add and remove."""

from datetime import date
from typing import Final

from pipeline import brands
from pipeline.errors import InputError
from pipeline.store import Store

_SHORTEST, _LONGEST = 10, 280  # a word or two is near to everything, a page to nothing
_SOME: Final = 3  # words


def add(store: Store, brand: str, text: str, since: date | None = None) -> int:
    """Register a claim in the brand's own words; its number. Raises InputError."""
    text = " ".join(text.split())
    if not _SHORTEST <= len(text) <= _LONGEST or len(text.split()) < _SOME:
        raise InputError(
            f"A claim is a sentence of {_SHORTEST} to {_LONGEST} characters. Write it as you do."
        )
    brand_id = brands.get(store, brand).id
    with store.connect() as db:
        return int(store.sql.claim_add(db, brand_id=brand_id, text=text, since=since))


def remove(store: Store, number: int) -> str:
    """Forget a claim; its text. Raises InputError."""
    with store.connect() as db:
        text = store.sql.claim_remove(db, id=number)
    if text is None:
        raise InputError(f"There is no claim {number}. List them: python -m pipeline claim list")
    return str(text)
