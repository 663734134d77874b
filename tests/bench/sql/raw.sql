-- name: raw_brands
select count(*), min(mention.week), max(mention.week), count(score.post_id)
from mention
join post on post.id = mention.post_id
left join score on score.post_id = post.id
where mention.brand_id = :brand_id and post.deleted_at is null;

-- name: raw_dials
-- The values of the dials without their intervals, and their n.
select
    week, source,
    count(*) filter (where voice in ('customer', 'brand')) as n,
    avg(cast(voice = 'customer' as integer)) filter (where voice in ('customer', 'brand')) as voices,
    avg(case tone when 'positive' then 1 when 'negative' then -1 else 0 end)
        filter (where voice <> 'brand' and tone is not null) as tone
from mention_counted as mention
join (
    select mention_id, tone from mention_tone where brand_id = :brand_id
) as judged on judged.mention_id = mention.id
where mention.brand_id = :brand_id and mention.counted
group by week, source;

-- name: raw_moves
select week, narrative_id, voice, count(*)
from mention_counted
where brand_id = :brand_id and counted
    and week between cast(:week as date) - 7 and :week
group by week, narrative_id, voice;

-- name: raw_voice_weeks
select mention.week, mention.voice, count(*), count(*) filter (where mention.counted)
from mention_counted as mention
join post on post.id = mention.post_id
left join narrative on narrative.id = mention.narrative_id
where mention.brand_id = :brand_id and post.deleted_at is null
    and (cast(:number as integer) is null or narrative.number = :number)
group by mention.week, mention.voice;

-- name: raw_tone_weeks
select
    mention.week,
    count(*) filter (where tone = 'negative'), count(*) filter (where tone = 'neutral'),
    count(*) filter (where tone = 'positive')
from mention_counted as mention
join mention_tone as judged on judged.mention_id = mention.id
left join narrative on narrative.id = mention.narrative_id
where mention.brand_id = :brand_id and judged.brand_id = :brand_id
    and mention.counted and mention.voice <> 'brand'
    and (cast(:number as integer) is null or narrative.number = :number)
group by mention.week;

-- name: raw_tone_shares
select tone, count(*)
from mention_counted as mention
join mention_tone as judged on judged.mention_id = mention.id
where mention.brand_id = :brand_id and judged.brand_id = :brand_id
    and mention.counted and mention.voice <> 'brand'
group by tone;

-- name: raw_narratives
select
    narrative.number, count(*), count(*) filter (where mention.voice = 'customer'),
    count(*) filter (where judged.tone = 'negative' and mention.voice <> 'brand'),
    count(*) filter (where mention.week = :week),
    count(*) filter (where mention.week < :week and mention.week >= cast(:week as date) - 28)
from mention_counted as mention
join narrative on narrative.id = mention.narrative_id
join mention_tone as judged on judged.mention_id = mention.id
where mention.brand_id = :brand_id and judged.brand_id = :brand_id and mention.counted
    and narrative.merged_into is null
group by narrative.number;

-- name: raw_narrative_weeks
select narrative.number, mention.week, count(*) filter (where mention.counted)
from mention_counted as mention
join narrative on narrative.id = mention.narrative_id
where mention.brand_id = :brand_id and narrative.merged_into is null
group by narrative.number, mention.week;

-- name: raw_days
select post.source, mention.day, count(*)
from mention
join post on post.id = mention.post_id
where mention.brand_id = :brand_id and post.deleted_at is null
group by post.source, mention.day;

-- name: raw_facets
select count(*), source
from mention join post on post.id = mention.post_id
where mention.brand_id = :brand_id and post.deleted_at is null
group by source
union all
select count(*), coalesce(language, 'unknown')
from mention join post on post.id = mention.post_id
where mention.brand_id = :brand_id and post.deleted_at is null
group by 2;

-- name: raw_agenda
-- Threads in which each voice told each narrative, week by week.
select mention.week, mention.voice, mention.narrative_id, count(distinct post.thread_id)
from mention_counted as mention
join post on post.id = mention.post_id
where mention.brand_id = :brand_id and mention.counted
    and mention.voice in ('customer', 'brand') and mention.narrative_id is not null
group by mention.week, mention.voice, mention.narrative_id;

