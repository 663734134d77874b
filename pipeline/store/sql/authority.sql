-- name: authority_fresh_statistics#
-- Let the server look again at tables of which a tenth is new, so that it knows how large they are.
-- It does so by itself, but only after a minute, and an embedded one may not live as long.
do $$
declare name text;
begin
    for name in
        select stat.relname
        from pg_stat_user_tables as stat
        join pg_class on pg_class.oid = stat.relid
        where stat.schemaname = current_schema() and (
            n_mod_since_analyze > 1000 + n_live_tup / 10
            or reltuples < 0 and pg_relation_size(stat.relid) > 1000000  -- never, whatever it counted
        )
    loop
        execute format('analyze (skip_locked) %I', name);
    end loop;
end $$;

-- name: authority_lock_brand^
-- The brand's time zone and baseline, locked so that two refreshes of one brand follow each other.
select timezone, baseline_first, baseline_last from brand where id = :brand_id for update;

-- name: authority_facts
-- Every mention of a brand in some weeks that still stands, with what the rollups count it by, in
-- the order of posting.
select
    mention.id as mention_id,
    mention.day,
    mention.week,
    mention.source,
    mention.voice,
    mention.direct_reply,
    mention.narrative_id,
    narrative.number as narrative,
    case
        when mention.author is null or mention.voice = 'brand' then hashint8extended(mention.id, 1)
        else hashtextextended(mention.source || ' ' || mention.author, 2)
    end as author_key,
    hashtextextended(
        mention.source || ' ' || coalesce(post.thread_id, post.native_id), 3
    ) as thread_key,
    hashtextextended(mention.source || ' ' || coalesce(post.community, ''), 4) as place_key,
    post.engagement,
    case tone.tone when 'negative' then -1 when 'neutral' then 0 when 'positive' then 1 end as tone,
    tone.negative,
    tone.neutral,
    tone.positive,
    case when tone.tone is not null and not tone.corrected then tone.model end as model,
    post.author_role is not distinct from 'bot' and mention.voice <> 'brand' as bot,
    post.spam_reason is not null as spam,
    post.duplicate_of is not null as duplicate,
    mention.counted
from mention_counted as mention
join post on post.id = mention.post_id
join mention_tone as tone on tone.mention_id = mention.id
left join narrative on narrative.id = mention.narrative_id
where mention.brand_id = :brand_id and tone.brand_id = :brand_id
    and mention.week = any(cast(:weeks as date[])) and tone.week = any(cast(:weeks as date[]))
    and post.deleted_at is null
order by post.posted_at, post.id;

-- name: authority_changed
-- Of which weeks do the kept facts no longer hold? Those that were marked or kept by other code.
select week from changed_week where brand_id = :brand_id
union
select week from week_facts where brand_id = :brand_id and code <> :code
order by week;

-- name: authority_take_changed
-- The same, their marks taken away: whoever takes them reads the weeks.
with taken as (delete from changed_week where brand_id = :brand_id returning week)
select week from taken
union
select week from week_facts where brand_id = :brand_id and code <> :code
order by week;

-- name: authority_week_facts
-- The kept facts of a brand, week by week, but for these weeks.
select week, rows
from week_facts
where brand_id = :brand_id and week <> all(cast(:without as date[]))
order by week;

-- name: authority_drop_facts!
-- Forget the facts of these weeks.
delete from week_facts where brand_id = :brand_id and week = any(cast(:weeks as date[]));

-- name: authority_keep_facts!
-- Keep the facts of a week.
insert into week_facts (brand_id, week, code, rows) values (:brand_id, :week, :code, :rows);

-- name: authority_made_of
-- Of what were the figures of each week made?
select week, digest from made_of where brand_id = :brand_id and part = :part;

-- name: authority_forget_made!
-- These weeks' figures are made anew.
delete from made_of
where brand_id = :brand_id and part = :part and week = any(cast(:weeks as date[]));

-- name: authority_keep_made*!
-- Remember of what the figures of a week are made.
insert into made_of (brand_id, part, week, digest) values (:brand_id, :part, :week, :digest);

-- name: authority_clear_daily!
-- Forget the daily counts of these weeks.
delete from daily where brand_id = :brand_id and week = any(cast(:weeks as date[]));

-- name: authority_clear_sums!
-- Forget the sums of these weeks.
with count as (
    delete from weekly_count where brand_id = :brand_id and week = any(cast(:weeks as date[]))
), source as (
    delete from daily_source where brand_id = :brand_id and week = any(cast(:weeks as date[]))
)
delete from weekly_language where brand_id = :brand_id and week = any(cast(:weeks as date[]));

-- name: authority_add_sums!
-- Sum the daily counts of these weeks up, and count their languages.
with count as (
    insert into weekly_count
    select
        brand_id, week, voice, grouping(narrative_id) = 0, narrative_id, sum(mentions),
        sum(counted), sum(negative), sum(neutral), sum(positive)
    from daily
    where brand_id = :brand_id and week = any(cast(:weeks as date[]))
    group by grouping sets ((brand_id, week, voice), (brand_id, week, voice, narrative_id))
), source as (
    insert into daily_source
    select brand_id, day, week, source, sum(mentions)
    from daily
    where brand_id = :brand_id and week = any(cast(:weeks as date[]))
    group by brand_id, day, week, source
)
insert into weekly_language
select mention.brand_id, mention.week, post.language, count(*)
from mention
join post on post.id = mention.post_id
where mention.brand_id = :brand_id and mention.week = any(cast(:weeks as date[]))
    and post.deleted_at is null
