"""Other people's names for labels: «Positive emotion», «pos», «non_irony», four stars."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from models.errors import LabelError

LabelFinder = Callable[[str], int | None]

_DEGREE = re.compile(r"^(very|extremely|strongly|mostly|slightly|somewhat|weakly) ")
_KIND = re.compile(r" (emotion|sentiment|tone|opinion|review)$")
_TONES = {
    "negative": ("neg", "bad", "unfavourable", "unfavorable"),
    "neutral": ("neu", "objective", "no emotion toward brand or product"),
    "positive": ("pos", "good", "favourable", "favorable"),
}
# GoEmotions' 28 by Ekman's basic emotions, as its authors group them (Demszky et al. 2020).
EKMAN = {
    "anger": "anger annoyance disapproval",
    "disgust": "disgust",
    "fear": "fear nervousness",
    "joy": "joy amusement approval excitement gratitude love optimism relief pride admiration "
    "desire caring",
    "sadness": "sadness disappointment embarrassment grief remorse",
    "surprise": "surprise realization confusion curiosity",
    "neutral": "neutral",
}
_SYNONYMS = {other: tone for tone, others in _TONES.items() for other in others} | {
    other: group for group, others in EKMAN.items() for other in others.split()
}
# Bare numbers that are read one way wherever they stand together: TweetEval's and Sentiment140's.
_NUMBERED = {
    frozenset(order): order for order in (("0", "1", "2"), ("-1", "0", "1"), ("0", "2", "4"))
}
_YES = {"yes", "true", "1", "1 0"}
_NO = re.compile(r"^(no|not|non|false|none|0|0 0)\b")
_SAME = (
    frozenset({"sarcasm", "sarcastic", "irony", "ironic"}),
    frozenset({"offensive", "offense", "offence", "abusive", "toxic"}),
)
_STARS = re.compile(r"([0-5](?:[.,]\d+)?)(?: ?/ ?5| out of 5| ?stars?)?", re.IGNORECASE)


def label_finder(
    labels: Sequence[str], given: Mapping[str, str] | None = None, stars: bool = False
) -> LabelFinder:
    """A function from a name to the number of the label it means, None when it is unknown.

    `given`: what a person said a name means, before anything else. `stars`: names are ratings of
    one to five. LabelError when `given` leads to a label that there is not.
    """
    numbers = {normal(label): number for number, label in enumerate(labels)}
    said = {normal(name): numbers.get(normal(label)) for name, label in (given or {}).items()}
    if wrong := [label for label in (given or {}).values() if normal(label) not in numbers]:
        raise LabelError(f'There is no label "{wrong[0]}". There are: {", ".join(labels)}.')

    def find(name: str) -> int | None:
        plain = normal(name)
        if plain in said:
            return said[plain]
        if plain in numbers:
            return numbers[plain]
        if stars:
            return numbers.get(tone_of_stars(name) or "")
        if len(numbers) == 2:
            return _yes_or_no(plain, list(numbers))
        return numbers.get(_DEGREE.sub("", plain), numbers.get(_synonym(plain)))

    return find


def normal(name: str) -> str:
    """Without case and punctuation: «Non_Irony» and «non-irony» are «non irony»; «-1» stays."""
    return " ".join(re.findall(r"(?<!\w)-\d+|\w+", name.casefold().replace("_", " ")))


def tone_of_stars(rating: str) -> str | None:
    """One or two stars are negative, four or five positive, what lies between is neutral."""
    found = _STARS.fullmatch(rating.strip())
    count = float(found[1].replace(",", ".")) if found else rating.count("★")
    if not 1 <= count <= 5:
        return None
    return "negative" if count <= 2 else "positive" if count >= 4 else "neutral"


def tones_numbered(labels: Sequence[str], names: Iterable[str]) -> dict[str, str]:
    """What numbers mean that can only be the three tones, from bad to good; else nothing.

    Zero and one alone may as well mean no and yes, and are not guessed.
    """
    order = _NUMBERED.get(frozenset(names), ())
    return dict(zip(order, labels, strict=False)) if tuple(labels) == tuple(_TONES) else {}


def affirmed(labels: Sequence[str]) -> int | None:
    """Of two labels the one that the other denies: «yes» of «no» and «yes»; None: there is none."""
    denied = [_NO.match(normal(label)) is not None for label in labels]
    return denied.index(False) if len(denied) == 2 and sum(denied) == 1 else None


def _synonym(plain: str) -> str:
    bare = _KIND.sub("", _DEGREE.sub("", plain))
    return _SYNONYMS.get(plain, _SYNONYMS.get(bare, bare))


def _yes_or_no(plain: str, labels: list[str]) -> int | None:
    """For two labels of which one denies the other, such as «no» and «yes»."""
    yes = affirmed(labels)
    if yes is None or _NO.match(plain):
        return None if yes is None else 1 - yes
    meant = labels[yes]
    same = any({plain, meant} <= names for names in _SAME)
    generic = plain in _YES or (meant in _YES and any(plain in names for names in _SAME))
    return yes if same or generic else None
