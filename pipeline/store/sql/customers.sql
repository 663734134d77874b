-- name: customers_waiting$
-- How many scored posts of a brand were not yet read with these rules, names and scores?
select count(*)
from mention
join score on score.post_id = mention.post_id
left join cue on cue.brand_id = mention.brand_id and cue.post_id = mention.post_id
where mention.brand_id = :brand_id and cue.reader is distinct from score.model || '+' || :reader;

-- name: customers_next
-- Which of them come next: text, probabilities of intents, and whether it answers nobody?
select
    post.id,
    concat_ws(E'\n', nullif(post.title, ''), nullif(post.body, '')),
    score.heads -> 'intent',
    post.parent_id is null and post.thread_id is null
from mention
join score on score.post_id = mention.post_id
join post on post.id = mention.post_id
left join cue on cue.brand_id = mention.brand_id and cue.post_id = mention.post_id
where mention.brand_id = :brand_id and post.id > :after
    and cue.reader is distinct from score.model || '+' || :reader
order by post.id
limit :limit;

-- name: customers_begin#
-- Room for what a step read, gone with the transaction.
create temporary table read_cue (
    post_id bigint, leaves boolean, asks boolean, requests boolean,
    left_name text, taken_name text, named text[]
) on commit drop;

-- name: customers_copy#
-- What a step read.
copy read_cue from stdin;

-- name: customers_store!
-- Keep what a step read; a later reading replaces an earlier one.
insert into cue
select
    :brand_id, read.post_id, score.model || '+' || :reader,
    leaves, asks, requests, left_name, taken_name, named
from read_cue as read
join score on score.post_id = read.post_id
on conflict (brand_id, post_id) do update
set reader = excluded.reader, leaves = excluded.leaves, asks = excluded.asks,
    requests = excluded.requests, left_name = excluded.left_name,
    taken_name = excluded.taken_name, named = excluded.named;

-- name: customers_cues
-- Which customers' posts leave, switch, ask or request, and what decides whom they leave: the tone
-- towards the brand and the competitors named kindly? Spam and duplicates do nothing.
select
    mention.id as mention_id, cue.leaves, cue.asks, cue.requests,
    cue.left_name, cue.taken_name, cue.named, tone.tone, mention.matched_by,
    array(
        select brand.key
        from mention as other
        join brand on brand.id = other.brand_id
        join mention_tone as towards on towards.mention_id = other.id
        where other.post_id = mention.post_id and other.brand_id <> mention.brand_id
            and brand.key = any(cue.named) and towards.tone = 'positive'
    ) as kindly
from cue
join mention on mention.brand_id = cue.brand_id and mention.post_id = cue.post_id
join post on post.id = mention.post_id
join mention_tone as tone on tone.mention_id = mention.id
where cue.brand_id = :brand_id and tone.brand_id = :brand_id
    and (cue.leaves or cue.asks or cue.requests
        or cue.left_name is not null or cue.taken_name is not null)
    and mention.voice = 'customer'
    and post.deleted_at is null and post.spam_reason is null and post.duplicate_of is null
order by mention.id;

-- name: customers_answers
-- What do other customers say below these posts: whom do they name, and in which tone towards them?
-- One row for each brand named; none named: one row without. Below two of them, it answers the later.
select distinct on (answer.id, named.key)
    ask.id as about, answer.id as mention_id, coalesce(named.key, '') as name,
    case when named.key = brand.key then own.tone else towards.tone end as stance
from mention as ask
join brand on brand.id = ask.brand_id
join post as question on question.id = ask.post_id
cross join lateral below(question.id) as under
join post as reply on reply.id = under.post_id
join mention as answer on answer.brand_id = ask.brand_id and answer.post_id = reply.id
join mention_tone as own on own.mention_id = answer.id
left join cue on cue.brand_id = answer.brand_id and cue.post_id = answer.post_id
left join lateral unnest(cue.named) as named (key) on true
left join brand as rival on rival.key = named.key and rival.key <> brand.key
left join mention as other on other.brand_id = rival.id and other.post_id = answer.post_id
left join mention_tone as towards on towards.mention_id = other.id
where ask.brand_id = :brand_id and ask.id = any(cast(:asks as bigint[]))
    and own.brand_id = :brand_id and answer.voice = 'customer'
    and reply.author is distinct from question.author and not coalesce(cue.asks, false)
    and reply.deleted_at is null and reply.spam_reason is null and reply.duplicate_of is null
order by answer.id, named.key, question.posted_at desc, ask.id;

-- name: customers_replies
-- What did the brand write first below each of these posts?
select distinct on (request.id) request.id as about, reply.id as reply
from mention as request
join post as asked on asked.id = request.post_id
cross join lateral below(asked.id) as under
join mention as reply on reply.brand_id = request.brand_id and reply.post_id = under.post_id
join post on post.id = reply.post_id
where request.brand_id = :brand_id and request.id = any(cast(:requests as bigint[]))
    and reply.voice = 'brand' and post.deleted_at is null
