"""Small marks for rows of a list: strips of a whole's parts, and sparklines."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dashboard import figures
from dashboard.shapes.layers import TONES, VOICES
from dashboard.words import shared as words


@dataclass(frozen=True)
class Part:
    """One part of a strip: its colour's name, its size, and what a reader hears of it."""

    name: str
    n: float
    said: str


def voice_parts(row: Mapping[str, object]) -> list[Part]:
    """Who tells a narrative."""
    return _parts(row, VOICES, words.VOICE)


def tone_parts(row: Mapping[str, object]) -> list[Part]:
    """In which tone, of what could be scored."""
    return _parts(row, TONES, words.TONE)


def probabilities(row: Mapping[str, object]) -> list[Part]:
    """The three probabilities of one post's tone."""
    return [
        Part(
            tone,
            round(_number(row[tone]), 3),
            f"{words.TONE[tone]} {figures.about(_number(row[tone]))}",
        )
        for tone in TONES
    ]


def said(parts: Sequence[Part], most: int = 2) -> str:
    """The largest parts in words."""
    whole = sum(part.n for part in parts)
    largest = sorted((part for part in parts if part.n), key=lambda part: -part.n)[:most]
    return " · ".join(part.said for part in largest) if whole else words.NONE_SCORED


def outline(counts: Sequence[int]) -> str:
    """Steps from zero as the corners of a CSS polygon."""
    top = max(counts, default=0) or 1
    width = 100 / max(len(counts), 1)
    corners = ["0% 100%"]
    for place, count in enumerate(counts):
        level = 100 - 100 * count / top
        corners += [
            f"{place * width:.2f}% {level:.1f}%",
            f"{(place + 1) * width:.2f}% {level:.1f}%",
        ]
    return ", ".join([*corners, "100% 100%"])


def _parts(row: Mapping[str, object], names: Sequence[str], said: Mapping[str, str]) -> list[Part]:
    counts = {name: _number(row[name]) for name in names}
    whole = sum(counts.values()) or 1
    return [Part(name, n, f"{said[name]} {figures.about(n / whole)}") for name, n in counts.items()]


def _number(value: object) -> float:
    return float(str(value))
