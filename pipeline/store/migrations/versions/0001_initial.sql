-- The first schema. Words as in the design: post, mention, voice, narrative, dial, week, coverage.
create extension if not exists vector;

create table brand (
    id integer generated always as identity primary key,
    key text not null unique check (key ~ '^[a-z0-9][a-z0-9_-]*$'),
    name text not null,
    query text not null,                                -- websearch_to_tsquery syntax
    timezone text not null default 'UTC',
    baseline_first date,                                -- Mondays; null: the first four full weeks
    baseline_last date,
    competitors text[] not null default '{}',           -- brand keys, defined or not yet
    handles jsonb not null default '{}',                -- {"reddit": ["DuolingoTeam"]}
    communities jsonb not null default '{}',            -- {"reddit": ["duolingo"]}: every post a mention
    media jsonb not null default '{}',                  -- {"hackernews": ["techdaily"]}
    follow_threads boolean not null default true,
    thread_exceptions jsonb not null default '{}',      -- {"reddit": ["technology"]}
    fiction boolean not null default false,
    revision integer not null default 1,                -- raised when what decides a match or voice changes
    matched_revision integer,                           -- the revision that the stored mentions follow
    matched_through bigint,                             -- posts up to this post.changed are matched
    data_version bigint not null default 0,             -- raised by every refresh: the pages' cache key
    stale boolean not null default false,               -- something changed since the last refresh
    alerts_version bigint not null default 0,           -- the data_version that alerts were looked for in
    created_at timestamptz not null default now()
);

create table job (
    id bigint generated always as identity primary key,
    kind text not null,                                 -- see pipeline/jobs/kinds.py
    arguments jsonb not null default '{}',
    brand_id integer references brand on delete cascade,
    status text not null default 'waiting'
        check (status in ('waiting', 'running', 'done', 'failed', 'cancelled')),
    stage text,
    done bigint not null default 0,
    total bigint,
    counts jsonb not null default '{}',
    notes text[] not null default '{}',
    error text,
    queue_id bigint,                                    -- procrastinate's job; null: run in place
    cancel_requested boolean not null default false,
    created_at timestamptz not null default now(),
    started_at timestamptz,
    heartbeat_at timestamptz,
    finished_at timestamptz
);
create index job_recent on job (created_at desc);

create sequence post_change;                           -- drawn under a lock: a higher one commits later

create table post (
    id bigint generated always as identity primary key,
    source text not null,
    native_id text not null,
    kind text not null check (kind in ('post', 'comment', 'review', 'reply', 'article')),
    community text,
    thread_id text,                                     -- native id of the root; null: is a root
    parent_id text,                                     -- native id of the post answered
    author text,                                        -- null: deleted or not given
    author_role text check (author_role in ('developer', 'moderator', 'bot')),
    posted_at timestamptz not null,
    edited_at timestamptz,
    title text,
    body text not null,                                 -- plain text; the source's own is in post_raw
    url text,
    rating real,
    engagement integer,
    language text,                                      -- null: nothing to tell it by
    language_confidence real,
    disclosure text,                                    -- '#ad' and the like, as found; null: none
    spam_reason text,                                   -- null: not suspected
    text_hash bigint not null,                          -- of the normalised title and body
    duplicate_of bigint references post on delete set null,
    duplicate_kind text check (duplicate_kind in ('exact', 'near')),
    fiction boolean not null default false,
    deleted_at timestamptz,                             -- gone at its source: text and author removed
    first_seen_at timestamptz not null default now(),
    changed bigint not null default 0,                  -- number of the batch that last changed it
    words tsvector generated always as (
        to_tsvector('simple', left(coalesce(title, '') || ' ' || body, 100000))
    ) stored,
    unique (source, native_id)
);
create index post_words on post using gin (words);
create index post_thread on post (source, thread_id);
create index post_parent on post (source, parent_id) where parent_id is not null;
create index post_community on post (source, lower(community));
create index post_text_hash on post (text_hash);
create index post_posted on post (posted_at);
create index post_changed on post (changed);
create index post_kept on post (id) where spam_reason is null and duplicate_of is null;
create index post_duplicate on post (duplicate_of) where duplicate_of is not null;

create table post_raw (
    post_id bigint primary key references post on delete cascade,
    payload jsonb not null
);

