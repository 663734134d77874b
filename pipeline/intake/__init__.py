"""Posts in: cleaned, judged by their own text, stored once, and linked to their duplicates."""

from pipeline.intake.forget import forget
from pipeline.intake.take import Taken, take

__all__ = ["Taken", "forget", "take"]
