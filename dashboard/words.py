"""Every word a person reads. «word (n = 7)», never a bare score; said once, where it stands."""

from typing import Final

BRAND: Final = "Tribe"
PAGES: Final = {
    "overview": "Overview",
    "narratives": "Narratives",
    "customers": "Customers",
    "learn": "Test and learn",
    "alerts": "Alerts",
    "posts": "Posts",
    "jobs": "Jobs",
}
FICTION: Final = "Fiction: nobody said this"
FICTION_SHORT: Final = "fiction"

VOICE: Final = {
    "customer": "customers",
    "brand": "the brand",
    "media": "media",
    "unknown": "unknown",
}
VOICE_OF_POST: Final = {
    "customer": "A customer",
    "brand": "The brand",
    "media": "Media",
    "unknown": "Unknown voice",
}
TONE: Final = {
    "negative": "negative",
    "neutral": "neutral",
    "positive": "positive",
    "not_scored": "not scored",
}
SOURCE: Final = {
    "reddit": "Reddit",
    "appstore": "App Store",
    "hackernews": "Hacker News",
    "file": "File",
}
MATCHED: Final = {
    "query": "by its own words",
    "community": "by its community",
    "thread": "by its thread (inferred)",
    "assigned": "as the file says",
    "person": "as a person says",
}
ORDER: Final = {"newest": "newest first", "oldest": "oldest first", "loudest": "most heard first"}
TURN: Final = {
    "rising": "Rising",
    "new": "New",
    "fading": "Fading",
}
TURN_MEANS: Final = {
    "new": "first told this week or the week before",
    "rising": "clearly more than in the four weeks before",
    "fading": "clearly less than in the four weeks before",
}
NOBODY_TOLD: Final = "Nobody told it this week."
TURN_NOTE: Final = (
    "This week against the mean of the four weeks before; this week’s quotes as they were written."
)

# the bar
CHOOSE_BRAND: Final = "Brand"
CHOOSE_WEEK: Final = "Week"
CHOOSE_VERSUS: Final = "Compared with"
CHOOSE_READING: Final = "The brand’s replies"
READING_MEANS: Final = (
    "The brand speaks in two ways: to everybody, and in direct replies to one customer. "
    "Both readings are honest; they answer different questions."
)
VERSUS: Final = {
    "before": "the week before",
    "month": "four weeks before",
    "baseline": "the baseline weeks",
}
ON_VERSUS: Final = {
    "before": "on the week before",
    "month": "on four weeks before",
    "baseline": "on the baseline weeks",
}
READING: Final = {"all": "counted", "broadcast": "left out"}
CHOOSE_COUNTING: Final = "What counts"
COUNTING: Final = {
    "usual": "as usual",
    "bots": "bots too",
    "spam": "suspected spam too",
    "duplicates": "duplicates too",
    "repeats": "repeats too",
    "everything": "all of these",
}
COUNTING_MEANS: Final = (
    "Usually bots, suspected spam and duplicates do not count, and a customer counts once a day "
    "per narrative. Here the dials can be seen with any of them; all else stays as usual."
)
WAYS_MEAN: Final = (
    "The smallest and the largest value with bots, suspected spam, duplicates or repeated posts "
    "counted, one at a time or all, and with the brand’s replies or without."
)
SAME_OTHERWISE: Final = "Counted otherwise: the same"

# the dials
DIAL: Final = {
    "voice_share": "Voice share",
    "heard_share": "Heard share",
    "net_sentiment": "Net sentiment",
}
DIAL_MEANS: Final = {
    "voice_share": "Who speaks: of all posts by customers or the brand, the share by customers.",
    "heard_share": "Who is listened to: the same, each post weighted by its likes and votes.",
    "net_sentiment": "What others say: (P − N) / (P + U + N), the brand’s own posts left out.",
}
BOUNDS_MEAN: Final = {
    "voice_share": "if every unknown voice were the brand’s, or a customer’s",
    "heard_share": "if every unknown voice were the brand’s, or a customer’s",
    "net_sentiment": "if every post without a tone were negative, or positive",
}
POINTS: Final = "points"
NO_WEEK: Final = "Nothing was read in this week."
NOTHING_BEFORE: Final = "nothing to compare with"
UNCLEAR: Final = "which may be chance"
CHART_KEY: Final = (
    "Each line: the last 12 weeks. Band: 95 % interval; dashes: its bounds, where they are known. "
    "Open dot: a week not wholly read. A gap: too few to tell."
)


