"""Words of the list of narratives, and of one opened."""

from typing import Final

KEY_PHRASES: Final = "Typical words"
LABEL_BY_PERSON: Final = "named by a person"
RENAME: Final = "Rename"
RENAME_NOTE: Final = "Your label stays through every later refresh."
LABEL: Final = "Label"
ALL_NARRATIVES: Final = "All narratives"
NO_SUCH_NARRATIVE: Final = "There is no narrative {number} of this brand. These are all there are."

# one narrative
FIRST_POST: Final = {
    "customer": "a customer’s",
    "brand": "the brand’s",
    "media": "of the media",
    "unknown": "of an unknown voice",
}
FIRST_NOTE: Final = (
    "The first post of each voice that is neither spam nor a repeat. A stray one begins no story, "
    "and being first is not being the cause."
)
HALVES: Final = "its share halves in {weeks} weeks ({low} to {high})"
QUOTES: Final = "In their own words"
QUOTES_NOTE: Final = "Posts near the middle of what is told, as they were written."

# the list
COLUMN_WEEKS: Final = "Posts a week"
COLUMN_VOICES: Final = "Who tells it"
COLUMN_TONES: Final = "In which tone, but for the brand’s own"

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
UNHEARD_REACH: Final = "Whose its reach was cannot be told: no post of {name}’s own was read"
LOUDEST: Final = "Read the post that was heard most"
HOLDS: Final = "holds since {day}"
SIZE_OF_PLACE: Final = "{posts:,} posts by {people:,} people"
