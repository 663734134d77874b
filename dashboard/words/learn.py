"""Words of the page Test and learn: actions and claims."""

from typing import Final

KIND: Final = {"campaign": "campaign", "reply": "reply", "fix": "fix"}
SIDE: Final = {"treated": "what was acted on", "control": "what was not"}
REGISTER_ACTION: Final = "Register an action"
ACTION_NAME: Final = "What was done"
ACTION_EXAMPLE: Final = "New box liners"
ACTION_KIND: Final = "Kind"
ACTION_DAY: Final = "The day it began"
ACTION_ABOUT: Final = "Narratives it was about; none: the whole brand"
ACTION_CONTROL: Final = "Compare with"
CONTROL_MEANS: Final = (
    "What is like it and was not touched by it. None: the competitors, or for an action on "
    "narratives all the others. What the action reached too is no control."
)
ACTIONS_NOTE: Final = (
    "{kind}, {day}; compared with {against}. How it changed from the eight weeks before to the "
    "four after, less how those changed. Large dots: the weeks compared; faint: fewer than 20 "
    "posts."
)
NOTHING_LIKE_IT: Final = "nothing, for no competitor is known"
NO_ACTIONS: Final = "No action is registered yet"
NO_ACTIONS_NOTE: Final = (
    "Say what you did and when: a campaign, a reply, a fix. What it changed is compared with what "
    "you did not touch. On the command line:"
)
ACTION_COMMAND: Final = (
    'python -m pipeline action add {key} "New box liners" --on 2025-11-03 --kind fix'
)
NOT_ESTIMATED: Final = "It has not been estimated yet: a worker does it, or the next processing."
FORGET_ACTION: Final = "Forget this action"
READ_STORY: Final = "Read “{story}” of these weeks"

# echo
ACTIONS_TAB: Final = "What you did"
CLAIMS_TAB: Final = "What you say"
REGISTER_CLAIM: Final = "Register a claim"
CLAIM_TEXT: Final = "The message, as you say it"
CLAIM_EXAMPLE: Final = "Our new paper liner keeps every box cold"
CLAIM_SINCE: Final = "Said since; empty: always"
NO_CLAIMS: Final = "No claim is registered yet"
NO_CLAIMS_NOTE: Final = (
    "Register what you say of yourself, and see whether customers echo, contest or ignore it. "
    "On the command line:"
)
CLAIM_COMMAND: Final = (
    'python -m pipeline claim add {key} "Our new paper liner keeps every box cold"'
)
NOT_LOOKED: Final = "Nobody has looked yet who speaks of it: a worker does, or the next processing."
FORGET_CLAIM: Final = "Forget this claim"
READ_NEAREST: Final = "Read the posts that speak of it, the nearest first"
ECHOES: Final = {"positive": "echo it", "neutral": "take no side", "negative": "contest it"}
