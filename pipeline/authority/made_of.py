"""Which weeks must be reckoned anew: those whose figures are made of something else than before.

Every part of the rollups says for each week what its figures there are made of: the facts of some
weeks, the weights of the sources, the seed, … A digest of that is stored beside the figures, and
where it is the same byte for byte, so would the figures be, and they stand. The digest holds the
code that reckons as well, so that a new release makes every figure anew.
"""

from collections.abc import Mapping
from datetime import date
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Final

from pipeline.authority.within import Connection
from pipeline.store import Store

_PACKAGE: Final = Path(__file__).parents[2]
_CODE: Final = (
    "models/quantify*.py",
    "pipeline/authority/*.py",
    "pipeline/customers/*.py",
    "pipeline/store/sql/*.sql",
    "pipeline/store/migrations/versions/*.sql",
)


class MadeOf:
    """What the figures of one brand are made of, as stored and as it is now."""

    def __init__(self, store: Store, db: Connection, brand_id: int) -> None:
        self._store, self._db, self._brand_id = store, db, brand_id

    def renew(self, part: str, now: Mapping[date, object]) -> list[date]:
        """The weeks to reckon anew, those that are gone too; from here on they count as reckoned.

        `now`: by week, what its figures of this part are made of; what its `repr` shows counts.
        """
        known = {"brand_id": self._brand_id, "part": part}
        stored = dict(self._store.sql.authority_made_of(self._db, **known))
        digests = {week: digest(code(), made_of) for week, made_of in now.items()}
        weeks = sorted({week for week, _ in stored.items() ^ digests.items()})
        self._store.sql.authority_forget_made(self._db, **known, weeks=weeks)
        fresh = [
            known | {"week": week, "digest": digests[week]} for week in weeks if week in digests
        ]
        if fresh:
            self._store.sql.authority_keep_made(self._db, fresh)
        return weeks


def digest(*made_of: object) -> bytes:
    """Sixteen bytes that differ where the `repr` of anything differs."""
    return blake2b(repr(made_of).encode(), digest_size=16).digest()


@cache
def code() -> bytes:
    """A digest of all that reads facts and reckons with them."""
    files = sorted(path for pattern in _CODE for path in _PACKAGE.glob(pattern))
    return blake2b(b"".join(path.read_bytes() for path in files), digest_size=16).digest()
