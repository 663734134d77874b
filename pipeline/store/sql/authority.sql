-- name: authority_lock_brand^
-- The brand's time zone and baseline, locked so that two refreshes of one brand follow each other.
select timezone, baseline_first, baseline_last from brand where id = :brand_id for update;

-- name: authority_facts
-- Every mention of a brand that still stands, with what the rollups count it by.
select
    mention.id as mention_id,
    mention.day,
    mention.week,
    mention.source,
    mention.voice,
    mention.direct_reply,
    mention.narrative_id,
    narrative.number as narrative,
    case
        when mention.author is null or mention.voice = 'brand' then hashint8extended(mention.id, 1)
        else hashtextextended(mention.source || ' ' || mention.author, 2)
    end as author_key,
    hashtextextended(
        mention.source || ' ' || coalesce(post.thread_id, post.native_id), 3
    ) as thread_key,
    post.engagement,
    case
        when score.negative is null then null
        when score.negative > score.neutral and score.negative > score.positive then -1
        when score.positive > score.neutral and score.positive > score.negative then 1
        else 0
    end as tone,
    post.spam_reason is not null as spam,
    post.duplicate_of is not null as duplicate,
    mention.counted
from mention_counted as mention
join post on post.id = mention.post_id
left join score on score.post_id = mention.post_id
left join narrative on narrative.id = mention.narrative_id
where mention.brand_id = :brand_id and post.deleted_at is null
order by mention.id;

-- name: authority_clear_daily!
-- Forget the brand's daily counts.
delete from daily where brand_id = :brand_id;

-- name: authority_clear_dials!
-- Forget the brand's weekly dials.
delete from weekly_dial where brand_id = :brand_id;

-- name: authority_clear_moves!
-- Forget the brand's weekly moves.
delete from weekly_move where brand_id = :brand_id;

-- name: authority_copy_daily
-- Takes the new daily counts in.
copy daily (
    brand_id, day, week, source, voice, direct_reply, narrative_id, mentions, counted, heard,
    negative, neutral, positive, not_scored, spam, duplicates
) from stdin;

-- name: authority_copy_dials
-- Takes the new weekly dials in.
copy weekly_dial (
    brand_id, week, dial, reading, value, low, high, bound_low, bound_high, n, customers, brands,
    media, unknowns, change, change_low, change_high
) from stdin;

-- name: authority_copy_moves
-- Takes the new weekly moves in.
copy weekly_move (
    brand_id, week, dial, by, part, mix, rate, total, low, high, n_before, n_after
) from stdin;

-- name: authority_raise_version!
-- Tell the pages that the brand's figures are new.
update brand set data_version = data_version + 1 where id = :brand_id;
