-- name: intake_begin$
-- One intake at a time: the number of this batch, drawn under a lock held to the transaction's end.
select nextval('post_change') from (select pg_advisory_xact_lock(7417002)) as held;

-- name: intake_brands
-- Which brands can a post be assigned to?
select key, id from brand;

-- name: intake_known
-- What does the store know of each of these posts, and must any stay forgotten?
select
    given.n,
    exists (
        select from forgotten f
        where f.source = given.source
            and (
                f.what = 'post' and f.key_hash = sha256(convert_to(given.native_id, 'UTF8'))
                or f.what = 'author' and f.key_hash = sha256(convert_to(lower(given.author), 'UTF8'))
            )
    ) as forgotten,
    p.id,
    p.deleted_at is not null as deleted,
    p.title,
    p.body,
    p.edited_at,
    array(select r.text_hash from post_revision r where r.post_id = p.id) as earlier,
    p.kind, p.community, p.thread_id, p.parent_id, p.author, p.author_role, p.posted_at, p.url,
    p.rating, p.engagement, p.fiction
from unnest(:sources::text[], :native_ids::text[], :authors::text[])
    with ordinality as given (source, native_id, author, n)
left join post p on p.source = given.source and p.native_id = given.native_id
order by given.n;

-- name: intake_unseen
-- Which of these posts are not in the store yet, counted from 0?
select given.n - 1
from unnest(:sources::text[], :native_ids::text[]) with ordinality as given (source, native_id, n)
where not exists (
    select from post p where p.source = given.source and p.native_id = given.native_id
);

-- name: intake_insert
-- New posts, with ids in the order given.
insert into post (
    source, native_id, kind, community, thread_id, parent_id, author, author_role, posted_at,
    edited_at, url, rating, engagement, fiction, title, body, text_hash, language,
    language_confidence, disclosure, spam_reason, deleted_at, changed
)
select
    source, native_id, kind, community, thread_id, parent_id, author, author_role, posted_at,
    edited_at, url, rating, engagement, fiction, title, body, text_hash, language,
    language_confidence, disclosure, spam_reason,
    case when deleted then now() end, :number
from rows from (
    json_to_recordset(:rows) as (
        source text, native_id text, deleted boolean,
        kind text, community text, thread_id text, parent_id text, author text, author_role text,
        posted_at timestamptz, edited_at timestamptz, url text, rating real, engagement integer,
        fiction boolean,
        title text, body text, text_hash bigint, language text, language_confidence real,
        disclosure text, spam_reason text
    )
) with ordinality as given (
    source, native_id, deleted, kind, community, thread_id, parent_id, author, author_role,
    posted_at, edited_at, url, rating, engagement, fiction, title, body, text_hash, language,
    language_confidence, disclosure, spam_reason, n
)
order by n
returning id;

-- name: intake_store_raw!
-- The sources' own data, the newest given wins.
insert into post_raw (post_id, payload)
select id, payload
from json_to_recordset(:rows) as given (id bigint, payload jsonb)
on conflict (post_id) do update set payload = excluded.payload;

-- name: intake_keep_revision!
-- Keep the texts of posts that are about to be replaced by newer ones.
insert into post_revision (post_id, text_hash, title, body, payload)
select p.id, p.text_hash, p.title, p.body, r.payload
from post p
left join post_raw r on r.post_id = p.id
where p.id = any(:ids::bigint[])
on conflict do nothing;

-- name: intake_update_text!
-- The newer text of edited posts; scores of the older one go.
with given as (
    select *
    from json_to_recordset(:rows) as given (
        id bigint,
        title text, body text, text_hash bigint, language text, language_confidence real,
        disclosure text, spam_reason text
    )
), unscored as (
    delete from score using given where score.post_id = given.id
)
update post set
    title = given.title,
    body = given.body,
    text_hash = given.text_hash,
    language = given.language,
    language_confidence = given.language_confidence,
    disclosure = given.disclosure,
    spam_reason = given.spam_reason,
    changed = :number
from given
where post.id = given.id;

-- name: intake_update_facts!
-- Facts beside the text that changed at the source; what is not given any more stays.
update post set
    kind = given.kind,
    community = coalesce(given.community, post.community),
    thread_id = coalesce(given.thread_id, post.thread_id),
    parent_id = coalesce(given.parent_id, post.parent_id),
    author = coalesce(given.author, post.author),
    author_role = coalesce(given.author_role, post.author_role),
    posted_at = given.posted_at,
    edited_at = greatest(given.edited_at, post.edited_at),
    url = coalesce(given.url, post.url),
    rating = coalesce(given.rating, post.rating),
    engagement = coalesce(given.engagement, post.engagement),
    fiction = given.fiction,
    changed = :number
from json_to_recordset(:rows) as given (
        id bigint,
        kind text, community text, thread_id text, parent_id text, author text, author_role text,
        posted_at timestamptz, edited_at timestamptz, url text, rating real, engagement integer,
        fiction boolean
)
where post.id = given.id;

-- name: intake_delete!
-- Gone at the source: text, author and all that was made of them goes; the place in its thread stays.
with raw as (
    delete from post_raw where post_id = any(:ids::bigint[])
), revisions as (
    delete from post_revision where post_id = any(:ids::bigint[])
), scores as (
    delete from score where post_id = any(:ids::bigint[])
), corrections as (
    delete from correction where post_id = any(:ids::bigint[])
)
update post set
    author = null, author_role = null, title = null, body = '', url = null, language = null,
    language_confidence = null, disclosure = null, spam_reason = null, text_hash = 0,
    deleted_at = now(), changed = :number
