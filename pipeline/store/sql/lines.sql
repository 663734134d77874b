-- name: lines_clear!
-- Forget these weeks of the brand's narratives.
delete from weekly_story where brand_id = :brand_id and week = any(cast(:weeks as date[]));

-- name: lines_copy!
-- Takes the weeks of the brand's narratives in.
copy weekly_story (
    brand_id, week, narrative_id, told, posts, n, posts_before, n_before, change, low, high, scored,
    tone, tone_low, tone_high
) from stdin;

-- name: lines_stories
-- What is known of each standing narrative of a brand in one week, who told it first, and who led?
-- `whole`: nothing is told of it after the week, so that the lead rests on no later post.
select
    narrative.number, narrative.id as narrative_id, story.told, story.posts, story.n,
    story.posts_before, story.n_before, story.change, story.low, story.high, story.scored,
    story.tone, story.tone_low, story.tone_high,
    led.first_voice, led.first_mention, led.first_day, led.other_mention, led.other_day,
    led.leader, led.ahead, led.low as ahead_low, led.high as ahead_high, led.mentions as led_by,
    coalesce(newest.told = story.told, false) as whole
from weekly_story as story
join narrative on narrative.id = story.narrative_id
left join narrative_lead as led on led.narrative_id = story.narrative_id
left join weekly_story as newest
    on newest.brand_id = story.brand_id and newest.narrative_id = story.narrative_id
    and newest.week = (select max(week) from weekly_story where brand_id = :brand_id)
where story.brand_id = :brand_id and story.week = :week and narrative.merged_into is null
order by narrative.number;

-- name: lines_mentions
-- The counted mentions of each narrative in a week and the week before, and whether their source
-- weighs in the dials.
select
    mention.id as mention_id, mention.narrative_id, mention.week = :week as now,
    coalesce(weight.weight, 0) > 0 as weighs
from mention_counted as mention
left join source_weight as weight
    on weight.brand_id = mention.brand_id and weight.source = mention.source
where mention.brand_id = :brand_id
    and mention.week between cast(:week as date) - 7 and :week
    and mention.counted and mention.narrative_id is not null
order by mention.id;

-- name: lines_few
-- The counted mentions of these narratives until a week's end.
select mention.id as mention_id, mention.narrative_id
from mention_counted as mention
where mention.brand_id = :brand_id and mention.narrative_id = any(:narratives)
    and mention.week <= :week and mention.counted
order by mention.id;
