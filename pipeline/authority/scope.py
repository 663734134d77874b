"""What was read of a brand at all: what lies outside it no sentence can tell."""

from datetime import date, timedelta
from typing import Final, NamedTuple

from pipeline.store import Store

_BEGINNING: Final = timedelta(days=3)  # what is told so soon after reading began may be older


class Scope(NamedTuple):
    """What a brand is called, from which day on it was read, and whether it was heard itself."""

    brand: str
    since: date | None
    heard: bool

    def begins_with(self, day: date) -> bool:
        """May what was told on `day` be older than anything that was read?"""
        return self.since is not None and day - self.since < _BEGINNING


def scope(store: Store, brand_id: int) -> Scope:
    """As of the last refresh."""
    with store.connect() as db:
        return Scope(*store.sql.authority_scope(db, brand_id=brand_id))
