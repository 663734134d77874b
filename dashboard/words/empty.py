"""Words of a page that has nothing to show yet, and what to do about it."""

from typing import Final

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
NARRATIVES_NONE_TITLE: Final = "No narratives yet"
NARRATIVES_NONE: Final = (
    "A narrative is a story that many posts tell. They are found when the brand is processed; "
    "some dozens of posts are needed."
)
INTENTS_NONE_TITLE: Final = "No post was judged for what it intends"
INTENTS_NONE: Final = (
    "It comes with the next processing of the brand. A tone model of your own gives no intents."
)
