"""What a refresh keeps and what it makes anew: no figure that all of it anew would not give."""

from datetime import timedelta

from pipeline.authority import refresh_rollups
from pipeline.authority.refresh import read_facts
from pipeline.progress import Silent
from pipeline.store import Store
from tests.pipeline.authority.conftest import MONDAY, Insert, Said
from tests.simulator import Noise, Plan, Story, steady, talk, tell

TABLES = (
    "daily", "weekly_dial", "weekly_counting", "weekly_move", "source_weight", "tone_share",
    "weekly_agenda", "narrative_lead", "narrative_place", "narrative_reach", "act", "weekly_act",
    "weekly_leaving", "weekly_answer", "weekly_story", "weekly_count", "daily_source",
    "weekly_language", "narrative_first",
)  # fmt: skip
WEEKS = 6

# Everything that a figure can hang on, changed one after the other in some posts of some week: see
# the triggers of the schema.
CHANGES = (
    "update post set engagement = 5000 where id in {some}",
    "update post set deleted_at = now(), author = null where id in {some}",
    "delete from post where id in {some}",
    "update post set spam_reason = 'links' where id in {some}",
    "update post set duplicate_of = 1 where id in {some}",
    "update post set author = 'a1' where id in {some}",
    "update mention set voice = 'media' where post_id in {some}",
    "update mention set narrative_id = 1 where post_id in {some}",
    "update mention set day = day + 7, week = week + 7 where post_id in {some}",
    "delete from mention where post_id in {some}",
    "update score set model = 'other', negative = 0.9, neutral = 0, positive = 0.1 "
    "where post_id in {some}",
    "delete from score where post_id in {some}",
    "insert into target_tone select 1, post_id, model, 1, 0.1, 0.1, 0.8 "
    "from score where post_id in {some}",
    "insert into own_tone select 1, post_id, model, 1, 0.2, 0.7, 0.1 "
    "from score where post_id in {some}",
    "insert into correction (brand_id, post_id, field, value, by, inclusion) "
    "select 1, id, 'tone', 'positive', 'ann', 0.5 from post where id in {some}",
    "update correction set undone_at = now() where id % 3 = 0",
    "insert into cue select 1, post_id, 'r', true, true, true, null, null, '{{}}' "
    "from score where post_id in {some}",
    "insert into source_reading (brand_id, source, target, read_from, read_to, complete) "
    "values (1, 'reddit', 'r/acme', '2025-02-05', '2025-02-06', false)",
    "update brand set baseline_first = '2025-01-20', baseline_last = '2025-02-03'",
)
SOME = (
    "(select post_id from mention where week = '{week}' order by post_id offset {number} limit 9)"
)


def test_every_change_gives_what_everything_anew_gives(
    store: Store, brand_id: int, insert: Insert
) -> None:
    _tell(store, brand_id)
    refresh_rollups(store, brand_id, Silent())
    for number, change in enumerate(CHANGES):
        week = MONDAY + timedelta(weeks=number % (WEEKS - 1))
        with store.connect() as db:
            db.execute(change.format(some=SOME.format(week=week, number=number)))
        if number % 5 == 4:
            refresh_rollups(store, brand_id, Silent())
    insert([Said(day=MONDAY.replace(month=2), source="forum", narrative=1) for _ in range(30)])
    refresh_rollups(store, brand_id, Silent())
    kept = rollups(store)
    with store.connect() as db:
        facts = read_facts(store, db, brand_id)
        db.execute("delete from made_of")
        db.execute("delete from week_facts")
        db.execute("insert into changed_week select distinct brand_id, week from mention")
    refresh_rollups(store, brand_id, Silent())
    anew = rollups(store)
    assert {name: kept[name] ^ anew[name] for name in TABLES if kept[name] != anew[name]} == {}
    assert len(facts) == sum(int(row.split(",")[7]) for row in anew["daily"])


def rollups(store: Store) -> dict[str, set[str]]:
    """Every row as text, in which a number has all its digits."""
    with store.connect() as db:
        return {
            name: {row[0] for row in db.execute(f"select {name}::text from {name}")}  # noqa: S608
            for name in TABLES
        }


def _tell(store: Store, brand_id: int) -> None:
    half, noise = steady(WEEKS, 0.4), Noise(0.05, 0.05, 0.05, 0.1, 0.05, 0.05)
    stories = {k: Story(steady(WEEKS, 25), steady(WEEKS, 12), half, half) for k in (1, 2)}
    tell(store, brand_id, talk(Plan(stories, noise=noise), 3))
    with store.connect() as db:
        db.execute("""update score set heads = '{"intent": [1, 0, 0, 0, 0, 0, 0, 0, 0]}'""")
