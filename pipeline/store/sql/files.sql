-- name: files_reading_save!
-- A file was read: which stretch of a source it covers, and whether wholly. What is said last of a
-- file holds; the same file again changes nothing.
with other as (
    delete from source_reading as said
    using brand
    where brand.key = cast(:brand as text) and said.brand_id = brand.id and said.source = :source
        and said.target = :target and said.complete <> :complete
    returning brand.id
), marked as (
    update brand set stale = true from other where brand.id = other.id
)
insert into source_reading (
    brand_id, source, target, read_from, read_to, complete, note, job_id, at
)
select
    brand.id, :source, :target, cast(:read_from as timestamptz), cast(:read_to as timestamptz),
    :complete, case when not :complete then 'the file is a sample' end, cast(:job_id as bigint),
    cast(:at as timestamptz)
from (select id from brand where key = cast(:brand as text)) as brand
where not exists (
    select from source_reading as same
    where same.brand_id = brand.id and same.source = :source and same.target = :target
        and same.read_from = :read_from and same.read_to = :read_to and same.complete = :complete
);

-- name: files_matches$
-- Do the query or the communities of a brand match any post of these sources in this stretch?
select exists (
    select
    from post
    where post.source = any(cast(:sources as text[]))
        and post.posted_at between :first and :last
        and (
            post.words @@ websearch_to_tsquery('simple', brand.query)
            or exists (
                select
                from jsonb_array_elements_text(brand.communities -> post.source) as community
                where lower(community) = lower(post.community)
            )
        )
)
from brand
where brand.key = :brand;
