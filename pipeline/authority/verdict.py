"""The verdict of a week: read what is known of it, and say it in three sentences."""

from datetime import date, timedelta

import pandas as pd

from pipeline.authority.coverage import week_coverage
from pipeline.authority.sentences import (
    Seen,
    Sentence,
    Story,
    Verdict,
    chosen_story,
    moved_dial,
    what_moved,
    who_led,
    why_moved,
)
from pipeline.store import Store


def verdict(store: Store, brand_id: int, week: date) -> Verdict:
    """What moved in `week` (its Monday) on the week before, why, and who led.

    Nothing is said below the minimum n but that it is too few, and the n.
    """
    seen = _seen(store, brand_id, week)
    dial = moved_dial(seen)
    number = chosen_story(seen, dial)
    return Verdict(
        week,
        what=what_moved(seen, dial),
        why=why_moved(seen, dial),
        who=who_led(seen, None if number is None else _story(store, brand_id, seen, number)),
        caution=_caution(week_coverage(store, brand_id), week),
    )


def _seen(store: Store, brand_id: int, week: date) -> Seen:
    dials = store.frame("authority_week_dials", brand_id=brand_id, week=week)
    moves = store.frame("authority_week_moves", brand_id=brand_id, week=week)
    mentions = store.frame("authority_week_mentions", brand_id=brand_id, week=week)
    with store.connect() as db:
        (brand,) = store.sql.authority_brand(db, brand_id=brand_id)
    return Seen(
        brand=brand,
        week=week,
        dials={row["dial"]: row for row in dials.to_dict("records")},
        moves=moves.to_dict("records"),
        now=mentions[mentions["week"] == week],
        before=mentions[mentions["week"] != week],
    )


def _story(store: Store, brand_id: int, seen: Seen, number: int) -> Story:
    firsts = store.frame("authority_firsts", brand_id=brand_id, number=number, week=seen.week)
    own = seen.now[seen.now["number"] == number]
    labels = pd.concat([own, seen.before[seen.before["number"] == number]])["label"]
    return Story(
        label=str(labels.iloc[0]),
        firsts={row["voice"]: row for row in firsts.to_dict("records")},
        now=own,
    )


def _caution(thin: pd.DataFrame, week: date) -> str | None:
    near = thin[thin["week"].isin([week, week - timedelta(days=7)])]
    notes = list(dict.fromkeys(near["note"]))
    return "; ".join(notes) + "." if notes else None


__all__ = ["Sentence", "Verdict", "verdict"]
