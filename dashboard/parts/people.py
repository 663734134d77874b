"""A post as words for a template: who, where, when, how it was judged."""

import math
from typing import Any

import pandas as pd

from dashboard import figures
from dashboard.parts import strips
from dashboard.rows import Row, rows, text
from dashboard.words import posts as words
from dashboard.words import shared
from pipeline.words import source_name


def told(posts: pd.DataFrame, timezone: str) -> list[dict[str, Any]]:
    """Every post of a frame of pipeline.views, as its template wants it."""
    return [_told(row, timezone) for row in rows(posts)]


def _told(row: Row, timezone: str) -> dict[str, Any]:
    when = figures.local(row["posted_at"], timezone)
    return {
        "voice": row["voice"],
        "who": shared.VOICE_OF_POST[row["voice"]],
        "reason": row["voice_reason"],
        "place": place(row),
        "author": text(row["author"]),
        "when": figures.day_and_year(when),
        "title": text(row["title"]),
        "text": text(row["body"]) or ("" if text(row["title"]) else words.NO_TEXT),
        "cut": row["cut"],
        "deleted": row["deleted"],
        "url": text(row["url"]),
        "fiction": row["fiction"],
        "heard": _heard(row),
        "tones": strips.probabilities(row) if _known(row["negative"]) else [],
        "tone_said": _tone(row),
        "narrative": text(row["narrative_label"]),
        "tags": _tags(row),
    }


def place(row: Row) -> str:
    """Reddit r/duolingo, App Store, …"""
    source = source_name(str(row["source"]))
    community = text(row["community"])
    if not community:
        return source
    return f"{source} r/{community}" if row["source"] == "reddit" else f"{source} {community}"


def _tone(row: Row) -> str:
    if not _known(row["negative"]):
        why = text(row["not_scored"])
        return f"{shared.TONE['not_scored']}{f' ({why})' if why else ''}"
    tone = max(("negative", "neutral", "positive"), key=lambda name: float(row[name]))
    return f"{shared.TONE[tone]}, {figures.about(float(row[tone]))} sure"


def _heard(row: Row) -> str:
    heard = []
    if _known(row["engagement"]):
        likes = words.LIKES.format(n=figures.count(row["engagement"]))
        heard.append(words.ONE_LIKE if row["engagement"] == 1 else likes)
    if _known(row["rating"]):
        heard.append(words.ONE_STAR if row["rating"] == 1 else words.STARS.format(n=row["rating"]))
    return " · ".join(heard)


def _tags(row: Row) -> list[dict[str, Any]]:
    tags = [f"matched {words.MATCHED[row['matched_by']]}"]
    if row["followed"] and not _known(row["duplicate_of"]):
        tags.append(words.FOLLOWED)
    if row["direct_reply"]:
        tags.append(words.DIRECT_REPLY)
    if text(row["spam_reason"]):
        tags.append(f"suspected spam: {row['spam_reason']}")
    if _known(row["duplicate_of"]):
        kind = "repeats" if row["duplicate_kind"] == "exact" else "nearly repeats"
        tags.append(f"{kind} post {int(row['duplicate_of'])}")
    told: list[dict[str, Any]] = [{"said": tag, "fiction": False} for tag in tags]
    return told + ([{"said": shared.FICTION_SHORT, "fiction": True}] if row["fiction"] else [])


def _known(value: object) -> bool:
    return isinstance(value, (int, float)) and not math.isnan(value)
