"""Other people's names for labels."""

import pytest

from models.errors import LabelError
from models.labels import affirmed, label_finder, tones_numbered

TONES = ("negative", "neutral", "positive")


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("Positive", "positive"),
        ("pos", "positive"),
        ("Positive emotion", "positive"),
        ("No emotion toward brand or product", "neutral"),
        ("very_negative", "negative"),
        ("extremely positive sentiment", "positive"),
        ("I can't tell", None),
        ("LABEL_0", None),
        ("4", None),
        ("", None),
    ],
)
def test_tones(name: str, label: str | None) -> None:
    found = label_finder(TONES)(name)
    assert (None if found is None else TONES[found]) == label


@pytest.mark.parametrize(
    ("rating", "label"),
    [
        ("1", "negative"),
        ("2 stars", "negative"),
        ("2.5", "neutral"),
        ("3", "neutral"),
        ("3,5", "neutral"),
        ("4", "positive"),
        ("5 out of 5", "positive"),
        ("★★★★★", "positive"),
        ("0", None),
        ("Like", None),
        ("45", None),
    ],
)
def test_stars(rating: str, label: str | None) -> None:
    found = label_finder(TONES, stars=True)(rating)
    assert (None if found is None else TONES[found]) == label


@pytest.mark.parametrize(
    ("labels", "name", "found"),
    [
        (("no", "yes"), "1", 1),
        (("no", "yes"), "0", 0),
        (("no", "yes"), "irony", 1),
        (("no", "yes"), "non_irony", 0),
        (("not sarcastic", "sarcastic"), "irony", 1),
        (("not-offensive", "offensive"), "offensive", 1),
        (("not-offensive", "offensive"), "not-offensive", 0),
        (("not-offensive", "offensive"), "irony", None),
        (("no", "yes"), "maybe", None),
    ],
)
def test_yes_and_no(labels: tuple[str, str], name: str, found: int | None) -> None:
    assert label_finder(labels)(name) == found


def test_emotions_are_grouped() -> None:
    emotions = ("anger", "fear", "joy", "neutral", "sadness", "surprise")
    find = label_finder(emotions)
    assert find("optimism") == find("gratitude") == emotions.index("joy")
    assert find("disgust") is None


def test_a_person_goes_first() -> None:
    find = label_finder(TONES, {"mixed": "Neutral", "positive": "negative"})
    assert (find("MIXED"), find("positive")) == (1, 0)
    with pytest.raises(LabelError, match='no label "good enough"'):
        label_finder(TONES, {"ok": "good enough"})


def test_a_minus_is_part_of_a_number() -> None:
    find = label_finder(TONES, {"-1": "negative", "0": "neutral", "1": "positive"})
    assert [find(name) for name in ("-1", "0", "1")] == [0, 1, 2]


@pytest.mark.parametrize(
    ("names", "found"),
    [
        (["2", "0", "1"], {"0": "negative", "1": "neutral", "2": "positive"}),
        (["1", "0", "-1"], {"-1": "negative", "0": "neutral", "1": "positive"}),
        (["0", "4", "2"], {"0": "negative", "2": "neutral", "4": "positive"}),
        (["0", "1"], {}),  # no and yes?
        (["1", "2", "3"], {}),
        (["0", "1", "2", "?"], {}),
    ],
)
def test_numbers_that_can_only_be_tones(names: list[str], found: dict[str, str]) -> None:
    assert tones_numbered(TONES, names) == found
    assert tones_numbered(("none", "praise", "complaint"), names) == {}


def test_which_of_two_labels_affirms() -> None:
    assert affirmed(("no", "yes")) == 1
    assert affirmed(("irony", "non_irony")) == 0
    assert affirmed(("cat", "dog")) is None
    assert affirmed(TONES) is None