create table post_revision (                            -- earlier texts of a post
    post_id bigint not null references post on delete cascade,
    text_hash bigint not null,
    title text,
    body text not null,
    payload jsonb,
    seen_at timestamptz not null default now(),
    primary key (post_id, text_hash)
);

create table minhash (                                  -- near duplicates: candidates share a band
    post_id bigint primary key references post on delete cascade,
    bands bigint[] not null
);
create index minhash_bands on minhash using gin (bands) with (fastupdate = off);

create table assignment (                               -- the file itself said which brand a row is about
    post_id bigint not null references post on delete cascade,
    brand_id integer not null references brand on delete cascade,
    primary key (post_id, brand_id)
);

create table forgotten (                                -- who or what must not come back
    source text not null,
    what text not null check (what in ('author', 'post')),
    key_hash bytea not null,                            -- sha256 of the name or native id
    at timestamptz not null default now(),
    primary key (source, what, key_hash)
);

create table narrative (
    id bigint generated always as identity primary key,
    brand_id integer not null references brand on delete cascade,
    number integer not null,                            -- permanent, 1, 2, 3 … within the brand
    label text not null,
    label_by text not null default 'made' check (label_by in ('made', 'person')),
    keyphrases text[] not null default '{}',
    centroid halfvec(384) not null,
    radius real not null,                               -- cosine distance within which a mention joins
    life text not null default 'emerging'
        check (life in ('emerging', 'rising', 'peaking', 'fading', 'dormant', 'returned')),
    half_life real,                                     -- weeks; null: none that can be told
    half_life_low real,
    half_life_high real,
    merged_into bigint references narrative,            -- itself: put aside, tells nothing
    born_at timestamptz not null,                       -- its first post
    unique (brand_id, number)
);

create table mention (
    id bigint generated always as identity primary key,
    brand_id integer not null references brand on delete cascade,
    post_id bigint not null references post on delete cascade,
    matched_by text not null
        check (matched_by in ('query', 'community', 'assigned', 'thread', 'person')),
    inferred boolean not null generated always as (matched_by = 'thread') stored,
    voice text not null check (voice in ('customer', 'brand', 'media', 'unknown')),
    voice_reason text not null,
    direct_reply boolean not null default false,        -- the brand answers one customer
    day date not null,                                  -- in the brand's time zone
    week date not null,                                 -- its Monday
    narrative_id bigint references narrative on delete set null,
    narrative_how text check (narrative_how in ('nearest', 'discovered', 'followed', 'person')),
    narrative_distance real,
    unique (brand_id, post_id)
);
create index mention_week on mention (brand_id, week);
create index mention_narrative on mention (narrative_id, week);
create index mention_typical on mention (narrative_id, narrative_distance, id)
    where narrative_how in ('nearest', 'discovered');
create index mention_post on mention (post_id);

create table narrative_quote (
    narrative_id bigint not null references narrative on delete cascade,
    rank smallint not null,
    mention_id bigint not null references mention on delete cascade,
    primary key (narrative_id, rank)
);

create table narrative_space (                          -- what a brand's narratives are found in
    brand_id integer primary key references brand on delete cascade,
    considered bigint not null,                         -- the newest mention that was looked at
    fitted bigint not null default 0,                   -- mentions at the last look at all of them
    direction halfvec(384)                              -- left out of embeddings: says only the name
);

create table narrative_event (
    id bigint generated always as identity primary key,
    narrative_id bigint not null references narrative on delete cascade,
    kind text not null check (kind in ('birth', 'merge', 'split', 'rename', 'undo')),
    detail jsonb not null default '{}',
    by text not null default 'software',
    at timestamptz not null default now(),
    undone_at timestamptz
);

create table score (
    post_id bigint primary key references post on delete cascade,
    model text not null,
    negative real,                                      -- three calibrated probabilities; null: not scored
    neutral real,
    positive real,
    not_scored text,                                    -- why: 'language de', 'no text'
    embedding halfvec(384),
    heads jsonb not null default '{}'
);

create table target_tone (                              -- towards one brand of several in a post
    brand_id integer not null references brand on delete cascade,
    post_id bigint not null references score on delete cascade,  -- a newer text is judged anew
    model text not null,
    revision integer not null,                          -- of the brand, whose names may change
    negative real,                                      -- null: the tone of the whole text stands
    neutral real,
    positive real,
    primary key (brand_id, post_id)
);

