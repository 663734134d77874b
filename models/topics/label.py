"""A name for each group of posts, made from its own phrases; and the phrases that go with it.

A phrase is chosen by how its writers put it (phrases.py), how it reads (candidates.py) and what it
means: it should lie near the group's centre and apart from the other groups'. So a phrase that few
write, but that says what all mean, goes before a word that all use.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, count

import numpy as np

from models.topics.candidates import LONGEST, Candidate, alike, candidates
from models.topics.phrases import LEAST, Index, Said, phrases
from models.topics.space import Floats
from models.topics.wording import Usage, sentence_case

KEYPHRASES = 5
_CLOSE = 12  # candidates that a group must be told by
_MEANT = 40  # candidates of a group whose meaning is looked at
_RIVALS = 3  # other groups, the nearest, that a phrase should not lie near to
# A phrase that names the group: of the best single word's score, with that word in it and without.
_WORTH, _BESIDE = 0.2, 0.62
# The same by its meaning: of that word's nearness and of its worth, with it and without.
_WITHIN, _APART = (0.8, 0.25), (0.9, 0.5)
_PART = 0.1  # of that word's posts, which the phrase with it must have
_ALONE = 0.12  # share of a group's posts from which a single word may name it
# A word said beside the name: so many times the posts and the score of the phrase, and so much of
# its nearness.
_MORE, _FURTHER = 1.5, 0.6


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
    """What phrases mean: texts to (N, D) unit vectors, in the space of the centres (K, D).

    Of the groups' centres, in their order, and after them of others to be told apart from.
    """

    encode: Callable[[Sequence[str]], Floats]
    centres: Floats


def label(
    groups: Sequence[Sequence[Said]],
    usage: Usage,
    others: Sequence[Sequence[Said]] = (),
    taken: Iterable[str] = (),
    meaning: Meaning | None = None,
) -> list[Label]:
    """One label a group, all different and different from `taken`.

    others: groups that have their labels, such as the narratives known before; a label is what
    sets a group apart from all of them. meaning: None: phrases are chosen by their words alone.
    """
    index = Index([*groups, *others])
    used = {text.lower() for text in taken}
    found = [
        candidates(posts, phrases(posts, index, number), usage)
        for number, posts in enumerate(groups)
    ]
    told = found if meaning is None else _meant(found, meaning)
    return [
        _label(posts, by_words, by_worth, used)
        for posts, by_words, by_worth in zip(groups, found, told, strict=True)
    ]


def _meant(groups: list[list[Candidate]], meaning: Meaning) -> list[list[Candidate]]:
    """Each group's candidates by words and meaning, best first; one call encodes them all."""
    texts = sorted({c.text for found in groups for c in found[:_MEANT]})
    if not texts:
        return groups
    similar = dict(zip(texts, meaning.encode(texts) @ meaning.centres.T, strict=True))
    return [
        sorted(
            (replace(c, near=_near(similar[c.text], number)) for c in found[:_MEANT]),
            key=lambda c: (-c.worth, c.text),
        )
        for number, found in enumerate(groups)
    ]


def _near(similar: Floats, group: int) -> float:
    """Likeness to the group's centre, and what it has before the nearest others; (K,) to one."""
    others = np.sort(np.delete(similar, group))[-_RIVALS:]
    return float(2 * similar[group] - (others.mean() if len(others) else 0.0))


def _label(
    posts: Sequence[Said], by_words: list[Candidate], found: list[Candidate], used: set[str]
) -> Label:
    text = _name(found, used, len(posts))
    used.add(text.lower())
    told = tuple(candidate.text for candidate in _different(found))
    return Label(text, told, _coverage(posts, by_words[:_CLOSE]))


def _name(found: list[Candidate], used: set[str], posts: int) -> str:
    """The first way to name the group that is not taken; numbered if all are."""
    names = list(_names(found, posts))
    numbered = (f"{names[0]} ({n})" for n in count(2)) if names else iter(())
    return next((text for text in chain(names, numbered) if text.lower() not in used), "")


def _names(found: list[Candidate], posts: int) -> Iterator[str]:
    """The best phrases; a word that stands in many posts; as a last resort, a common phrase.

    A group that no phrase and no word speaks for has no name: it is small talk.
    """
    single = _different([c for c in found if not c.several and not c.bare])
    several = [c for c in found if c.several]
    names = [c for c in several if _speaks(c, single[:1], posts)]
    yield from (_joined(c, single) for c in names)
    yield from (c.text for c in single if c.posts >= _ALONE * posts)
    yield from (c.text for c in several if c.posts >= _ALONE * posts)


def _joined(name: Candidate, single: list[Candidate]) -> str:
    """The phrase, with the word that many more of the posts are about: «alternatives»."""
    beside = [
        word
        for word in single
        if not alike(word, name)
        and word.posts >= _MORE * name.posts
        and word.score >= _MORE * name.score
        and word.near >= _FURTHER * name.near
    ]
    fits = len(name.words) < LONGEST - 1 and not name.words[0].endswith("ing") and name.near
    return sentence_case([*name.words, "and", *beside[0].words]) if beside and fits else name.text


def _speaks(candidate: Candidate, best: list[Candidate], posts: int) -> bool:
    """Does the phrase say what the group is about: by its meaning, or for enough of its posts?"""
    if candidate.bare:
        return False
    if candidate.near and all(_means(candidate, word) for word in best):
        return True
    if candidate.posts < 3 or (candidate.said < LEAST and candidate.posts < _ALONE * posts):
        return False
    worth = [_WORTH if alike(word, candidate) else _BESIDE for word in best]
    return all(candidate.score >= w * word.score for w, word in zip(worth, best, strict=True))


def _means(candidate: Candidate, word: Candidate) -> bool:
    """Does the phrase mean as much of the group as its best word?"""
    within = alike(word, candidate)
    near, worth = _WITHIN if within else _APART
    if within and candidate.posts < _PART * word.posts:
        return False
    return candidate.near >= near * word.near and candidate.worth >= worth * word.worth


def _different(found: list[Candidate]) -> list[Candidate]:
    """The best phrases that do not repeat each other's words."""
    kept: list[Candidate] = []
    for candidate in found:
        if not any(alike(candidate, other) for other in kept):
            kept.append(candidate)
    return kept[:KEYPHRASES]


def _coverage(posts: Sequence[Said], found: list[Candidate]) -> float:
    wanted = [set(candidate.key) for candidate in found]
    held = [float(any(key <= post.stems for key in wanted)) for post in posts]
    return float(np.mean(held)) if held else 0.0
