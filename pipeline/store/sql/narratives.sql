-- name: narratives_brand^
-- What is a brand called, how far was it discovered, and which direction is left out of its space?
select b.name, b.query, b.handles, b.communities, coalesce(s.considered, 0), coalesce(s.fitted, 0),
       (select count(*) from mention m where m.brand_id = b.id), s.direction
from brand b
left join narrative_space s on s.brand_id = b.id
where b.id = :brand_id
for update of b;

-- name: narratives_waiting
-- Which mentions after this id, or since this week, could tell a narrative and have none (or all,
-- placed or not); what do they say and answer? What a person placed stays; spam and copies wait for
-- nothing.
select m.id, m.narrative_id as was, p.id as post_id,
       concat_ws(E'\n', nullif(p.title, ''), p.body) as text,
       thread.title as thread, p.author, m.direct_reply, p.posted_at,
       p.author_role in ('bot', 'moderator') as machine,
       s.embedding is not null as embedded,
       up.id as answered, up.narrative_id as answered_narrative
from mention m
join post p on p.id = m.post_id
left join score s on s.post_id = m.post_id
left join post thread
    on thread.source = p.source and thread.native_id = p.thread_id and thread.id <> p.id
left join lateral (
    select parent.id, parent.narrative_id
    from post a
    join mention parent on parent.post_id = a.id and parent.brand_id = m.brand_id
    where a.source = p.source and a.native_id in (p.parent_id, p.thread_id)
    order by a.native_id = p.parent_id desc
    limit 1
) as up on up.id <> m.id
where m.brand_id = :brand_id and (m.id > :after or m.week >= cast(:since as date))
  and (m.narrative_id is null or :placed) and m.narrative_how is distinct from 'person'
  and p.spam_reason is null and p.duplicate_of is null and p.deleted_at is null
order by m.id;

-- name: narratives_standing
-- Which narratives of the brand stand, and how many mentions has each, the largest first?
select n.number, n.label, n.life, n.born_at, count(m.id) as mentions
from narrative n
left join mention m on m.narrative_id = n.id
where n.brand_id = :brand_id and n.merged_into is null
group by n.id
order by mentions desc, n.number;

-- name: narratives_embeddings
-- The embeddings of mentions, in the order of their ids.
select m.id, s.embedding
from mention m
join score s on s.post_id = m.post_id
where m.id = any(:ids) and s.embedding is not null
order by m.id;

-- name: narratives_known
-- Which narratives does the brand have, merged ones too, and how many mentions are their own?
select n.id, n.number, n.label, n.label_by, n.merged_into, n.centroid, n.radius,
       (select max(cast(e.detail ->> 'mentions' as integer)) from narrative_event e
        where e.narrative_id = n.id and e.kind in ('birth', 'split', 'rename')) as named_at,
       exists (select from narrative_event e
               where e.detail ->> 'into_id' = cast(n.id as text)
                 and e.kind in ('merge', 'undo') and e.by <> 'software'
                 and e.undone_at is null) as held,
       (select count(*) from mention m
        where m.narrative_id = n.id and m.narrative_how in ('nearest', 'discovered')) as own
from narrative n
where n.brand_id = :brand_id
order by n.number;

-- name: narratives_typical
-- The mentions nearest to each of these narratives, with what a quote is chosen by.
select t.narrative_id, t.id, t.text, t.thread, t.author, t.voice, t.english, n.label, n.keyphrases
from narrative n
cross join lateral (
    select m.narrative_id, m.id, concat_ws(E'\n', nullif(p.title, ''), p.body) as text,
           thread.title as thread, p.author, m.voice, p.language = 'en' as english,
           m.narrative_distance
    from mention m
    join post p on p.id = m.post_id
    left join post thread
        on thread.source = p.source and thread.native_id = p.thread_id and thread.id <> p.id
    where m.narrative_id = n.id and m.narrative_how in ('nearest', 'discovered')
      and p.deleted_at is null and p.spam_reason is null and p.duplicate_of is null
    order by m.narrative_distance, m.id
    limit :most
) as t
where n.id = any(:ids)
order by t.narrative_id, t.narrative_distance, t.id;

-- name: narratives_born$
-- A new narrative under the next number of its brand; its id.
insert into narrative (brand_id, number, label, keyphrases, centroid, radius, born_at)
select :brand_id, coalesce(max(number), 0) + 1, :label, :keyphrases, :centroid, :radius, :born_at
from narrative
where brand_id = :brand_id
returning id;

-- name: narratives_event$
-- Log what happened to a narrative; the event's id.
insert into narrative_event (narrative_id, kind, detail, by)
values (:narrative_id, :kind, :detail, :by)
returning id;

-- name: narratives_assign!
-- Put mentions into narratives, all at once.
update mention m
set narrative_id = a.narrative_id, narrative_how = a.how, narrative_distance = a.distance
from unnest(
    cast(:ids as bigint[]), cast(:narratives as bigint[]),
    cast(:how as text[]), cast(:distances as real[])
) as a (id, narrative_id, how, distance)
where m.id = a.id;

-- name: narratives_copies!
-- A duplicate tells the narrative of its original.
update mention m
set narrative_id = o.narrative_id, narrative_how = 'followed', narrative_distance = null
from post p, mention o
where m.brand_id = :brand_id and p.id = m.post_id and p.duplicate_of is not null
  and o.post_id = p.duplicate_of and o.brand_id = m.brand_id
  and m.narrative_how is distinct from 'person'
  and m.narrative_id is distinct from o.narrative_id;

-- name: narratives_move!
-- A narrative's centre, reach and phrases after it was looked at again.
update narrative
set centroid = :centroid, radius = coalesce(:radius, radius),
    keyphrases = coalesce(cast(:keyphrases as text[]), keyphrases)
