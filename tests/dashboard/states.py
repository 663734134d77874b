"""The states that a page must look right in, written straight into an empty database.

The rollups are filled by plain sums here: the pages show what stands in the tables, and how the
figures are made is tested where they are made.
"""

import random
from datetime import UTC, date, datetime, timedelta

import numpy as np
from psycopg.types.json import Jsonb

from pipeline.authority import refresh_rollups
from pipeline.progress import Silent
from pipeline.store import Store

FIRST_WEEK = date(2025, 1, 6)
WEEKS = 16
LABELS = (
    "The app replaces its people with machines",
    "Streaks are lost without a word",
    "Prices went up twice in a year",
    "Support answers after a week",
    "The new course is better than the old one",
    "Leaving for the competitor",
    "A rumour of a takeover",
)
SAYINGS = (
    "They let the writers go and the lessons feel like it. <b>Not</b> what I paid for.",
    "Lost a streak of 400 days overnight and nobody can tell me why.",
    "Second price rise this year. I did the sums, and I am out.",
    "Wrote to support nine days ago. Still waiting.",
    "The new course has real stories in it, I finished a unit on the train.",
    "Moved to the other one last week and have not looked back.",
    "Is it true that they are being bought?",
)
VOICES = ("customer", "brand", "media", "unknown")


def brand(store: Store, key: str = "lumo", name: str = "Lumo", fiction: bool = False) -> int:
    """A brand that nobody has spoken of yet; its id."""
    with store.connect() as db:
        row = db.execute(
            "insert into brand (key, name, query, timezone, fiction) "
            "values (%s, %s, %s, 'Europe/Berlin', %s) returning id",
            [key, name, key, fiction],
        ).fetchone()
    assert row is not None
    return int(row[0])


def one_post(store: Store) -> int:
    """A brand with a single scored post in no narrative."""
    brand_id = brand(store)
    _posts(store, brand_id, 1, scored=True)
    _roll_up(store, brand_id)
    return brand_id


def unscored(store: Store) -> int:
    """A brand whose posts no model has read yet."""
    brand_id = brand(store)
    _posts(store, brand_id, 60, scored=False)
    _roll_up(store, brand_id)
    return brand_id


def lively(store: Store, mentions: int = 900, fiction: bool = True) -> int:
    """A brand with narratives, quotes, dials and moves over sixteen weeks."""
    brand_id = brand(store, fiction=fiction)
    _posts(store, brand_id, mentions, scored=True)
    _narratives(store, brand_id)
    _roll_up(store, brand_id)
    return brand_id


def acting(store: Store, mentions: int = 300) -> int:
    """A lively brand whose customers leave, switch, ask their peers and ask the brand."""
    brand_id = lively(store, mentions)
    with store.connect() as db:
        db.execute("update brand set competitors = '{zeta}' where id = %s", [brand_id])
        db.execute("update score set heads = '{\"intent\": [1, 0, 0, 0, 0, 0, 0, 0, 0]}'")
        db.execute(
            "update post set parent_id = (select native_id from post where id = 3)"
            " where id between 4 and 9 and source = (select source from post where id = 3)"
        )
        for row in _CUES:
            db.execute(_CUE, {"brand": brand_id} | row)
    refresh_rollups(store, brand_id, Silent())
    return brand_id


# What every so-manieth post does; the third asks, and the ones below it answer.
_CUES = (
    {"every": 5, "rest": 0, "leaves": True, "asks": False, "requests": False, "taken": None},
    {"every": 40, "rest": 1, "leaves": True, "asks": False, "requests": False, "taken": "zeta"},
    {"every": 30, "rest": 3, "leaves": False, "asks": True, "requests": False, "taken": None},
    {"every": 9, "rest": 2, "leaves": False, "asks": False, "requests": True, "taken": None},
    {"every": 3, "rest": 1, "leaves": False, "asks": False, "requests": False, "taken": None},
)
_CUE = """
insert into cue
select %(brand)s, post_id, 'tests', %(leaves)s, %(asks)s, %(requests)s, null, %(taken)s,
    array['lumo', 'zeta']
from score where post_id %% %(every)s = %(rest)s
on conflict do nothing
"""


