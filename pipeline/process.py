"""From stored posts to what the pages show: match, score, narratives, rollups, alerts by brand.

Every stage takes up what is there and leaves it whole, so that a run killed anywhere is completed
by the next one. A brand stays marked as stale from the first change until its refresh is stored,
and its figures as unwatched until its alerts are.
"""

from pipeline.actions import refresh_effects
from pipeline.alerts import raise_alerts
from pipeline.authority import refresh_rollups
from pipeline.authority.made_of import code
from pipeline.corrections import refresh_own_tone
from pipeline.customers import read_cues
from pipeline.echo import refresh_echo
from pipeline.mentions import match
from pipeline.narratives import refresh_narratives
from pipeline.progress import Of, Progress
from pipeline.scoring import score
from pipeline.store import Store


def process(
    store: Store,
    progress: Progress,
    brand_key: str | None = None,
) -> None:
    """Bring one brand, or every brand, up to date with the stored posts."""
    with store.connect() as db:
        store.sql.process_mark(db, code=code())
    for brand_id, name in _stale(store, brand_key):
        match(store, brand_id, Of(progress, name))
    score(store, progress)
    for brand_id, name in _stale(store, brand_key):
        refresh_own_tone(store, brand_id, progress)
        refresh_narratives(store, brand_id, Of(progress, name))
        read_cues(store, brand_id, Of(progress, name))
        refresh_rollups(store, brand_id, Of(progress, name))
    for brand_id, name in _unwatched(store, brand_key):
        raise_alerts(store, brand_id, Of(progress, name))
    refresh_effects(store, progress)
    refresh_echo(store, progress)


def _stale(store: Store, brand_key: str | None) -> list[tuple[int, str]]:
    with store.connect() as db:
        return list(store.sql.process_stale(db, brand_key=brand_key))


def _unwatched(store: Store, brand_key: str | None) -> list[tuple[int, str]]:
    with store.connect() as db:
        return list(store.sql.process_unwatched(db, brand_key=brand_key))
