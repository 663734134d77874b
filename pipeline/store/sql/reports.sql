-- name: reports_stories
-- How was each narrative told in a week and the week before, by whom and in which tone (but for the
-- brand's own)?
select
    narrative.number,
    narrative.label,
    coalesce(sum(daily.counted) filter (where daily.week = :week), 0) as now,
    coalesce(sum(daily.counted) filter (where daily.week < :week), 0) as before,
    coalesce(sum(daily.counted) filter (where daily.week = :week and voice = 'customer'), 0)
        as customer,
    coalesce(sum(daily.counted) filter (where daily.week = :week and voice = 'brand'), 0) as brand,
    coalesce(sum(daily.counted) filter (where daily.week = :week and voice = 'media'), 0) as media,
    coalesce(sum(daily.counted) filter (where daily.week = :week and voice = 'unknown'), 0)
        as unknown,
    coalesce(sum(daily.negative) filter (where daily.week = :week and voice <> 'brand'), 0)
        as negative,
    coalesce(sum(daily.neutral) filter (where daily.week = :week and voice <> 'brand'), 0)
        as neutral,
    coalesce(sum(daily.positive) filter (where daily.week = :week and voice <> 'brand'), 0)
        as positive,
    coalesce(sum(daily.not_scored) filter (where daily.week = :week and voice <> 'brand'), 0)
        as not_scored
from narrative
join daily on daily.narrative_id = narrative.id
where narrative.brand_id = :brand_id and narrative.merged_into is null
    and daily.week between cast(:week as date) - 7 and :week
group by narrative.id
order by now desc, narrative.number;

-- name: reports_story_weeks
-- How many counted mentions did each narrative have in a week and the eleven before?
select narrative.number, daily.week, cast(sum(daily.counted) as bigint) as counted
from daily
join narrative on narrative.id = daily.narrative_id
where daily.brand_id = :brand_id and daily.week between cast(:week as date) - 77 and :week
group by narrative.number, daily.week
order by narrative.number, daily.week;

-- name: reports_models
-- Which model versions (or people) told the tone of the counted mentions of a week, how many each?
select
    case when tone.corrected then 'corrected by a person'
        else coalesce(tone.model, 'not scored yet') end as model,
    count(*) as mentions
from mention_counted as mention
join mention_tone as tone on tone.mention_id = mention.id
where mention.brand_id = :brand_id and mention.week = :week and mention.counted
group by 1
order by mentions desc, model;

-- name: reports_counts
-- How many mentions did each source have in a week, and how many of them count?
select
    source,
    cast(sum(mentions) as bigint) as mentions,
    cast(sum(counted) as bigint) as counted,
    cast(sum(spam) as bigint) as spam,
    cast(sum(duplicates) as bigint) as duplicates,
    cast(sum(not_scored) as bigint) as not_scored
from daily
where brand_id = :brand_id and week = :week
group by source
order by mentions desc, source;

-- name: reports_moves
-- Every part of every change of a week on the week before, the largest first.
select
    move.dial, move.by, move.part, narrative.label, move.mix, move.rate, move.total, move.low,
    move.high, move.n_before, move.n_after
from weekly_move as move
left join narrative
    on move.by = 'narrative' and narrative.brand_id = move.brand_id
    and cast(narrative.number as text) = move.part
where move.brand_id = :brand_id and move.week = :week
order by move.dial, move.by, abs(move.total) desc, move.part;
