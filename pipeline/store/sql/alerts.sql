-- name: alerts_lock_brand$
-- Two raisings of one brand follow each other.
select id from brand where id = :brand_id for update;

-- name: alerts_daily
-- What is watched: a brand's counts day by day, the tones without the brand's own mentions.
select
    daily.day, daily.week, daily.source, daily.voice, narrative.number as narrative,
    cast(sum(mentions) as bigint) as mentions,
    cast(sum(counted) as bigint) as counted,
    cast(coalesce(sum(negative) filter (where voice <> 'brand'), 0) as bigint) as negative,
    cast(coalesce(sum(neutral) filter (where voice <> 'brand'), 0) as bigint) as neutral,
    cast(coalesce(sum(positive) filter (where voice <> 'brand'), 0) as bigint) as positive
from daily
left join narrative on narrative.id = daily.narrative_id
where daily.brand_id = :brand_id
group by daily.day, daily.week, daily.source, daily.voice, narrative.number
order by daily.day, daily.source, daily.voice, narrative.number;

-- name: alerts_stored
-- Which alerts are stored that last until a day or longer?
select id, subject, part, measure, rises, began, last_seen
from alert
where brand_id = :brand_id and last_seen >= :since
order by began, id;

-- name: alerts_add!
-- A new alert.
insert into alert (
    brand_id, kind, subject, part, measure, rises, began, last_seen, state, figures
) values (
    :brand_id, :kind, :subject, :part, :measure, :rises, :began, :last_seen, :state, :figures
);

-- name: alerts_extend!
-- The alert as the counts show it now; where it began before what is judged anew, that stays.
update alert
set last_seen = :last_seen, state = :state,
    kind = case when began >= :since then :kind else kind end,
    figures = case when began >= :since then :figures else figures end,
    began = case when began >= :since then :began else began end
where id = :id;

-- name: alerts_withdraw!
-- The counts, corrected since, show these alerts no more.
update alert set state = 'withdrawn' where id = any(:ids);

-- name: alerts_raised!
-- Alerts were looked for in the figures that the brand has now.
update brand set alerts_version = data_version where id = :brand_id;

-- name: alerts_list
-- What was raised for one brand or for all, the newest first; only what is open or everything?
select
    alert.id, brand.key as brand, brand.name as brand_name, alert.kind, alert.subject, alert.part,
    narrative.label, alert.measure, alert.rises, alert.began, alert.last_seen, alert.state,
    alert.figures, alert.raised_at, alert.acknowledged_at, alert.acknowledged_by
from alert
join brand on brand.id = alert.brand_id
left join narrative
    on alert.subject = 'narrative' and narrative.brand_id = alert.brand_id
    and cast(narrative.number as text) = alert.part
where
    (alert.brand_id = :brand_id or cast(:brand_id as integer) is null)
    and (:everything or alert.acknowledged_at is null and alert.state <> 'withdrawn')
order by alert.last_seen desc, alert.began desc, alert.id;

-- name: alerts_acknowledge
-- Somebody has seen these alerts; who saw them first stays. Which of them are there?
update alert
set acknowledged_at = coalesce(acknowledged_at, :at), acknowledged_by = coalesce(acknowledged_by, :by)
where id = any(:ids)
returning id;

-- name: alerts_unsent
-- Which recent alerts has a channel not been given, brand by brand?
select brand_id, cast(array_agg(id order by began, id) as bigint[]) as alerts
from alert
where
    last_seen >= :since and state <> 'withdrawn' and acknowledged_at is null
    and not exists (
        select from alert_message
        where channel = :channel and alert_message.brand_id = alert.brand_id
            and alert.id = any(alert_message.alerts)
    )
group by brand_id
order by brand_id;

-- name: alerts_lock_outbox!
-- One sender at a time decides what goes into which message.
lock table alert_message in share row exclusive mode;

-- name: alerts_add_message!
-- A message that waits to be sent.
insert into alert_message (brand_id, channel, alerts, title, lines, created_at)
values (:brand_id, :channel, :alerts, :title, :lines, :at);

-- name: alerts_waiting
-- Which messages does a channel have to send, the oldest first?
select key from alert_message
where channel = :channel and sent_at is null and created_at >= :since
order by created_at, key;

-- name: alerts_take_message^
-- A message, held so that nobody else sends it at the same moment; none if it is sent by now.
select title, lines, created_at from alert_message
where key = :key and sent_at is null
for update skip locked;

-- name: alerts_tried!
-- Was it sent, or why not?
update alert_message
set tries = tries + 1, error = :error, sent_at = :sent_at
where key = :key;
