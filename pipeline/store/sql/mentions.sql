-- name: mentions_brand^
-- A brand's query in PostgreSQL's own notation, and whether all posts must be matched anew.
select
    cast(websearch_to_tsquery('simple', query) as text),
    matched_revision is distinct from revision or matched_through is null
from brand
where id = :brand_id
for update;

-- name: mentions_begin#
-- Room for the posts in question and for what is found among them, gone with the transaction.
create temporary table looked_at (post_id bigint primary key, source text, native_id text)
    on commit drop;
create temporary table found (
    post_id bigint primary key, source text, native_id text, matched_by text, step integer
) on commit drop;

-- name: mentions_look_at_all!
-- Every post is in question.
insert into looked_at select id, source, native_id from post;

-- name: mentions_look_at_changed!
-- Posts changed since the last match, and what answers them, are in question.
with recursive question as (
    select p.id, p.source, p.native_id
    from brand b
    join post p on p.changed > b.matched_through
    where b.id = :brand_id
    union
    select answer.id, q.source, answer.native_id
    from question q
    cross join lateral (
        select p.id, p.native_id from post p
        where p.source = q.source and p.thread_id = q.native_id
        union all
        select p.id, p.native_id from post p
        where p.source = q.source and p.parent_id = q.native_id
    ) as answer
)
insert into looked_at select id, source, native_id from question;

-- name: mentions_analyze#
-- Let the planner know how many posts are in question.
analyze looked_at;

-- name: mentions_find!
-- Posts in question that are about the brand by themselves: assigned, in its community, or its query.
with about as (
    select a.post_id, 1 as priority
    from assignment a
    where a.brand_id = :brand_id
    union all
    select p.id, 2
    from brand b
    cross join jsonb_each(b.communities) as c (source, names)
    cross join jsonb_array_elements_text(c.names) as wanted
    join post p on p.source = c.source and lower(p.community) = lower(wanted)
    where b.id = :brand_id
    union all
    select p.id, 3
    from post p
    where p.words @@ (
        select websearch_to_tsquery('simple', query) from brand where id = :brand_id
    )
)
insert into found
select
    q.post_id, q.source, q.native_id,
    (array['assigned', 'community', 'query'])[min(about.priority)], 0
from about
join looked_at q using (post_id)
join post p on p.id = q.post_id
where p.deleted_at is null
group by q.post_id;

-- name: mentions_follow_threads!
-- One step down the threads: posts in question that answer a mention, unless they are excepted.
with exceptions as (
    select e.source, lower(excepted) as community
    from brand b
    cross join jsonb_each(b.thread_exceptions) as e (source, names)
    cross join jsonb_array_elements_text(e.names) as excepted
    where b.id = :brand_id
), mentioned as (
    select source, native_id from found where step = :step
    union all
    select p.source, p.native_id
    from mention m
    join post p on p.id = m.post_id
    where :step = 0
        and not :whole
        and m.brand_id = :brand_id
        and exists (
            select from looked_at q join post child on child.id = q.post_id
            where child.source = p.source and p.native_id in (child.thread_id, child.parent_id)
        )
        and not exists (select from looked_at q where q.post_id = p.id)
), answers as (
    select p.id
    from mentioned m
    join post p on p.source = m.source and p.thread_id = m.native_id
    union
    select p.id
    from mentioned m
    join post p on p.source = m.source and p.parent_id = m.native_id
)
insert into found
select p.id, p.source, p.native_id, 'thread', :step + 1
from answers
join looked_at q on q.post_id = answers.id
join post p on p.id = answers.id
join brand b on b.id = :brand_id
where b.follow_threads
    and p.deleted_at is null
    and not exists (
        select from exceptions e
        where e.source = p.source and e.community = lower(p.community)
    )
    and not (:exclusions <> '' and p.words @@ cast(:exclusions as tsquery))
on conflict do nothing;