def too_few(n: int) -> str:
    """Below the minimum no figure is shown."""
    return f"too few to tell (n = {n:,})"


# what moved it
MOVED_NOTE: Final = (
    "One bar a story, in points on the week before; the thin line is its 95 % interval, faint what "
    "may be chance. Together they are exactly the total. Click a bar to read its posts."
)
NO_MOVES: Final = (
    "There is nothing to split: this week or the one before has too few posts to tell, "
    "or was not read."
)
IN_NONE: Final = "In no narrative yet"
TOTAL: Final = "Total change"
# what is no story's: each with what cannot be compared
UNLIKE: Final = {"read": "Read in part: {what}", "model": "Judged by another model"}
UNLIKE_NOTE: Final = {
    "read": "Grey: {what} cannot be compared with the week before, as one of the two weeks was not "
    "wholly read there. That part of the change is of the reading, not of what was said.",
    "model": "Grey: posts that another model judged in one of the two weeks. That part of the "
    "change is the models’, not of what was said.",
}


def named(sources: str) -> str:
    """Sources as a reader knows them: App Store and Reddit."""
    return " and ".join(SOURCE.get(name, name) for name in sources.split(", "))


FROM_TO: Final = "{before:,} → {after:,} posts"

# who leads
TERMS_NOTE: Final = (
    "Agenda lead: do the stories that one voice tells this week foretell the other’s of the next "
    "better than its own do? Over up to 12 pairs of following weeks. It predicts; it does not say "
    "who caused what."
)
TERMS_CHART: Final = "Agenda lead over the last weeks; above zero customers lead"
PAIRS_NEEDED: Final = "6 pairs of weeks with 8 threads of either voice are needed"
AHEAD_NEEDED: Final = "20 posts, 5 of either voice, in 6 weeks are needed"

# weeks
TONE_NOTE: Final = "Share of the posts that could be scored, by tone; the brand’s own left out."
SHARES_NOTE: Final = "Estimated shares with 95 % intervals, corrected for how the model errs,"
SHARES_WIDE: Final = "Judge a random sample (correct sample) to make them narrower."
ALL_WEEKS: Final = "all weeks"
THIN_NOTE: Final = "Faint: fewer than 20 posts, or not wholly read."
VOICES_NOTE: Final = (
    "Posts a week by voice, a customer’s once a day per story. Faint: not wholly read."
)

# alerts
ALERT_KIND: Final = {
    "spike": "Spike",
    "drop": "Drop",
    "birth": "New story",
    "turn": "Turn",
}
ALERTS_NOTE: Final = (
    "Every day is compared with what is usual for its weekday in the half year before. Days and "
    "sources that were not wholly read are left out. Chance alone raises less than one alert a "
    "month."
)
NO_ALERT_TITLE: Final = "Nothing to look at"
NO_ALERT: Final = (
    "What is said about {name} keeps to its usual ups and downs, or nobody has read enough of it "
    "yet: alerts need six weeks that were wholly read."
)
ALL_SEEN: Final = "Somebody has seen every alert. They are listed below."
OPEN_ALERTS: Final = "{count} alerts are open"
ONE_OPEN_ALERT: Final = "1 alert is open"
NO_OPEN_ALERT: Final = "No alert is open"
READ_ALERTED: Final = "Read the posts"
MORE_ALERTS: Final = "And {count} older ones: python -m pipeline alerts list --all"
LASTING: Final = "goes on"
ACKNOWLEDGE: Final = "Seen"
ACKNOWLEDGE_MEANS: Final = "It leaves the list, for everybody, and goes into no further message."
ACKNOWLEDGE_ALL: Final = "All seen"
ACKNOWLEDGED: Final = "Seen before"
SEEN_BY: Final = "seen by {who} on {when}"
SOMEBODY: Final = "somebody in the dashboard"
WHO_IS_TOLD: Final = "Who is told"
TOLD_BY: Final = {"webhook": "a webhook", "email": "mail"}
TOLD: Final = "New alerts go out by {ways}, each once, when new posts are processed."
TOLD_NOBODY: Final = "Alerts are shown here and sent to nobody"
TELL: Final = "Set one of these where the worker runs, or both, and try it with the last command."
TELL_STEPS: Final = (
    (
        "A webhook (Slack, Mattermost and what takes the same):",
        "TRIBE_ALERT_WEBHOOK=https://hooks.slack.com/services/…",
    ),
    (
        "Mail, through your mail server:",
        "TRIBE_ALERT_EMAILS=ann@example.com,bob@example.com\n"
        "TRIBE_SMTP_URL=smtp://user:password@mail.example.com:587",
    ),
    ("Send a test:", "python -m pipeline alerts send --test"),
)

