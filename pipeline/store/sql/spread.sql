-- name: spread_clear_places!
-- Forget where the brand's narratives were told.
delete from narrative_place where brand_id = :brand_id;

-- name: spread_clear_reach!
-- Forget how far they reached.
delete from narrative_reach where brand_id = :brand_id;

-- name: spread_keep_places!
-- When did each narrative come to each place, by whom, and since when has it held there (the first
-- seven days with three posts)? `carried`: its first teller there told it elsewhere before.
insert into narrative_place (
    brand_id, narrative_id, source, community, first_mention, first_at, holds_at, mentions, people,
    engagement, carried
)
with told as (
    select
        mention.id, mention.narrative_id, mention.source, coalesce(post.community, '') as community,
        mention.author, post.posted_at, greatest(post.engagement, 0) as engagement,
        row_number() over place as nth,
        lead(mention.day, 2) over place <= mention.day + 6 as holds,
        min(post.posted_at) over (
            partition by mention.narrative_id, mention.source, mention.author
        ) < post.posted_at as told_before
    from mention_counted as mention
    join post on post.id = mention.post_id
    where mention.brand_id = :brand_id and mention.counted and mention.narrative_id is not null
    window place as (
        partition by mention.narrative_id, mention.source, coalesce(post.community, '')
        order by post.posted_at, post.id
    )
)
select
    :brand_id, narrative_id, source, community, min(id) filter (where nth = 1), min(posted_at),
    min(posted_at) filter (where holds), count(*), count(distinct author),
    coalesce(sum(engagement), 0),
    coalesce(bool_or(author is not null and told_before) filter (where nth = 1), false)
from told
group by narrative_id, source, community;

-- name: spread_copy_reach!
-- Takes in how far they reached.
copy narrative_reach (
    brand_id, narrative_id, mentions, known, total, customer, brand, media, unknown, share, low,
    high, loudest, loudest_share
) from stdin;

-- name: spread_places
-- Where was a narrative told, in the order in which it came there? `read_since`: the first mention
-- of the brand there; told from then on, it may be older than what was read.
select
    place.source, nullif(place.community, '') as community, place.first_mention, place.first_at,
    place.holds_at, place.mentions, place.people, place.engagement, place.carried,
    mention.voice, began.read_since
from narrative_place as place
join narrative on narrative.id = place.narrative_id
join mention on mention.id = place.first_mention
cross join lateral (
    select min(other.first_at) as read_since
    from narrative_place as other
    where other.brand_id = place.brand_id and other.source = place.source
        and other.community = place.community
) as began
where place.brand_id = :brand_id and narrative.number = :number
order by place.first_at, place.source, place.community;

-- name: spread_reach
-- How far did a narrative reach, and by whom?
select
    reach.mentions, reach.known, reach.total, reach.customer, reach.brand, reach.media,
    reach.unknown, reach.share, reach.low, reach.high, reach.loudest, reach.loudest_share
from narrative_reach as reach
join narrative on narrative.id = reach.narrative_id
where reach.brand_id = :brand_id and narrative.number = :number;
