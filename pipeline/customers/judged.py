"""What a post does: the intent head's probability and the post's own words together.

Each bar was set on posts of the built-in sample and of one real brand, read by eye; what comes out
is measured by `python -m tests.bench.customers`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.customers.cues import Cues

# Places of the intent head's labels (models.tasks.INTENTS), as they are stored with each score.
ASKS: Final = 5
LEAVES: Final = 7
REQUESTS: Final = 8


@dataclass(frozen=True)
class Deed:
    """What one post does, by its own text; `left` and `taken` are keys of brands."""

    leaves: bool
    asks: bool
    requests: bool
    left: str | None
    taken: str | None
    named: tuple[str, ...]


NOTHING: Final = Deed(False, False, False, None, None, ())


def judged(cues: Cues, intent: Sequence[float] | None) -> Deed:
    """`intent`: the head's probabilities; None: the post was not scored, and nothing is said."""
    if intent is None:
        return NOTHING
    return Deed(
        leaves=intent[LEAVES] >= (0.02 if cues.leaves else 0.6)
        and (cues.leaves or cues.of_leaving),
        asks=cues.asks and intent[ASKS] >= 0.5,
        requests=cues.requests and intent[REQUESTS] >= 0.05,
        left=cues.left,
        taken=cues.taken,
        named=cues.named,
    )