def led(store: Store, brand_id: int, lead: float | None, ahead: float | None) -> None:
    """Who leads the brand and its second narrative; none: too few to tell."""
    sure = None if lead is None else "customer"
    with store.connect() as db:
        db.execute(
            "insert into weekly_agenda select %s, week::date, 'all', %s::float, %s::float - 0.1,"
            " %s::float + 0.1, 2.5, 0.02, %s, 11, 240, 96"
            " from generate_series(date '2025-02-24', date '2025-04-21', '7 days') as week",
            [brand_id, lead, lead, lead, sure],
        )
        db.execute(
            "insert into narrative_lead select %s, id, 'customer', 1, 'reddit', '2025-01-08', 2,"
            " '2025-01-20', %s::float, %s::float - 1, %s::float + 1, 0.004, %s, 60, 12, 9, '{1,2}'"
            " from narrative where number = 2",
            [brand_id, ahead, ahead, ahead, "brand" if (ahead or 0) < -1 else None],
        )


def crowd(store: Store) -> int:
    """A brand with 100,000 mentions."""
    return lively(store, 100_000, fiction=False)


def alerts(store: Store, brand_id: int) -> None:
    """One alert of each kind that nobody has seen, one that somebody has, one withdrawn."""
    rows = [
        ("spike", "narrative", "2", "mentions", "lasting", None, 41.0, 20.0, 12.0, 30.0, None),
        ("drop", "source", "reddit", "mentions", "over", None, 8.0, 24.0, 14.0, 36.0, None),
        ("birth", "narrative", "6", "mentions", "over", None, 28.0, 0.4, 0.0, 2.0, None),
        ("turn", "brand", "", "negative_share", "over", None, 0.62, 0.31, 0.24, 0.4, 120),
        ("spike", "voice", "brand", "mentions", "over", "ann", 30.0, 5.0, 1.0, 11.0, None),
        ("spike", "tone", "negative", "mentions", "withdrawn", None, 30.0, 5.0, 1.0, 11.0, None),
    ]
    began, last = date(2025, 4, 15), date(2025, 4, 21)
    with store.connect() as db:
        for kind, subject, part, measure, state, by, n, expected, low, high, whole in rows:
            figures = {"days": 7, "n": n, "expected": expected, "low": low, "high": high,
                       "p": 1e-5, "whole": whole, "before": 2, "first": began.isoformat(),
                       "last": last.isoformat()}  # fmt: skip
            db.execute(
                "insert into alert (brand_id, kind, subject, part, measure, rises, began,"
                " last_seen, state, figures, acknowledged_by, acknowledged_at)"
                " values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
                [brand_id, kind, subject, part, measure, kind != "drop", began, last, state,
                 Jsonb(figures), by, datetime(2025, 4, 22, tzinfo=UTC) if by else None],
            )  # fmt: skip


def jobs(store: Store, brand_id: int) -> None:
    """One job in every state."""
    started = datetime(2025, 4, 28, 9, tzinfo=UTC)
    rows = [
        ("waiting", None, 0, None, {}, [], None),
        ("running", "scoring", 320, 900, {"new": 900, "rejected": 3}, [], None),
        ("done", "rollups", 900, 900, {"new": 900}, ["3 rows were set aside: x.csv"], None),
        ("failed", "fetch", 12, None, {}, [], "Reddit refused the credentials (401)."),
        ("cancelled", "fetch", 40, 100, {"new": 40}, [], None),
    ]
    with store.connect() as db:
        for number, (status, stage, done, total, counts, notes, error) in enumerate(rows):
            db.execute(
                "insert into job (kind, brand_id, status, stage, done, total, counts, notes, error,"
                " arguments, queue_id, created_at, started_at, heartbeat_at, finished_at) "
                "values ('import', %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
                [brand_id, status, stage, done, total, Jsonb(counts), notes, error,
                 Jsonb({"path": "posts.csv"}), number + 1, started + timedelta(minutes=number),
                 None if status == "waiting" else started, started,
                 started + timedelta(minutes=2) if status in ("done", "failed") else None],
            )  # fmt: skip


