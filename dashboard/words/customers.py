"""Words of the page of what customers do."""

from typing import Final

YOUNG: Final = "young"
YOUNG_MEANS: Final = (
    "What posts intend is judged by a young model and by their words. It is measured on a small "
    "sample only and misses posts: read the posts before you act on a number."
)
LEAVING_NOTE: Final = (
    "Share of customers’ posts that say they leave: cancelled, deleted, switched, boycott. Band: "
    "95 % interval; dashes: the baseline weeks; the axis is wider near zero. A large dot is an "
    "early sign: a rate that the baseline weeks hardly give. Beneath: of the people who tell a "
    "story, how many leave."
)
LEAVING_CHART: Final = "Share of customers’ posts that speak of leaving, week by week"
LEAVING_POSTS: Final = "Read this week’s posts that leave"
NO_USUAL: Final = "The baseline weeks have too few posts to compare with"
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
