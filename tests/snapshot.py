"""A database as comparable text: every row by natural keys, without ids, clocks and logs."""

from pipeline.store import Store

# The tables job, source_reading and narrative_event.at are logs of when somebody ran what.
_QUERIES = {
    "post": """
        select post.source, post.native_id, post.kind, community, thread_id, parent_id, author,
               author_role, posted_at, edited_at, title, body, url, rating, engagement, language,
               language_confidence, disclosure, spam_reason, text_hash, duplicate_kind, deleted_at,
               (select o.native_id from post as o where o.id = post.duplicate_of) as original
        from post""",
    "post_raw": "select source, native_id, payload from post_raw join post on post.id = post_id",
    "post_revision": """
        select source, native_id, r.text_hash, r.title, r.body
        from post_revision as r join post on post.id = r.post_id""",
    "mention": """
        select brand.key, source, native_id, matched_by, voice, voice_reason, direct_reply, day,
               week, number, narrative_how, narrative_distance
        from mention join brand on brand.id = mention.brand_id join post on post.id = post_id
        left join narrative on narrative.id = narrative_id""",
    "score": """
        select source, native_id, model, negative, neutral, positive, not_scored, embedding
        from score join post on post.id = post_id""",
    "narrative": """
        select brand.key, number, label, label_by, keyphrases, centroid, radius, life, born_at
        from narrative join brand on brand.id = brand_id""",
    "quote": """
        select brand.key, number, rank, native_id
        from narrative_quote join narrative on narrative.id = narrative_id
        join brand on brand.id = narrative.brand_id
        join mention on mention.id = mention_id join post on post.id = post_id""",
    "event": """
        select brand.key, number, kind, by, undone_at
        from narrative_event join narrative on narrative.id = narrative_id
        join brand on brand.id = brand_id""",
    "daily": """
        select brand.key, day, week, source, voice, direct_reply, number, mentions, counted, heard,
               negative, neutral, positive, not_scored, spam, duplicates
        from daily join brand on brand.id = brand_id
        left join narrative on narrative.id = narrative_id""",
    "weekly_dial": """
        select brand.key, week, dial, reading, value, low, high, bound_low, bound_high, change,
               change_low, change_high, n, customers, brands, d.media, unknowns
        from weekly_dial as d join brand on brand.id = brand_id""",
    "weekly_move": """
        select brand.key, week, dial, by, part, mix, rate, total, low, high, n_before, n_after
        from weekly_move join brand on brand.id = brand_id""",
    "source_weight": """
        select brand.key, source, weight, baseline
        from source_weight join brand on brand.id = brand_id""",
    "alert": """
        select brand.key, kind, subject, part, measure, rises, began, last_seen, state, figures
        from alert join brand on brand.id = brand_id where state <> 'withdrawn'""",
    "reading": "select distinct source, target, read_from, read_to, complete from source_reading",
}


def snapshot(store: Store) -> dict[str, list[str]]:
    """Each table's rows as sorted lines of text."""
    with store.connect() as db:
        return {
            name: sorted(str(row[0]) for row in db.execute(f"select t::text from ({query}) as t"))  # noqa: S608 — no outside value
            for name, query in _QUERIES.items()
        }


def differences(one: dict[str, list[str]], other: dict[str, list[str]]) -> dict[str, list[str]]:
    """Per table, the first lines that only one side has; empty when the databases agree."""
    return {
        name: sorted(set(one[name]) ^ set(other[name]))[:4]
        for name in one
        if one[name] != other[name]
    }
