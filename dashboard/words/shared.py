"""Words of more than one page. «word (n = 7)», never a bare score."""

from typing import Final

BRAND: Final = "Tribe"
PAGES: Final = {
    "overview": "Overview",
    "narratives": "Narratives",
    "customers": "Customers",
    "compare": "Compare",
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
NONE_SCORED: Final = "none scored"
DIAL: Final = {
    "voice_share": "Voice share",
    "heard_share": "Heard share",
    "net_sentiment": "Net sentiment",
}
POINTS: Final = "points"
UNCLEAR: Final = "which may be chance"
WHICH_DIAL: Final = "Which dial"
NO_WEEK: Final = "Nothing was read in this week."
UNHEARD: Final = "No post of {name}’s own was read"
IN_NONE: Final = "In no narrative yet"
READ_BEHIND: Final = "Read the posts behind it"
STARTED: Final = "Job {number} was started."


def too_few(n: int) -> str:
    """Below the minimum no figure is shown."""
    return f"too few to tell (n = {n:,})"
