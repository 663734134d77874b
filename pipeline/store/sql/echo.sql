-- name: claim_add$
-- Register a claim; the same words again keep its number.
insert into claim (brand_id, text, since)
values (:brand_id, :text, :since)
on conflict (brand_id, text) do update set since = excluded.since, found_from = null
returning id;

-- name: claim_remove$
-- Forget a claim; its text.
delete from claim where id = :id returning text;

-- name: claim_bare
-- Which claims have no embedding yet, and what is their brand called?
select claim.id, claim.text, brand.name
from claim
join brand on brand.id = claim.brand_id
where claim.embedding is null
order by claim.id;

-- name: claim_encode!
-- Keep a claim's embedding.
update claim set embedding = :embedding where id = :id;

-- name: claim_waiting
-- Which claims were not looked for since their brand's figures are what they are?
select claim.id, brand.data_version
from claim
join brand on brand.id = claim.brand_id
where claim.found_from is distinct from brand.data_version
order by claim.id;

-- name: claim_mentions
-- How near to a claim is each mention that counts, since the brand says it, and in which tone? The
-- cosine without the direction that only says the brand's name, where that is known (both vectors
-- have length 1): else every post that writes the name would speak of every claim.
select
    mention.id as mention_id,
    mention.voice,
    (said.claim - said.name * name.claim)
        / sqrt((1 - said.name ^ 2) * (1 - name.claim ^ 2)) as nearness,
    tone.tone,
    case
        when mention.author is null or mention.voice = 'brand' then hashint8extended(mention.id, 1)
        else hashtextextended(mention.source || ' ' || mention.author, 2)
    end as author_key,
    hashtextextended(
        mention.source || ' ' || coalesce(post.thread_id, post.native_id), 3
    ) as thread_key
from claim
join mention_counted as mention on mention.brand_id = claim.brand_id
join post on post.id = mention.post_id
join mention_tone as tone on tone.mention_id = mention.id
left join score on score.post_id = mention.post_id
left join narrative_space as space on space.brand_id = claim.brand_id
cross join lateral (
    select coalesce(-(claim.embedding <#> space.direction), 0) as claim
) as name
cross join lateral (
    select
        -(score.embedding <#> claim.embedding) as claim,
        coalesce(-(score.embedding <#> space.direction), 0) as name
) as said
where claim.id = :id
    and tone.brand_id = claim.brand_id
    and mention.counted
    and mention.voice in ('customer', 'brand')
    and mention.day >= coalesce(claim.since, '-infinity')
order by mention.id;

-- name: claim_keep!
-- Keep who speaks of a claim.
update claim
set figures = :figures, mentions = :mentions, found_from = :version
where id = :id;

-- name: claim_list
-- What does a brand say of itself, and who speaks of it?
select id, text, since, figures, mentions
from claim
where brand_id = :brand_id
order by id;

-- name: claim_quotes
-- Which posts near a claim say most clearly that they agree, or that they do not? Never two of one
-- author.
select stance, mention_id
from (
    select
        tone.tone as stance, mention.id as mention_id,
        row_number() over (partition by tone.tone order by asked.place) as nth
    from (
        select distinct on (coalesce(post.author, cast(post.id as text)))
            said.id, said.place
        from unnest(cast(:mentions as bigint[])) with ordinality as said (id, place)
        join mention on mention.id = said.id
        join post on post.id = mention.post_id
        where post.deleted_at is null
        order by coalesce(post.author, cast(post.id as text)), said.place
    ) as asked
    join mention on mention.id = asked.id
    join mention_tone as tone on tone.mention_id = mention.id
    where tone.brand_id = :brand_id and tone.tone in ('positive', 'negative')
) as ranked
where nth <= :most
order by stance desc, nth;
