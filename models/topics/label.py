"""A name for each group of posts, made from its own phrases; and the phrases that go with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, combinations, count

import numpy as np

from models.topics.phrases import Key, Post, Scored, Span, contrasting, keys, spans
from models.topics.space import Floats
from models.topics.wording import Usage, awkward, clause_like, sentence_case, wording
from models.topics.words import is_general, is_stop, is_weak

KEYPHRASES = 5
_CLOSE = 12  # candidates whose meaning is compared with the group's
_TOLD = 4  # single words that say what a group is about
_COMMON = 0.03  # share of a group's posts that a phrase must stand in to name it
# «deleting the app»; «AI to teach», «AI generated», «forkwright next week».
_ACTION, _LOOSE, _PARTICIPLE, _GENERAL = 1.4, 0.5, 0.75, 0.75
_FREQUENT, _NEARLY = 0.08, 0.35  # share of posts, and of the best score, that do as well
_PROPER = 0.25  # more for each further word of a phrase that many posts use
_WORTH = 0.2  # of the best single word's score: a phrase of less says too little
_RULING = 0.5  # share of posts from which a single word belongs into the label


@dataclass(frozen=True)
class Label:
    """text: what to say aloud. keyphrases: up to five of the best phrases.

    coverage: the share of the group's posts that hold one of its best dozen.
    """

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


@dataclass(frozen=True)
class _Told:
    """The stems of the best single words of a group, how many posts it has, the best word."""

    words: set[str]
    posts: int
    best: list[_Candidate]


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
    whole = _whole([candidate for candidate in found if _sayable(candidate)])
    weighed = [_times(c, _weight(c, len(posts), usage)) for c in whole]
    return sorted(weighed, key=lambda c: (-c.score, c.text))


def _weight(candidate: _Candidate, posts: int, usage: Usage) -> float:
    """How well it reads, and how many of the posts it speaks for."""
    words = [word.lower() for word in candidate.words]
    weight = (candidate.posts / posts) ** 0.25
    if len(words) > 1:
        weight *= _ACTION if words[0].endswith("ing") else 1.0
        weight *= _LOOSE if clause_like(words, usage) else 1.0
        weight *= _PARTICIPLE if words[-1].endswith("ed") else 1.0
        weight *= _GENERAL if is_general(words[0]) or is_general(words[-1]) else 1.0
    return float(weight)


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
    return Label(text, tuple(c.text for c in phrases), _coverage(posts, candidates[:_CLOSE]))


def _name(candidates: list[_Candidate], used: set[str], posts: int) -> str:
    """The first way to name the group that is not taken; numbered if all are."""
    names = list(_names(candidates, posts))
    numbered = (f"{names[0]} ({n})" for n in count(2)) if names else iter(())
    return next((text for text in chain(names, numbered) if text.lower() not in used), "")


def _names(candidates: list[_Candidate], posts: int) -> Iterator[str]:
    """The best phrases about the best single words, with the word that rules; then two words."""
    single = _different([c for c in candidates if len(c.key) == 1])
    several = [c for c in candidates if len(c.key) > 1]
    told = _Told({word for c in single[:_TOLD] for word in c.key}, posts, single[:1])
    common = [_about(c, told.words) for c in several if _common(c, told)]
    common = [c for c in common if not single or c.score >= _WORTH * single[0].score]
    for chosen in sorted(common, key=lambda c: (-c.score, c.text)):
        yield _with_ruling(chosen, single[:1], common, posts)
    yield from (_joined([one, other]) for one, other in combinations(single, 2))
    yield from (c.text for c in [*several, *single])


def _with_ruling(
    chosen: _Candidate, best: list[_Candidate], common: list[_Candidate], posts: int
) -> str:
    """The phrase; or, where a word it lacks rules the group, a phrase that has it, or both."""
    ruling = [c for c in best if c.posts >= _RULING * posts and not _alike(c, chosen)]
    for word in ruling:
        having = [c for c in common if set(word.key) <= set(c.key)]
        close = [c for c in having if c.score >= _RULING * chosen.score]
        if close:
            return max(close, key=lambda c: c.score).text
    return _joined([*ruling, chosen])


def _about(candidate: _Candidate, told: set[str]) -> _Candidate:
    """With more weight the more of its words are among those that most posts use."""
    return _times(candidate, 1 + _PROPER * len(told & set(candidate.key)))


def _joined(parts: Sequence[_Candidate]) -> str:
    words = list(parts[0].words)
    for part in parts[1:]:
        words += ["and", *part.words]
    return sentence_case(words)


def _common(candidate: _Candidate, told: _Told) -> bool:
    """Is it about what most posts are about, or stands in very many of them?"""
    best = max((single.score for single in told.best), default=0.0)
    if candidate.posts >= 3 and candidate.score >= best:
        return True
    if candidate.posts >= max(3, _FREQUENT * told.posts) and candidate.score >= _NEARLY * best:
        return True
    shared = told.words & set(candidate.key)
    enough = candidate.posts >= max(3, _COMMON * told.posts)
    return bool(shared) if enough else shared == set(candidate.key)


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


def _coverage(posts: Sequence[Post], phrases: list[_Candidate]) -> float:
    wanted = {phrase.key for phrase in phrases}
    return float(np.mean([bool(wanted & keys(post)) for post in posts])) if len(posts) else 0.0