order by request.id, post.posted_at, post.id;

-- name: customers_judged
-- Was any post of a brand judged for what it intends?
select exists (
    select from mention join score on score.post_id = mention.post_id
    where mention.brand_id = :brand_id and score.heads ? 'intent'
) as any;

-- name: customers_key
-- The key of a brand.
select key from brand where id = :brand_id;

-- name: customers_times
-- When was each of these requests posted, when did the brand first answer it, and until when was its
-- source read?
with read as materialized (  -- all mentions are looked at once, not for every request
    select post.source, max(post.posted_at) as read_to
    from mention
    join post on post.id = mention.post_id
    where mention.brand_id = :brand_id
    group by post.source
)
select act.mention_id, post.posted_at, answer.posted_at as replied_at, read.read_to
from act
join mention on mention.id = act.mention_id
join post on post.id = mention.post_id
left join mention as reply on reply.id = act.about
left join post as answer on answer.id = reply.post_id
join read on read.source = post.source
where act.brand_id = :brand_id and act.act = 'requests'
    and act.mention_id = any(cast(:mentions as bigint[]));

-- name: customers_clear_acts!
-- Forget what the brand's customers do.
delete from act where brand_id = :brand_id;

-- name: customers_clear_counts!
-- Forget how many do it, in these weeks.
delete from weekly_act where brand_id = :brand_id and week = any(cast(:weeks as date[]));

-- name: customers_clear_leaving!
-- Forget how often customers speak of leaving, in these weeks.
delete from weekly_leaving where brand_id = :brand_id and week = any(cast(:weeks as date[]));

-- name: customers_clear_answers!
-- Forget how soon the brand answers requests, in these weeks.
delete from weekly_answer where brand_id = :brand_id and week = any(cast(:weeks as date[]));

-- name: customers_copy_acts!
-- Takes in what customers do.
copy act (brand_id, mention_id, act, name, stance, about) from stdin;

-- name: customers_copy_counts!
-- Takes in how many do it.
copy weekly_act (
    brand_id, week, weeks, act, by_narrative, narrative_id, name, stance, people, posts
) from stdin;

-- name: customers_copy_leaving!
-- Takes in how often customers speak of leaving.
copy weekly_leaving (brand_id, week, value, low, high, n, posts, usual, p, early) from stdin;

-- name: customers_copy_answers!
-- Takes in how soon the brand answers requests.
copy weekly_answer (
    brand_id, week, people, answered, days, days_low, days_high, soon, soon_low, soon_high
) from stdin;

-- name: customers_leaving
-- How often do customers speak of leaving, week by week?
select week, value, low, high, n, posts, usual, p, early
from weekly_leaving
where brand_id = :brand_id
order by week;

-- name: customers_counts
-- How many customers do what, in the weeks up to one?
select
    counts.act, counts.by_narrative, narrative.number, narrative.label, counts.name,
    coalesce(brand.name, counts.name) as called, counts.stance, counts.people, counts.posts
from weekly_act as counts
left join narrative on narrative.id = counts.narrative_id
left join brand on brand.key = counts.name
where counts.brand_id = :brand_id and counts.week = :week and counts.weeks = :weeks
order by counts.people desc, narrative.number, counts.name, counts.stance;

-- name: customers_weekly
-- How many customers do one thing, week by week?
select week, counts.name, coalesce(brand.name, counts.name) as called, stance, people, posts
from weekly_act as counts
left join brand on brand.key = counts.name
where counts.brand_id = :brand_id and act = :act and weeks = 1 and not by_narrative
order by week, counts.name, stance;

-- name: customers_answered
-- How soon does the brand answer requests, week by week?
select
    week, people, answered, days, days_low, days_high, soon, soon_low, soon_high
from weekly_answer
where brand_id = :brand_id
order by week;

-- name: customers_shown
-- Which posts show best what customers do, the newest weeks first; never two of one author?
with done as (
    select distinct on (coalesce(post.author, cast(post.id as text)))
        act.mention_id, act.about, mention.week,
        length(post.body) between 40 and 600 as readable,
        coalesce(post.engagement, 0) as engagement
    from act
    join mention on mention.id = act.mention_id
    join post on post.id = mention.post_id
    where act.brand_id = :brand_id and act.act = :act
        and mention.week between cast(:week as date) - 77 and :week
        and (cast(:named as boolean) is null or (act.name <> '') = :named)
    order by coalesce(post.author, cast(post.id as text)), readable desc, post.posted_at desc
)
select mention_id, about
from done
order by readable desc, week desc, engagement desc, mention_id
limit :most;
