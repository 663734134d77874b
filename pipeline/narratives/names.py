"""The words that only say which brand a post is about: no label holds them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

# Of a query: what it excludes, and phrases, whose words mean other things alone.
_ASIDE = re.compile(r"-?\"[^\"]*\"|-\S+")
_WORD = re.compile(r"[^\W_]+")
_COMMON = frozenset("or and the a an of for my app shop store official team help support".split())


def brand_names(
    name: str, query: str, handles: Mapping[str, Sequence[str]], places: Mapping[str, Sequence[str]]
) -> frozenset[str]:
    """The words of a brand's name and query, its one-word handles and communities, in lower case.

    Handles of several words hold words that mean other things alone («Acme Foods»).
    """
    single = [name for name in (*_all(handles), *_all(places)) if " " not in name.strip()]
    return frozenset(
        word
        for text in (name, _ASIDE.sub(" ", query), *single)
        for word in _WORD.findall(text.lower())
        if len(word) > 1 and not word.isdigit() and word not in _COMMON
    )


def _all(by_source: Mapping[str, Sequence[str]]) -> Iterable[str]:
    return (name for names in by_source.values() for name in names)
