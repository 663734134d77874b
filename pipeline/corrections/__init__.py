"""What a person says instead of the software, or confirms: kept, in effect, and learnt from."""

from pipeline.corrections.error import FieldError, correction_error
from pipeline.corrections.listed import CORRECTIONS, corrections
from pipeline.corrections.own_head import Training, refresh_own_tone, train_own_head
from pipeline.corrections.sample import Draw, ReadBack, draw, read_sample, write_sample
from pipeline.corrections.write import Judgement, Told, correct, correct_each, undo

__all__ = [
    "CORRECTIONS",
    "Draw",
    "FieldError",
    "Judgement",
    "ReadBack",
    "Told",
    "Training",
    "correct",
    "correct_each",
    "correction_error",
    "corrections",
    "draw",
    "read_sample",
    "refresh_own_tone",
    "train_own_head",
    "undo",
    "write_sample",
]
