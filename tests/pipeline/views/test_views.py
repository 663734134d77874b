"""Views keep their schema, with and without rows."""

from collections.abc import Callable
from datetime import date

import pandas as pd
import pytest

from pipeline import views
from pipeline.store import Store

NOWHERE = 999


@pytest.mark.parametrize(
    ("schema", "read"),
    [
        (views.BRANDS, lambda store: views.brands(store)),
        (views.DIALS, lambda store: views.dials(store, NOWHERE)),
        (views.MOVES, lambda store: views.moves(store, NOWHERE, date(2025, 4, 28), "voice_share")),
        (views.VOICE_WEEKS, lambda store: views.voice_weeks(store, NOWHERE)),
        (views.TONE_WEEKS, lambda store: views.tone_weeks(store, NOWHERE, narrative=3)),
        (views.NARRATIVES, lambda store: views.narratives(store, NOWHERE, date(2025, 4, 28))),
        (views.NARRATIVE_WEEKS, lambda store: views.narrative_weeks(store, NOWHERE)),
        (views.QUOTES, lambda store: views.quotes(store, NOWHERE)),
        (views.QUOTES, lambda store: views.week_quotes(store, NOWHERE, date(2025, 4, 28))),
        (views.POSTS, lambda store: views.firsts(store, NOWHERE, 1)),
        (views.PLACES, lambda store: views.places(store, NOWHERE, 1)),
        (views.REACH, lambda store: views.reach(store, NOWHERE, 1)),
        (views.EFFECTS, lambda store: views.effects(store, NOWHERE)),
        (views.CLAIMS, lambda store: views.claims(store, NOWHERE)),
        (views.POSTS, lambda store: views.posts(store, NOWHERE, views.PostFilter()).posts),
        (views.FACETS, lambda store: views.facets(store, NOWHERE)),
        (views.COVERAGE, lambda store: views.coverage(store, NOWHERE)),
        (views.READINGS, lambda store: views.readings(store, NOWHERE)),
        (views.LEAVING, lambda store: views.leaving(store, NOWHERE)),
        (views.ACT_COUNTS, lambda store: views.act_counts(store, NOWHERE, date(2025, 4, 28))),
        (views.ACT_WEEKS, lambda store: views.act_weeks(store, NOWHERE, "switches")),
        (views.ANSWERED, lambda store: views.answered(store, NOWHERE)),
        (views.POSTS, lambda store: views.act_posts(store, NOWHERE, date(2025, 4, 28), "asks")),
    ],
)
def test_an_empty_database_gives_typed_empty_frames(
    store: Store, schema: views.Schema, read: Callable[[Store], pd.DataFrame]
) -> None:
    frame = read(store)
    assert frame.empty
    assert {column: str(kind) for column, kind in frame.dtypes.items()} == dict(schema.columns)


def test_a_schema_names_what_is_missing() -> None:
    with pytest.raises(ValueError, match=r"dials lacks .*week"):
        views.DIALS.check(pd.DataFrame({"value": [1.0]}))
