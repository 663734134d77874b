-- name: scoring_waiting$
-- How many mentioned posts has the model not scored?
select count(*)
from post
where exists (select from mention where mention.post_id = post.id)
  and deleted_at is null
  and not exists (select from score where score.post_id = post.id and score.model = :model);

-- name: scoring_next
-- Which posts come next, in the order of their ids?
select post.id, concat_ws(E'\n', nullif(post.title, ''), nullif(post.body, '')) as text,
       post.language
from post
where exists (select from mention where mention.post_id = post.id)
  and deleted_at is null
  and not exists (select from score where score.post_id = post.id and score.model = :model)
order by post.id
limit :limit;

-- name: scoring_begin#
-- Room for a step's scores, gone with the transaction.
create temporary table scored (
    post_id bigint, negative real, neutral real, positive real, embedding halfvec, not_scored text
) on commit drop;

-- name: scoring_copy#
-- A step's scores, as the model gave them.
copy scored from stdin (format binary)

-- name: scoring_store!
-- Keep a step's scores; a newer model's replaces an older one's.
insert into score (post_id, model, negative, neutral, positive, not_scored, embedding)
select post_id, :model, negative, neutral, positive, not_scored, embedding
from scored
on conflict (post_id) do update
set model = excluded.model, negative = excluded.negative, neutral = excluded.neutral,
    positive = excluded.positive, not_scored = excluded.not_scored,
    embedding = excluded.embedding, heads = '{}';
