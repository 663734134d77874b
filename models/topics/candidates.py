"""The phrases that may name a group of posts, put into words and weighed by how they read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from models.topics.phrases import Key, Phrase, Said
from models.topics.wording import Usage, awkward, clause_like, joined, sentence_case, wording
from models.topics.words import is_fault, is_general, is_judging, is_stop, is_weak

_TRIED = 60  # phrases of a group that are put into words
LONGEST = 6  # words of a name
# «deleting the app», «wrong answers»; «AI to teach», «AI generated», «forkwright next week», half a
# name.
_ACTION, _JUDGING, _LOOSE, _PARTICIPLE, _GENERAL, _CUT = 1.25, 1.3, 0.4, 0.75, 0.5, 0.4
_EVERYWHERE, _BARE = 0.08, 0.3  # share of all other posts: «language learning» tells nothing apart
_FEW = 3  # writers from which «language learning» is a thing, as «Elon pushing» is not
_NAMED = 0.25  # share of its places from which a word is said of the brand
# What a phrase is worth by its words and by its meaning.
_SAID, _MEANT = 0.5, 3.0


@dataclass(frozen=True)
class Candidate:
    """A phrase in words. posts, score, said: as of the phrase, the score weighed by `form`.

    bare: all its words are everywhere. named: the brand's name often follows it, so that
    one word says a whole thing («alternatives to Duolingo»). form: how well it reads. near: how
    near its meaning lies to the group's centre, and apart from the others'.
    """

    key: Key
    words: list[str]
    posts: float
    score: float
    said: float
    bare: bool
    headline: bool
    named: bool
    form: float = 1.0
    near: float = 0.0

    @property
    def text(self) -> str:
        return sentence_case(self.words)

    @property
    def several(self) -> bool:
        """Does it say a thing about a thing?"""
        return len(self.words) > 1 or self.named

    @property
    def worth(self) -> float:
        """By its words, its form and its meaning."""
        return float((self.score * self.form) ** _SAID * np.exp(_MEANT * self.near))


def candidates(posts: Sequence[Said], found: Sequence[Phrase], usage: Usage) -> list[Candidate]:
    """What can be said of the group, best first by its words."""
    worded = [
        _candidate(phrase, usage)
        for phrase in found[:_TRIED]
        if _share([span.holed for span in phrase.spans]) <= 1 / 2
    ]
    formed = [replace(c, form=c.form * _form(c, usage)) for c in worded if _sayable(c, usage)]
    weighed = [_weighed(candidate, len(posts)) for candidate in _whole(formed)]
    return sorted(weighed, key=lambda c: (-c.score, c.text))


def alike(one: Candidate, other: Candidate) -> bool:
    """Do they share most words, or words of one root («French», «France»)?"""
    shared = sum(any(a[:4] == b[:4] or a in b or b in a for b in other.key) for a in one.key)
    return shared * 2 > len(one.key)


def _candidate(phrase: Phrase, usage: Usage) -> Candidate:
    half = _share([span.cut for span in phrase.spans]) > 1 / 2 and len(phrase.key) > 1
    return Candidate(
        phrase.key,
        wording(phrase.spans, usage),
        phrase.posts,
        phrase.score,
        phrase.said,
        phrase.elsewhere >= _EVERYWHERE,
        phrase.headline,
        _share([span.named for span in phrase.spans]) >= _NAMED,
        _CUT if half else 1.0,
    )


def _share(traits: Sequence[bool]) -> float:
    return sum(traits) / len(traits)


def _weighed(candidate: Candidate, posts: int) -> Candidate:
    """Its score by how well it reads, and how many of the posts it speaks for."""
    coverage = (candidate.posts / posts) ** 0.25 * (_BARE if candidate.bare else 1.0)
    return replace(candidate, score=candidate.score * coverage * candidate.form)


def _form(candidate: Candidate, usage: Usage) -> float:
    words = [word.lower() for word in candidate.words]
    if len(words) == 1:
        return 1.0
    form = _ACTION if words[0].endswith("ing") else 1.0
    form *= _JUDGING if any(is_judging(word) for word in words) else 1.0
    form *= _LOOSE if clause_like(words, usage) and not candidate.headline else 1.0
    loose = words[-1].endswith("ing") and candidate.said < _FEW
    loose |= words[-1].endswith("ed") or words[-1] in usage.verbs
    form *= _PARTICIPLE if loose else 1.0
    return form * (_GENERAL if is_general(words[0]) or is_general(words[-1]) else 1.0)


def _sayable(candidate: Candidate, usage: Usage) -> bool:
    """No half sentence, no number, nothing general or small at its ends."""
    words = [word.lower() for word in candidate.words]
    if len(words) > LONGEST or awkward(words) or not joined(words, usage):
        return False
    if not any(_tells(word) for word in words):
        return False
    if any(word.isdigit() for word in words[:-1]) or any(c.isdigit() for c in words[-1][1:]):
        return False
    if is_weak(words[-1]) or is_stop(words[-1]) or is_stop(words[0]):
        return False
    if is_judging(words[0]):
        return len(words) > 1 or is_fault(words[0])
    return not is_weak(words[0])


def _tells(word: str) -> bool:
    return is_judging(word) or not (is_general(word) or is_stop(word) or is_weak(word))


def _whole(found: list[Candidate]) -> list[Candidate]:
    """Without the parts of longer phrases that read as well.

    «Replacing contract» of «replacing contract workers»; not «course quality» of «course quality
    seems poor».
    """
    said: dict[frozenset[str], float] = {}  # in whatever order of the words
    for c in found:
        said[frozenset(c.key)] = said.get(frozenset(c.key), 0.0) + c.said
    return [c for c in found if not any(_part_of(c, other, said) for other in found)]


def _part_of(part: Candidate, whole: Candidate, said: Mapping[frozenset[str], float]) -> bool:
    one, all_ = frozenset(part.key), frozenset(whole.key)
    return one < all_ and whole.form >= part.form and said[all_] * 5 >= said[one] * 3
