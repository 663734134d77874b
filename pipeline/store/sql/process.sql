-- name: process_mark!
-- Brands whose posts or definition changed since they were matched are stale from now on, and those
-- whose figures another release reckoned.
update brand
set stale = true
where not stale
    and (
        matched_revision is distinct from revision
        or matched_through is null
        or exists (select from post where post.changed > brand.matched_through)
        or exists (select from week_facts where brand_id = brand.id and code <> :code)
    );

-- name: process_mark_scored!
-- Brands that these posts are mentions of are stale from now on.
update brand
set stale = true
where not stale and id in (select brand_id from mention where post_id = any(:post_ids));

-- name: process_stale
-- Which brands, or is this one, not up to date with the stored posts?
select id, name
from brand
where stale and (key = :brand_key or cast(:brand_key as text) is null)
order by id;

-- name: process_unwatched
-- In the figures of which brands, or of this one, were no alerts looked for yet?
select id, name
from brand
where
    alerts_version is distinct from data_version
    and (key = :brand_key or cast(:brand_key as text) is null)
order by id;

-- name: process_any_post$
-- Is there any post that a brand's definition could match?
select exists (select from post);
