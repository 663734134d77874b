-- name: shares_checked
-- Mentions drawn at random whose tone a person judged: what the software says, and how probably
-- each was drawn. Those that were chosen are left out: among them mistakes are too many.
select
    judged.negative, judged.neutral, judged.positive, judged.model, person.value,
    person.inclusion
from mention_judged as judged
join correction_standing as person
    on person.brand_id = judged.brand_id and person.post_id = judged.post_id
    and person.field = 'tone' and person.inclusion is not null
where judged.brand_id = :brand_id and judged.negative is not null
order by judged.mention_id;

-- name: shares_clear!
-- Forget the shares of these weeks, and those of all weeks.
delete from tone_share
where brand_id = :brand_id and (week is null or week = any(cast(:weeks as date[])));

-- name: shares_copy!
-- Takes the new shares in.
copy tone_share (brand_id, week, narrative_id, tone, value, low, high, n) from stdin;
