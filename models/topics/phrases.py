"""The phrases that set one group of posts apart from the others, as its writers put them.

A phrase is counted under the stems of its telling words, wherever a post holds them all, so that
«they replaced people, it is all AI now» supports «replacing people with AI»; how many writers say
it in these words counts besides. Contrast is the z-score of the log-odds: Monroe, Colaresi & Quinn
2008, «Fightin' Words».
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, field
from functools import reduce
from math import log, log2, sqrt
from operator import and_

from models.topics.words import Clause, is_stop, is_weak, says

LONGEST = 5  # telling words in a phrase
GAP = 2  # small words between two of them
LEAST = 2  # posts that hold a word, writers who say a phrase
_NEAR = 2  # posts that hold all its words, where only one writer says the phrase, or a title does
_TITLES = 4  # replies from which a title is a phrase of its own
_HEARD = 0.5  # what a word of the thread's title counts, against one of the post's own
_TITLED = 0.25  # what a phrase counts for a reply under a title that says it
_ONE = 0.3
_BEST = 24  # words of a group that its phrases are about
_LIFT = 1.7  # how much more frequent than among all posts a phrase must be
_LENGTH = (0.0, 0.6, 1.0, 1.15, 1.2, 1.2)  # two words say more than one of the same contrast

_SERIES = re.compile("[A-Z0-9]")

Post = list[Clause]
Key = tuple[str, ...]


@dataclass(frozen=True)
class Said:
    """own: what a post says; heard: the title of the thread it stands in, if it is a reply."""

    own: Post
    heard: Post = field(default_factory=list)
    author: object = None

    @property
    def stems(self) -> set[str]:
        return {found for clause in (*self.own, *self.heard) for found in clause.stems if found}


@dataclass(frozen=True)
class Span:
    """One place where a phrase stands: its words as written and the word before it.

    cut: whether a telling word or a number stands right beside it, so that it may be half of a
    name.
    whole: whether it has all telling words of its clause. named: whether the brand's name follows,
    after small words at most. holed: whether the name is missed in it.
    """

    key: Key
    words: tuple[str, ...]
    before: str
    cut: bool
    whole: bool
    named: bool
    holed: bool


@dataclass
class _Places:
    """Where a phrase stands: in own words and whose, and in titles that replies are under."""

    spans: list[Span] = field(default_factory=list)
    writers: set[object] = field(default_factory=set)
    titles: list[Span] = field(default_factory=list)

    @property
    def said(self) -> float:
        return len(self.writers) + _TITLED * len(self.titles)

    @property
    def headline(self) -> bool:
        """Is it all that the title of a much answered thread says, and says outright?"""
        whole = [span for span in self.titles if span.whole and not is_stop(span.before)]
        return len(whole) >= _TITLES


@dataclass(frozen=True)
class Phrase:
    """A phrase of a group: its places, how many posts hold all its words, and its score.

    said: how many writers use it as it stands. headline: whether it is a title of its own.
    elsewhere: the share of other posts with its rarest word.
    """

    key: Key
    spans: list[Span]
    posts: float
    score: float
    said: float
    headline: bool
    elsewhere: float


class Index:
    """Which posts of all groups hold which stems: one bit a post, group after group."""

    def __init__(self, groups: Sequence[Sequence[Said]]) -> None:
        self.size = sum(len(group) for group in groups)
        self._own: dict[str, int] = {}
        self._held: dict[str, int] = {}  # own or heard
        self._groups: list[int] = []
        place = 0
        for group in groups:
            self._groups.append(((1 << len(group)) - 1) << place)
            for post in group:
                _mark(self._own, post.own, 1 << place)
                _mark(self._held, [*post.own, *post.heard], 1 << place)
                place += 1

    def counts(self, key: Key, group: int) -> tuple[float, float]:
        """How many posts of the group, and of all, hold all stems of the key."""
        own = reduce(and_, (self._own.get(stem, 0) for stem in key))
        held = reduce(and_, (self._held.get(stem, 0) for stem in key))
        inside = self._groups[group]
        return _weighed(own & inside, held & inside), _weighed(own, held)

    def elsewhere(self, stem: str, group: int) -> float:
        """The share of the posts outside the group whose own words hold the stem; weak: 1."""
        if is_weak(stem):
            return 1.0
        outside = self._own.get(stem, 0) & ~self._groups[group]
        return outside.bit_count() / max(self.size - self._groups[group].bit_count(), 1)

    def contrast(self, key: Key, group: int) -> float:
        """The z-score of a phrase; 0 for one hardly more frequent than elsewhere."""
        posts = self._groups[group].bit_count()
        inside, everywhere = self.counts(key, group)
        if inside * self.size <= _LIFT * posts * everywhere:
            return 0.0
        return log_odds(inside, posts, everywhere - inside, self.size - posts)


def phrases(posts: Sequence[Said], index: Index, group: int) -> list[Phrase]:
    """The phrases of the group of this number that set it apart, best first."""
    seen = Counter(stem for post in posts for stem in post.stems)
    words = {stem for stem, n in seen.items() if n >= LEAST}
    contrasts = {stem: index.contrast((stem,), group) for stem in sorted(words)}
    best = set(sorted(contrasts, key=lambda stem: -contrasts[stem])[:_BEST])
    found = []
    for key, places in _places(posts, words, best).items():
        inside, _ = index.counts(key, group)
        if _supported(places, inside):
            score = index.contrast(key, group) * _LENGTH[len(key)] * _support(places)
            where = places.titles if places.headline else places.spans or places.titles
            rarest = min(index.elsewhere(stem, group) for stem in key)
            found.append(Phrase(key, where, inside, score, places.said, places.headline, rarest))
    kept = [phrase for phrase in found if phrase.score > 0]
    return sorted(kept, key=lambda phrase: (-phrase.score, phrase.key))


def spans(post: Post, words: Set[str], about: Set[str]) -> Iterator[Span]:
    """Every run of telling words, all in `words` and one in `about`; small words between them."""
    for clause in post:
        stems = clause.stems
        for first, last, key in _runs(stems, words):
            if about.isdisjoint(key):
                continue
            before = clause.words[first - 1].lower() if first else ""
            cut = any(stems[max(first - 1, 0) : first]) or any(stems[last + 1 : last + 2])
            cut = cut or before.isdigit()
            holed = _holed(clause, first, last) or (len(key) > 1 and _is_name(clause, last + 1))
            named = _named(clause, last)
            whole = not (any(stems[:first]) or any(stems[last + 1 :]) or named)
            last += _numbered(clause.words[last : last + 2])
            written = tuple(clause.words[first : last + 1])
            yield Span(key, written, before, cut, whole, named, holed)


def log_odds(inside: float, posts: float, outside: float, others: float) -> float:
    """z-score of ln(odds inside / odds outside) of a phrase in `inside` of `posts` posts."""
    here = log((inside + 0.5) / (posts - inside + 0.5))
    there = log((outside + 0.5) / (others - outside + 0.5))
    return (here - there) / sqrt(1 / (inside + 0.5) + 1 / (outside + 0.5))


def _named(clause: Clause, last: int) -> bool:
    """Does the brand's name come next, after small words at most?"""
    for place in range(last + 1, min(last + GAP + 2, len(clause.words))):
        if clause.stems[place]:
            return False
        if _is_name(clause, place):
            return True
    return False