def _posts(store: Store, brand_id: int, mentions: int, scored: bool) -> None:
    """Posts of several voices, sources and tones; from the ninth week on more, and angrier."""
    chance = random.Random(7)  # noqa: S311 — a story, not a secret
    with store.connect() as db, db.cursor() as cursor:
        with cursor.copy(
            "copy post (source, native_id, kind, community, author, posted_at, title, body, url,"
            " engagement, language, spam_reason, text_hash) from stdin"
        ) as copy:
            for number in range(mentions):
                copy.write_row(_post(chance, number, brand_id, mentions))
        db.execute(
            "update post set duplicate_of = id - 1, duplicate_kind = 'exact' where id % 41 = 0"
        )
        db.execute(_MENTIONS, {"brand": brand_id, "last": len(LABELS)})
        if scored:
            db.execute(_SCORES)


def _post(chance: random.Random, number: int, brand_id: int, mentions: int) -> list[object]:
    late = mentions > 1 and chance.random() < 0.75
    week = chance.randrange(8, WEEKS) if late else chance.randrange(0, 8)
    posted = datetime.combine(FIRST_WEEK, datetime.min.time(), UTC) + timedelta(
        weeks=week, seconds=chance.randrange(6 * 86_400)
    )
    source = ("reddit", "appstore", "hackernews")[number % 7 % 3]
    body = SAYINGS[number % len(SAYINGS)] + f" ({number})"
    return [
        source, f"{brand_id}-{number}", "comment", "lumo" if source == "reddit" else None,
        f"user{chance.randrange(mentions)}", posted, None, body,
        f"https://example.org/{number}", chance.randrange(50), "de" if number % 23 == 22 else "en",
        "the same link in many posts" if number % 53 == 52 else None, number,
    ]  # fmt: skip


_MENTIONS = """
insert into mention (brand_id, post_id, matched_by, voice, voice_reason, day, week)
select %(brand)s, id,
    (array['query', 'community', 'thread'])[id %% 3 + 1],
    case when id %% 19 = 3 then 'brand' when id %% 29 = 4 then 'media'
         when id %% 31 = 5 then 'unknown' else 'customer' end,
    case when id %% 19 = 3 then 'owned handle u/lumo' else 'nothing says otherwise' end,
    posted_at::date, date_trunc('week', posted_at)::date
from post
"""

_SCORES = """
insert into score (post_id, model, negative, neutral, positive, not_scored)
select id, 'tests', p.negative, p.neutral, 1 - p.negative - p.neutral, not_scored
from post, lateral (select
    case when language = 'de' then null when id % 7 = 4 then 0.08
         when posted_at < '2025-03-03' then 0.3 else 0.7 end as negative,
    case when language = 'de' then null when id % 7 = 4 then 0.12 else 0.2 end as neutral,
    case when language = 'de' then 'language de' end as not_scored
) p
"""


def _narratives(store: Store, brand_id: int) -> None:
    """Seven narratives, a tenth of the posts in none."""
    with store.connect() as db:
        for number, label in enumerate(LABELS, 1):
            db.execute(
                "insert into narrative (brand_id, number, label, keyphrases, centroid, radius,"
                " life, born_at) select %(brand)s, %(number)s, %(label)s, %(phrases)s,"
                " cast(%(centroid)s as halfvec), 0.4, %(life)s, min(p.posted_at)"
                " from post p where p.id %% 7 = %(number)s - 1",
                {
                    "brand": brand_id,
                    "number": number,
                    "label": label,
                    "phrases": label.lower().split()[-3:],
                    "centroid": str(np.ones(384).tolist()),
                    "life": ("rising", "emerging", "fading", "peaking", "dormant")[number % 5],
                },
            )
        db.execute(
            "update mention m set narrative_id = n.id, narrative_how = 'nearest',"
            " narrative_distance = 0.2 from narrative n where m.brand_id = %(brand)s"
            " and n.brand_id = %(brand)s and n.number = m.post_id %% 7 + 1 and m.post_id %% 10 > 0",
            {"brand": brand_id},
        )
        db.execute(
            "insert into narrative_quote select narrative_id, place, id from ("
            " select narrative_id, id, row_number() over (partition by narrative_id order by id"
            " desc) as place from mention where narrative_id is not null) ranked where place <= 3"
        )


