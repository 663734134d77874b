"""The words of the page that compares two stretches of days."""

from typing import Final

from dashboard.words import shared

READY: Final = {
    28: "the last 4 weeks",
    91: "the last 13 weeks",
    364: "the last 52 weeks",
}  # by days
CHOOSE_READY: Final = "Compare with as many days before"
AFTER: Final = "These days"
BEFORE: Final = "Compared with"
COMPARE: Final = "Compare"
HALF_CHOSEN: Final = "Choose the first and the last day of both stretches."
RECKONING: Final = "Reckoning the dials of both stretches…"

NOTHING_READ: Final = "Nothing was read of {name} in these days"
TOO_FEW: Final = "Too few posts to tell what changed for {name}"
NONE_CLEAR: Final = "No dial of {name} moved by more than chance would"
CLEAR: Final = "{what} {moved} by {points} points"
ROSE: Final = "rose"
FELL: Final = "fell"
SPANS: Final = "{after}, compared with {before}."
BESIDE_NOTE: Final = (
    "Each brand’s days in its own time zone. Open dot: the days compared with; full dot: these "
    "days; lines: 95 % intervals."
)
ALONE_NOTE: Final = (
    "Open dot: the days compared with; full dot: these days; lines: 95 % intervals. A competitor "
    "that is defined as a brand here stands beside it."
)
BESIDE_CHART: Final = "{dial} in both stretches, with 95 % intervals"
NO_CHANGE_KNOWN: Final = "what changed cannot be told"
UNHEARD_SHARES: Final = (
    "No post of {name}’s own was read, so voice share and heard share cannot be told."
)
BROKEN: Final = "{sources} not wholly read in some of these weeks."
READ_AFTER: Final = "Read the posts of these days"
READ_BEFORE: Final = "Read the posts compared with"

PARTS_NOTE: Final = (
    "One bar a story, in points; the thin line is its 95 % interval, faint what may be chance. "
    "Together they are exactly the total. Click a bar to read its posts of these days."
)
WHY: Final = "What moved {dial}"
NO_STORY: Final = "No story moved {dial} by more than chance would"
RAISED: Final = "raised"
LOWERED: Final = "lowered"
NO_PARTS: Final = "There is nothing to split: one of the two stretches has too few posts to tell."

TONE: Final = {**shared.TONE, "net": "net sentiment"}
NO_TONE: Final = "Estimated with the model’s errors, no tone changed for certain"
CLEAR_TONE: Final = "Estimated with the model’s errors, {moved}"
TONES_NOTE: Final = (
    "The dials count what the model says. Here its errors are estimated too, which differ from "
    "brand to brand: the shares are uncertain until a random sample is judged (correct sample), "
    "their change is known better. With 95 % intervals."
)

PERIODS: Final = {
    "month": "Month by month",
    "quarter": "Quarter by quarter",
    "year": "Year by year",
}
CHOOSE_PERIOD: Final = "Stretch"
PERIODS_NOTE: Final = (
    "Every dot a {unit}, with its 95 % interval; none where there are too few posts to tell. "
    "Shares do not depend on how many posts were read."
)
FEW_PERIODS: Final = "{few} of {count} have too few posts to tell"
PERIOD_CHART: Final = "{dial} by {unit}, with 95 % intervals"