create table correction (                               -- what a person says instead, or confirms
    id bigint generated always as identity primary key,
    brand_id integer not null references brand on delete cascade,
    post_id bigint not null references post on delete cascade,  -- a mention goes and comes
    field text not null check (field in ('tone', 'voice', 'relevance', 'narrative')),
    value text not null,                                -- a tone, a voice, yes or no, a number or none
    said text,                                          -- the software, at that moment; null: nothing
    said_with jsonb not null default '{}',              -- its probabilities and model, or how it placed
    inclusion double precision check (inclusion > 0 and inclusion <= 1),
                                                        -- probability of being drawn; null: picked
    by text not null,
    at timestamptz not null default now(),
    undone_at timestamptz,
    check (
        field = 'tone' and value in ('negative', 'neutral', 'positive')
        or field = 'voice' and value in ('customer', 'brand', 'media', 'unknown')
        or field = 'relevance' and value in ('yes', 'no')
        or field = 'narrative' and value ~ '^([1-9][0-9]*|none)$'
    )
);
create index correction_latest on correction (brand_id, post_id, field, id desc);
create index correction_post on correction (post_id);

create table own_head (                                 -- every training of a brand's own tone
    id bigint generated always as identity primary key,
    brand_id integer not null references brand on delete cascade,
    number integer not null,                            -- 1, 2, 3 … within the brand; the last decides
    model text not null,                                -- what it stands on, and serves for
    adopted boolean not null,
    weights jsonb,                                      -- as models.own_head writes them
    figures jsonb not null,                             -- what was measured, and why (not) adopted
    by text not null,
    at timestamptz not null default now(),
    unique (brand_id, number)
);

create table own_tone (                                 -- what the brand's own head makes of a score
    brand_id integer not null references brand on delete cascade,
    post_id bigint not null references score on delete cascade,  -- a newer text is judged anew
    model text not null,
    number integer not null,                            -- of the head
    negative real not null,
    neutral real not null,
    positive real not null,
    primary key (brand_id, post_id)
);

create table daily (                                    -- every count a page shows comes from here
    brand_id integer not null references brand on delete cascade,
    day date not null,
    week date not null,
    source text not null,
    voice text not null,
    direct_reply boolean not null,
    narrative_id bigint references narrative on delete cascade,
    mentions integer not null,                          -- all, duplicates and spam too
    counted integer not null,                           -- what the dials count: see authority
    heard double precision not null,                    -- counted mentions weighted by engagement
    negative integer not null,                          -- counted mentions by most probable tone
    neutral integer not null,
    positive integer not null,
    not_scored integer not null,
    spam integer not null,
    duplicates integer not null,
    unique nulls not distinct (brand_id, day, source, voice, direct_reply, narrative_id)
);
create index daily_week on daily (brand_id, week);

create table weekly_count (                             -- sums of daily, which pages ask for most
    brand_id integer not null references brand on delete cascade,
    week date not null,
    voice text not null,
    by_narrative boolean not null,
    narrative_id bigint references narrative on delete cascade,
    mentions integer not null,
    counted integer not null,
    negative integer not null,
    neutral integer not null,
    positive integer not null,
    unique nulls not distinct (brand_id, by_narrative, narrative_id, week, voice)
);

create table daily_source (                             -- sums of daily: what came from where
    brand_id integer not null references brand on delete cascade,
    day date not null,
    week date not null,
    source text not null,
    mentions integer not null,
    primary key (brand_id, day, source)
);

create table weekly_language (                          -- mentions by language, null: unknown
    brand_id integer not null references brand on delete cascade,
    week date not null,
    language text,
    mentions integer not null,
    unique nulls not distinct (brand_id, week, language)
);

create table weekly_dial (
    brand_id integer not null references brand on delete cascade,
    week date not null,
    dial text not null check (dial in ('voice_share', 'heard_share', 'net_sentiment')),
    reading text not null check (reading in ('all', 'broadcast')),  -- broadcast: without direct replies
    value double precision,                             -- null: too few to tell
    low double precision,                               -- 95 % interval
    high double precision,
    bound_low double precision,                         -- every unknown counted as brand (tone: negative)
    bound_high double precision,                        -- every unknown counted as customer (tone: positive)
    change double precision,                            -- on the week before; null: one is too few
    change_low double precision,
    change_high double precision,
    n integer not null,
    customers integer not null,
    brands integer not null,
    media integer not null,
    unknowns integer not null,
    primary key (brand_id, week, dial, reading)
);

