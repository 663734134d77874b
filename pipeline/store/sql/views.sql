-- name: views_brands
-- Which brands are there, is anything known of each, and from which week to which?
select
    b.id, b.key, b.name, b.timezone, b.query, b.fiction, b.data_version,
    b.baseline_first, b.baseline_last,
    exists (select from mention m where m.brand_id = b.id) as has_mentions,
    coalesce(known.mentions, 0) as mentions,
    coalesce(known.scored > 0, false) as has_scores,
    coalesce(known.heard, false) as heard,
    known.first_week,
    known.last_week,
    (
        select max(r.read_to) from source_reading r where r.brand_id = b.id
    ) as newest_post
from brand b
cross join lateral (
    select
        sum(c.mentions) as mentions, sum(c.negative + c.neutral + c.positive) as scored,
        bool_or(c.voice = 'brand' and c.counted > 0) as heard,
        min(c.week) as first_week, max(c.week) as last_week
    from weekly_count c
    where c.brand_id = b.id and not c.by_narrative
) as known
order by b.name;

-- name: views_dials
-- What were the dials of a brand, week by week, as they usually count or in another counting?
with counted as (
    select cast('usual' as text) as counting, d.* from weekly_dial d
    union all
    select * from weekly_counting
)
select week, dial, reading, value, low, high, bound_low, bound_high,
       change, change_low, change_high, n, customers, brands, media, unknowns
from counted
where brand_id = :brand_id and counting = :counting
order by dial, reading, week;

-- name: views_sensitivity
-- Between which values does each dial lie over all countings and both readings, week by week?
select week, dial, min(value) as low, max(value) as high, count(value) as ways
from (
    select brand_id, week, dial, value from weekly_dial
    union all
    select brand_id, week, dial, value from weekly_counting
) as counted
where brand_id = :brand_id and value is not null
group by week, dial
order by dial, week;

-- name: views_moves
-- Which parts make up a dial's change on the week before, the largest first? What other reading or
-- another model made of it stands in every split.
select m.by, m.part, n.label, m.mix, m.rate, m.total, m.low, m.high, m.n_before, m.n_after
from weekly_move m
left join narrative n
    on n.brand_id = m.brand_id and m.by = 'narrative' and cast(n.number as text) = m.part
where m.brand_id = :brand_id and m.week = :week and m.dial = :dial
  and m.by in (:split, 'read', 'model')
order by abs(m.total) desc, m.part;

-- name: views_voice_weeks
-- How many mentions had each voice, week by week, in one narrative or in all?
select c.week, c.voice, c.mentions, c.counted
from weekly_count c
left join narrative n on n.id = c.narrative_id
where c.brand_id = :brand_id and c.by_narrative = (cast(:narrative as integer) is not null)
  and n.number is not distinct from cast(:narrative as integer)
order by c.week, c.voice;

-- name: views_tone_weeks
-- In which tone did anybody but the brand speak, week by week, in one narrative or in all?
select c.week, sum(c.negative) as negative, sum(c.neutral) as neutral, sum(c.positive) as positive
from weekly_count c
left join narrative n on n.id = c.narrative_id
where c.brand_id = :brand_id and c.voice <> 'brand'
  and c.by_narrative = (cast(:narrative as integer) is not null)
  and n.number is not distinct from cast(:narrative as integer)
group by c.week
order by c.week;

-- name: views_tone_shares
-- The estimated shares of the tones, of one week or all, of one narrative or all.
select share.tone, share.value, share.low, share.high, share.n
from tone_share as share
left join narrative on narrative.id = share.narrative_id
where share.brand_id = :brand_id
  and share.week is not distinct from cast(:week as date)
  and narrative.number is not distinct from cast(:narrative as integer)
order by share.tone;

