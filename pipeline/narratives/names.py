"""The words that only say which brand a post is about: no label holds them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

# Of a query: what it excludes, and phrases, whose words mean other things alone.
_ASIDE = re.compile(r"-?\"[^\"]*\"|-\S+")
_WORD = re.compile(r"[^\W_]+")
_INNER = re.compile(r"(?<=[a-z,] )[^\W\d_]{3,}")  # not the first word of a sentence
_OFTEN = 10
_COMMON = frozenset("or and the a an of for my app shop store official team help support".split())


def brand_names(
    name: str, query: str, handles: Mapping[str, Sequence[str]], places: Mapping[str, Sequence[str]]
) -> frozenset[str]:
    """The words of a brand's name and query, its one-word handles and communities, in lower case.

    Handles of several words hold words that mean other things alone («Acme Foods»).
    """
    single = [name for name in (*_all(handles), *_all(places)) if " " not in name.strip()]
    single.append("".join(_WORD.findall(name)))  # «AcmeFoods», as its handle is mostly written
    return frozenset(
        word
        for text in (name, _ASIDE.sub(" ", query), *single)
        for word in _WORD.findall(text.lower())
        if len(word) > 1 and not word.isdigit() and word not in _COMMON
    )


def nicknames(texts: Iterable[str], names: frozenset[str]) -> frozenset[str]:
    """Beginnings of a name that writers use as one («Duo»): mostly with a capital, often enough."""
    heads = {name[:n] for name in names for n in range(3, len(name) - 2)}
    inner = Counter(
        word for text in texts for word in _INNER.findall(text) if word.lower() in heads
    )
    raised = Counter({word.lower(): n for word, n in inner.items() if word[0].isupper()})
    low = Counter({word: n for word, n in inner.items() if word[0].islower()})
    return frozenset(head for head, n in raised.items() if n >= _OFTEN and n > low[head])


def _all(by_source: Mapping[str, Sequence[str]]) -> Iterable[str]:
    return (name for names in by_source.values() for name in names)
