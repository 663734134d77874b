"""A phrase found in posts to one a person says aloud: its usual wording, case and verb form."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from models.topics.phrases import Post, Span
from models.topics.words import is_judging, is_name, is_stop, stem

_OWN = frozenset("my your our their his her its this these those".split())
_ARTICLES = frozenset("a an the".split()) | _OWN
# The small words that may join a phrase; any other makes it half a sentence: «app because I».
_JOINING = frozenset(
    "a an the of to for with in on at by from about over into as without against between and or "
    "not no is are was were be being make makes after before during under up off out vs all other "
    "more own".split()
)
# «good as», «better from»: the half of a comparison.
_COMPARING = frozenset("as from off than".split())
# What stands before a verb in its finite form or infinitive, and hardly before anything else.
_BEFORE_VERB = frozenset(
    "i you he she we they who i'm i've i'd i'll they're you're they've we've he's "
    "to will would can could can't won't should must might may don't didn't doesn't just already "
    "have had has gonna and finally then never not let's please".split()
)
_BEFORE_NOUN = _ARTICLES | frozenset("of for with on about in from".split())
_IS = frozenset(
    "to is are isn't aren't was were be been can will do does did don't doesn't didn't".split()
)


@dataclass(frozen=True)
class Usage:
    """How the posts of a brand write: the case of words, and which stems have an -ing form."""

    case: dict[str, str]
    gerund: dict[str, str]
    verbs: frozenset[str]  # forms that mostly stand where verbs stand
    names: frozenset[str]


def usage(posts: Iterable[Post], names: frozenset[str]) -> Usage:
    """Read off the posts; the first word of a clause says nothing about case."""
    inner: Counter[str] = Counter()
    first: Counter[str] = Counter()
    acted: Counter[str] = Counter()
    for post in posts:
        for clause in post:
            first[clause.words[0].lower()] += 1
            inner.update(clause.words[1:])
            for before, word in pairwise(clause.words):
                if before.lower() in _BEFORE_VERB:
                    acted[word.lower()] += 1
    forms: dict[str, Counter[str]] = {}
    for word, n in inner.items():
        forms.setdefault(word.lower(), Counter())[word] += n
    case = {low: _case(low, seen) for low, seen in forms.items()}
    seen = Counter({low: sum(count.values()) for low, count in forms.items()}) + first
    verbs = frozenset(low for low, n in acted.items() if n >= 3 and n * 5 >= seen[low] * 2)
    return Usage(case, _gerunds(seen), verbs, names)


def wording(found: Sequence[Span], usage: Usage) -> list[str]:
    """The usual wording of one phrase: «cancelling», «the», «subscription»."""
    forms = Counter(_normal(span.words, usage) for span in found)
    best = min(forms, key=lambda form: (awkward(form), -forms[form], len(form), form))
    if best[-1].endswith("ed"):  # «gender» rather than «gendered», if it is about as common
        plain = [form for form in forms if not form[-1].endswith("ed")]
        best = max([best, *plain], key=lambda form: (forms[form] * 2 >= forms[best], form != best))
    # «teachers» rather than «teacher», if some say so
    fit = [form for form in forms if form[:-1] == best[:-1]]
    best = max(fit, key=lambda form: (forms[form] * (1 + 2 * form[-1].endswith("s")), form))
    words = list(best)
    if words[1:2] == ["by"] and words[0].endswith("ed"):
        words.insert(0, "being")
    elif _is_verb(words, found, usage):
        words[0] = usage.gerund[stem(words[0])]
    return [usage.case.get(word, word) for word in words]


def sentence_case(words: Sequence[str]) -> str:
    """One string with a capital at its start; other words keep their own."""
    text = " ".join(words)
    return text[:1].upper() + text[1:]


def clause_like(words: Sequence[str], usage: Usage) -> bool:
    """Does a verb stand inside («AI to teach», «voices are AI»), or is one left out before it?

    «Contractor with AI» is a part of «replacing a contractor with AI».
    """
    inside = words[2:] if words[0] == "being" else words[1:]
    if "with" in inside and not words[0].endswith("ing"):
        return True
    return any(word in _IS or word in usage.verbs for word in inside)


def awkward(words: Sequence[str]) -> int:
    """Small words that make a phrase half a sentence: «app because I», «better from»."""
    small = sum(is_stop(word) and word not in _JOINING for word in words[1:-1])
    return small + (len(words) > 1 and is_judging(words[0]) and words[1] in _COMPARING)


def joined(words: Sequence[str], usage: Usage) -> bool:
    """Does every article follow a verb or another small word: not «phone the app»?"""
    return all(
        word not in _ARTICLES or is_stop(before) or before in usage.verbs or before.endswith("ing")
        for before, word in pairwise(words)
    )


def _normal(words: Sequence[str], usage: Usage) -> tuple[str, ...]:
    """Lower case, without names, with «the» for whose it is and no «'s» at the end."""
    low = [word.lower() for word in words if not is_name(word.lower(), usage.names)]
    low[-1] = _bare(low[-1], usage)
    return tuple("the" if word in _OWN else word for word in low)


def _bare(last: str, usage: Usage) -> str:
    """«CEO's» at the end of a phrase is most often the plural."""
    if not last.endswith("'s"):
        return last
    plural = last.removesuffix("'s") + "s"
    return plural if plural in usage.case else last.removesuffix("'s")


def _is_verb(words: Sequence[str], found: Sequence[Span], usage: Usage) -> bool:
    """Is the first word a verb in these places? By what stands before and after it."""
    first = words[0]
    if first.endswith("ing") or stem(first) not in usage.gerund:
        return False
    places = [span for span in found if span.words[0].lower() == first]
    if sum(_before_noun(span.before) for span in places) * 2 > len(places):  # «poor build quality»
        return False
    if first in usage.verbs:
        return True
    before = sum(span.before in _BEFORE_VERB for span in places)
    after = sum(span.words[1].lower() in _ARTICLES for span in places if len(span.words) > 1)
    return max(before, after) * 2 >= len(places)


def _before_noun(word: str) -> bool:
    return word in _BEFORE_NOUN or not (word in _BEFORE_VERB or is_stop(word) or not word)


def _case(low: str, forms: Counter[str]) -> str:
    """The usual capitals of a word where its place asks for none; shouting does not count."""
    calm = {form: n for form, n in forms.items() if len(form) <= 5 or not form.isupper()}
    raised = {form: n for form, n in calm.items() if form != low}
    if not raised or sum(raised.values()) * 5 < sum(calm.values()) * 2:
        return low
    return min(raised, key=lambda form: (-raised[form], form))


def _gerunds(seen: Counter[str]) -> dict[str, str]:
    """stem: its -ing form, for stems that also stand without it."""
    plain = {stem(low) for low in seen if not low.endswith("ing")}
    forms: dict[str, Counter[str]] = {}
    for low, n in seen.items():
        if low.endswith("ing") and stem(low) in plain:
            forms.setdefault(stem(low), Counter())[low] += n
    return {key: min(count, key=lambda w: (-count[w], w)) for key, count in forms.items()}
