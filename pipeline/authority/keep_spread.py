"""Where each narrative was told and whose its reach was, kept with the rollups."""

import pandas as pd

from pipeline.authority.places import places
from pipeline.authority.reach import reaches
from pipeline.authority.within import Connection
from pipeline.store import Store


def keep_spread(store: Store, db: Connection, brand_id: int, facts: pd.DataFrame) -> None:
    """Reckon both anew and store them, in the caller's transaction."""
    store.sql.spread_clear_places(db, brand_id=brand_id)
    store.sql.spread_clear_reach(db, brand_id=brand_id)
    found = places(facts).astype(object)
    columns = {str(name): each.where(each.notna(), None).tolist() for name, each in found.items()}
    store.sql.spread_keep_places(db, brand_id=brand_id, **columns)
    with db.cursor().copy(store.sql.spread_copy_reach.sql) as copy:
        for reach in reaches(facts):
            copy.write_row(reach.row(brand_id))