-- name: views_narratives
-- How large is each narrative, who tells it, in which tone (but for the brand's own), and how did it
-- do in one week?
select
    n.number, n.label, n.label_by, n.life, n.keyphrases, n.born_at,
    n.half_life, n.half_life_low, n.half_life_high,
    coalesce(sum(d.counted), 0) as counted,
    coalesce(sum(d.counted) filter (where d.voice = 'customer'), 0) as customer,
    coalesce(sum(d.counted) filter (where d.voice = 'brand'), 0) as brand,
    coalesce(sum(d.counted) filter (where d.voice = 'media'), 0) as media,
    coalesce(sum(d.counted) filter (where d.voice = 'unknown'), 0) as unknown,
    coalesce(sum(d.negative) filter (where d.voice <> 'brand'), 0) as negative,
    coalesce(sum(d.neutral) filter (where d.voice <> 'brand'), 0) as neutral,
    coalesce(sum(d.positive) filter (where d.voice <> 'brand'), 0) as positive,
    coalesce(sum(d.counted) filter (where d.week = :week), 0) as in_week,
    coalesce(sum(d.counted) filter (where d.week = cast(:week as date) - 7), 0) as week_before,
    coalesce(sum(d.counted) filter (
        where d.week < :week and d.week >= cast(:week as date) - 28
    ), 0) as four_weeks_before
from narrative n
left join weekly_count d
    on d.brand_id = n.brand_id and d.by_narrative and d.narrative_id = n.id
where n.brand_id = :brand_id and n.merged_into is null
group by n.id
order by counted desc, n.number;

-- name: views_narrative_weeks
-- How many counted mentions did each narrative have, week by week?
select n.number, d.week, sum(d.counted) as counted
from weekly_count d
join narrative n on n.id = d.narrative_id
where d.brand_id = :brand_id and d.by_narrative and n.merged_into is null
group by n.number, d.week
order by n.number, d.week;

-- name: views_quotes
-- Which mentions stand for each narrative?
select n.number, q.rank, q.mention_id
from narrative_quote q
join narrative n on n.id = q.narrative_id
join mention m on m.id = q.mention_id
join post p on p.id = m.post_id
where n.brand_id = :brand_id and n.merged_into is null and p.deleted_at is null
order by n.number, q.rank;

-- name: views_week_quotes
-- Which posts of a week speak best for each narrative: the chosen quotes, then the most typical?
-- Whole sentences first, and never two of one author.
with typical as (
    select
        mention.id as mention_id,
        mention.narrative_id,
        quote.rank,
        length(post.body) between 40 and 600 as readable,
        mention.narrative_distance,
        row_number() over (
            partition by mention.narrative_id, coalesce(mention.author, cast(post.id as text))
            order by quote.rank nulls last, mention.narrative_distance nulls last, mention.id
        ) as of_author
    from mention_counted as mention
    join post on post.id = mention.post_id
    left join narrative_quote as quote
        on quote.mention_id = mention.id and quote.narrative_id = mention.narrative_id
    where mention.brand_id = :brand_id and mention.week = :week and mention.counted
        and mention.narrative_id is not null and post.body <> ''
), placed as (
    select
        mention_id,
        narrative_id,
        row_number() over (
            partition by narrative_id
            order by rank nulls last, readable desc, narrative_distance nulls last, mention_id
        ) as place
    from typical
    where of_author = 1
)
select narrative.number, placed.place as rank, placed.mention_id
from placed
join narrative on narrative.id = placed.narrative_id
where placed.place <= :quotes and narrative.merged_into is null
order by narrative.number, placed.place;

-- name: views_firsts
-- Which mention of each voice was the first on a narrative? Weeks stand in order in an index: no more
-- of them is read than until the voice is heard.
select first.id as mention_id
from narrative n
cross join lateral (
    select distinct c.voice
    from weekly_count c
    where c.brand_id = n.brand_id and c.by_narrative and c.narrative_id = n.id
) as heard
cross join lateral (
    select m.id
    from mention m
    join post p on p.id = m.post_id
    where m.narrative_id = n.id and m.voice = heard.voice
      and p.spam_reason is null and p.duplicate_of is null and p.deleted_at is null
    order by m.week, p.posted_at, p.id
    limit 1
) as first
where n.brand_id = :brand_id and n.number = :number;

-- name: views_newest
-- The newest mentions of a brand but for spam and repeats: one page of their ids, and how many in
-- all. The page is read from the end of an index, and the count from indexes alone.
select m.id as mention_id, (
    select count(*)
    from mention m
    join post p on p.id = m.post_id
    where m.brand_id = :brand_id and p.spam_reason is null and p.duplicate_of is null
) as total
from mention m
join post p on p.id = m.post_id
where m.brand_id = :brand_id and p.spam_reason is null and p.duplicate_of is null
order by p.posted_at desc, p.id
limit :size offset :skip;

-- name: views_matching
-- Which mentions of a brand pass the filter? One page of their ids, and how many in all.
select m.id as mention_id, count(*) over () as total
from mention m
join post p on p.id = m.post_id
left join mention_tone t
    on cast(:tones as text[]) is not null  -- joined for those who ask
    and t.mention_id = m.id and t.brand_id = :brand_id
    and (cast(:first_week as date) is null or t.week >= :first_week)
    and (cast(:last_week as date) is null or t.week <= :last_week)
where m.brand_id = :brand_id
  and (cast(:words as text) is null or p.words @@ websearch_to_tsquery('simple', :words))
  and (cast(:first_week as date) is null or m.week >= :first_week)
  and (cast(:last_week as date) is null or m.week <= :last_week)
  and (cast(:first_day as date) is null or m.day >= :first_day)
  and (cast(:last_day as date) is null or m.day <= :last_day)
  and (cast(:sources as text[]) is null or p.source = any(:sources))
  and (cast(:voices as text[]) is null or m.voice = any(:voices))
  and (cast(:languages as text[]) is null or coalesce(p.language, 'unknown') = any(:languages))
  and (cast(:matched_by as text[]) is null or m.matched_by = any(:matched_by))
  and (cast(:narrative as integer) is null or :narrative = 0 or m.narrative_id = (
        select n.id from narrative n where n.brand_id = :brand_id and n.number = :narrative
      ))
  and (cast(:narrative as integer) is distinct from 0 or m.narrative_id is null)
  and (cast(:mentions as bigint[]) is null or m.id = any(:mentions))
  and (cast(:post as bigint) is null or p.id = :post or p.duplicate_of = :post)
  and (:spam or p.spam_reason is null)
  and (:duplicates or p.duplicate_of is null)
  and (not :counted or m.id in (
        select c.id from mention_counted c
        where c.brand_id = :brand_id and c.counted
          and (cast(:first_week as date) is null or c.week >= :first_week)
          and (cast(:last_week as date) is null or c.week <= :last_week)
          and (cast(:first_day as date) is null or c.day >= :first_day)
          and (cast(:last_day as date) is null or c.day <= :last_day)
      ))
  and (cast(:tones as text[]) is null or coalesce(t.tone, 'not_scored') = any(:tones))
  and (cast(:act as text) is null or m.id in (
        select a.mention_id from act a
        where a.brand_id = :brand_id and a.act = :act
          and (cast(:named as text) is null or a.name = :named)
          and (cast(:stance as text) is null or a.stance = :stance)
      ))
order by
    case when :order = 'oldest' then p.posted_at end,
    case when :order = 'loudest' then coalesce(p.engagement, 0) end desc,
    p.posted_at desc, p.id
limit :size offset :skip;

-- name: views_posts
-- What is known of these mentions, in the order given? Said twice which, so that it reaches the
-- tables under the tones.
select m.id as mention_id, p.id as post_id, p.source, p.kind, p.community,
       p.author, p.posted_at, p.title, left(p.body, :longest) as body,
       length(p.body) > :longest as cut, p.url, p.engagement, p.rating,
       p.language, m.voice, m.voice_reason, m.direct_reply, m.matched_by, m.inferred,
       coalesce(m.narrative_how = 'followed', false) as followed,
       n.number as narrative, n.label as narrative_label,
       t.negative, t.neutral, t.positive, t.not_scored, p.spam_reason,
       p.duplicate_of, p.duplicate_kind, p.deleted_at is not null as deleted, p.fiction
from unnest(cast(:mentions as bigint[])) with ordinality as asked (id, place)
join mention m on m.id = asked.id
join post p on p.id = m.post_id
left join narrative n on n.id = m.narrative_id
join mention_tone t on t.mention_id = m.id and t.mention_id = any(cast(:mentions as bigint[]))
order by asked.place;

-- name: views_facets
-- Which sources and languages do the mentions of a brand have?
select what, value from (
    select 'source' as what, d.source as value, sum(d.mentions) as n
    from daily_source d where d.brand_id = :brand_id group by d.source
    union all
    select 'language', coalesce(l.language, 'unknown'), sum(l.mentions)
    from weekly_language l where l.brand_id = :brand_id group by l.language
) found
order by what, n desc, value;

-- name: views_readings
-- What was last read of each target of each source?
select distinct on (source, target) source, target, read_from, read_to, complete, note, at
from source_reading
where brand_id = :brand_id or brand_id is null
order by source, target, at desc;