def _is_name(clause: Clause, place: int) -> bool:
    """Is the word there the brand's name: one that would say something, and has no stem?"""
    return place < len(clause.words) and not clause.stems[place] and says(clause.words[place])


def _holed(clause: Clause, first: int, last: int) -> bool:
    """Is the brand's name a part of the phrase that is missed: «outsells Tesla in Europe»?

    In «the Tesla stock» it is not.
    """
    places = range(first + 1, last)
    return any(_is_name(clause, place) and not clause.stems[place + 1] for place in places)


def _numbered(words: Sequence[str]) -> bool:
    """Does a name go on with a letter or digit of its own: «Model Y», «Formula 1»?"""
    return len(words) == 2 and words[0][0].isupper() and bool(_SERIES.fullmatch(words[1]))


def _mark(places: dict[str, int], post: Post, bit: int) -> None:
    for stem in {found for clause in post for found in clause.stems if found}:
        places[stem] = places.get(stem, 0) | bit


def _weighed(own: int, held: int) -> float:
    return (1 - _HEARD) * own.bit_count() + _HEARD * held.bit_count()


def _runs(stems: Sequence[str], words: Set[str]) -> Iterator[tuple[int, int, Key]]:
    places = [i for i, found in enumerate(stems) if found]
    for first, start in enumerate(places):
        key: Key = ()
        for last in range(first, min(first + LONGEST, len(places))):
            place = places[last]
            far = last > first and place - places[last - 1] > GAP + 1
            if far or stems[place] in key or stems[place] not in words:
                break
            key += (stems[place],)
            yield start, place, key


def _places(posts: Sequence[Said], words: Set[str], about: Set[str]) -> dict[Key, _Places]:
    found: dict[Key, _Places] = {}
    for number, post in enumerate(posts):
        for span in spans(post.own, words, about):
            places = found.setdefault(span.key, _Places())
            places.spans.append(span)
            places.writers.add(number if post.author is None else post.author)
        for span in spans(post.heard, words, about):
            found.setdefault(span.key, _Places()).titles.append(span)
    return found


def _supported(places: _Places, posts: float) -> bool:
    """Do several say it, or one and several nearly so?"""
    return len(places.writers) >= LEAST or posts >= _NEAR


def _support(places: _Places) -> float:
    """Grows with those who say it in these words: 0.6 for one writer, 1 for two, 1.5 for eight."""
    return float(max(_ONE, log2(max(places.said, 1))) ** 0.4)
