"""Read what posts say of leaving, asking and requesting; each post of a brand once."""

from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any, Final

from psycopg import Connection

from pipeline.brands import Brand, all_brands, names_of
from pipeline.customers.cues import Names, cues
from pipeline.customers.judged import Deed, judged
from pipeline.progress import Progress
from pipeline.store import Store

RULES: Final = "1"  # raised when a rule changes: every post is then read anew
_STEP: Final = 20_000  # posts at a time, each of which costs a look at all


def read_cues(store: Store, brand_id: int, progress: Progress) -> int:
    """Read the posts of a brand that were not read with these rules, names and scores; how many."""
    names = called(all_brands(store), brand_id)
    reader = sha256(repr((RULES, sorted(names.items()))).encode()).hexdigest()[:16]
    known = {"brand_id": brand_id, "reader": reader}
    with store.connect() as db:
        waiting = store.sql.customers_waiting(db, **known)
    if not waiting:
        return 0
    progress.stage("Reading intents", waiting)
    finder, last, read = Names(names), 0, 0
    while read < waiting:
        with store.connect() as db:
            rows = list(store.sql.customers_next(db, after=last, limit=_STEP, **known))
            if not rows:
                break
            _store(store, db, known, ((row[0], _deed(row, finder)) for row in rows))
        last, read = rows[-1][0], read + len(rows)
        progress.advance(len(rows))
    return read


def called(brands: Iterable[Brand], brand_id: int) -> Mapping[str, str]:
    """By which name a post may call the brand or a competitor, and the key of whom it means.

    A competitor that nobody has defined is known by its key. What two are called means neither,
    but for the brand itself.
    """
    by_key = {brand.key: brand for brand in brands}
    own = next(brand for brand in by_key.values() if brand.id == brand_id)
    found: dict[str, str] = {}
    for key in own.competitors:
        other = by_key.get(key)
        names = names_of(other) if other else (key.replace("-", " ").replace("_", " "),)
        for name in names:
            found[name] = "" if found.get(name, key) != key else key
    found |= dict.fromkeys(names_of(own), own.key)
    return {name: key for name, key in found.items() if key}


def _deed(row: tuple[Any, ...], names: Names) -> Deed:
    _, text, intent, opens = row
    return judged(cues(text, names, opens), intent)


def _store(
    store: Store, db: Connection[Any], known: Mapping[str, Any], deeds: Iterable[tuple[int, Deed]]
) -> None:
    store.sql.customers_begin(db)
    with db.cursor() as cursor, cursor.copy(store.sql.customers_copy.sql) as copy:
        for post_id, deed in deeds:
            sides = (deed.left, deed.taken, list(deed.named))
            copy.write_row((post_id, deed.leaves, deed.asks, deed.requests, *sides))
    store.sql.customers_store(db, **known)
