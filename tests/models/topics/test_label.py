"""Labels a person says aloud, made from the posts."""

import numpy as np
import pytest

from models.topics import Label, Meaning, label, read, usage
from models.topics.label import KEYPHRASES
from models.topics.phrases import LEAST, contrasting, log_odds

NAMES = frozenset({"duolingo"})
LEAVING = [
    "I just canceled my subscription after five years",
    "Canceled my subscription today, goodbye Duolingo",
    "We cancelled our subscription last night",
    "I will cancel my subscription over this",
    "Cancelling the subscription was easy",
    "My subscription ends in May and I won't renew it",
]
CONTRACTORS = [
    "They are replacing contract workers with AI",
    "So Duolingo replaced contract workers with AI, nice",
    "Replacing contract workers is what the memo says",
    "Contract workers lose their jobs, replaced with AI",
    "You replace contract workers and call it progress",
    "Why would a company replace workers who know languages",
]
VOICES = [
    "The AI voice is robotic",
    "AI voice mispronounces every second word",
    "Bring back the real voice actors",
    "This voice sounds like a robot reading numbers",
    "Real voice actors were better than this",
    "The voice actors deserved better, the AI voice is bad",
]


def labels(*groups: list[str], taken: tuple[str, ...] = ()) -> list[Label]:
    posts = [[read(text, NAMES) for text in group] for group in groups]
    return label(posts, usage((p for group in posts for p in group), NAMES), taken=taken)


def test_labels_are_phrases_a_person_would_say() -> None:
    found = [one.text for one in labels(LEAVING, CONTRACTORS, VOICES)]
    assert found[0] == "Cancelling the subscription"
    assert found[1] == "Replacing contract workers"
    assert found[2] in ("AI voice", "Voice actors", "Real voice actors")


def test_names_and_dangling_words_stay_out() -> None:
    dangling = {"and", "the", "a", "of", "to", "with", "my", "i", "is"}
    for one in labels(LEAVING, CONTRACTORS, VOICES):
        words = one.text.lower().split()
        assert "duolingo" not in words
        assert words[0] not in dangling and words[-1] not in dangling
        assert 1 <= len(one.keyphrases) <= KEYPHRASES


def test_no_two_narratives_share_a_label() -> None:
    first = [one.text for one in labels(LEAVING, CONTRACTORS, VOICES)]
    second = [one.text for one in labels(LEAVING, CONTRACTORS, VOICES, taken=tuple(first))]
    assert all(second) and len({text.lower() for text in [*first, *second]}) == 6


def test_meaning_prefers_the_phrase_nearest_to_the_group() -> None:
    def embed(texts: object) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
        near = [[1.0, 0.0] if "actor" in text.lower() else [0.0, 1.0] for text in list(texts)]  # type: ignore[call-overload]
        return np.array(near, np.float32)

    posts = [[read(text, NAMES) for text in group] for group in (LEAVING, VOICES)]
    centroids = np.array([[1, 0], [1, 0]], np.float32)
    words = usage((p for group in posts for p in group), NAMES)
    found = label(posts, words, meaning=Meaning(embed, centroids))
    assert "voice actors" in found[1].text.lower()


def test_a_group_that_says_nothing_in_common_is_covered_by_nothing() -> None:
    noise = ["so true", "exactly this", "yes", "I know right", "same here", "agreed"]
    assert labels(LEAVING, noise)[1].coverage < 0.3
    assert labels(LEAVING, CONTRACTORS)[0].coverage > 0.8


def test_a_phrase_of_one_post_is_no_phrase() -> None:
    groups = [[read(text) for text in group] for group in (LEAVING, VOICES)]
    assert all(phrase.posts >= LEAST for group in contrasting(groups) for phrase in group)


def test_log_odds_is_zero_without_contrast_and_antisymmetric() -> None:
    inside, outside = np.array([5.0, 9.0]), np.array([5.0, 1.0])
    there, back = log_odds(inside, 20, outside, 20), log_odds(outside, 20, inside, 20)
    assert there == pytest.approx(-back)
    assert there[0] == pytest.approx(0)


def test_no_groups_no_labels() -> None:
    assert labels() == []
