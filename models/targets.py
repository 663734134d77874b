"""Where a text names its target: whole words, in any case, in the encoder's own wordpieces."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

Names = tuple[str, ...]  # what one target is called: ("Duolingo", "duo")
Ids = NDArray[np.int32]


def spellings(name: str) -> Names:
    """As it stands and, as handles and hashtags have it, in one word: «@USAirways»."""
    return tuple(dict.fromkeys(filter(None, (name.strip(), "".join(name.split())))))


class TargetFinder:
    """Marks the wordpieces of a text that name a target."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        self._continues = np.zeros(tokenizer.get_vocab_size(), bool)  # «##ing» goes on a word
        for piece, number in tokenizer.get_vocab().items():
            self._continues[number] = piece.startswith("##")
        self._known: dict[str, Ids] = {}

    def mark(self, ids: Ids, names: Names) -> NDArray[np.bool_] | None:
        """(L,) which of a text's wordpieces name the target; None when none does."""
        marked = np.zeros(len(ids), bool)
        for name in names:
            self._mark(ids, self._pieces(name), marked)
        return marked if marked.any() else None

    def _mark(self, ids: Ids, name: Ids, into: NDArray[np.bool_]) -> None:
        size = len(name)
        for start in np.flatnonzero(ids == name[0]) if size else ():
            end = start + size
            whole = end >= len(ids) or not self._continues[ids[end]]
            if whole and np.array_equal(ids[start:end], name):
                into[start:end] = True

    def _pieces(self, name: str) -> Ids:
        if name not in self._known:
            found = self._tokenizer.encode(name, add_special_tokens=False).ids
            self._known[name] = np.array(found, np.int32)
        return self._known[name]