create table weekly_counting (                          -- the dials if what is left out counted too
    counting text not null check (counting in ('bots', 'spam', 'duplicates', 'repeats', 'everything')),
    like weekly_dial,
    foreign key (brand_id) references brand on delete cascade,
    primary key (brand_id, week, dial, reading, counting)
);

create table tone_share (                               -- of mentions, corrected for the head's errors
    brand_id integer not null references brand on delete cascade,
    week date,                                          -- null: of all weeks
    narrative_id bigint references narrative on delete cascade,  -- null: of all narratives
    tone text not null check (tone in ('negative', 'neutral', 'positive', 'net')),
    value double precision not null,
    low double precision not null,
    high double precision not null,
    n integer not null,
    unique nulls not distinct (brand_id, week, narrative_id, tone)
);

create table weekly_move (                              -- the exact split of a change on the week before
    brand_id integer not null references brand on delete cascade,
    week date not null,
    dial text not null,
    by text not null check (by in ('narrative', 'source', 'voice', 'read', 'model')),
    part text not null,                                 -- narrative number, source or voice; 'none';
                                                        -- by read, model: what cannot be compared
    mix double precision not null,                      -- its share of volume changed
    rate double precision not null,                     -- its own rate changed
    total double precision not null,
    low double precision,
    high double precision,
    n_before integer not null,
    n_after integer not null,
    primary key (brand_id, week, dial, by, part)
);

create table weekly_story (                             -- a narrative in a week, from its first week on
    brand_id integer not null references brand on delete cascade,
    week date not null,
    narrative_id bigint not null references narrative on delete cascade,
    told integer not null,                              -- counted posts until the week's end
    posts integer not null,                             -- in the week, of the sources that weigh
    n integer not null,                                 -- … of anything
    posts_before integer,                               -- in the week before; null: not comparable
    n_before integer,
    change double precision,                            -- of posts / n; null: one week is too few
    low double precision,                               -- 95 % interval
    high double precision,
    scored integer not null,                            -- of posts, the brand's own left out
    tone double precision,                              -- their net sentiment; null: too few
    tone_low double precision,
    tone_high double precision,
    primary key (brand_id, week, narrative_id)
);

create table narrative_course (                         -- people by week, those not wholly read left out
    narrative_id bigint not null references narrative on delete cascade,
    week date not null,
    told integer not null,
    spoke integer not null,                             -- of the brand at all
    age integer not null,                               -- weeks since its first
    primary key (narrative_id, week)
);

create table source_weight (                            -- what a source weighs in the dials, frozen
    brand_id integer not null references brand on delete cascade,
    source text not null,
    weight double precision not null,                   -- 0: it began after the baseline weeks
    baseline date[] not null,                           -- the weeks it was frozen at
    primary key (brand_id, source)
);

create table source_reading (                           -- coverage: what was read, and whether wholly
    id bigint generated always as identity primary key,
    brand_id integer references brand on delete cascade,
    source text not null,
    target text not null,                               -- file name, subreddit, app id, query
    read_from timestamptz,
    read_to timestamptz,
    complete boolean not null,
    note text,
    job_id bigint references job on delete set null,
    at timestamptz not null default now()
);

create table source_cursor (
    brand_id integer not null references brand on delete cascade,
    source text not null,
    target text not null,
    cursor jsonb not null,
    updated_at timestamptz not null default now(),
    primary key (brand_id, source, target)
);

-- What every figure counts, said once: gone, suspected spam, duplicates and bots do not count, and a
-- customer counts at most once a day per narrative (the post that was heard most). The partition
-- holds brand, week, day, source and narrative, so that a filter on them reaches the tables.
create view mention_counted as
select
    mention.*,
    post.source,
    post.author,
    eligible and (
        voice <> 'customer' or author is null
        or row_number() over (
            partition by brand_id, week, day, source, narrative_id, author, voice, eligible
            order by engagement desc nulls last, posted_at, post_id
        ) = 1
    ) as counted
