"""Words of the bar: brand, week, comparison, and what counts."""

from typing import Final

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