-- name: mentions_remove!
-- Mentions whose post is in question and was not found again.
delete from mention m
using looked_at q
where m.brand_id = :brand_id
    and q.post_id = m.post_id
    and not exists (select from found f where f.post_id = m.post_id);

-- name: mentions_store!
-- The mentions found, with who speaks and why; only rows that are new or different are written.
with brand_row as (
    select * from brand where id = :brand_id
), handle as (
    select b.id = :brand_id as own, b.name, h.source, lower(account) as account
    from brand b
    cross join jsonb_each(b.handles) as h (source, names)
    cross join jsonb_array_elements_text(h.names) as account
), media as (
    select h.source, lower(account) as account
    from brand_row b
    cross join jsonb_each(b.media) as h (source, names)
    cross join jsonb_array_elements_text(h.names) as account
), nameless as (
    select s.source
    from (select distinct source from found) as s
    where not exists (select from post p where p.source = s.source and p.author is not null)
), spoken as (
    select
        p.id, f.matched_by, p.source, p.parent_id,
        cast(p.posted_at at time zone b.timezone as date) as day,
        case
            when exists (
                select from handle h
                where h.own and h.source = p.source and h.account = lower(p.author)
            ) then array['brand', 'owned account']
            when p.author_role = 'developer' or p.kind = 'reply' and p.source = 'appstore'
            then case
                when f.matched_by = 'query' then array['unknown', 'another company''s reply']
                else array['brand', 'developer reply']
            end
            when p.author_role = 'bot'
                or lower(p.author) = 'automoderator'
                or p.author ~ '([a-z0-9]Bot|[_-][Bb]ot|-ModTeam)$'
            then array['unknown', 'community bot']
            when rival.name is not null then array['unknown', 'account of ' || rival.name]
            when p.spam_reason is not null
            then array['unknown', 'suspected spam: ' || p.spam_reason]
            when not starts_with(p.disclosure, 'works for ')
                or to_tsvector('simple', p.disclosure) @@ b.asked
            then array['brand', 'disclosed: ' || p.disclosure]
            when exists (
                select from media m where m.source = p.source and m.account = lower(p.author)
            ) then array['media', 'on the media list']
            when p.author is not null then array['customer', 'a person''s own post']
            when p.kind = 'review' then array['customer', 'reviewer, name not given']
            when p.source in (select source from nameless)
            then array['customer', 'source gives no names']
            else array['unknown', 'author not given']
        end as voice
    from found f
    join post p on p.id = f.post_id
    cross join (
        select *, websearch_to_tsquery('simple', query) as asked from brand_row
    ) as b
    left join lateral (
        select h.name from handle h
        where not h.own and h.source = p.source and h.account = lower(p.author)
        order by h.name
        limit 1
    ) as rival on true
)
insert into mention as m (
    brand_id, post_id, matched_by, voice, voice_reason, direct_reply, day, week
)
select
    :brand_id, s.id, s.matched_by, s.voice[1], s.voice[2],
    s.voice[1] = 'brand' and s.parent_id is not null and not exists (
        select from post parent
        join handle h on h.own and h.source = parent.source and h.account = lower(parent.author)
        where parent.source = s.source and parent.native_id = s.parent_id
    ),
    s.day, cast(date_trunc('week', s.day) as date)
from spoken s
order by s.id
on conflict (brand_id, post_id) do update set
    matched_by = excluded.matched_by,
    voice = excluded.voice,
    voice_reason = excluded.voice_reason,
    direct_reply = excluded.direct_reply,
    day = excluded.day,
    week = excluded.week
where (m.matched_by, m.voice, m.voice_reason, m.direct_reply, m.day, m.week) is distinct from (
    excluded.matched_by, excluded.voice, excluded.voice_reason, excluded.direct_reply,
    excluded.day, excluded.week
);

-- name: mentions_matched!
-- Remember what the mentions now follow: the brand's definition and the newest change of a post.
update brand set
    matched_revision = revision,
    matched_through = (select coalesce(max(changed), 0) from post)
where id = :brand_id;