from mention
join post on post.id = mention.post_id
cross join lateral (
    select
        deleted_at is null and spam_reason is null and duplicate_of is null
        and (author_role is distinct from 'bot' or voice = 'brand') as eligible
) as judged;

-- The correction of each field of each post that stands: the latest that was not undone.
create view correction_standing as
select distinct on (brand_id, post_id, field) *
from correction
where undone_at is null
order by brand_id, post_id, field, id desc;

-- Where a mention's tone comes from is said in the next three views and nowhere else. First: the
-- shared model's, towards the brand where the post is about several, else of the whole text.
create view mention_scored as
select
    mention.id as mention_id, mention.brand_id, mention.post_id, mention.week,
    score.model,
    coalesce(target.negative, score.negative) as negative,
    coalesce(target.neutral, score.neutral) as neutral,
    coalesce(target.positive, score.positive) as positive,
    score.not_scored
from mention
left join score on score.post_id = mention.post_id
left join target_tone as target
    on target.brand_id = mention.brand_id and target.post_id = mention.post_id
    and target.model = score.model;

-- Second: the software's, which is that of the brand's own head where one was adopted.
create view mention_judged as
select
    mention_id, scored.brand_id, scored.post_id, scored.week,
    scored.model || coalesce('+own.' || own.number, '') as model,
    coalesce(own.negative, scored.negative) as negative,
    coalesce(own.neutral, scored.neutral) as neutral,
    coalesce(own.positive, scored.positive) as positive,
    scored.not_scored
from mention_scored as scored
left join own_tone as own
    on own.brand_id = scored.brand_id and own.post_id = scored.post_id
    and own.model = scored.model;

-- Third, the one that is counted and shown: a person's where there is one, as certain as it is.
-- `tone` is the most probable of the three; a tie is neutral; null: not scored.
create view mention_tone as
select
    mention_id, judged.brand_id, judged.post_id, judged.week, judged.model,
    given.negative, given.neutral, given.positive,
    case when person.value is null then judged.not_scored end as not_scored,
    case
        when given.negative > greatest(given.neutral, given.positive) then 'negative'
        when given.positive > greatest(given.neutral, given.negative) then 'positive'
        when given.neutral is not null then 'neutral'
    end as tone,
    person.value is not null as corrected
from mention_judged as judged
left join correction_standing as person
    on person.brand_id = judged.brand_id and person.post_id = judged.post_id
    and person.field = 'tone'
cross join lateral (
    select
        case when person.value is null then judged.negative
            else cast(person.value = 'negative' as integer) end as negative,
        case when person.value is null then judged.neutral
            else cast(person.value = 'neutral' as integer) end as neutral,
        case when person.value is null then judged.positive
            else cast(person.value = 'positive' as integer) end as positive
) as given;

create table alert (                                    -- one a subject and episode, never raised twice
    id bigint generated always as identity primary key,
    brand_id integer not null references brand on delete cascade,
    kind text not null check (kind in ('spike', 'drop', 'birth', 'turn')),
    subject text not null check (subject in ('brand', 'narrative', 'voice', 'tone', 'source')),
    part text not null default '',                      -- narrative number, voice, tone, source; '': brand
    measure text not null
        check (measure in ('mentions', 'negative_share', 'positive_share', 'voice_share')),
    rises boolean not null,
    began date not null,
    last_seen date not null,
    state text not null check (state in ('lasting', 'over', 'withdrawn')),
                                                        -- withdrawn: the counts, corrected, show it no more
    figures jsonb not null,                             -- of its clearest days: see alerts.episodes
    raised_at timestamptz not null default now(),
    acknowledged_at timestamptz,
    acknowledged_by text,
    unique (brand_id, subject, part, measure, rises, began)
);

create table alert_message (                            -- outbox: what is sent, once a channel
    key uuid primary key default gen_random_uuid(),     -- idempotency key: a repeated sending has the same
    brand_id integer not null references brand on delete cascade,
    channel text not null check (channel in ('webhook', 'email')),
    alerts bigint[] not null,
    title text not null,
    lines text[] not null,
    created_at timestamptz not null,
    tries integer not null default 0,
    sent_at timestamptz,
    error text
);
create index alert_message_brand on alert_message (brand_id);

