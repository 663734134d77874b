-- name: scoring_waiting$
-- How many mentioned posts has the model not scored, or not towards each brand they are about?
select count(*) from unscored(:model, :targets);

-- name: scoring_next
-- Which posts come next, in the order of their ids?
select post.id, concat_ws(E'\n', nullif(post.title, ''), nullif(post.body, '')) as text,
       post.language
from unscored(:model, :targets) as post
order by post.id
limit :limit;

-- name: scoring_about
-- Which brands are these posts about?
select post_id, brand_id from mention where post_id = any(:post_ids) order by post_id, brand_id;

-- name: scoring_begin#
-- Room for a step's scores, gone with the transaction.
create temporary table scored (
    post_id bigint, negative real, neutral real, positive real, embedding halfvec,
    not_scored text, heads jsonb
) on commit drop;
create temporary table targeted (
    post_id bigint, brand_id integer, negative real, neutral real, positive real
) on commit drop;

-- name: scoring_copy#
-- A step's scores, as the model gave them.
copy scored from stdin (format binary)

-- name: scoring_copy_targets#
-- A step's tones towards the brands that its posts are about.
copy targeted from stdin (format binary)

-- name: scoring_store!
-- Keep a step's scores; a newer model's replaces an older one's.
insert into score (post_id, model, negative, neutral, positive, not_scored, embedding, heads)
select post_id, :model, negative, neutral, positive, not_scored, embedding, heads
from scored
on conflict (post_id) do update
set model = excluded.model, negative = excluded.negative, neutral = excluded.neutral,
    positive = excluded.positive, not_scored = excluded.not_scored,
    embedding = excluded.embedding, heads = excluded.heads;

-- name: scoring_store_targets!
-- Keep a step's tones towards brands; a newer model's replaces an older one's.
insert into target_tone (brand_id, post_id, model, revision, negative, neutral, positive)
select brand_id, post_id, :model, revision, negative, neutral, positive
from targeted
join brand on brand.id = brand_id
on conflict (brand_id, post_id) do update
set model = excluded.model, revision = excluded.revision, negative = excluded.negative,
    neutral = excluded.neutral, positive = excluded.positive;
