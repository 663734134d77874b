"""Texts and arrays: the encoder, its heads, their training and their evaluation.

This folder knows no database and no page. `models.scorer.load_scorer()` is the way in.
"""