# narratives
NARRATIVES_NONE_TITLE: Final = "No narratives yet"
NARRATIVES_NONE: Final = (
    "A narrative is a story that many posts tell. They are found when the brand is processed; "
    "some dozens of posts are needed."
)
KEY_PHRASES: Final = "Typical words"
LABEL_BY_PERSON: Final = "named by a person"
RENAME: Final = "Rename"
RENAME_NOTE: Final = "Your label stays through every later refresh."
ALL_NARRATIVES: Final = "All narratives"

# customers
YOUNG: Final = "young"
YOUNG_MEANS: Final = (
    "What posts intend is judged by a young model and by their words. It is measured on a small "
    "sample only and misses posts: read the posts before you act on a number."
)
LEAVING_NOTE: Final = (
    "Share of customers’ posts that say they leave: cancelled, deleted, switched, boycott. Band: "
    "95 % interval. A large dot is an early sign: a rate that the baseline weeks hardly give. "
    "Beneath: of the people who tell a story, how many leave."
)
LEAVING_CHART: Final = "Share of customers’ posts that speak of leaving, week by week"
LEAVING_POSTS: Final = "Read this week’s posts that leave"
NO_USUAL: Final = "The baseline weeks have too few posts to compare with."
TRIBE_NOTE: Final = (
    "Who asks before choosing, in the twelve weeks up to this one; and which brands the answers "
    "below name, in which tone towards each."
)
ASKS_POSTS: Final = "Read all who ask"
FLOWS_NOTE: Final = (
    "Who says to have switched, and names where: only plain words count («switched to», "
    "«from … to»). Posts a week over twelve weeks."
)
WENT_TO: Final = "To {name}"
CAME_FROM: Final = "From {name}"
REQUESTS_NOTE: Final = (
    "What customers ask the brand to do, in the twelve weeks up to this one. A person counts once "
    "a story; answered, if the brand wrote below."
)
REQUEST_KEYS: Final = (("brand", "answered"), ("unknown", "open"))
BRAND_UNHEARD: Final = "no post by the brand was read, so none can be answered"
INTENTS_NONE_TITLE: Final = "No post was judged for what it intends"
INTENTS_NONE: Final = (
    "It comes with the next processing of the brand. A tone model of your own gives no intents."
)
ACT: Final = {
    "leaves": "that leave",
    "switches": "that switch",
    "asks": "that ask peers what to choose",
    "answers": "that answer them",
    "requests": "that ask the brand for something",
}
STANCE: Final = {
    "to": "to {name}",
    "from": "from {name}",
    "open": "not answered yet",
    "answered": "answered by the brand",
}

# posts
SEARCH: Final = "Search in the posts"
SEARCH_HINT: Final = 'words, "a phrase", this OR that, -without'
FILTERS: Final = "Filters"
APPLY: Final = "Show posts"
CLEAR: Final = "Clear all filters"
ANY: Final = "any"
NO_POSTS_TITLE: Final = "No post passes these filters"
NO_POSTS: Final = "Take a word or a filter away, or look at all weeks."
NO_TEXT: Final = "(no text)"
DELETED: Final = "Deleted at its source; its text and author are gone here too."
CUT: Final = "… the post goes on at its source."
OPEN: Final = "Open at the source"
DIRECT_REPLY: Final = "direct reply to a customer"
ONLY_COUNTED: Final = "Only what the dials count"
COUNTED_MEANS: Final = (
    "Spam, duplicates and bots do not count, and a customer counts once a day per narrative."
)