create table weekly_agenda (                            -- the third dial, over the weeks that end here
    brand_id integer not null references brand on delete cascade,
    week date not null,
    reading text not null check (reading in ('all', 'broadcast')),
    lead double precision,                              -- above 0: customers; null: too few to tell
    low double precision,                               -- 95 % interval
    high double precision,
    z double precision,                                 -- against shuffled weeks
    p double precision,
    leader text check (leader in ('customer', 'brand')),    -- null: cannot be told
    pairs integer not null,                             -- of following weeks that count
    customers integer not null,                         -- threads in which they told a narrative
    brands integer not null,
    primary key (brand_id, week, reading)
);

create table narrative_lead (                           -- who was first, and who told it ahead
    brand_id integer not null references brand on delete cascade,
    narrative_id bigint not null references narrative on delete cascade,
    first_voice text not null check (first_voice in ('customer', 'brand')),
    first_mention bigint not null,
    first_source text not null,
    first_day date not null,
    other_mention bigint,                               -- from when the other voice tells it
    other_day date,
    ahead double precision,                             -- weeks, above 0: customers; null: too few
    low double precision,                               -- 95 % interval
    high double precision,
    p double precision,                                 -- against shuffled weeks
    leader text check (leader in ('customer', 'brand')),    -- null: cannot be told
    customers integer not null,                         -- mentions in the weeks that count
    brands integer not null,
    weeks integer not null,                             -- with mentions of it, wholly read
    mentions bigint[] not null,                         -- the first ones, until the other voice joins
    primary key (brand_id, narrative_id)
);

create table narrative_first (                          -- from when each voice tells it, as known then
    brand_id integer not null references brand on delete cascade,
    narrative_id bigint not null references narrative on delete cascade,
    voice text not null check (voice in ('customer', 'brand')),
    since date not null,                                -- Mondays: what a week knows
    until date,                                         -- no longer in this one; null: known still
    mention_id bigint not null,
    day date not null,
    joins boolean not null,                             -- false: a stray
    earlier integer not null,                           -- counted posts before the narrative began
    primary key (brand_id, narrative_id, voice, since)
);

create function unscored(by_model text, targets boolean) returns setof post  -- mentioned posts that
language sql stable as $$                               -- it has not judged, or not towards a brand
    select * from post
    where deleted_at is null
      and exists (
        select from mention m
        join brand b on b.id = m.brand_id
        left join score s on s.post_id = m.post_id and s.model = by_model
        left join target_tone t
            on t.brand_id = m.brand_id and t.post_id = m.post_id
            and t.model = by_model and t.revision = b.revision
        where m.post_id = post.id
          and (s.post_id is null or targets and s.negative is not null and t.post_id is null)
      )
$$;

create function below(root bigint) returns table (post_id bigint)  -- what answers a post, at any depth
language sql stable as $$
    with recursive found as (
        select id, source, native_id from post where id = root
        union
        select answer.id, found.source, answer.native_id
        from found
        cross join lateral (
            select p.id, p.native_id from post p
            where p.source = found.source and p.thread_id = found.native_id
            union all
            select p.id, p.native_id from post p
            where p.source = found.source and p.parent_id = found.native_id
        ) as answer
    )
    select id from found where id <> root
$$;

create table cue (                                      -- what a post says customers do: see customers
    brand_id integer not null references brand on delete cascade,
    post_id bigint not null references score on delete cascade,  -- a newer text is read anew
    reader text not null,                               -- model, rules and names: others read anew
    leaves boolean not null,
    asks boolean not null,                              -- peers, before choosing
    requests boolean not null,                          -- something of the brand
    left_name text,                                     -- keys of brands, ours or a competitor's
    taken_name text,
    named text[] not null,
    primary key (brand_id, post_id)
);
create index cue_deed on cue (brand_id)
    where leaves or asks or requests or left_name is not null or taken_name is not null;

create table act (                                      -- what customers do, as of the last refresh
    brand_id integer not null references brand on delete cascade,
    mention_id bigint not null references mention on delete cascade,
    act text not null check (act in ('leaves', 'switches', 'asks', 'answers', 'requests')),
    name text not null,                                 -- switches, answers: key of a brand; '': none
    stance text not null check (
        stance in ('', 'to', 'from', 'negative', 'neutral', 'positive', 'open', 'answered')
    ),
    about bigint,                                       -- the mention answered; the brand's reply
    primary key (brand_id, act, mention_id, name)
);

