-- name: action_add$
-- Register an action; the same one again keeps its number.
insert into action (brand_id, name, kind, day, narratives, controls)
values (:brand_id, :name, :kind, :day, :narratives, :controls)
on conflict (brand_id, day, name) do update
set kind = excluded.kind, narratives = excluded.narratives, controls = excluded.controls,
    estimated_from = null
returning id;

-- name: action_list
-- What did a brand do, the newest first?
select action.id, brand.key, action.name, action.kind, action.day, action.narratives,
       action.controls
from action
join brand on brand.id = action.brand_id
where action.brand_id = :brand_id
order by action.day desc, action.id desc;

-- name: action_remove$
-- Forget an action; its name.
delete from action where id = :id returning name;

-- name: action_numbers
-- Which narratives does a brand have, and as which one is each told today, merged ones followed?
with recursive goes as (
    select id, number, merged_into, id as ends from narrative where brand_id = :id
    union all
    select goes.id, goes.number, next.merged_into, next.id
    from goes
    join narrative as next on next.id = goes.merged_into
    where next.id <> goes.ends
)
select goes.number, ends.number as today
from goes
join narrative as ends on ends.id = goes.ends
where goes.merged_into is null or goes.merged_into = goes.ends
order by goes.number;

-- name: action_waiting
-- Which actions are estimated from older figures than those of today, of the brand itself or of one
-- it is compared with, or not at all? `figures` names today's: a data version only ever rises.
select action.id, brand.id as brand_id, brand.key, brand.name, today.figures
from action
join brand on brand.id = action.brand_id
cross join lateral (
    select cast(sum(one.data_version) as bigint) as figures
    from brand as one
    where one.id = brand.id or one.key = any(brand.competitors) or one.key = any(action.controls)
) as today
where action.estimated_from is distinct from today.figures
order by brand.id, action.id;

-- name: action_estimated!
-- An action is estimated from these figures.
update action set estimated_from = :figures where id = :id;

-- name: action_brands
-- The ids of these brands.
select id, key from brand where key = any(:keys) order by key;

-- name: action_weights
-- What each source of a brand weighs.
select source, weight from source_weight where brand_id = :brand_id and weight > 0 order by source;

-- name: action_clear_effects!
-- Forget the effects of an action.
delete from action_effect where action_id = :id;

-- name: action_keep_effect!
-- Keep the effect on one measure.
insert into action_effect (
    action_id, measure, verdict, why, value, low, high, treated_before, treated_after,
    control_before, control_after, treated_n_before, treated_n_after, control_n_before,
    control_n_after, weeks_before, weeks_after, placebos, p, drift, drift_low, drift_high, drift_p,
    against, series
) values (
    :action_id, :measure, :verdict, :why, :value, :low, :high, :treated_before, :treated_after,
    :control_before, :control_after, :treated_n_before, :treated_n_after, :control_n_before,
    :control_n_after, :weeks_before, :weeks_after, :placebos, :p, :drift, :drift_low, :drift_high,
    :drift_p, :against, :series
);

-- name: action_effects
-- What did a brand's actions change, as estimated last?
select
    action.id as action_id, action.name, action.kind, action.day, action.narratives,
    action.controls, effect.measure, effect.verdict, effect.why, effect.value, effect.low,
    effect.high, effect.treated_before, effect.treated_after, effect.control_before,
    effect.control_after, effect.treated_n_before, effect.treated_n_after, effect.control_n_before,
    effect.control_n_after, effect.weeks_before, effect.weeks_after, effect.placebos, effect.p,
    effect.drift, effect.drift_low, effect.drift_high, effect.drift_p, effect.against,
    effect.series
from action
left join action_effect as effect on effect.action_id = action.id
where action.brand_id = :brand_id
order by action.day desc, action.id desc,
    array_position(array['volume', 'voice_share', 'net_sentiment'], effect.measure);

-- name: action_competitors$
-- Whom is a brand compared with, in the order it names them?
select competitors from brand where id = :brand_id;
