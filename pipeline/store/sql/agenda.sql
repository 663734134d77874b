-- name: agenda_clear_weeks!
-- Forget the brand's agenda lead.
delete from weekly_agenda where brand_id = :brand_id;

-- name: agenda_clear_narratives!
-- Forget who led the brand's narratives.
delete from narrative_lead where brand_id = :brand_id;

-- name: agenda_clear_firsts!
-- Forget who told the brand's narratives first.
delete from narrative_first where brand_id = :brand_id;

-- name: agenda_copy_firsts!
-- Takes in who told them first, as known from week to week.
copy narrative_first (
    brand_id, narrative_id, voice, since, until, mention_id, day, joins, earlier
) from stdin;

-- name: agenda_copy_weeks!
-- Takes the new agenda lead in.
copy weekly_agenda (
    brand_id, week, reading, lead, low, high, z, p, pairs, customers, brands, leader
) from stdin;

-- name: agenda_copy_narratives!
-- Takes in who led which narrative.
copy narrative_lead (
    brand_id, narrative_id, first_voice, first_mention, first_source, first_day, other_mention,
    other_day, ahead, low, high, p, leader, customers, brands, weeks, mentions
) from stdin;

-- name: agenda_weeks
-- Who set the terms, week by week, in one reading?
select week, lead, low, high, z, p, leader, pairs, customers, brands
from weekly_agenda
where brand_id = :brand_id and reading = :reading
order by week;

-- name: agenda_narratives
-- Who was first on each narrative, and who told it ahead?
select
    narrative.number, narrative.label, lead.first_voice, lead.first_mention, lead.first_source,
    lead.first_day, lead.other_mention, lead.other_day, lead.ahead, lead.low, lead.high, lead.p,
    lead.leader, lead.customers, lead.brands, lead.weeks, lead.mentions
from narrative_lead as lead
join narrative on narrative.id = lead.narrative_id
where lead.brand_id = :brand_id and narrative.merged_into is null
order by lead.customers + lead.brands desc, narrative.number;