-- name: raw_leads
-- The first of each voice on each narrative, and how many of each, week by week.
select
    mention.narrative_id, mention.voice, mention.week, count(*), min(post.posted_at)
from mention_counted as mention
join post on post.id = mention.post_id
where mention.brand_id = :brand_id and mention.counted
    and mention.voice in ('customer', 'brand') and mention.narrative_id is not null
group by mention.narrative_id, mention.voice, mention.week;

-- name: raw_places
select
    mention.source, post.community, count(*), count(distinct mention.author),
    sum(greatest(post.engagement, 0))
from mention_counted as mention
join post on post.id = mention.post_id
join narrative on narrative.id = mention.narrative_id
where mention.brand_id = :brand_id and mention.counted and narrative.number = :number
group by mention.source, post.community;

-- name: raw_reach
select count(*), sum(greatest(post.engagement, 0))
from mention_counted as mention
join post on post.id = mention.post_id
join narrative on narrative.id = mention.narrative_id
where mention.brand_id = :brand_id and mention.counted and narrative.number = :number;

-- name: raw_acts
-- People who do anything, in twelve weeks, by narrative.
select act.act, act.name, act.stance, mention.narrative_id,
    count(distinct post.author), count(distinct mention.id)
from act
join mention on mention.id = act.mention_id
join post on post.id = mention.post_id
where act.brand_id = :brand_id and mention.week between cast(:week as date) - 77 and :week
group by grouping sets (
    (act.act, act.name, act.stance), (act.act, act.name, act.stance, mention.narrative_id)
)
union all
select 'speaks', '', '', mention.narrative_id,
    count(distinct post.author), count(distinct mention.id)
from mention
join post on post.id = mention.post_id
where mention.brand_id = :brand_id and mention.voice = 'customer' and post.spam_reason is null
    and post.duplicate_of is null and mention.week between cast(:week as date) - 77 and :week
group by grouping sets ((), (mention.narrative_id));

-- name: raw_act_weeks
select mention.week, count(distinct (post.source, post.author)), count(*)
from act
join mention on mention.id = act.mention_id
join post on post.id = mention.post_id
where act.brand_id = :brand_id and act.act = 'leaves'
group by mention.week;

-- name: raw_leaving
select mention.week, count(*) filter (where act.act is not null)
from mention_counted as mention
left join act on act.mention_id = mention.id and act.act = 'leaves'
join mention_tone as judged on judged.mention_id = mention.id
where mention.brand_id = :brand_id and judged.brand_id = :brand_id and mention.counted
    and mention.voice = 'customer' and judged.tone is not null
group by mention.week;

-- name: raw_answers
-- Requests of customers, and how many of them the brand answered.
select asked.week, count(distinct asked.id), count(distinct asked.id) filter (where reply.id is not null)
from cue
join mention as asked on asked.brand_id = cue.brand_id and asked.post_id = cue.post_id
join post as request on request.id = asked.post_id
left join post as below
    on below.source = request.source and below.parent_id = request.native_id
left join mention as reply
    on reply.brand_id = asked.brand_id and reply.post_id = below.id and reply.voice = 'brand'
where cue.brand_id = :brand_id and cue.requests and asked.voice = 'customer'
group by asked.week;

-- name: raw_firsts
-- From when each voice tells a narrative, by the rule of pipeline.authority.firsts.
with told as (
    select
        mention.voice,
        mention.id as mention_id,
        mention.day,
        post.posted_at,
        lead(mention.day, 1) over told <= mention.day + 2
        and lead(mention.day, 2) over told <= mention.day + 6 as begins
    from mention_counted as mention
    join narrative on narrative.id = mention.narrative_id
    join post on post.id = mention.post_id
    where mention.brand_id = :brand_id and narrative.number = :number
        and mention.week <= :week and mention.counted
        and mention.voice in ('customer', 'brand')
    window told as (order by post.posted_at, post.id)
), since as (
    select
        told.*,
        lead(day) over (partition by voice order by posted_at, mention_id) <= day + 13 as joins
    from told
    where posted_at >= coalesce((select min(posted_at) from told where begins), '-infinity')
)
select distinct on (voice)
    voice, mention_id, coalesce(joins, false) as joins, count(*) over (partition by voice) as posts
from since
order by voice, joins desc nulls last, posted_at, mention_id;