where id = :id;

-- name: narratives_leave!
-- Take mentions out of their narratives.
update mention
set narrative_id = null, narrative_how = null, narrative_distance = null
where id = any(:ids);

-- name: narratives_first_posts!
-- A narrative is as old as its first post, which is one of its first week.
update narrative n
set born_at = f.first
from (
    select told.id, (
        select min(p.posted_at)
        from mention m join post p on p.id = m.post_id
        where m.narrative_id = told.id and m.week = (
            select min(week) from mention where narrative_id = told.id
        )
    ) as first
    from narrative told
    where told.brand_id = :brand_id
) as f
where n.id = f.id and n.born_at <> f.first;

-- name: narratives_considered!
-- Remember the newest mention looked at, and the space that centroids live in.
insert into narrative_space (brand_id, considered, fitted, direction)
values (:brand_id, :considered, :fitted, :direction)
on conflict (brand_id) do update
set considered = excluded.considered, fitted = excluded.fitted, direction = excluded.direction;

-- name: narratives_weeks
-- How many people told each narrative, week by week, and how many spoke of the brand (null) at all?
select m.narrative_id, m.week,
       count(distinct coalesce(hashtextextended(p.author, 0), p.id)) as people  -- numbers sort fast
from mention m
join post p on p.id = m.post_id
where m.brand_id = :brand_id
group by grouping sets ((m.narrative_id, m.week), (m.week))
having grouping(m.narrative_id) = 1 or m.narrative_id is not null
order by m.narrative_id nulls last, m.week;

-- name: narratives_days
-- How many mentions had each source, day by day?
select p.source, m.day, m.week, count(*) as mentions
from mention m
join post p on p.id = m.post_id
where m.brand_id = :brand_id
group by p.source, m.day, m.week
order by p.source, m.day;

-- name: narratives_life*!
-- Where a narrative is in its life, and how fast it falls.
update narrative
set life = :life, half_life = :half_life, half_life_low = :half_life_low,
    half_life_high = :half_life_high
where id = :id;

-- name: narratives_clear_courses!
-- Forget the courses of the brand's narratives.
delete from narrative_course
using narrative
where narrative.id = narrative_course.narrative_id and narrative.brand_id = :brand_id;

-- name: narratives_copy_courses!
-- Takes the courses in.
copy narrative_course (narrative_id, week, told, spoke, age) from stdin;

-- name: narratives_courses
-- How many people told each narrative of a brand, week by week up to one, and spoke of the brand?
select narrative.id as narrative_id, course.week, course.told, course.spoke, course.age
from narrative_course as course
join narrative on narrative.id = course.narrative_id
where narrative.brand_id = :brand_id and narrative.merged_into is null and course.week <= :week
order by narrative.id, course.week;

-- name: narratives_unquoted
-- Which standing narratives lack quotes, or quote what left them or is gone?
select n.id
from narrative n
left join narrative_quote q on q.narrative_id = n.id
left join mention m on m.id = q.mention_id
left join post p on p.id = m.post_id
where n.brand_id = :brand_id and n.merged_into is null
group by n.id
having count(q.rank) < 3
    or bool_or(m.narrative_id is distinct from n.id or p.deleted_at is not null
               or p.spam_reason is not null or p.duplicate_of is not null)
order by n.id;

-- name: narratives_unquote!
-- Forget the quotes of these narratives.
delete from narrative_quote where narrative_id = any(:ids);

-- name: narratives_quote*!
-- Keep a chosen quote.
insert into narrative_quote (narrative_id, rank, mention_id) values (:narrative_id, :rank, :id);

-- name: narratives_by_number^
-- The narrative of this number.
select id, label, label_by, merged_into
from narrative
where brand_id = :brand_id and number = :number
for update;

-- name: narratives_by_id^
-- A narrative's number, and whether it is part of another one.
select number, merged_into from narrative where id = :id for update;

-- name: narratives_empty!
-- Take every mention out of a narrative, except what a person placed.
update mention
set narrative_id = null, narrative_how = null, narrative_distance = null
where narrative_id = :id and narrative_how <> 'person';

-- name: narratives_rename!
-- Give a narrative this label.
update narrative set label = :label, label_by = :label_by where id = :id;

-- name: narratives_merge!
-- Mark a narrative as part of another one (null: it stands by itself again; itself: put aside).
update narrative set merged_into = :into where id = :id;

-- name: narratives_take_over
-- Move every mention of a narrative to another one; their ids.
update mention set narrative_id = :into where narrative_id = :id returning id;

-- name: narratives_give_back!
-- Move these mentions from one narrative back to another.
update mention set narrative_id = :id where id = any(:ids) and narrative_id = :into;

-- name: narratives_event_get^
-- What happened, to whom, and was it undone?
select e.kind, e.detail, e.narrative_id, e.undone_at is not null, n.brand_id
from narrative_event e
join narrative n on n.id = e.narrative_id
where e.id = :event_id
for update of e, n;

-- name: narratives_event_later$
-- The latest event of the same kind on the same narrative that still holds.
select max(id) from narrative_event
where narrative_id = :narrative_id and kind = :kind and undone_at is null;

-- name: narratives_event_undone!
-- Mark an event as undone.
update narrative_event set undone_at = now() where id = :event_id;

-- name: narratives_events
-- What happened to the brand's narratives, the latest first?
select e.id, n.number, e.kind, e.detail, e.by, e.at, e.undone_at
from narrative_event e
join narrative n on n.id = e.narrative_id
where n.brand_id = :brand_id
order by e.id desc;

-- name: narratives_stale!
-- Figures of the brand no longer follow its mentions.
update brand set data_version = data_version + 1, stale = true where id = :brand_id;
