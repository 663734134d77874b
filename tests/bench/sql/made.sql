-- name: made_begin#
-- Room for texts and for who says which of them when; made anew each time.
drop table if exists made_text, made_plan;
create table made_text (number integer primary key, body text not null, original bigint);
create table made_plan (
    number integer, text integer, source text, native_id text, thread_id text, community text,
    author text, posted_at timestamptz, engagement integer, spam boolean, repeats boolean,
    voice text, direct_reply boolean, rival boolean
);

-- name: made_copy_texts!
copy made_text (number, body) from stdin;

-- name: made_clear_plan!
truncate made_plan;

-- name: made_copy_plan!
copy made_plan from stdin;

-- name: made_analyze#
analyze made_plan, made_text;

-- name: made_posts!
-- The planned posts.
insert into post (
    source, native_id, kind, community, thread_id, parent_id, author, posted_at, body, engagement,
    language, language_confidence, spam_reason, duplicate_of, duplicate_kind, text_hash, changed
)
select
    source, native_id, case when thread_id is null then 'post' else 'comment' end, community,
    thread_id, thread_id, author, posted_at, body, engagement, 'en', 1,
    case when spam then 'made' end,
    case when repeats then original end, case when repeats and original is not null then 'exact' end,
    hashtextextended(body, 0), 1
from made_plan
join made_text on made_text.number = made_plan.text
order by made_plan.number;

-- name: made_mentions!
-- Each is a mention of the brand, a few of its rival too; what repeats a text tells its story.
insert into mention (
    brand_id, post_id, matched_by, voice, voice_reason, direct_reply, day, week,
    narrative_id, narrative_how, narrative_distance
)
select
    brand.id, post.id, 'assigned', plan.voice, 'made', plan.direct_reply,
    cast(plan.posted_at as date), cast(date_trunc('week', plan.posted_at) as date),
    told.narrative_id, told.narrative_how, told.narrative_distance
from made_plan as plan
join post using (source, native_id)
join made_text on made_text.number = plan.text
join brand on brand.key = 'acme' or plan.rival
left join mention as told on told.brand_id = brand.id and told.post_id = made_text.original
order by plan.number, brand.id;

-- name: made_originals!
-- Which post says each text first.
update made_text set original = post.id
from made_plan join post using (source, native_id)
where made_plan.text = made_text.number;

-- name: made_repeat_scores!
insert into score
select post.id, model, negative, neutral, positive, not_scored, embedding, heads
from made_plan
join post using (source, native_id)
join made_text on made_text.number = made_plan.text
join score on score.post_id = made_text.original;

-- name: made_repeat_targets!
insert into target_tone
select mention.brand_id, mention.post_id, model, revision, negative, neutral, positive
from made_plan
join post using (source, native_id)
join mention on mention.post_id = post.id
join made_text on made_text.number = made_plan.text
join lateral (
    select * from target_tone where target_tone.post_id = made_text.original limit 1
) as tone on true;

-- name: made_repeat_cues!
insert into cue
select cue.brand_id, post.id, reader, leaves, asks, requests, left_name, taken_name, named
from made_plan
join post using (source, native_id)
join mention on mention.post_id = post.id
join made_text on made_text.number = made_plan.text
join cue on cue.brand_id = mention.brand_id and cue.post_id = made_text.original;

-- name: made_considered!
-- The narratives look on from here.
update narrative_space
set considered = (select max(id) from mention),
    fitted = (select count(*) from mention where mention.brand_id = narrative_space.brand_id);

-- name: made_room#
set local maintenance_work_mem = '512MB';

-- name: made_indexes
-- The indexes that no constraint needs.
select indexname, indexdef
from pg_indexes
where schemaname = 'public' and tablename in ('post', 'mention', 'score', 'cue')
    and not starts_with(indexdef, 'CREATE UNIQUE');
