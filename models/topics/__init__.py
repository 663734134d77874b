"""Narratives as pure functions: embeddings and texts to clusters, labels and quotes.

No database and nothing that compiles at its first call.
"""

from models.topics.conversations import Thread, heads, in_context
from models.topics.discover import Cluster, Rules, discover, nearest, same_story, smallest
from models.topics.inherit import Heritage, inherit
from models.topics.label import Label, Meaning, label
from models.topics.phrases import Said
from models.topics.quotes import Candidates, quotes
from models.topics.space import Space, fit_space
from models.topics.wording import Usage, usage
from models.topics.words import content, read

__all__ = [
    "Candidates",
    "Cluster",
    "Heritage",
    "Label",
    "Meaning",
    "Rules",
    "Said",
    "Space",
    "Thread",
    "Usage",
    "content",
    "discover",
    "fit_space",
    "heads",
    "in_context",
    "inherit",
    "label",
    "nearest",
    "quotes",
    "read",
    "same_story",
    "smallest",
    "usage",
]