group by mention.brand_id, mention.week, post.language;

-- name: authority_clear_dials!
-- Forget the dials of these weeks.
delete from weekly_dial where brand_id = :brand_id and week = any(cast(:weeks as date[]));

-- name: authority_clear_countings!
-- Forget the dials of these weeks in other countings.
delete from weekly_counting where brand_id = :brand_id and week = any(cast(:weeks as date[]));

-- name: authority_clear_moves!
-- Forget the moves of these weeks.
delete from weekly_move where brand_id = :brand_id and week = any(cast(:weeks as date[]));

-- name: authority_copy_daily!
-- Takes the new daily counts in.
copy daily (
    brand_id, day, week, source, voice, direct_reply, narrative_id, mentions, counted, heard,
    negative, neutral, positive, not_scored, spam, duplicates
) from stdin;

-- name: authority_copy_dials!
-- Takes the new weekly dials in.
copy weekly_dial (
    brand_id, week, dial, reading, value, low, high, bound_low, bound_high, n, customers, brands,
    media, unknowns, change, change_low, change_high
) from stdin;

-- name: authority_copy_countings!
-- Takes the weekly dials in other countings in.
copy weekly_counting (
    brand_id, week, counting, dial, reading, value, low, high, bound_low, bound_high, n, customers,
    brands, media, unknowns, change, change_low, change_high
) from stdin;

-- name: authority_copy_moves!
-- Takes the new weekly moves in.
copy weekly_move (
    brand_id, week, dial, by, part, mix, rate, total, low, high, n_before, n_after
) from stdin;

-- name: authority_raise_version!
-- Tell the pages that the brand's figures are new; what changes from now on makes them stale again.
update brand set data_version = data_version + 1, stale = false where id = :brand_id;

-- name: authority_clear_weights!
-- Forget what the brand's sources weigh.
delete from source_weight where brand_id = :brand_id;

-- name: authority_add_weight!
-- Keep what one source weighs.
insert into source_weight (brand_id, source, weight, baseline)
values (:brand_id, :source, :weight, :baseline);

-- name: authority_weights
-- What does each source of a brand weigh in its dials?
select source, weight, baseline from source_weight where brand_id = :brand_id order by source;

-- name: authority_days
-- How many mentions came from each source, day by day?
select source, day, week, mentions
from daily_source
where brand_id = :brand_id
order by source, day;

-- name: authority_readings
-- What was read of each source, and was it read wholly?
select
    source,
    target,
    cast(read_from at time zone brand.timezone as date) as read_from,
    cast(read_to at time zone brand.timezone as date) as read_to,
    complete,
    note
from source_reading
join brand on brand.id = :brand_id
where brand_id = :brand_id or brand_id is null
order by source, at;

-- name: authority_week_dials
-- The dials of one week as everything is read, direct replies included.
select dial, value, low, high, n, change, change_low, change_high
from weekly_dial
where brand_id = :brand_id and week = :week and reading = 'all'
order by dial;

-- name: authority_week_moves
-- What a week's changes are made of, with the labels of narratives.
select
    move.dial, move.by, move.part, narrative.label, move.mix, move.rate, move.total, move.low,
    move.high, move.n_before, move.n_after
from weekly_move as move
left join narrative
    on move.by = 'narrative' and narrative.brand_id = move.brand_id
    and cast(narrative.number as text) = move.part
where move.brand_id = :brand_id and move.week = :week
order by move.dial, move.by, move.part;

-- name: authority_week_mentions
-- The counted mentions of a week and of the week before, what they are about, whether they have a
-- tone, and whether their source weighs in the dials.
select
    mention.id as mention_id, mention.week, mention.voice, narrative.number, narrative.label,
    tone.tone is not null as scored, coalesce(weight.weight, 0) > 0 as weighs
from mention_counted as mention
left join source_weight as weight
    on weight.brand_id = mention.brand_id and weight.source = mention.source
left join narrative on narrative.id = mention.narrative_id
join mention_tone as tone on tone.mention_id = mention.id
where mention.brand_id = :brand_id and tone.brand_id = :brand_id
    and mention.week between cast(:week as date) - 7 and :week
    and tone.week between cast(:week as date) - 7 and :week
    and mention.counted
order by mention.id;

-- name: authority_firsts
-- From when does each voice tell a narrative, with which post, and in how many until a week's end?
-- As it was known in that week: see `pipeline.authority.firsts`.
select
    first.voice, first.mention_id, first.day, first.joins,
    (
        select sum(told.counted) from weekly_count as told
        where told.brand_id = first.brand_id and told.by_narrative
            and told.narrative_id = first.narrative_id and told.voice = first.voice
            and told.week <= :week
    ) - first.earlier as posts
from narrative_first as first
join narrative on narrative.id = first.narrative_id
where first.brand_id = :brand_id and narrative.number = :number
    and first.since <= :week and coalesce(:week < first.until, true)
order by first.voice;

-- name: authority_scope^
-- What is a brand called, from which day on was it read, and was a post of its own ever counted?
select
    brand.name, min(daily.day), coalesce(bool_or(daily.voice = 'brand' and daily.counted > 0), false)
from brand
left join daily on daily.brand_id = brand.id
where brand.id = :brand_id
group by brand.id;