create table weekly_act (                               -- how many customers do it
    brand_id integer not null references brand on delete cascade,
    week date not null,                                 -- the last of them
    weeks smallint not null,
    act text not null,                                  -- of act, and 'speaks': who says anything
    by_narrative boolean not null,
    narrative_id bigint references narrative on delete cascade,
    name text not null,
    stance text not null,
    people integer not null,
    posts integer not null,
    unique nulls not distinct (
        brand_id, week, weeks, act, by_narrative, narrative_id, name, stance
    )
);

create table weekly_leaving (                           -- share of customers' posts that leave
    brand_id integer not null references brand on delete cascade,
    week date not null,
    value double precision,                             -- null: too few to tell
    low double precision,                               -- 95 % interval
    high double precision,
    n integer not null,
    posts integer not null,
    usual double precision,                             -- of the baseline weeks
    p double precision,                                 -- that the usual rate gives as much
    early boolean not null,                             -- clearly more than usual
    primary key (brand_id, week)
);

create table weekly_answer (                            -- requests of the twelve weeks that end here
    brand_id integer not null references brand on delete cascade,
    week date not null,
    people integer not null,                            -- each once a narrative
    answered integer not null,
    days double precision,                              -- median; null: too few, or not reached
    days_low double precision,
    days_high double precision,                         -- null: not reached
    soon double precision,                              -- share answered within seven days
    soon_low double precision,
    soon_high double precision,
    primary key (brand_id, week)
);

create table action (                                   -- what a person did: campaign, reply, fix
    id bigint generated always as identity primary key,
    brand_id integer not null references brand on delete cascade,
    name text not null,
    kind text not null check (kind in ('campaign', 'reply', 'fix')),
    day date not null,                                  -- in the brand's time zone
    narratives integer[] not null default '{}',         -- numbers; none: the whole brand
    controls text[] not null default '{}',              -- keys, numbers; none: competitors, or the others
    estimated_from bigint,                              -- see action_waiting; null: not yet
    at timestamptz not null default now(),
    unique (brand_id, day, name)
);

create table action_effect (                            -- difference in differences, estimated last
    action_id bigint not null references action on delete cascade,
    measure text not null check (measure in ('volume', 'voice_share', 'net_sentiment')),
    verdict text not null check (verdict in ('clear', 'unclear', 'untold')),
    why text,                                           -- the doubt that stands; null: none
    value double precision,                             -- volume: the factor less 1; null: too few
    low double precision,                               -- 95 % interval
    high double precision,
    treated_before double precision,                    -- posts a week, share, net sentiment
    treated_after double precision,
    control_before double precision,                    -- null: no controls
    control_after double precision,
    treated_n_before integer not null,                  -- mentions
    treated_n_after integer not null,
    control_n_before integer not null,
    control_n_after integer not null,
    weeks_before integer not null,
    weeks_after integer not null,
    placebos integer not null,                          -- dates without an action that it was held against
    p double precision,
    drift double precision,                             -- of the gap before it, a week
    drift_low double precision,
    drift_high double precision,
    drift_p double precision,
    against text[] not null,                            -- keys of brands, numbers of narratives
    series jsonb not null,                              -- levels by seven days, for the chart
    primary key (action_id, measure)
);

create table narrative_place (                          -- virality: when a story came where
    brand_id integer not null references brand on delete cascade,
    narrative_id bigint not null references narrative on delete cascade,
    source text not null,
    community text not null,                            -- '': the source has none
    first_mention bigint not null,
    first_at timestamptz not null,
    holds_at timestamptz,                               -- the first of three posts in seven days
    mentions integer not null,
    people integer not null,
    engagement bigint not null,
    carried boolean not null,                           -- its first teller told it elsewhere before
    primary key (brand_id, narrative_id, source, community)
);

create table narrative_reach (                          -- engagement of its counted mentions
    brand_id integer not null references brand on delete cascade,
    narrative_id bigint not null references narrative on delete cascade,
    mentions integer not null,
    known integer not null,                             -- of them have an engagement
    total double precision not null,
    customer double precision not null,
    brand double precision not null,
    media double precision not null,
    unknown double precision not null,
    share double precision,                             -- customers'; null: too few to tell
    low double precision,                               -- 95 % interval
    high double precision,
    loudest bigint,                                     -- the mention heard most
    loudest_share double precision,
    primary key (brand_id, narrative_id)
);