where id = any(:ids::bigint[]);

-- name: intake_assign!
-- Posts that their file says are about a brand; those newly so count as changed.
with added as (
    insert into assignment (post_id, brand_id)
    select * from unnest(:ids::bigint[], :brand_ids::integer[])
    on conflict do nothing
    returning post_id
)
update post set changed = :number from added where post.id = added.post_id;

-- name: intake_same_text
-- For each text hash, one post that has it already and the post it counts under.
select distinct on (text_hash) text_hash, id, coalesce(duplicate_of, id)
from post
where text_hash = any(:hashes::bigint[]) and id <> all(:but::bigint[]) and deleted_at is null
order by text_hash, id;

-- name: intake_band_neighbours
-- Posts that share MinHash bands with the given texts: at most five of each group of duplicates.
with shared as (
    select given.n, m.post_id, (
        select count(*) from unnest(m.bands) as key where key = any(given.bands::bigint[])
    ) as bands
    from unnest(:bands::text[]) with ordinality as given (bands, n)
    join minhash m on m.bands && given.bands::bigint[]
), ranked as (
    select
        s.n, p.id, coalesce(p.duplicate_of, p.id) as root, p.title, p.body,
        row_number() over (
            partition by s.n, coalesce(p.duplicate_of, p.id) order by s.bands desc, p.id
        ) as rank
    from shared s
    join post p on p.id = s.post_id
)
select n, id, root, title, body from ranked where rank <= 5 order by n, root, rank;

-- name: intake_store_bands!
-- The MinHash bands of texts that are new to the store.
insert into minhash (post_id, bands)
select id, bands::bigint[] from unnest(:ids::bigint[], :bands::text[]) as given (id, bands);

-- name: intake_originals
-- When and where was each of these posts published?
select id, posted_at, source, native_id from post where id = any(:ids::bigint[]);

-- name: intake_regroup!
-- Put posts, and all that counted under them, under another original.
with given as (
    select * from unnest(:ids::bigint[], :roots::bigint[]) as given (id, root)
), moved as (
    select id, root from given
    union
    select p.id, given.root from given join post p on p.duplicate_of = given.id
)
update post set
    duplicate_of = original.id,
    duplicate_kind = case when post.text_hash = original.text_hash then 'exact' else 'near' end
from moved
join post original on original.id = moved.root
where post.id = moved.id and post.id <> moved.root;

-- name: intake_make_original!
-- These posts count under nobody.
update post set duplicate_of = null, duplicate_kind = null where id = any(:ids::bigint[]);

-- name: intake_suspect_floods!
-- Who posts the same text with a link five times or more among these groups of duplicates?
with members as (
    select p.id, p.root, p.source, lower(p.author) as author
    from (
        select id, id as root, source, author, author_role, body
        from post
        where id = any(:roots::bigint[])
        union all
        select id, duplicate_of, source, author, author_role, body
        from post
        where duplicate_of = any(:roots::bigint[])
    ) as p
    where p.author is not null and p.author_role is null and p.body ~* 'https?://|www\.'
), floods as (
    select root, source, author from members group by root, source, author having count(*) >= 5
)
update post set spam_reason = 'the same link again and again', changed = :number
from members join floods using (root, source, author)
where post.id = members.id and post.spam_reason is null;

-- name: intake_ungroup
-- Dissolve the groups of duplicates that hold these posts; all members, to be linked anew.
with roots as (
    select distinct coalesce(duplicate_of, id) as id from post where id = any(:ids::bigint[])
), members as (
    select id from roots
    union
    select p.id from roots join post p on p.duplicate_of = roots.id
), bands as (
    delete from minhash using members where minhash.post_id = members.id
)
update post set
    duplicate_of = null,
    duplicate_kind = null,
    spam_reason = nullif(spam_reason, 'the same link again and again'),
    changed = case
        when spam_reason = 'the same link again and again' then :number else changed
    end
from members
where post.id = members.id
returning post.id, post.title, post.body, post.deleted_at is not null;

-- name: intake_forget!
-- Remember, as a hash only, whom or what not to take again.
insert into forgotten (source, what, key_hash)
values (
    :source, :what,
    sha256(convert_to(case when :what = 'author' then lower(:name) else :name end, 'UTF8'))
)
on conflict do nothing;

-- name: intake_forgettable
-- The stored posts of an author, or the one post.
select id
from post
where source = :source
    and case when :what = 'author' then lower(author) = lower(:name) else native_id = :name end;

-- name: intake_orphan!
-- What answers posts that go is matched anew: it may have been a mention only because of them.
with gone as (
    select source, native_id from post where id = any(:ids::bigint[])
), answers as (
    select p.id from gone g join post p on p.source = g.source and p.thread_id = g.native_id
    union
    select p.id from gone g join post p on p.source = g.source and p.parent_id = g.native_id
)
update post set changed = :number from answers where post.id = answers.id;

-- name: intake_remove!
-- Posts that go with all that hangs on them.
delete from post where id = any(:ids::bigint[]);
