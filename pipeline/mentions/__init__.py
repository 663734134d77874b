"""From posts to mentions of a brand, each with the voice that speaks and the reason."""

from pipeline.mentions.match import match, rematch

__all__ = ["match", "rematch"]
