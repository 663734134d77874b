"""A name for each group of posts, made from its own phrases; and the phrases that go with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, count

import numpy as np

from models.topics.phrases import LEAST, Index, Key, Phrase, Said, phrases
from models.topics.wording import Usage, awkward, clause_like, sentence_case, wording
from models.topics.words import is_general, is_stop, is_weak

KEYPHRASES = 5
_TRIED = 60  # phrases of a group that are put into words
_CLOSE = 12  # candidates that a group must be told by
# «deleting the app»; «AI to teach», «AI generated», «forkwright next week», half a name.
_ACTION, _LOOSE, _PARTICIPLE, _GENERAL, _CUT = 1.4, 0.4, 0.75, 0.75, 0.4
_EVERYWHERE, _BARE = 0.08, 0.3  # share of all other posts: «language learning» tells nothing apart
# A phrase that names the group: in so many of its posts; of the best single word's score, with
# that word in it and without.
_COMMON, _WORTH, _BESIDE = 0.06, 0.2, 0.62
_ALONE = 0.12  # share of a group's posts from which a single word may name it


@dataclass(frozen=True)
class Label:
    """text: what to say aloud. keyphrases: up to five of the best phrases.

    coverage: the share of the group's posts that hold one of its best dozen.
    """

    text: str
    keyphrases: tuple[str, ...]
    coverage: float


@dataclass(frozen=True)
class _Candidate:
    key: Key
    words: list[str]
    posts: float
    score: float
    said: float
    bare: bool  # all its words are everywhere
    headline: bool

    @property
    def text(self) -> str:
        return sentence_case(self.words)


def label(
    groups: Sequence[Sequence[Said]],
    usage: Usage,
    others: Sequence[Sequence[Said]] = (),
    taken: Iterable[str] = (),
) -> list[Label]:
    """One label a group, all different and different from `taken`.

    others: groups that have their labels, such as the narratives known before; a label is what
    sets a group apart from all of them.
    """
    index = Index([*groups, *others])
    used = {text.lower() for text in taken}
    labels = []
    for number, posts in enumerate(groups):
        found = phrases(posts, index, number)
        labels.append(_label(posts, _candidates(posts, found, usage), used))
    return labels


def _candidates(posts: Sequence[Said], found: list[Phrase], usage: Usage) -> list[_Candidate]:
    worded = [_candidate(phrase, usage) for phrase in found[:_TRIED]]
    whole = _whole([candidate for candidate in worded if _sayable(candidate)])
    weighed = [replace(c, score=c.score * _weight(c, len(posts), usage)) for c in whole]
    return sorted(weighed, key=lambda c: (-c.score, c.text))


def _candidate(phrase: Phrase, usage: Usage) -> _Candidate:
    cut = sum(span.cut for span in phrase.spans) * 2 > len(phrase.spans)
    score = phrase.score * (_CUT if cut and len(phrase.key) > 1 else 1.0)
    bare = phrase.elsewhere >= _EVERYWHERE
    words = wording(phrase.spans, usage)
    return _Candidate(phrase.key, words, phrase.posts, score, phrase.said, bare, phrase.headline)


def _weight(candidate: _Candidate, posts: int, usage: Usage) -> float:
    """How well it reads, and how many of the posts it speaks for."""
    words = [word.lower() for word in candidate.words]
    weight = (candidate.posts / posts) ** 0.25 * (_BARE if candidate.bare else 1.0)
    if len(words) > 1:
        weight *= _ACTION if words[0].endswith("ing") else 1.0
        weight *= _LOOSE if clause_like(words, usage) and not candidate.headline else 1.0
        weight *= _PARTICIPLE if words[-1].endswith("ed") else 1.0
        weight *= _GENERAL if is_general(words[0]) or is_general(words[-1]) else 1.0
    return float(weight)


def _sayable(candidate: _Candidate) -> bool:
    """No half sentence, no number, nothing general or small at its ends."""
    words = [word.lower() for word in candidate.words]
    if awkward(words) or all(is_general(word) or is_stop(word) for word in words):
        return False
    if any(word.isdigit() for word in words[:-1]) or any(c.isdigit() for c in words[-1][1:]):
        return False
    return not any(is_weak(word) or is_stop(word) for word in (words[0], words[-1]))


def _whole(candidates: list[_Candidate]) -> list[_Candidate]:
    """Without the parts of longer phrases: «replacing contract» of «replacing contract workers»."""
    return [c for c in candidates if not any(_part_of(c, other) for other in candidates)]


def _part_of(part: _Candidate, whole: _Candidate) -> bool:
    inside = len(part.key) < len(whole.key) and set(part.key) <= set(whole.key)
    return inside and whole.said * 5 >= part.said * 3


def _label(posts: Sequence[Said], candidates: list[_Candidate], used: set[str]) -> Label:
    text = _name(candidates, used, len(posts))
    used.add(text.lower())
    told = tuple(candidate.text for candidate in _different(candidates))
    return Label(text, told, _coverage(posts, candidates[:_CLOSE]))


def _name(candidates: list[_Candidate], used: set[str], posts: int) -> str:
    """The first way to name the group that is not taken; numbered if all are."""
    names = list(_names(candidates, posts))
    numbered = (f"{names[0]} ({n})" for n in count(2)) if names else iter(())
    return next((text for text in chain(names, numbered) if text.lower() not in used), "")


def _names(candidates: list[_Candidate], posts: int) -> Iterator[str]:
    """The best phrases; a word that stands in many posts; as a last resort, a common phrase.

    A group that no phrase and no word speaks for has no name: it is small talk.
    """
    single = _different([c for c in candidates if len(c.key) == 1 and not c.bare])
    several = [c for c in candidates if len(c.key) > 1]
    yield from (c.text for c in several if _speaks(c, single[:1], posts))
    yield from (c.text for c in single if c.posts >= _ALONE * posts)
    yield from (c.text for c in several if c.posts >= _ALONE * posts)


def _speaks(candidate: _Candidate, best: list[_Candidate], posts: int) -> bool:
    """Does the phrase say what the group is about, for enough of its posts?"""
    if candidate.bare or candidate.posts < max(3, _COMMON * posts):
        return False
    if candidate.said < LEAST and candidate.posts < _ALONE * posts:
        return False
    worth = [_WORTH if _alike(word, candidate) else _BESIDE for word in best]
    return all(candidate.score >= w * word.score for w, word in zip(worth, best, strict=True))


def _different(candidates: list[_Candidate]) -> list[_Candidate]:
    """The best phrases that do not repeat each other's words."""
    kept: list[_Candidate] = []
    for candidate in candidates:
        if not any(_alike(candidate, other) for other in kept):
            kept.append(candidate)
    return kept[:KEYPHRASES]


def _alike(one: _Candidate, other: _Candidate) -> bool:
    """Do they share most words, or words of one root («French», «France»)?"""
    shared = sum(any(a[:4] == b[:4] or a in b or b in a for b in other.key) for a in one.key)
    return shared * 2 > len(one.key)


def _coverage(posts: Sequence[Said], candidates: list[_Candidate]) -> float:
    wanted = [set(candidate.key) for candidate in candidates]
    held = [float(any(key <= post.stems for key in wanted)) for post in posts]
    return float(np.mean(held)) if held else 0.0
