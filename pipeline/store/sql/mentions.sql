-- name: mentions_brand^
-- A brand's query in PostgreSQL's own notation, and up to which change its mentions hold, if they do.
select
    cast(websearch_to_tsquery('simple', query) as text),
    case when matched_revision = revision then matched_through end
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
-- Posts changed since the last match, these posts, and what answers them, are in question.
with recursive question as (
    select id, source, native_id from post
    where changed > :through or id = any(cast(:posts as bigint[]))
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
insert into looked_at
select id, source, native_id from question
union  -- who a nameless post is by depends on whether its source names anybody, which may change
select p.id, p.source, p.native_id
from mention m
join post p on p.id = m.post_id
where m.brand_id = :brand_id
    and p.author is null
    and p.source in (select source from question);

-- name: mentions_analyze#
-- Let the planner know how many posts are in question, and how many were found.
analyze looked_at, found;

-- name: mentions_find!
-- Posts in question that are about the brand by themselves: assigned, in its community, its query,
-- or a person said so; not what a person said is not.
with person as (
    select post_id, value from correction_standing
    where brand_id = :brand_id and field = 'relevance'
), about as (
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
    union all
    select post_id, 4 from person where value = 'yes'
)
insert into found
select
    q.post_id, q.source, q.native_id,
    (array['assigned', 'community', 'query', 'person'])[min(about.priority)], 0
from about
join looked_at q using (post_id)
join post p on p.id = q.post_id
where p.deleted_at is null
    and q.post_id not in (select post_id from person where value = 'no')
group by q.post_id;

-- name: mentions_follow_threads!
-- One step down the threads: posts in question that answer a mention, unless they are excepted.
with exceptions as (
    select e.source, lower(excepted) as community
    from brand b
    cross join jsonb_each(b.thread_exceptions) as e (source, names)
    cross join jsonb_array_elements_text(e.names) as excepted
    where b.id = :brand_id
), above as materialized (                             -- what the posts in question answer
    select child.source, child.thread_id as native_id
    from looked_at q
    join post child on child.id = q.post_id
    where :step = 0 and not :whole and child.thread_id is not null
    union
    select child.source, child.parent_id
    from looked_at q
    join post child on child.id = q.post_id
    where :step = 0 and not :whole and child.parent_id is not null
), mentioned as materialized (
    select source, native_id from found where step = :step
    union
    select above.source, above.native_id
    from above
    join post parent on parent.source = above.source and parent.native_id = above.native_id
    join mention m on m.brand_id = :brand_id and m.post_id = parent.id
    where not exists (select from looked_at q where q.post_id = parent.id)
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
    and not exists (
        select from correction_standing c
        where c.brand_id = :brand_id and c.post_id = p.id
            and c.field = 'relevance' and c.value = 'no'
    )
on conflict do nothing;

-- name: mentions_trust_own_accounts!
-- What the brand's own accounts post is no spam, however often and however loudly they repeat it.
update post p set spam_reason = null
from found f, brand b,
    jsonb_each(b.handles) as h (source, names),
    jsonb_array_elements_text(h.names) as account
where p.id = f.post_id
    and p.spam_reason is not null
    and b.id = :brand_id
    and h.source = p.source
    and lower(account) = lower(p.author);

-- name: mentions_remove!
-- Mentions whose post is in question and was not found again.
delete from mention m
using looked_at q
where m.brand_id = :brand_id
    and q.post_id = m.post_id
    and not exists (select from found f where f.post_id = m.post_id);

-- name: mentions_store!
-- The mentions found, with who speaks and why; only rows that are new or different are written.
with account as (                                       -- whom an owned account belongs to
    select distinct on (h.source, lower(handle))
        h.source, lower(handle) as name, b.id = :brand_id as own, b.name as brand
    from brand b
    cross join jsonb_each(b.handles) as h (source, names)
    cross join jsonb_array_elements_text(h.names) as handle
    order by h.source, lower(handle), b.id = :brand_id desc, b.name
), media as (
    select distinct h.source, lower(handle) as name
    from brand b
    cross join jsonb_each(b.media) as h (source, names)
    cross join jsonb_array_elements_text(h.names) as handle
    where b.id = :brand_id
), nameless as (
    select s.source
    from (select distinct source from found) as s
    where not exists (select from post p where p.source = s.source and p.author is not null)
), spoken as materialized (                            -- one look at each post, not three
    select
        p.id, f.matched_by, p.source, p.parent_id,
        cast(p.posted_at at time zone b.timezone as date) as day,
        case
            when person.value is not null
            then array[person.value, 'corrected by ' || person.by]
            when account.own then array['brand', 'owned account']
            when p.author_role = 'developer' or p.kind = 'reply' and p.source = 'appstore'
            then case
                when f.matched_by = 'query' then array['unknown', 'another company''s reply']
                else array['brand', 'developer reply']
            end
            when p.author_role = 'bot'
                or lower(p.author) = 'automoderator'
                or p.author ~ '([a-z0-9]Bot|[_-][Bb]ot|-ModTeam)$'
            then array['unknown', 'community bot']
            when account.name is not null then array['unknown', 'account of ' || account.brand]
            when p.spam_reason is not null
            then array['unknown', 'suspected spam: ' || p.spam_reason]
            when not starts_with(p.disclosure, 'works for ')
                or to_tsvector('simple', p.disclosure) @@ b.asked
            then array['brand', 'disclosed: ' || p.disclosure]
            when media.name is not null then array['media', 'on the media list']
            when p.author is not null then array['customer', 'a person''s own post']
            when p.kind = 'review' then array['customer', 'reviewer, name not given']
            when nameless.source is not null then array['customer', 'source gives no names']
            else array['unknown', 'author not given']
        end as voice
    from found f
    join post p on p.id = f.post_id
    cross join (
        select timezone, websearch_to_tsquery('simple', query) as asked
        from brand
        where id = :brand_id
    ) as b
    left join account on account.source = p.source and account.name = lower(p.author)
    left join media on media.source = p.source and media.name = lower(p.author)
    left join nameless on nameless.source = p.source
    left join correction_standing as person
        on person.brand_id = :brand_id and person.post_id = p.id and person.field = 'voice'
)
insert into mention as m (
    brand_id, post_id, matched_by, voice, voice_reason, direct_reply, day, week
)
select
    :brand_id, s.id, s.matched_by, s.voice[1], s.voice[2],
    s.voice[1] = 'brand' and s.parent_id is not null and answered.own is not true,
    s.day, cast(date_trunc('week', s.day) as date)
from spoken s
left join post parent
    on s.voice[1] = 'brand' and parent.source = s.source and parent.native_id = s.parent_id
left join account answered
    on answered.source = parent.source and answered.name = lower(parent.author)
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