# first steps
EMPTY_TITLE: Final = "Nothing has been read yet"
EMPTY_STEPS: Final = (
    ("See it with the built-in sample:", "python -m pipeline demo"),
    ("Or define your brand:", 'python -m pipeline brand add acme --name Acme --query "acme"'),
    ("and read a file of posts:", "python -m pipeline import posts.csv --brand acme"),
)
BRAND_EMPTY_TITLE: Final = "Nobody has been heard on {name} yet"
BRAND_EMPTY: Final = "Read a file or a source on the Jobs page, or on the command line:"
BRAND_EMPTY_COMMAND: Final = "python -m pipeline import posts.csv --brand {key}"
STALE_TITLE: Final = "The posts of {name} are here, the figures are not yet"
STALE: Final = "They are reckoned when the brand is processed. On the command line:"
STALE_COMMAND: Final = "python -m pipeline process --brand {key}"
UNSCORED_TITLE: Final = "No post has a tone yet"
UNSCORED: Final = (
    "Net sentiment needs scores: they come with the next processing of the brand. "
    "Who speaks is shown already."
)

# jobs
NO_WORKER_TITLE: Final = "No worker is running"
NO_WORKER: Final = "Jobs wait until one does. Start it in a terminal:"
WORKER_COMMAND: Final = "python -m pipeline worker"
NO_JOBS: Final = "No job has been started yet."
JOB_KIND: Final = {
    "import": "Import",
    "ingest": "Read a source",
    "process": "Process",
    "echo": "Echo of claims",
    "effects": "Effects of actions",
    "alerts": "Send alerts",
    "report": "Weekly summary",
    "sample": "Sample",
}
JOB_STATUS: Final = {
    "waiting": "waiting",
    "running": "running",
    "done": "done",
    "failed": "failed",
    "cancelled": "cancelled",
}
TARGET: Final = "What to read there"
MORE_OPTIONS: Final = "More about the file"
ASSIGN_LABEL: Final = "Which rows are about the brand"
ASSIGN: Final = {
    "auto": "as the kind of file suggests",
    "all": "every row",
    "match": "those that the brand’s definition matches",
}
BRAND_COLUMN: Final = "Column that names the brand of each row"
ROWS_DATE: Final = "Date of rows that have none"
STARTED: Final = "Job {number} was started."

# one narrative
FIRST_NOTE: Final = (
    "The first post of each voice that is neither spam nor a repeat. "
    "Being first is not being the cause."
)
FOLLOWED: Final = "follows the post it answers"
HALVES: Final = "its share halves in {weeks} weeks ({low} to {high})"
QUOTES: Final = "In their own words"
QUOTES_NOTE: Final = "Posts near the middle of what is told, as they were written."

# coverage
COVERAGE: Final = "What this rests on"
THIN_WEEKS: Final = "Weeks with fewer than 20 posts: {weeks}"
NO_THIN_WEEKS: Final = "No week has fewer than 20 posts"
NO_SUCH_NARRATIVE: Final = "There is no narrative {number} of this brand. These are all there are."

# jobs, continued
JOBS_LEAD: Final = "Read more, and watch it being read"
START: Final = "Start a job"
LATELY: Final = "Now and lately"
IMPORT: Final = "Import a file"
INGEST: Final = "Read a source"
REPORT: Final = "Weekly summary"
UPLOAD: Final = "A file of posts: CSV, TSV, JSONL, Parquet or XLSX"
PATH: Final = "or the path of a file on the machine where the worker runs"
NO_FILE: Final = "Choose a file, or write the path of one."
START_IMPORT: Final = "Import"
SOURCE_LABEL: Final = "Source"
NO_TARGET: Final = "Say what to read there."
START_INGEST: Final = "Read"
START_REPORT: Final = "Make the summary"
NO_WEEKS: Final = "There is no week with figures yet; a summary needs one."
CANCEL: Final = "Cancel"
BEGINNING: Final = "beginning"
READ_BEHIND: Final = "Read the posts behind it"
READ_USUAL: Final = "Read the posts that usually count"
TELLS: Final = "Tells:"
LABEL: Final = "Label"

# the list of narratives
COLUMN_WEEKS: Final = "Posts a week"
COLUMN_VOICES: Final = "Who tells it"
COLUMN_TONES: Final = "In which tone, but for the brand’s own"
NONE_SCORED: Final = "none scored"
ALL_STORIES: Final = "All {count} stories"

