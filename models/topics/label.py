"""A name for each group of posts, made from its own phrases; and the phrases that go with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from models.topics.phrases import Key, Post, Scored, Span, contrasting, keys, spans
from models.topics.space import Floats
from models.topics.wording import Usage, awkward, sentence_case, wording
from models.topics.words import is_general, is_stop, is_weak

KEYPHRASES = 5
_CLOSE = 12  # candidates whose meaning is compared with the group's
_TOLD = 4  # single words that say what a group is about
_COMMON = 0.03  # share of a group's posts that a phrase must stand in to name it
_ACTION, _LOOSE, _PARTICIPLE = 1.25, 0.75, 0.75  # «deleting the app», «AI to teach», «AI generated»


@dataclass(frozen=True)
class Label:
    """text: what to say aloud. keyphrases: up to five. coverage: the share of posts with one."""

    text: str
    keyphrases: tuple[str, ...]
    coverage: float


@dataclass(frozen=True)
class Meaning:
    """How near a phrase is to its group: embed texts (N, D) into the space of the centroids."""

    embed: Callable[[Sequence[str]], Floats]
    centroids: Floats  # (K, D) of the groups, unit length


@dataclass(frozen=True)
class _Candidate:
    key: Key
    words: list[str]
    posts: int
    score: float

    @property
    def text(self) -> str:
        return sentence_case(self.words)


def label(
    groups: Sequence[Sequence[Post]],
    usage: Usage,
    others: Sequence[Sequence[Post]] = (),
    taken: Iterable[str] = (),
    meaning: Meaning | None = None,
) -> list[Label]:
    """One label a group, all different and different from `taken`.

    others: groups that have their labels, such as the narratives known before; a label is what
    sets a group apart from all of them.
    """
    scored = contrasting([*groups, *others])[: len(groups)]
    found = [
        _candidates(posts, phrases, usage) for posts, phrases in zip(groups, scored, strict=True)
    ]
    if meaning is not None:
        found = _by_meaning(found, meaning)
    used = {text.lower() for text in taken}
    return [_label(posts, own, used) for posts, own in zip(groups, found, strict=True)]


def _candidates(posts: Sequence[Post], scored: list[Scored], usage: Usage) -> list[_Candidate]:
    places: dict[Key, list[Span]] = {phrase.key: [] for phrase in scored}
    for post in posts:
        for span in spans(post):
            if span.key in places:
                places[span.key].append(span)
    found = [_Candidate(p.key, wording(places[p.key], usage), p.posts, p.score) for p in scored]
    return _whole([candidate for candidate in found if _sayable(candidate)])


def _sayable(candidate: _Candidate) -> bool:
    """No half sentence, nothing general or small at its ends."""
    words = [word.lower() for word in candidate.words]
    if awkward(words) or all(is_general(word) or is_stop(word) for word in words):
        return False
    return not any(is_weak(word) or is_stop(word) for word in (words[0], words[-1]))


def _whole(candidates: list[_Candidate]) -> list[_Candidate]:
    """Without the parts of longer phrases: «replacing contract» of «replacing contract workers»."""
    return [c for c in candidates if not any(_part_of(c, other) for other in candidates)]


def _part_of(part: _Candidate, whole: _Candidate) -> bool:
    inside = len(part.key) < len(whole.key) and set(part.key) <= set(whole.key)
    return inside and whole.posts * 5 >= part.posts * 3


def _by_meaning(found: list[list[_Candidate]], meaning: Meaning) -> list[list[_Candidate]]:
    """Each candidate's score times its nearness to the group, best first."""
    heads = [own[:_CLOSE] for own in found]
    texts = sorted({candidate.text for own in heads for candidate in own})
    if not texts:
        return found
    place = {text: i for i, text in enumerate(texts)}
    vectors = meaning.embed(texts)
    weighed = []
    for own, centroid in zip(heads, meaning.centroids, strict=True):
        near = [float(vectors[place[c.text]] @ centroid) for c in own]
        own = [_times(c, max(0.05, 0.3 + n)) for c, n in zip(own, near, strict=True)]
        weighed.append(sorted(own, key=lambda c: (-c.score, c.text)))
    return weighed


def _times(candidate: _Candidate, factor: float) -> _Candidate:
    return _Candidate(candidate.key, candidate.words, candidate.posts, candidate.score * factor)


def _label(posts: Sequence[Post], candidates: list[_Candidate], used: set[str]) -> Label:
    phrases = _different(candidates)
    text = _name(candidates, used, len(posts))
    used.add(text.lower())
    return Label(text, tuple(c.text for c in phrases), _coverage(posts, phrases))


def _name(candidates: list[_Candidate], used: set[str], posts: int) -> str:
    """The best common phrase of several words about the best single ones; else two of those."""
    free = [c for c in candidates if c.text.lower() not in used]
    single = _different([c for c in free if len(c.key) == 1])
    told = {word for c in single[:_TOLD] for word in c.key}
    several = [c for c in free if len(c.key) > 1]
    best = single[0].score if single else 0.0
    common = [c for c in several if _common(c, told, posts) or c.score >= best]
    if common:
        return common[0].text
    if len(single) > 1:
        return sentence_case([*single[0].words, "and", *single[1].words])
    return several[0].text if several else free[0].text if free else ""


def _common(candidate: _Candidate, told: set[str], posts: int) -> bool:
    """Is it about what most posts are about, and in enough of them?"""
    return bool(told & set(candidate.key)) and candidate.posts >= _COMMON * posts


def _different(candidates: list[_Candidate]) -> list[_Candidate]:
    """The best phrases that do not repeat each other's words."""
    kept: list[_Candidate] = []
    for candidate in candidates:
        if not any(_alike(candidate, other) for other in kept):
            kept.append(candidate)
    return kept[:KEYPHRASES]


def _alike(one: _Candidate, other: _Candidate) -> bool:
    """Do they share most words, or words of one root («French», «France»)?"""
    shared = sum(any(a[:4] == b[:4] for b in other.key) for a in one.key)
    return shared * 2 > len(one.key)


def _coverage(posts: Sequence[Post], phrases: list[_Candidate]) -> float:
    wanted = {phrase.key for phrase in phrases}
    return float(np.mean([bool(wanted & keys(post)) for post in posts])) if len(posts) else 0.0
