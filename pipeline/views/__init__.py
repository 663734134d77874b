"""Reads for pages and reports: every function gives a frame with a named schema.

All of it comes from the rollups, but for the posts themselves, which are paged in the database.
"""

from pipeline.views.actions import EFFECTS, effects
from pipeline.views.brands import BRANDS, brands
from pipeline.views.claims import CLAIM_QUOTES, CLAIMS, claim_quotes, claims
from pipeline.views.coverage import (
    COVERAGE,
    READINGS,
    coverage,
    readings,
)
from pipeline.views.customers import (
    ACT_COUNTS,
    ACT_WEEKS,
    ANSWERED,
    LEAVING,
    act_counts,
    act_posts,
    act_weeks,
    answered,
    leaving,
)
from pipeline.views.dials import DIALS, MOVES, SENSITIVITY, dials, moves, sensitivity
from pipeline.views.lead import AGENDA, LEADS, agenda, leads
from pipeline.views.narratives import (
    NARRATIVE_WEEKS,
    NARRATIVES,
    QUOTES,
    firsts,
    narrative_weeks,
    narratives,
    quotes,
    week_quotes,
)
from pipeline.views.posts import (
    FACETS,
    POSTS,
    PostFilter,
    PostPage,
    facets,
    posts,
    posts_by_mention,
)
from pipeline.views.schema import Schema
from pipeline.views.spread import PLACES, REACH, places, reach
from pipeline.views.weeks import (
    TONE_SHARES,
    TONE_WEEKS,
    VOICE_WEEKS,
    tone_shares,
    tone_weeks,
    voice_weeks,
)

__all__ = [
    "ACT_COUNTS",
    "ACT_WEEKS",
    "AGENDA",
    "ANSWERED",
    "BRANDS",
    "CLAIMS",
    "CLAIM_QUOTES",
    "COVERAGE",
    "DIALS",
    "EFFECTS",
    "FACETS",
    "LEADS",
    "LEAVING",
    "MOVES",
    "NARRATIVES",
    "NARRATIVE_WEEKS",
    "PLACES",
    "POSTS",
    "QUOTES",
    "REACH",
    "READINGS",
    "SENSITIVITY",
    "TONE_SHARES",
    "TONE_WEEKS",
    "VOICE_WEEKS",
    "PostFilter",
    "PostPage",
    "Schema",
    "act_counts",
    "act_posts",
    "act_weeks",
    "agenda",
    "answered",
    "brands",
    "claim_quotes",
    "claims",
    "coverage",
    "dials",
    "effects",
    "facets",
    "firsts",
    "leads",
    "leaving",
    "moves",
    "narrative_weeks",
    "narratives",
    "places",
    "posts",
    "posts_by_mention",
    "quotes",
    "reach",
    "readings",
    "sensitivity",
    "tone_shares",
    "tone_weeks",
    "voice_weeks",
    "week_quotes",
]
