-- name: brand_keys
-- Which brands are defined?
select id, key, name from brand order by key;

-- name: brand_rows
-- Every brand with all that defines it.
select
    key, name, query, timezone, baseline_first, baseline_last, competitors, handles, communities,
    media, follow_threads, thread_exceptions, fiction, id, revision, matched_revision,
    matched_through, data_version
from brand
order by key;

-- name: brand_query_parsed^
-- How many parts does a query have, and what must a post contain to match ('T': nothing)?
select
    numnode(websearch_to_tsquery('simple', :query)),
    querytree(websearch_to_tsquery('simple', :query));

-- name: brand_save<!
-- Store a brand under its key: its id, what changed: anything, match or voice, owned accounts.
with before as (
    select * from brand where key = :key
), saved as (
    insert into brand (
        key, name, query, timezone, baseline_first, baseline_last, competitors, handles,
        communities, media, follow_threads, thread_exceptions, fiction
    ) values (
        :key, :name, :query, :timezone, :baseline_first, :baseline_last, :competitors, :handles,
        :communities, :media, :follow_threads, :thread_exceptions, :fiction
    )
    on conflict (key) do update set
        name = excluded.name,
        query = excluded.query,
        timezone = excluded.timezone,
        baseline_first = excluded.baseline_first,
        baseline_last = excluded.baseline_last,
        competitors = excluded.competitors,
        handles = excluded.handles,
        communities = excluded.communities,
        media = excluded.media,
        follow_threads = excluded.follow_threads,
        thread_exceptions = excluded.thread_exceptions,
        fiction = excluded.fiction,
        revision = brand.revision + cast(
            (
                brand.query, brand.timezone, brand.handles, brand.communities, brand.media,
                brand.follow_threads, brand.thread_exceptions
            ) is distinct from (
                excluded.query, excluded.timezone, excluded.handles, excluded.communities,
                excluded.media, excluded.follow_threads, excluded.thread_exceptions
            ) as integer
        )
    returning *
)
select
    saved.id,
    (
        saved.revision, saved.name, saved.baseline_first, saved.baseline_last,
        saved.competitors, saved.fiction
    ) is distinct from (
        before.revision, before.name, before.baseline_first, before.baseline_last,
        before.competitors, before.fiction
    ) as changed,
    saved.revision is distinct from before.revision as rematch,
    saved.handles is distinct from coalesce(before.handles, '{}') as accounts
from saved
left join before on before.id = saved.id;

-- name: brand_accounts_changed!
-- The other brands are matched anew: an account that some brand owns is no customer of theirs.
update brand set revision = revision + 1 where id <> :id;

-- name: brand_remove!
-- Delete a brand and all that hangs on it; posts stay.
delete from brand where id = :id;
