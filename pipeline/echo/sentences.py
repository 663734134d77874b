"""What customers make of a claim, in sentences by rule, and what nobody can know of it."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from pipeline.words import counted, percent

Row = Mapping[Any, Any]


def spoken(row: Row) -> str:
    """How many customers speak of it, of how many that could be read: a row of `views.claims`."""
    readable, all_ = int(row["readable"]), int(row["customers"])
    coverage = percent(readable / all_) if all_ else "none"
    said = (
        f"{counted(int(row['near']), 'post')} of {readable:,} by customers that could be read "
        f"({coverage} of them all) speak of it"
    )
    if pd.isna(row["spoken"]):
        return f"{said}: too few to tell a share."
    ends = f"{percent(row['spoken_low'])} to {percent(row['spoken_high'])}"
    own = counted(int(row["brands"]), "post")
    return f"{said}: {percent(row['spoken'])} ({ends}). The brand says it in {own}."


def sides(row: Row) -> str:
    """Which side those take who speak of it."""
    if not row["near"]:
        return "Customers ignore it."
    if pd.isna(row["echo"]):
        return f"Too few to tell which side they take (n = {row['near']:,})."
    said = [f"{name} {_share(row, of)}" for name, of in _SIDES]
    return f"Of those: {', '.join(said)}; n = {row['near']:,}."


_SIDES = (("echo", "echo"), ("contest", "contest"), ("take no side", "neither"))


def limits() -> str:
    """What the figures cannot know."""
    return (
        "Near in meaning, and agreeing or not by the tone towards the brand: who is happy and "
        "doubts the claim counts as an echo, who is angry and grants it as contesting it. On the "
        "built-in sample nine in ten posts found are about the claim, and a quarter of those about "
        "it are found; a claim on a broad matter finds much of the matter. Read the posts."
    )


def _share(row: Row, name: str) -> str:
    return f"{percent(row[name])} ({percent(row[f'{name}_low'])} to {percent(row[f'{name}_high'])})"
