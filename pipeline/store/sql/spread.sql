-- name: spread_clear_places!
-- Forget where the brand's narratives were told.
delete from narrative_place where brand_id = :brand_id;

-- name: spread_clear_reach!
-- Forget how far they reached.
delete from narrative_reach where brand_id = :brand_id;

-- name: spread_keep_places!
-- Keep where narratives were told: what was counted, by the mentions that came first and hold.
insert into narrative_place (
    brand_id, narrative_id, source, community, first_mention, first_at, holds_at, mentions, people,
    engagement, carried
)
select
    :brand_id, told.narrative_id, post.source, coalesce(post.community, ''), told.first,
    post.posted_at, held.posted_at, told.mentions, told.people, told.engagement, told.carried
from unnest(
    cast(:narrative_id as bigint[]), cast(:first as bigint[]), cast(:holds as bigint[]),
    cast(:mentions as integer[]), cast(:people as integer[]), cast(:engagement as bigint[]),
    cast(:carried as boolean[])
) as told (narrative_id, first, holds, mentions, people, engagement, carried)
join mention on mention.id = told.first
join post on post.id = mention.post_id
left join mention as holding on holding.id = told.holds
left join post as held on held.id = holding.post_id;

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
