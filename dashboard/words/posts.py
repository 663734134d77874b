"""Words of the page of posts, and of a post wherever it stands."""

from typing import Final

MATCHED: Final = {
    "query": "by its own words",
    "community": "by its community",
    "thread": "by its thread (inferred)",
    "assigned": "as the file says",
    "person": "as a person says",
}
ORDER: Final = {"newest": "newest first", "oldest": "oldest first", "loudest": "most heard first"}
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
FOLLOWED: Final = "follows the post it answers"
TELLS: Final = "Tells:"
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
