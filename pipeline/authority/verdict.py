"""The verdict of a week: read what is known of it, and say it in three sentences."""

from datetime import date, timedelta

import pandas as pd

from pipeline.authority.coverage import week_coverage
from pipeline.authority.scope import Scope, scope
from pipeline.authority.sentences import (
    Rows,
    Seen,
    Sentence,
    Story,
    Verdict,
    chosen_story,
    moved_dial,
    what_moved,
    why_moved,
)
from pipeline.authority.who_led import who_led
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
        caution=_caution(week_coverage(store, brand_id), week, seen.scope),
    )


def _seen(store: Store, brand_id: int, week: date) -> Seen:
    dials = store.frame("authority_week_dials", brand_id=brand_id, week=week)
    moves = store.frame("authority_week_moves", brand_id=brand_id, week=week)
    mentions = store.frame("authority_week_mentions", brand_id=brand_id, week=week)
    return Seen(
        scope=scope(store, brand_id),
        week=week,
        dials={row["dial"]: row for row in dials.to_dict("records")},
        moves=moves.to_dict("records"),
        spoken=_rows(mentions[mentions["voice"].isin(("customer", "brand"))], week),
        judged=_rows(mentions[(mentions["voice"] != "brand") & mentions["scored"]], week),
    )


def _rows(mentions: pd.DataFrame, week: date) -> Rows:
    now = mentions["week"] == week
    return Rows(*(_weighty(mentions[which]) for which in (~now, now)))


def _weighty(week: pd.DataFrame) -> pd.DataFrame:
    """Without a source that began after the baseline, unless no other one speaks in the week."""
    return week[week["weighs"]] if week["weighs"].any() else week


def _story(store: Store, brand_id: int, seen: Seen, number: int) -> Story:
    firsts = store.frame("authority_firsts", brand_id=brand_id, number=number, week=seen.week)
    told = pd.concat([*seen.spoken, *seen.judged])
    return Story(
        label=str(told.loc[told["number"] == number, "label"].iloc[0]),
        firsts={row["voice"]: row for row in firsts.to_dict("records")},
        now=seen.spoken.now[seen.spoken.now["number"] == number],
    )


def _caution(thin: pd.DataFrame, week: date, known: Scope) -> str | None:
    near = thin[thin["week"].isin([week, week - timedelta(days=7)])]
    notes = list(dict.fromkeys(near["note"]))
    if known.since is not None and not known.heard:
        notes.append(f"no post of {known.brand}’s own was read: its part of the say is unknown")
    return "; ".join(notes) + "." if notes else None


__all__ = ["Sentence", "Verdict", "verdict"]
