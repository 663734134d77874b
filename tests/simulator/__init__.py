"""Conversations with known truth, from a seed: to test by, and to prove the measures by.

A `Plan` says what is expected of every voice, week and story; `talk` draws one conversation from
it; `as_facts_of` gives it as the frame that authority is computed from, and `tell` stores it as
posts and mentions. The truth of any figure is what the plan expects.
"""

from tests.simulator.acted import Acted, acted, compared
from tests.simulator.draw import talk
from tests.simulator.plan import Crowd, Noise, Plan, Story, burst, later, steady
from tests.simulator.rows import as_facts_of
from tests.simulator.stored import tell

__all__ = [
    "Acted",
    "Crowd",
    "Noise",
    "Plan",
    "Story",
    "acted",
    "as_facts_of",
    "burst",
    "compared",
    "later",
    "steady",
    "talk",
    "tell",
]