# the verdict
ONE_POST: Final = "1 post"
SO_MANY_POSTS: Final = "{count} posts"
CAUTION: Final = "Mind:"
BEHIND: Final = {
    "what": "behind the verdict’s first sentence: what moved",
    "why": "behind the verdict’s second sentence: why",
    "who": "behind the verdict’s third sentence: who led",
    "line": "behind the line of a narrative: what it did this week",
}

# what a post got
ONE_LIKE: Final = "1 like or vote"
LIKES: Final = "{n} likes or votes"
ONE_STAR: Final = "1 star"
STARS: Final = "{n:g} stars"

# what moved it, continued
MOVED: Final = "What moved it"
WHICH_DIAL: Final = "Which dial"
DIAL_CHART: Final = "{dial} over the last 12 weeks"

# test and learn
KIND: Final = {"campaign": "campaign", "reply": "reply", "fix": "fix"}
SIDE: Final = {"treated": "what was acted on", "control": "what was not"}
REGISTER_ACTION: Final = "Register an action"
ACTION_NAME: Final = "What was done"
ACTION_EXAMPLE: Final = "New box liners"
ACTION_KIND: Final = "Kind"
ACTION_DAY: Final = "The day it began"
ACTION_ABOUT: Final = "Narratives it was about; none: the whole brand"
ACTION_CONTROL: Final = "Compare with"
CONTROL_MEANS: Final = (
    "What is like it and was not touched by it. None: the competitors, or for an action on "
    "narratives all the others. What the action reached too is no control."
)
ACTIONS_NOTE: Final = (
    "{kind}, {day}; compared with {against}. How it changed from the eight weeks before to the "
    "four after, less how those changed. Large dots: the weeks compared; faint: fewer than 20 "
    "posts."
)
NOTHING_LIKE_IT: Final = "nothing, for no competitor is known"
NO_ACTIONS: Final = "No action is registered yet"
NO_ACTIONS_NOTE: Final = (
    "Say what you did and when: a campaign, a reply, a fix. What it changed is compared with what "
    "you did not touch. On the command line:"
)
ACTION_COMMAND: Final = (
    'python -m pipeline action add {key} "New box liners" --on 2025-11-03 --kind fix'
)
NOT_ESTIMATED: Final = "It has not been estimated yet: a worker does it, or the next processing."
FORGET_ACTION: Final = "Forget this action"
READ_STORY: Final = "Read “{story}” of these weeks"

# how a story jumped, and whose its reach was
SPREAD_NOTE: Final = (
    "The first counted post in each place, and how much later than the first of all. It holds from "
    "the first of three posts in seven days."
)
NOT_HELD: Final = "has not taken hold"
CARRIED: Final = "by somebody who told it elsewhere before"
READ_FROM_THERE: Final = "no post of the brand was read there before"
FIRST_POSTS: Final = "Read the first post of each place"
REACH_NOTE: Final = (
    "Reach: the likes, votes and scores of its counted posts, as they are; below zero is none."
)
LOUDEST: Final = "Read the post that was heard most"
HOLDS: Final = "holds since {day}"
SIZE_OF_PLACE: Final = "{posts:,} posts by {people:,} people"

# echo
ACTIONS_TAB: Final = "What you did"
CLAIMS_TAB: Final = "What you say"
REGISTER_CLAIM: Final = "Register a claim"
CLAIM_TEXT: Final = "The message, as you say it"
CLAIM_EXAMPLE: Final = "Our new paper liner keeps every box cold"
CLAIM_SINCE: Final = "Said since; empty: always"
NO_CLAIMS: Final = "No claim is registered yet"
NO_CLAIMS_NOTE: Final = (
    "Register what you say of yourself, and see whether customers echo, contest or ignore it. "
    "On the command line:"
)
CLAIM_COMMAND: Final = (
    'python -m pipeline claim add {key} "Our new paper liner keeps every box cold"'
)
NOT_LOOKED: Final = "Nobody has looked yet who speaks of it: a worker does, or the next processing."
FORGET_CLAIM: Final = "Forget this claim"
READ_NEAREST: Final = "Read the posts that speak of it, the nearest first"
ECHOES: Final = {"positive": "echo it", "neutral": "take no side", "negative": "contest it"}