def _roll_up(store: Store, brand_id: int) -> None:
    with store.connect() as db:
        for statement in (_DAILY, _DIALS, _MOVES):
            db.execute(statement, {"brand": brand_id})
        weeks = [FIRST_WEEK + timedelta(weeks=number) for number in range(WEEKS)]
        store.sql.authority_add_sums(db, brand_id=brand_id, weeks=weeks)
        db.execute(
            "insert into source_reading (brand_id, source, target, read_from, read_to, complete)"
            " select %(brand)s, source, 'posts.csv', min(posted_at), max(posted_at), true"
            " from post group by source",
            {"brand": brand_id},
        )
        db.execute("update brand set data_version = data_version + 1")


_DAILY = """
insert into daily
select m.brand_id, m.day, m.week, p.source, m.voice, m.direct_reply, m.narrative_id,
    count(*), count(*) filter (where m.counted), count(*) filter (where m.counted),
    count(*) filter (where m.counted and s.negative > 0.5),
    count(*) filter (where m.counted and s.negative <= 0.5 and s.positive <= 0.5),
    count(*) filter (where m.counted and s.positive > 0.5),
    count(*) filter (where m.counted and s.negative is null),
    count(*) filter (where p.spam_reason is not null),
    count(*) filter (where p.duplicate_of is not null)
from mention_counted m join post p on p.id = m.post_id left join score s on s.post_id = p.id
where m.brand_id = %(brand)s
group by 1, 2, 3, 4, 5, 6, 7
"""

_DIALS = """
insert into weekly_dial (brand_id, week, dial, reading, value, low, high, bound_low, bound_high,
    n, customers, brands, media, unknowns, change, change_low, change_high)
select %(brand)s, week, dial, reading, v, greatest(v - e, floor), least(v + e, 1),
    greatest(v - 0.01, floor), least(v + 0.01, 1), n, c, b, m, x,
    v - before, v - before - 1.4 * e, v - before + 1.4 * e
from (
    select *, lag(v) over (partition by dial, reading order by week) as before
    from (
        select week, dial, reading, c + b as n, c, b, m, x,
            case when c + b < 20 or dial = 'net_sentiment' and neg + neu + pos < 20 then null
                 when dial = 'net_sentiment' then (pos - neg)::float / (neg + neu + pos)
                 else c::float / (c + b) end as v,
            0.4 / sqrt(c + b + 1) as e,
            case when dial = 'net_sentiment' then -1 else 0 end as floor
        from (
            select week, sum(counted) filter (where voice = 'customer') as c,
                coalesce(sum(counted) filter (where voice = 'brand'), 0) as b,
                coalesce(sum(counted) filter (where voice = 'media'), 0) as m,
                coalesce(sum(counted) filter (where voice = 'unknown'), 0) as x,
                sum(negative) filter (where voice <> 'brand') as neg,
                sum(neutral) filter (where voice <> 'brand') as neu,
                sum(positive) filter (where voice <> 'brand') as pos
            from daily where brand_id = %(brand)s group by week
        ) weekly,
        unnest(array['voice_share', 'heard_share', 'net_sentiment']) as dial,
        unnest(array['all', 'broadcast']) as reading
    ) valued
) changed
"""

_MOVES = """
insert into weekly_move
select %(brand)s, d.week, d.dial, 'narrative', coalesce(n.number::text, 'none'),
    change * share * 0.4, change * share * 0.6, change * share,
    change * share - 0.004, change * share + 0.004, 20, 30
from (
    select week, dial, value - lag(value) over (partition by dial order by week) as change
    from weekly_dial where brand_id = %(brand)s and reading = 'all'
) d
cross join lateral (
    select narrative_id, (case when row_number() over (order by sum(counted)) %% 3 = 0 then -1.0
        else 1.5 end) / count(*) over () as share
    from daily where brand_id = %(brand)s group by narrative_id
) parts
left join narrative n on n.id = parts.narrative_id
where change is not null
"""
