"""What can be told of a brand at all; of the rest it is said why not."""

from typing import Final

MINIMUM_N: Final = 20  # mentions below which a figure says "too few to tell"


def tells(dial: str, *, heard: bool) -> bool:
    """Can a dial be told? Not the shares of a brand of which no own post was ever counted."""
    return heard or dial == "net_sentiment"


def beyond_chance(low: float, high: float) -> bool:
    """Does the interval of a change leave zero out? Not where its ends are missing (nan)."""
    return bool(low > 0 or high < 0)
