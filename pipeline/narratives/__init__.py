"""Narratives that keep their numbers: assigned online, discovered, and in a person's hands."""

from pipeline.narratives.people import merge, rename, undo
from pipeline.narratives.refresh import refresh_narratives

__all__ = ["merge", "refresh_narratives", "rename", "undo"]
