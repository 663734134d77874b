"""Texts to words: sentences of tokens, the stem that joins a word's forms, and what says little."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

_TOKEN = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*", re.UNICODE)
_BREAK = re.compile(r"[.!?;:,()\[\]{}\"“”«»|/\\*_~#>=•…—–]+|\s-\s|\n+")
_LINK = re.compile(
    r"\(?(?:https?://|www\.)\S+|(?<!\S)[^\s@]{1,64}@[^\s@]+\.\S+|\b[ru]/\w+|(?<!\w)@\w+"
)
_QUOTED = re.compile(r"^\s*(?:>|&gt;).*$", re.MULTILINE)
_FORMS = {  # form: base, where the ending does not tell
    "left": "leave", "lost": "lose", "paid": "pay", "bought": "buy", "sold": "sell",
    "went": "go", "gone": "go", "taught": "teach", "thought": "think", "told": "tell",
    "said": "say", "says": "say", "made": "make", "gave": "give", "given": "give",
    "took": "take", "taken": "take", "broke": "break", "broken": "break", "chose": "choose",
    "chosen": "choose", "wrote": "write", "written": "write", "spoke": "speak", "spent": "spend",
    "got": "get", "gotten": "get", "found": "find", "felt": "feel", "kept": "keep",
    "ran": "run", "came": "come", "became": "become", "began": "begin", "stole": "steal",
    "stolen": "steal", "learnt": "learn", "built": "build", "sent": "send", "won": "win",
    "children": "child", "kids": "child", "kid": "child", "men": "man", "women": "woman",
    "people": "person", "better": "good", "best": "good", "worse": "bad", "worst": "bad",
    "quitting": "quit", "drove": "drive", "driven": "drive", "ads": "ad",
    "dying": "die", "dies": "die", "lying": "lie",
}  # fmt: skip


def sentences(text: str) -> list[list[str]]:
    """The words of each clause as written; without links, addresses and quoted lines."""
    plain = _LINK.sub(" . ", _QUOTED.sub(" ", text.replace("’", "'")))
    clauses = (_TOKEN.findall(part) for part in _BREAK.split(plain) if part)
    return [clause for clause in clauses if clause]


@dataclass(frozen=True)
class Clause:
    """words as written, and the stem of each that says something ("": it does not)."""

    words: list[str]
    stems: list[str]


def read(text: str, names: frozenset[str] = frozenset()) -> list[Clause]:
    """The clauses of a text; the brand's names say nothing."""
    return [Clause(words, [_telling(word, names) for word in words]) for words in sentences(text)]


def content(clauses: Iterable[Clause]) -> list[str]:
    """The stems of all words that say something, in order."""
    return [found for clause in clauses for found in clause.stems if found]


@lru_cache(100_000)
def _telling(word: str, names: frozenset[str]) -> str:
    return stem(word) if says(word, names) else ""


def says(word: str, names: frozenset[str] = frozenset()) -> bool:
    """Does this word carry content: not a stop word, number, single letter or brand name?"""
    low = word.lower()
    return not (is_stop(low) or is_name(low, names) or low.isdigit() or len(low) < 2)


def is_stop(low: str) -> bool:
    return low in _read("stopwords.txt") or low.replace("'", "") in _read("stopwords.txt")


def is_weak(low: str) -> bool:
    """Too general to begin or end a phrase."""
    return low in _read("weakwords.txt") or stem(low) in _stems("weakwords.txt")


def is_general(low: str) -> bool:
    """Too general to name a story alone."""
    return low in _read("generalwords.txt") or stem(low) in _stems("generalwords.txt")


def is_judging(low: str) -> bool:
    """Says what is thought of the thing that follows it: «wrong answers»."""
    return low in _read("judgingwords.txt") or is_fault(low)


def is_fault(low: str) -> bool:
    """A judgement that is a thing: «mistakes»."""
    return low in _read("faultwords.txt")


@cache
def _stems(name: str) -> frozenset[str]:
    return frozenset(stem(word) for word in _read(name))


def is_name(low: str, names: frozenset[str]) -> bool:
    """One of the brand's names, also as a possessive or as the start of a longer handle."""
    return low.removesuffix("'s") in names or low.removesuffix("s") in names


@lru_cache(100_000)
def stem(word: str) -> str:
    """One key for a word's forms: delete, deleted, deleting; story, stories. Not a word itself."""
    low = word.lower().removesuffix("'s")
    if low in _FORMS:
        low = _FORMS[low]
    if not low.isascii() or len(low) <= 3:
        return low
    return _trimmed(_singular(low))


def _singular(low: str) -> str:
    if low.endswith("ies") and len(low) > 4:
        return low[:-3] + "y"
    if low.endswith("sses") or low.endswith("xes") or low.endswith("ches"):
        return low[:-2]
    if low.endswith("s") and not low.endswith(("ss", "us", "is")):
        return low[:-1]
    return low


def _trimmed(low: str) -> str:
    """Without -ing and -ed where a stem with a vowel remains; no doubled or silent end."""
    for ending in ("ing", "ed"):
        base = low.removesuffix(ending)
        if base != low and len(base) >= 3 and re.search("[aeiouy]", base):
            low = base
            break
    if low.endswith("i"):
        low = low[:-1] + "y"
    low = low.removesuffix("e") if len(low) > 3 else low
    return low[:-1] if len(low) > 3 and low[-1] == low[-2] and low[-1] not in "aeiou" else low


@cache
def _read(name: str) -> frozenset[str]:
    lines = (Path(__file__).parent / name).read_text(encoding="utf-8").splitlines()
    return frozenset(_words(line for line in lines if not line.startswith("#")))


def _words(lines: Iterable[str]) -> list[str]:
    return [word for line in lines for word in line.split()]
