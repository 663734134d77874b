"""Test and learn: what a person did on a day, and what it changed against what was not acted on."""

from pipeline.actions.action import KINDS, Action, SavedAction
from pipeline.actions.definition import load_toml
from pipeline.actions.refresh import refresh_effects
from pipeline.actions.saved import add, listed, remove

__all__ = [
    "KINDS",
    "Action",
    "SavedAction",
    "add",
    "listed",
    "load_toml",
    "refresh_effects",
    "remove",
]
