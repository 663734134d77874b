"""Labels a person says aloud, made from the posts."""

from collections.abc import Sequence

import numpy as np
import pytest

from models.topics import Label, Meaning, Said, label, read, usage
from models.topics.label import KEYPHRASES
from models.topics.phrases import Index, log_odds, phrases
from models.topics.space import Floats

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


def said(texts: list[str], title: str = "") -> list[Said]:
    """Each by a writer of their own, under a title."""
    heard = read(title, NAMES)
    return [Said(read(text, NAMES), heard, author) for author, text in enumerate(texts)]


def labels(*groups: list[str], taken: tuple[str, ...] = ()) -> list[Label]:
    return named(*(said(group) for group in groups), taken=taken)


def named(*groups: list[Said], taken: tuple[str, ...] = ()) -> list[Label]:
    words = usage(
        (one for group in groups for post in group for one in (post.own, post.heard)), NAMES
    )
    return label(groups, words, taken=taken)


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


def test_a_title_that_all_answer_names_what_they_answer() -> None:
    answers = ["what a coward", "he means it this time", "nobody buys this", "too late", "lol no",
               "my jaw dropped", "he should resign", "sure he does"]  # fmt: skip
    thread = said(answers, "Duolingo CEO walks back AI-first comments: 'I never said that'")
    found = named(said(LEAVING), said(CONTRACTORS), thread)
    assert found[2].text == "CEO walks back AI-first comments"


def test_words_that_all_groups_use_name_none() -> None:
    everywhere = ["the language lessons", "these language lessons", "my language lessons"]
    groups = [
        [f"{text}, says {everywhere[i % 3]}" for i, text in enumerate(group)]
        for group in (LEAVING, CONTRACTORS, VOICES)
    ]
    assert not any("language" in one.text.lower() for one in labels(*groups))


def test_a_group_that_says_nothing_in_common_is_covered_by_nothing() -> None:
    noise = ["so true", "exactly this", "yes", "I know right", "same here", "agreed"]
    assert labels(LEAVING, noise)[1].coverage < 0.3
    assert labels(LEAVING, CONTRACTORS)[0].coverage > 0.8


def test_a_phrase_of_one_post_is_no_phrase() -> None:
    groups = [said(group) for group in (LEAVING, VOICES)]
    index = Index(groups)
    found = [phrase for n, group in enumerate(groups) for phrase in phrases(group, index, n)]
    assert found and all(phrase.posts >= 2 for phrase in found)


def test_log_odds_is_zero_without_contrast_and_antisymmetric() -> None:
    assert log_odds(5, 20, 5, 20) == pytest.approx(0)
    assert log_odds(9, 20, 1, 20) == pytest.approx(-log_odds(1, 20, 9, 20))


def test_no_groups_no_labels() -> None:
    assert labels() == []


def test_what_a_phrase_means_goes_before_how_often_it_is_said() -> None:
    groups = [said(group) for group in (LEAVING, VOICES)]
    words = usage((post.own for group in groups for post in group), NAMES)

    def encode(texts: Sequence[str]) -> Floats:
        """All lies near the first group, but «voice actors»; nearest what holds «real»."""
        acting = np.array(["actors" in text for text in texts])
        rows = np.where(acting[:, None], [[0.0, 0.9]], [[0.6, 0.1]])
        return np.asarray(rows, np.float32)

    meaning = Meaning(encode, np.eye(2, dtype=np.float32))
    assert "actors" in label(groups, words, meaning=meaning)[1].text


def test_a_judgement_goes_with_its_thing() -> None:
    answers = ["wrong answers in every lesson", "it gives wrong answers", "wrong answers again",
               "I typed it right, it says wrong answers", "so many wrong answers"]  # fmt: skip
    assert labels(answers, LEAVING)[0].text == "Wrong answers"


def test_what_is_said_of_the_brand_needs_no_second_word() -> None:
    leaving = ["I am quitting Duolingo", "quitting Duolingo for good", "she quit Duolingo today",
               "why I quit Duolingo", "everyone is quitting Duolingo now"]  # fmt: skip
    assert labels(leaving, VOICES)[0].text == "Quitting"


def test_without_its_name_a_phrase_may_have_a_hole() -> None:
    outsold = ["Babbel outsells Duolingo in Europe", "so Babbel outsells Duolingo in Europe",
               "Babbel outsells Duolingo in Europe again", "Babbel is ahead"]  # fmt: skip
    assert "outsells in" not in labels(outsold, LEAVING)[0].text
