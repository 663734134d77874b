"""Other people's text as plain text: no control or direction tricks, no formulas, no odd links."""

import re
import unicodedata
from typing import Final
from urllib.parse import urlsplit

_DIRECTION: Final = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def plain(text: object) -> str:
    """`text` without control characters and marks that turn its direction; '' for none."""
    if text is None or text != text:  # NaN is not itself
        return ""
    shown = _DIRECTION.sub("", str(text).replace("\r\n", "\n"))
    return "".join(
        letter for letter in shown if letter == "\n" or unicodedata.category(letter) not in _HIDDEN
    )


_HIDDEN: Final = {"Cc", "Cs", "Cn", "Co"}


def cell(value: object) -> object:
    """`value` for a CSV: a text that a spreadsheet would compute gets an apostrophe before it."""
    if not isinstance(value, str):
        return value
    text = plain(value)
    return f"'{text}" if text.lstrip().startswith(_FORMULA) else text


def excerpt(text: object, longest: int) -> str:
    """One line of at most `longest` characters, cut between words."""
    line = " ".join(plain(text).split())
    if len(line) <= longest:
        return line
    kept = line[: longest - 1]
    cut = kept.rfind(" ")
    return f"{kept[:cut] if cut > longest / 2 else kept} …"


def safe_url(url: object) -> str | None:
    """`url` if it is an ordinary web address, else None."""
    text = plain(url).strip()
    try:
        parts = urlsplit(text)
    except ValueError:
        return None
    ordinary = parts.scheme in ("http", "https") and parts.netloc and len(text) <= 2_000
    return text if ordinary and not re.search(r"\s", text) else None
