"""Frames shaped for what a page shows: pure functions from frames of pipeline.views."""
