"""Which language a text is in, and whether it is one to score. Loads no torch."""

import re
import unicodedata
from functools import cache
from typing import Any

from py3langid.langid import MODEL_FILE, LanguageIdentifier

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
_FEW_LETTERS = 40  # up to so many, English is the answer even where it is not certain
_LEAST_LETTERS = 3
_LEAST_CONFIDENCE = 0.5
# Two words of which one is a brand's name say little by their letters: "Acme sucks".
_PLAINLY_ENGLISH = frozenset(
    "the this that these is are was it its my your you they we with without and but not no never "
    "very too so just really of from for all same new old lol thanks thank please love loved hate "
    "like good great awesome amazing nice best better bad worse worst terrible awful horrible "
    "sucks trash garbage useless broken slow fast easy hard cheap expensive quality service app "
    "update delivery works worked working does doesn did didn can cannot why what how when who "
    "money price quantity food taste tasty cold hot fresh stale less more".split()
)
_MANY_LETTERS = 60  # beyond so many the prior weighs next to nothing
_CLEAR = 0.6  # with more than half, no prior of that weight turns it
_READ_CHARACTERS = 400  # a language shows itself long before


ENGLISH = frozenset({"en"})  # what the built-in heads were trained on
ALL = frozenset({"all"})  # every language, and texts that do not tell theirs


def not_scored(text: str, language: str | None, scored: frozenset[str] = ENGLISH) -> str | None:
    """Why this text gets no score; None when it is to be scored."""
    if not text.strip():
        return "no text"
    return None if scored == ALL or language in scored else f"language {language or 'unknown'}"


def languages_named(said: str) -> frozenset[str]:
    """Of "en, de" or "all". ValueError for what is no ISO 639 code."""
    codes = frozenset(code.strip().lower() for code in said.split(",") if code.strip())
    wrong = sorted(code for code in codes - ALL if not re.fullmatch("[a-z]{2,3}", code))
    if wrong or not codes:
        raise ValueError(
            f'"{", ".join(wrong) or said}" names no language. Say ISO 639 codes such as "en,de", '
            'or "all".'
        )
    return ALL if codes & ALL else codes


def language_of(text: str) -> tuple[str | None, float | None]:
    """(ISO 639 code, its probability), or (None, None) when the text does not tell."""
    words = _words(text[:_READ_CHARACTERS])
    letters = len(words) - words.count(" ")
    if not letters or (letters < _LEAST_LETTERS and words.isascii()):
        return None, None
    language, confidence = _identified(words, letters)
    if confidence < _LEAST_CONFIDENCE and not (language == "en" and letters <= _FEW_LETTERS):
        return ("en", _LEAST_CONFIDENCE) if _is_plainly_english(words, letters) else (None, None)
    return (None, None) if language in _NO_LANGUAGE else (language, round(confidence, 3))


def _identified(words: str, letters: int) -> tuple[str, float]:
    """The likeliest language; the prior is asked only where it could change the answer."""
    if letters > _MANY_LETTERS:
        language, confidence = _identifier().classify(words)
        if confidence >= _CLEAR and language not in _RELATIVE_OF:
            return language, float(confidence)
    return _most_probable(words, letters)


def _is_plainly_english(words: str, letters: int) -> bool:
    listed = words.lower().split()
    known = sum(word in _PLAINLY_ENGLISH for word in listed)
    return letters <= _FEW_LETTERS and 2 * known >= len(listed)


def _words(text: str) -> str:
    text = _STRETCHED.sub(r"\1\1", _NOISE.sub(" ", text))
    if 2 * sum(map(str.isupper, text)) > sum(map(str.isalpha, text)):
        text = text.lower()
    return unicodedata.normalize("NFC", _NOT_LETTERS.sub(" ", text)).strip()


def _most_probable(words: str, letters: int) -> tuple[str, float]:
    """Bayes: the identifier's normalised probabilities times a prior that fades with length."""
    weight = min(1.0, _PRIOR_LETTERS / max(letters, 1)) ** 2
    posterior: dict[str, float] = {}
    for code, probability in _identifier().rank(words):
        language = _RELATIVE_OF.get(code, code)
        share = probability * _PRIOR.get(language, _RARE) ** weight
        posterior[language] = posterior.get(language, 0.0) + share
    best = max(posterior, key=lambda language: posterior[language])
    return best, posterior[best] / sum(posterior.values())


@cache
def _identifier() -> Any:  # noqa: ANN401 — the package exports no types
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
