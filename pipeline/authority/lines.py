"""One line per narrative and week: read what the rollups know, and have it said (`line`)."""

from collections.abc import Mapping
from datetime import date

import pandas as pd

from pipeline.authority.clause import Told
from pipeline.authority.line import line
from pipeline.authority.scope import scope
from pipeline.authority.sentences import Row, Sentence
from pipeline.narratives.courses import lives
from pipeline.store import Store
from pipeline.telling import MINIMUM_N

Ids = Mapping[int, tuple[int, ...]]


def lines(store: Store, brand_id: int, week: date) -> dict[int, Sentence]:
    """The line of every narrative that was told until `week` (its Monday) ended, by its number."""
    named = {"brand_id": brand_id, "week": week}
    stories = store.frame("lines_stories", **named)
    few = stories.loc[stories["told"] < MINIMUM_N, "narrative_id"].tolist()
    all_of = _by_story(store.frame("lines_few", **named, narratives=few))
    said = store.frame("lines_mentions", **named).astype({"now": bool, "weighs": bool})
    kept = said[said["weighs"]] if said["weighs"].any() else said
    now, before = _by_story(kept[kept["now"]]), _by_story(kept[~kept["now"]])
    parts, stages = _parts(store, brand_id, week), lives(store, brand_id, week)
    known = scope(store, brand_id)
    return {
        int(row["number"]): line(
            Told(
                week=week,
                story=row,
                life=stages.get(row["narrative_id"]),
                parts=parts.get(str(row["number"]), ()),
                now=(all_of if row["told"] < MINIMUM_N else now).get(row["narrative_id"], ()),
                before=before.get(row["narrative_id"], ()),
            ),
            known,
        )
        for row in stories.astype(object).to_dict("records")
    }


def _by_story(mentions: pd.DataFrame) -> Ids:
    return {
        int(str(key)): tuple(int(one) for one in rows)
        for key, rows in mentions.groupby("narrative_id")["mention_id"]
    }


def _parts(store: Store, brand_id: int, week: date) -> dict[str, list[Row]]:
    """What each narrative, by its number, made of each dial, with the dial's own change."""
    changes = ["dial", "change", "change_low", "change_high"]
    dials = store.frame("authority_week_dials", brand_id=brand_id, week=week)[changes]
    moves = store.frame("authority_week_moves", brand_id=brand_id, week=week)
    both = moves[moves["by"] == "narrative"].merge(dials, on="dial")
    return {str(part): list(rows.to_dict("records")) for part, rows in both.groupby("part")}