create table claim (                                    -- echo: what the brand says of itself
    id bigint generated always as identity primary key,
    brand_id integer not null references brand on delete cascade,
    text text not null,
    since date,                                         -- from when it is said; null: always
    embedding halfvec(384),                             -- null: not encoded yet
    figures jsonb,                                      -- see echo.stance; null: not looked for yet
    mentions bigint[] not null default '{}',            -- customers' that speak of it, nearest first
    found_from bigint,                                  -- the brand's data version they were found in
    at timestamptz not null default now(),
    unique (brand_id, text)
);

create table week_facts (                               -- what the rollups of a week count, mention by
    brand_id integer not null references brand on delete cascade,  -- mention, as columns: see
    week date not null,                                 -- pipeline/authority/week_facts.py
    code bytea not null,                                -- digest of what read them
    rows bytea not null,
    primary key (brand_id, week)
);
alter table week_facts alter column rows set storage external;  -- it is compressed already

create table made_of (                                  -- of what a part of a week's figures was made:
    brand_id integer not null references brand on delete cascade,  -- they stand while it is the same
    part text not null,
    week date not null,
    digest bytea not null,
    primary key (brand_id, part, week)
);

-- Weeks of which the rows in week_facts no longer hold. Whatever they are read from marks them, by
-- the triggers below, whoever writes it. A refresh takes the marks away before it reads the weeks,
-- so what is written meanwhile leaves a mark for the next one; rows are only added, nobody waits.
create table changed_week (
    brand_id integer not null references brand on delete cascade,
    week date not null
);
create index changed_week_brand on changed_week (brand_id);

create function mark_mentions() returns trigger language plpgsql as $$
begin
    insert into changed_week (brand_id, week)
    select distinct touched.brand_id, touched.week
    from touched join brand on brand.id = touched.brand_id;  -- it may be going itself
    return null;
end $$;
create function mark_moved_mentions() returns trigger language plpgsql as $$
begin
    insert into changed_week (brand_id, week)
    select brand_id, week from was union select brand_id, week from touched;
    return null;
end $$;
create trigger mark_new after insert on mention
    referencing new table as touched for each statement execute function mark_mentions();
create trigger mark_gone after delete on mention
    referencing old table as touched for each statement execute function mark_mentions();
create trigger mark_moved after update on mention
    referencing old table as was new table as touched
    for each statement execute function mark_moved_mentions();

create function mark_posts() returns trigger language plpgsql as $$
begin
    insert into changed_week (brand_id, week)
    select distinct mention.brand_id, mention.week
    from touched join mention on mention.post_id = touched.id
    join was on was.id = touched.id
    where (
        was.source, was.native_id, was.thread_id, was.community, was.author, was.author_role,
        was.posted_at, was.engagement, was.language, was.spam_reason, was.duplicate_of,
        was.deleted_at
    ) is distinct from (
        touched.source, touched.native_id, touched.thread_id, touched.community, touched.author,
        touched.author_role, touched.posted_at, touched.engagement, touched.language,
        touched.spam_reason, touched.duplicate_of, touched.deleted_at
    );
    return null;
end $$;
create trigger mark_edited after update on post
    referencing old table as was new table as touched
    for each statement execute function mark_posts();

create function mark_judged() returns trigger language plpgsql as $$
begin
    insert into changed_week (brand_id, week)
    select distinct mention.brand_id, mention.week
    from touched
    join mention on mention.post_id = touched.post_id
    join brand on brand.id = mention.brand_id;
    return null;
end $$;
do $$
declare judge text;
begin
    foreach judge in array array['score', 'target_tone', 'own_tone', 'correction'] loop
        execute format('create trigger mark_new after insert on %I referencing new table as touched '
            'for each statement execute function mark_judged()', judge);
        execute format('create trigger mark_changed after update on %I referencing new table as '
            'touched for each statement execute function mark_judged()', judge);
        execute format('create trigger mark_gone after delete on %I referencing old table as '
            'touched for each statement execute function mark_judged()', judge);
    end loop;
end $$;
