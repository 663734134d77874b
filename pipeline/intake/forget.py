"""A person or a post that must be forgotten: everything goes, and stays gone on the next ingest."""

from typing import Literal

from pipeline.errors import InputError
from pipeline.intake.duplicates import link, relink
from pipeline.store import Store


def forget(store: Store, source: str, what: Literal["author", "post"], name: str) -> int:
    """Remove an author's posts, or one post by its native id; how many posts went.

    The name is kept only as a hash, so that later ingests leave out what was forgotten.
    """
    if what not in ("author", "post"):
        raise InputError(f'Only an author or a post can be forgotten, not "{what}".')
    with store.connect() as db:
        number = store.sql.intake_begin(db)
        store.sql.intake_forget(db, source=source, what=what, name=name)
        ids = [
            row[0] for row in store.sql.intake_forgettable(db, source=source, what=what, name=name)
        ]
        left = [text for text in relink(store, db, ids, number) if text.id not in set(ids)]
        store.sql.intake_orphan(db, ids=ids, number=number)
        store.sql.intake_remove(db, ids=ids)
        link(store, db, left, number)
    return len(ids)
