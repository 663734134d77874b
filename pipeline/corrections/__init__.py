"""What a person says instead of the software, or confirms: kept, in effect, and learnt from."""

from pipeline.corrections.correct import Judgement, Told, correct, correct_each, undo

__all__ = ["Judgement", "Told", "correct", "correct_each", "undo"]
