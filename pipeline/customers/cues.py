"""What a post's own words say of leaving, switching, asking peers and asking the brand.

Each rule (`wording`) reads one sentence at a time. Those for switching stand alone: they are
strict. Those for leaving, asking and requesting are half of a judgement, the intent head's
probability is the other (`judged`): the head knows what kind of sentence it is, the words what it
is about.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from pipeline.customers import wording

_SENTENCE = re.compile(r"(?<=[.!?…])\s+|\n+|;\s+")
_QUOTED = re.compile(r"^\s*(?:>|&gt;).*$", re.MULTILINE)  # what another wrote
_MARKS = str.maketrans({"’": "'", "‘": "'", "`": "'", "«": " ", "»": " "})
_LONGEST_TEXT: Final = 8_000  # characters; what a person says of leaving stands before
_LONGEST_SENTENCE: Final = 600  # where nobody writes stops, no rule may take for ever


@dataclass(frozen=True)
class Cues:
    """What the words say. `left` and `taken` are keys of brands; both None: no switch."""

    leaves: bool = False  # says so in so many words
    of_leaving: bool = False  # has a word of it
    asks: bool = False  # before choosing
    requests: bool = False
    left: str | None = None
    taken: str | None = None
    named: tuple[str, ...] = ()


class Names:
    """By which names a text may call the brand and its competitors: name in small letters → key."""

    def __init__(self, keys: Mapping[str, str]) -> None:
        self._keys = keys
        known = "|".join(re.escape(name) for name in sorted(keys, key=len, reverse=True))
        self._found = re.compile(rf"(?<!\w)(?:{known or '(?!)'})(?!\w)")

    def marked(self, text: str) -> str:
        """The text in small letters, without what it quotes, each name as «key»."""
        plain = _QUOTED.sub("", text[:_LONGEST_TEXT].translate(_MARKS)).casefold()
        return self._found.sub(lambda name: f"«{self._keys[name[0]]}»", plain)


def cues(text: str, names: Names, opens: bool) -> Cues:
    """What the words of one post say; `opens`: it answers nobody."""
    marked = names.marked(text)
    said = [one.strip()[:_LONGEST_SENTENCE] for one in _SENTENCE.split(marked) if one.strip()]
    leaves = [found for sentence in said for found in _leaves(sentence)]
    left, taken = next(_switches(said), (next(filter(None, leaves), None), None))
    return Cues(
        leaves=bool(leaves),
        of_leaving=wording.OF_LEAVING.search(marked) is not None,
        asks=any(wording.ASKS.search(sentence) for sentence in said)
        and ("?" in marked or "let me know" in marked),
        requests=any(_requests(sentence, opens) for sentence in said),
        left=left,
        taken=taken,
        named=tuple(name[1:-1] for name in dict.fromkeys(re.findall(wording.NAME, marked))),
    )


def _leaves(sentence: str) -> Iterator[str | None]:
    """Whom the writer leaves, for each time that a sentence says so; None where it does not say."""
    for pattern, done in ((wording.LEAVES, True), (wording.WILL_LEAVE, False)):
        found = pattern.search(sentence)
        if found and _own(sentence, found.start(), sure=done):
            named = re.search(wording.NAME, found[0])
            yield named[0][1:-1] if named else None


def _requests(sentence: str, opens: bool) -> bool:
    if wording.NO_REQUEST.search(sentence):
        return False
    plea = opens and wording.PLEAS.search(sentence.rstrip(".!? "))
    return bool(plea or wording.REQUESTS.search(sentence))


def _switches(said: list[str]) -> Iterator[tuple[str | None, str | None]]:
    """Whom the writer left for whom, in each sentence that says so; one of both may be unsaid."""
    for sentence in said:
        for pattern in wording.SWITCHES:
            found = pattern.search(sentence)
            if found and _own(sentence, found.start(), sure=True):
                sides = found.groupdict()
                if sides.get("left") != sides.get("taken"):
                    yield sides.get("left"), sides.get("taken")
                    break


def _own(sentence: str, start: int, sure: bool) -> bool:
    """Whether the writer did it: says «I» or nobody before it, and not «if» or «would»."""
    before = sentence[:start]
    if wording.OTHERS.search(before) or sentence.endswith("?"):
        return False
    if sure and wording.UNSURE.search(before):
        return False
    return len(before.split()) <= 3 or wording.SELF.search(before) is not None
