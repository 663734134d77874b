"""Cells to values: text, ratings, counts and ids as people and programs write them."""

import math
import re
import unicodedata
from hashlib import blake2b
from typing import Any

from pipeline.files.detect import mended

_NUMBER = re.compile(r"-?\d+(?:[.,]\d+)?")
_GROUPED = re.compile(r"-?\d{1,3}(?:[,.\u00a0\u202f' ]\d{3})+")
_SHORT = re.compile(r"(-?\d+(?:[.,]\d+)?)\s*([kKmM])")
_ROUNDED = re.compile(r"\d(?:[.,]\d+)?[eE]\+?\d{2}")
_WHOLE_FLOAT = re.compile(r"(\d+)\.0+")
_SOURCES = {
    "x": "twitter",
    "twitter": "twitter",
    "reddit": "reddit",
    "facebook": "facebook",
    "instagram": "instagram",
    "youtube": "youtube",
    "news.ycombinator": "hackernews",
    "hacker-news": "hackernews",
    "app-store": "appstore",
    "google-play": "googleplay",
}
_EXACT = 10**15  # beyond 15 digits a spreadsheet rounds
_LARGEST = 2**31 - 1  # what an integer column takes


def text_of(cell: Any) -> str:  # noqa: ANN401 — any cell
    """The cell as text, mojibake mended; nothing is ''."""
    if cell is None:
        return ""
    if isinstance(cell, float):
        return "" if math.isnan(cell) else f"{cell:.15g}"
    if isinstance(cell, list):
        return "\n".join(filter(None, map(text_of, cell)))
    return mended(cell if isinstance(cell, str) else str(cell)).strip()


def rating_of(cell: Any) -> float | None:  # noqa: ANN401
    """Stars: 4, 4.5, '4/5', '4 out of 5', '★★★★☆'; None for words such as 'Like'."""
    if isinstance(cell, bool) or cell is None:
        return None
    if isinstance(cell, int | float):
        return float(cell) if math.isfinite(cell) else None
    text = str(cell).strip()
    if stars := text.count("★"):
        return float(stars)
    match = _NUMBER.match(text)
    return float(match[0].replace(",", ".")) if match else None


def count_of(cell: Any) -> int | None:  # noqa: ANN401
    """Likes and the like: 12, '12.0', '1,234', '1.2k'; None when not given."""
    if isinstance(cell, bool) or cell is None:
        return None
    if isinstance(cell, int | float):
        return _bounded(float(cell))
    text = str(cell).strip()
    if _GROUPED.fullmatch(text):
        return _bounded(float(re.sub(r"[^\d-]", "", text)))
    if short := _SHORT.fullmatch(text):
        return _bounded(float(short[1].replace(",", ".")) * (1e3 if short[2] in "kK" else 1e6))
    return _bounded(float(text.replace(",", "."))) if _NUMBER.fullmatch(text) else None


def id_of(cell: Any) -> str:  # noqa: ANN401
    """A native id as text; '' when there is none or a spreadsheet rounded it (5.69E+17)."""
    if isinstance(cell, float):
        return "" if not math.isfinite(cell) or abs(cell) >= _EXACT else f"{cell:.15g}"
    text = "" if cell is None else str(cell).strip()
    if _ROUNDED.fullmatch(text):
        return ""
    whole = _WHOLE_FLOAT.fullmatch(text)
    return whole[1] if whole else text


def canonical(cell: Any) -> str:  # noqa: ANN401
    """A cell as given, in one spelling, to be fingerprinted: 5 and 5.0 are the same."""
    if cell is None:
        return ""
    if isinstance(cell, bool | str):
        return str(cell).strip()
    return f"{cell:.15g}" if isinstance(cell, int | float) else str(cell)


def source_of(text: str) -> str:
    """A network, page type or domain as a source's name: 'X', 'twitter.com' → 'twitter'."""
    name = re.sub(r"[^\w.]+|_+", "-", text.casefold()).strip("-.")
    name = name.removeprefix("socialmedia-").removeprefix("www.")
    return _SOURCES.get(name.removesuffix(".com"), _SOURCES.get(name, name))


def slug(text: str, what: str = "brand") -> str:
    """A name as a key: letters, digits, hyphens; a fingerprint where none is Latin."""
    ascii_only = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    key = re.sub(r"[^a-z0-9]+", "-", ascii_only.casefold().replace("'", "")).strip("-")
    return key or f"{what}-{blake2b(text.encode(), digest_size=4).hexdigest()}"


def _bounded(number: float) -> int | None:
    if not math.isfinite(number):
        return None
    return max(-_LARGEST, min(_LARGEST, round(number)))
