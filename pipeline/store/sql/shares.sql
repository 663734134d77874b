-- name: shares_mentions
-- What anybody but the brand says, if it counts and has a tone: when, on what, with which
-- probabilities, by which model; null: a person said it.
select
    mention.week, mention.narrative_id, tone.negative, tone.neutral, tone.positive,
    case when not tone.corrected then tone.model end as model
from mention_counted as mention
join mention_tone as tone on tone.mention_id = mention.id
where mention.brand_id = :brand_id and tone.brand_id = :brand_id
    and mention.counted and mention.voice <> 'brand' and tone.tone is not null
order by mention.id;

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
-- Forget the brand's shares.
delete from tone_share where brand_id = :brand_id;

-- name: shares_copy!
-- Takes the new shares in.
copy tone_share (brand_id, week, narrative_id, tone, value, low, high, n) from stdin;
