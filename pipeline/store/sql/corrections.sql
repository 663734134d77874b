-- name: corrections_lock_brand^
-- The brand, locked: a correction and a refresh of one brand follow each other.
select id, name from brand where key = :key for update;

-- name: corrections_posts_named
-- The posts of that source and native id, or of that address.
select id, source || ':' || native_id as name, deleted_at is not null as deleted
from post
where source = :source and native_id = :native_id or url = :url
order by id
limit 4;

-- name: corrections_said^
-- What does the software say of a post about a brand, and what was corrected of it before?
select
    m.id is not null as mentioned, m.voice, m.voice_reason,
    n.number, m.narrative_how, m.narrative_distance,
    case
        when t.negative > greatest(t.neutral, t.positive) then 'negative'
        when t.positive > greatest(t.neutral, t.negative) then 'positive'
        when t.neutral is not null then 'neutral'
    end as tone,
    t.negative, t.neutral, t.positive, t.model
from post p
left join mention m on m.brand_id = :brand_id and m.post_id = p.id
left join mention_judged t on t.mention_id = m.id
left join narrative n on n.id = m.narrative_id
where p.id = :post_id;

-- name: corrections_standing
-- The corrections of a post about a brand that stand.
select field, id, value, said, said_with, inclusion
from correction_standing
where brand_id = :brand_id and post_id = :post_id;

-- name: corrections_add!
-- Keep what a person says, and what the software said.
insert into correction (brand_id, post_id, field, value, said, said_with, inclusion, by)
values (:brand_id, :post_id, :field, :value, :said, :said_with, :inclusion, :by);

-- name: corrections_undo
-- Take back the latest correction of a post's fields that stands; what each was.
update correction as c set undone_at = now()
from correction_standing as standing
where c.id = standing.id and standing.brand_id = :brand_id and standing.post_id = :post_id
    and standing.field = any(cast(:fields as text[]))
returning c.field, c.value, c.said, c.said_with;

-- name: corrections_place!
-- What a person placed stands where that narrative went, or in none.
with recursive home as (
    select id, number, merged_into from narrative where brand_id = :brand_id
    union
    select onward.id, home.number, onward.merged_into
    from home join narrative onward on onward.id = home.merged_into
), told as (
    select c.post_id, home.id as narrative_id
    from correction_standing c
    left join home on home.merged_into is null and cast(home.number as text) = c.value
    where c.brand_id = :brand_id and c.field = 'narrative'
)
update mention m
set narrative_id = told.narrative_id, narrative_how = 'person', narrative_distance = null
from told
where m.brand_id = :brand_id and m.post_id = told.post_id
    and (m.narrative_id, m.narrative_how) is distinct from (told.narrative_id, 'person');

-- name: corrections_put_back!
-- Back to where the software had placed a post, or to where that narrative went since.
with recursive home as (
    select id, merged_into from narrative where brand_id = :brand_id and number = :number
    union
    select onward.id, onward.merged_into
    from home join narrative onward on onward.id = home.merged_into
)
update mention m
set narrative_id = stands.id,
    narrative_how = case when stands.id is not null then :how end,
    narrative_distance = case when stands.id is not null then cast(:distance as real) end
from (select max(id) as id from home where merged_into is null) as stands
where m.brand_id = :brand_id and m.post_id = :post_id;

-- name: corrections_list
-- What was corrected, the latest first?
select
    c.at, p.source || ':' || p.native_id as post, c.field, c.said, c.value, c.by, c.inclusion,
    c.undone_at, standing.id is not null as stands
from correction c
join post p on p.id = c.post_id
left join correction_standing standing on standing.id = c.id
where c.brand_id = :brand_id
order by c.id desc
limit :most;

-- name: corrections_sample
-- Mentions drawn at random, all with the same chance, and from how many. The order comes from the
-- post's name and the seed: the same draw again gives the same, a larger one holds the smaller.
select
    p.source || ':' || p.native_id as post, p.posted_at, p.title, p.body, p.url,
    count(*) over () as population
from mention m
join post p on p.id = m.post_id
where m.brand_id = :brand_id and (cast(:week as date) is null or m.week = :week)
    and p.deleted_at is null and p.spam_reason is null and p.duplicate_of is null
order by hashtextextended(p.source || ':' || p.native_id, :seed), p.id
limit :size;

-- name: corrections_checked
-- What a person found in posts drawn at random, beside what the software had said.
select field, said, value, inclusion
from correction_standing
where brand_id = :brand_id and inclusion is not null
order by id;

-- name: corrections_taught
-- Posts whose tone a person told, with what the shared model made of them.
select
    c.post_id, c.value, c.inclusion, t.negative, t.neutral, t.positive, s.embedding
from correction_standing c
join mention_scored t on t.brand_id = c.brand_id and t.post_id = c.post_id
join score s on s.post_id = c.post_id
where c.brand_id = :brand_id and c.field = 'tone' and t.model = :model and t.negative is not null
order by c.post_id;

-- name: corrections_model$
-- By which model were most of the brand's mentions scored?
select model from mention_scored
where brand_id = :brand_id and negative is not null
group by model
order by count(*) desc, model
limit 1;

-- name: corrections_head_add$
-- Keep a training of the brand's own head under the next number.
insert into own_head (brand_id, number, model, adopted, weights, figures, by)
select :brand_id, coalesce(max(number), 0) + 1, :model, :adopted, :weights, :figures, :by
from own_head
where brand_id = :brand_id
returning number;

-- name: corrections_head^
-- The brand's own head, if the last training was adopted; the brand is locked.
select own.number, own.model, own.weights
from (select id from brand where id = :brand_id for update) as brand
join own_head own on own.brand_id = brand.id
where own.adopted
    and own.number = (select max(number) from own_head where brand_id = :brand_id);

-- name: corrections_forget_own_tones!
-- Tones of the brand that this head and model did not give (null: all of them).
delete from own_tone
where brand_id = :brand_id
    and (number, model) is distinct from (cast(:number as integer), cast(:model as text));

-- name: corrections_unjudged
-- Scored mentions that the brand's own head has not looked at.
select m.post_id, m.negative, m.neutral, m.positive, s.embedding
from mention_scored m
join score s on s.post_id = m.post_id
where m.brand_id = :brand_id and m.model = :model and m.negative is not null
    and not exists (
        select from own_tone own where own.brand_id = m.brand_id and own.post_id = m.post_id
    )
order by m.post_id
limit :most;

-- name: corrections_copy_own_tones!
-- Takes the tones of the brand's own head in.
copy own_tone (brand_id, post_id, model, number, negative, neutral, positive) from stdin;
