"""Which language a text is in, and whether it is one to score. Loads no torch."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from models.errors import LabelError
from models.langid import language_model

Told = tuple[str | None, float | None]

# What says nothing about the language: addresses, names, tags, retweet marks, numbers, emoji.
_NOISE = re.compile(r"https?://\S+|www\.\S+|\bhttp\b|[@#]\w+|\b[ru]/\w+|\b(?:RT|MT)\b")
_NOT_LETTERS = re.compile(r"[\d\W_]+")
_STRETCHED = re.compile(r"(.)\1{2,}")

_RELATIVE_OF = {"pcm": "en", "arz": "ar", "ary": "ar", "nn": "no", "wuu": "zh", "yue": "zh"}
_NO_LANGUAGE = {"zxx"}

# How likely a post is in a language before a letter is read, against English = 1. Measured on
# truncated posts: without it two English words in five of under six letters were called another
# language, with it one in fifty, and 3 % of five-word Spanish posts are called English.
_COMMON = {"es", "pt", "fr", "de", "it", "nl", "tr", "pl", "ru", "ar", "hi", "ja", "zh", "ko", "id"}
_SECOND = {
    "uk", "sv", "da", "no", "fi", "cs", "ro", "hu", "el", "he", "fa", "th", "vi", "bg", "ca",
    "ms", "tl", "bn", "ta", "te", "ur", "sr", "hr", "sk",
}  # fmt: skip
_PRIOR = {"en": 1.0} | dict.fromkeys(_COMMON, 0.3) | dict.fromkeys(_SECOND, 0.03)
_RARE = 0.005
_PRIOR_LETTERS = 16  # up to so many letters the prior counts in full, beyond it fades
# Up to so many letters English is the answer even where it is not certain; beyond, an uncertain
# English is mostly another language in Latin letters, such as Hindi: "sab theek hai par mehnga".
_FEW_LETTERS = 20
_SOME_LETTERS = 40  # up to so many, it is where half of the words are plainly English
_LEAST_LETTERS = 3
_LEAST_CONFIDENCE = 0.5
# Few words of which one is a brand's name say little by their letters: "Acme sucks".
_PLAINLY_ENGLISH = frozenset(
    "the this that these is are was it its my your you they we with without and but not no never "
    "very too so just really of from for all same new old lol thanks thank please love loved hate "
    "like good great awesome amazing nice best better bad worse worst terrible awful horrible "
    "sucks trash garbage useless broken slow fast easy hard cheap expensive quality service app "
    "update delivery works worked working does doesn did didn can cannot why what how when who "
    "money price quantity food taste tasty cold hot fresh stale less more".split()
)
_READ_CHARACTERS = 400  # a language shows itself long before


ENGLISH = frozenset({"en"})  # what the built-in heads were trained on
ALL = frozenset({"all"})  # every language, and texts that do not tell theirs


def not_scored(text: str, language: str | None, scored: frozenset[str] = ENGLISH) -> str | None:
    """Why this text gets no score; None when it is to be scored."""
    if not text.strip():
        return "no text"
    return None if scored == ALL or language in scored else f"language {language or 'unknown'}"


def languages_named(said: str) -> frozenset[str]:
    """Of "en, de" or "all". LabelError for what is no ISO 639 code."""
    codes = frozenset(code.strip().lower() for code in said.split(",") if code.strip())
    wrong = sorted(code for code in codes - ALL if not re.fullmatch("[a-z]{2,3}", code))
    if wrong or not codes:
        raise LabelError(
            f'"{", ".join(wrong) or said}" names no language. Say ISO 639 codes such as "en,de", '
            'or "all".'
        )
    return ALL if codes & ALL else codes


def languages_of(texts: Sequence[str]) -> list[Told]:
    """For each text (ISO 639 code, its probability), (None, None) when it does not tell."""
    words = [_words(text[:_READ_CHARACTERS]) for text in texts]
    telling = [text for text in words if _letters(text) >= _least_letters(text)]
    told = iter(_most_probable(telling))
    return [
        _judged(text, *next(told)) if _letters(text) >= _least_letters(text) else (None, None)
        for text in words
    ]


def _judged(words: str, language: str, confidence: float) -> Told:
    letters = _letters(words)
    if confidence < _LEAST_CONFIDENCE and not (language == "en" and letters <= _FEW_LETTERS):
        return ("en", _LEAST_CONFIDENCE) if _is_plainly_english(words) else (None, None)
    return (None, None) if language in _NO_LANGUAGE else (language, round(confidence, 3))


def _letters(words: str) -> int:
    return len(words) - words.count(" ")


def _least_letters(words: str) -> int:
    """One character of another script may be a word."""
    return _LEAST_LETTERS if words.isascii() else 1


def _is_plainly_english(words: str) -> bool:
    listed = words.lower().split()
    known = sum(word in _PLAINLY_ENGLISH for word in listed)
    return _letters(words) <= _SOME_LETTERS and 2 * known >= len(listed)


def _words(text: str) -> str:
    text = _STRETCHED.sub(r"\1\1", _NOISE.sub(" ", text))
    if 2 * sum(map(str.isupper, text)) > sum(map(str.isalpha, text)):
        text = text.lower()
    return unicodedata.normalize("NFC", _NOT_LETTERS.sub(" ", text)).strip()


def _most_probable(texts: Sequence[str]) -> Iterator[tuple[str, float]]:
    """Bayes: the model's probabilities times a prior that fades with the text's length."""
    if not texts:
        return
    languages, column_of, prior = _languages()
    letters = np.array([_letters(text) for text in texts])
    weight = np.minimum(1.0, _PRIOR_LETTERS / letters) ** 2
    shares = language_model().probabilities(texts) @ column_of * prior ** weight[:, None]
    best = shares.argmax(axis=1)
    for n, share in zip(best, shares.max(axis=1) / shares.sum(axis=1), strict=True):
        yield languages[n], float(share)


@cache
def _languages() -> tuple[list[str], NDArray[np.float64], NDArray[np.float64]]:
    """The languages told apart (L), which each label counts towards (C, L), and the prior (L)."""
    names = [_RELATIVE_OF.get(label, label) for label in language_model().labels]
    languages = list(dict.fromkeys(names))
    column_of = np.array([[name == language for language in languages] for name in names], float)
    return languages, column_of, np.array([_PRIOR.get(name, _RARE) for name in languages])
