"""Groups of posts with the same or nearly the same text; the earliest is the original.

Two posts belong together when their texts are equal, or when they share a MinHash band and the
Jaccard of their shingles is high enough, and so on along the chain. That depends on the texts
alone, so posts may come in any order. Each distinct text keeps its bands once.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray
from psycopg import Connection

from pipeline.intake.fingerprint import (
    EXACT_WORDS,
    NEAR_JACCARD,
    NEAR_WORDS,
    bands_of,
    hash_of,
    jaccard,
    shingles_of,
    words_of,
)
from pipeline.store import Store


@dataclass(frozen=True, slots=True)
class Text:
    """One stored post and the words that decide sameness."""

    id: int
    words: list[str]
    hash: int


def text_of(post_id: int, title: str | None, body: str) -> Text:
    """The comparable text of a stored post."""
    whole = f"{title}\n{body}" if title else body
    words = words_of(whole)
    return Text(post_id, words, hash_of(words, whole))


class Groups:
    """Union-find over post ids."""

    def __init__(self) -> None:
        self._parent: dict[int, int] = {}

    def find(self, item: int) -> int:
        self._parent.setdefault(item, item)
        while self._parent[item] != item:
            self._parent[item] = self._parent[self._parent[item]]
            item = self._parent[item]
        return item

    def join(self, one: int, other: int) -> None:
        self._parent[self.find(one)] = self.find(other)

    def sets(self) -> list[list[int]]:
        """Every group of two or more."""
        found = defaultdict(list)
        for item in self._parent:
            found[self.find(item)].append(item)
        return [members for members in found.values() if len(members) > 1]


def link(store: Store, db: Connection[Any], texts: list[Text], number: int) -> None:
    """Find the duplicates of posts that are linked to nobody yet, among themselves too."""
    groups = Groups()
    fresh = _join_equal(store, db, [t for t in texts if len(t.words) >= EXACT_WORDS], groups)
    _join_near(store, db, [text for text in fresh if len(text.words) >= NEAR_WORDS], groups)
    originals = _name_originals(store, db, groups)
    if originals:
        store.sql.intake_suspect_floods(db, roots=originals, number=number)


def relink(store: Store, db: Connection[Any], ids: Iterable[int], number: int) -> list[Text]:
    """Dissolve the groups of posts whose text changed or went; what remains, for `link`."""
    wanted = list(ids)
    if not wanted:
        return []
    members = store.sql.intake_ungroup(db, ids=wanted, number=number)
    return [text_of(post, title, body) for post, title, body, deleted in members if not deleted]


def _join_equal(store: Store, db: Connection[Any], texts: list[Text], groups: Groups) -> list[Text]:
    """Join equal texts; those that the store has not seen, once each."""
    first: dict[int, Text] = {}
    for text in texts:
        groups.join(text.id, first.setdefault(text.hash, text).id)
    ids = [text.id for text in texts]
    stored = set()
    for text_hash, _, root in store.sql.intake_same_text(db, hashes=list(first), but=ids):
        groups.join(first[text_hash].id, root)
        stored.add(text_hash)
    return [text for text_hash, text in first.items() if text_hash not in stored]


def _join_near(store: Store, db: Connection[Any], texts: list[Text], groups: Groups) -> None:
    if not texts:
        return
    shingles = [shingles_of(text.words) for text in texts]
    bands = bands_of(shingles)
    given = [f"{{{','.join(map(str, keys))}}}" for keys in bands.tolist()]
    _join_near_stored(store, db, list(zip(texts, shingles, given, strict=True)), groups)
    _join_near_given(texts, shingles, bands, groups)
    store.sql.intake_store_bands(db, ids=[text.id for text in texts], bands=given)


def _join_near_given(
    texts: list[Text],
    shingles: list[frozenset[str]],
    bands: NDArray[np.int64],
    groups: Groups,
) -> None:
    """Join near texts of this batch: every pair that shares a band and is not joined yet."""
    sharing = defaultdict(list)
    for n, keys in enumerate(bands.tolist()):
        for key in keys:
            sharing[key].append(n)
    for positions in sharing.values():
        for one, other in combinations(positions, 2):
            same = groups.find(texts[one].id) == groups.find(texts[other].id)
            if not same and jaccard(shingles[one], shingles[other]) >= NEAR_JACCARD:
                groups.join(texts[one].id, texts[other].id)


def _join_near_stored(
    store: Store,
    db: Connection[Any],
    given: list[tuple[Text, frozenset[str], str]],
    groups: Groups,
) -> None:
    """Join with stored texts that share a band."""
    bands = [each[2] for each in given]
    for n, _, root, title, body in store.sql.intake_band_neighbours(db, bands=bands):
        text, shingles, _ = given[n - 1]
        if groups.find(text.id) == groups.find(root):
            continue
        other = shingles_of(text_of(0, title, body).words)
        if jaccard(shingles, other) >= NEAR_JACCARD:
            groups.join(text.id, root)


def _name_originals(store: Store, db: Connection[Any], groups: Groups) -> list[int]:
    """The earliest of each group is the original, whatever order the posts came in."""
    sets = groups.sets()
    if not sets:
        return []
    ids = [post for members in sets for post in members]
    published = {row[0]: row[1:] for row in store.sql.intake_originals(db, ids=ids)}
    moves = []
    originals = []
    for members in sets:
        original = min(members, key=lambda post: published[post])
        originals.append(original)
        moves += [(post, original) for post in members if post != original]
    store.sql.intake_make_original(db, ids=originals)
    store.sql.intake_regroup(db, ids=[m[0] for m in moves], roots=[m[1] for m in moves])
    return originals
