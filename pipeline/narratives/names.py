"""The words that only say which brand a post is about: no label holds them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

_EXCLUDED = re.compile(r"-(\"[^\"]*\"|\S+)")
_WORD = re.compile(r"[^\W_]+")
_COMMON = frozenset("or and the a an of for my app shop store official team help support".split())


def brand_names(
    name: str, query: str, handles: Mapping[str, Sequence[str]], places: Mapping[str, Sequence[str]]
) -> frozenset[str]:
    """The words of a brand's name, query, handles and communities, in small letters."""
    return frozenset(
        word
        for text in (name, _EXCLUDED.sub(" ", query), *_all(handles), *_all(places))
        for word in _WORD.findall(text.lower())
        if len(word) > 1 and not word.isdigit() and word not in _COMMON
    )


def _all(by_source: Mapping[str, Sequence[str]]) -> Iterable[str]:
    return (name for names in by_source.values() for name in names)
