"""Words of the overview: dials, what moved them, who leads, weeks, stories, coverage."""

from typing import Final

CAUTION: Final = "Mind:"

# the dials
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
NOTHING_BEFORE: Final = "nothing to compare with"
CHART_KEY: Final = (
    "Each line: the last 12 weeks. Band: 95 % interval; dashes: its bounds, where they are known. "
    "Open dot: a week not wholly read. A gap: too few to tell."
)
DIAL_CHART: Final = "{dial} over the last 12 weeks"
WAYS_MEAN: Final = (
    "The smallest and the largest value with bots, suspected spam, duplicates or repeated posts "
    "counted, one at a time or all, and with the brand’s replies or without."
)
SAME_OTHERWISE: Final = "Counted otherwise: the same"
READ_USUAL: Final = "Read the posts that usually count"

# what moved it
MOVED: Final = "What moved it"
MOVED_NOTE: Final = (
    "One bar a story, in points on the week before; the thin line is its 95 % interval, faint what "
    "may be chance. Together they are exactly the total. Click a bar to read its posts."
)
NO_MOVES: Final = (
    "There is nothing to split: this week or the one before has too few posts to tell, "
    "or was not read."
)
TOTAL: Final = "Total change"
# what is no story's: each with what cannot be compared
UNLIKE: Final = {"read": "Read in part: {what}", "model": "Judged by another model"}
UNLIKE_NOTE: Final = {
    "read": "Grey: {what} cannot be compared with the week before, as one of the two weeks was not "
    "wholly read there. That part of the change is of the reading, not of what was said.",
    "model": "Grey: posts that another model judged in one of the two weeks. That part of the "
    "change is the models’, not of what was said.",
}
FROM_TO: Final = "{before:,} → {after:,} posts"

UNHEARD_MOVES: Final = (
    "No post of {name}’s own was read: its part of the say is unknown, and so is what moved it."
)

# who leads
TERMS_NOTE: Final = (
    "Agenda lead: do the stories that one voice tells this week foretell the other’s of the next "
    "better than its own do? Over up to 12 pairs of following weeks. It predicts; it does not say "
    "who caused what."
)
TERMS_CHART: Final = "Agenda lead over the last weeks; above zero customers lead"
PAIRS_NEEDED: Final = "6 pairs of weeks with 8 threads of either voice are needed"
UNHEARD_TERMS: Final = "Who sets the terms cannot be told: no post of {name}’s own was read"
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

# stories
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
ALL_STORIES: Final = "All {count} stories"

# coverage
COVERAGE: Final = "What this rests on"
THIN_WEEKS: Final = "Weeks with fewer than 20 posts: {weeks}"
NO_THIN_WEEKS: Final = "No week has fewer than 20 posts"
