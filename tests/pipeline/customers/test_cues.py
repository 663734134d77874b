"""What the words of a post say, sentence by sentence."""

import time

import pytest

from models.tasks import INTENTS
from pipeline.customers import judged
from pipeline.customers.cues import Cues, Names, cues

NAMES = Names({"acme": "acme", "acme boots": "acme", "zeta": "zeta", "omega two": "omega-two"})


def read(text: str, opens: bool = True) -> Cues:
    return cues(text, NAMES, opens)


@pytest.mark.parametrize(
    "text",
    [
        "Cancelled my subscription this morning.",
        "I deleted the app and feel better for it",
        "Well, I’ve quit Acme after six years.",
        "We stopped paying for it in May.",
        "Unsubscribed the day the news broke",
        "I won't be renewing my plan",
        "After this I'm going to cancel my account.",
        "Sad, but I'm done with Acme.",
    ],
)
def test_who_leaves_says_so(text: str) -> None:
    assert read(text).leaves


@pytest.mark.parametrize(
    "text",
    [
        "Should I cancel my subscription?",
        "Everyone is deleting the app, they say",
        "If they raise it again I would cancel my plan",
        "People cancelled their subscription in droves",
        "You can cancel the order in the settings",
        "I deleted the app and reinstalled it twice",
        "I'm not leaving Acme over a typo",
        "> I quit Acme\nWhy does that matter to you",
        "I leave it for others to judge",
    ],
)
def test_who_asks_wishes_or_tells_of_others_does_not_leave(text: str) -> None:
    assert not read(text).leaves


@pytest.mark.parametrize(
    ("text", "left", "taken"),
    [
        ("I switched from Acme to Zeta last week", "acme", "zeta"),
        ("Switched to Zeta and never looked back.", None, "zeta"),
        ("We ditched Acme Boots for Zeta.", "acme", "zeta"),
        ("I traded Acme for Omega Two, no regrets", "acme", "omega-two"),
        ("I've moved over to Zeta from Acme", "acme", "zeta"),
        ("Came over from Zeta, first box today", "zeta", None),
        ("I left Zeta in the spring.", "zeta", None),
        ("Using Zeta instead of Acme now, and I like it", "acme", "zeta"),
        ("I cancelled Zeta tonight.", "zeta", None),
        ("Would you switch from Acme to Zeta?", None, None),
        ("People are switching to Zeta", None, None),
        ("I might move to Zeta", None, None),
        ("The road from Acme to nowhere", None, None),
    ],
)
def test_a_switch_names_both_sides_as_far_as_they_are_said(
    text: str, left: str | None, taken: str | None
) -> None:
    found = read(text)
    assert (found.left, found.taken) == (left, taken)


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("What is a good alternative to Acme?", True),
        ("Acme or Zeta for two people?", True),
        ("Is Zeta any good?", True),
        ("Can anyone recommend something for beginners?", True),
        ("Is the family plan worth it?", True),
        ("Should I upgrade, or wait?", True),
        ("How do I change my address?", False),
        ("The alternative is worse.", False),
        ("Why would they do that?", False),
    ],
)
def test_who_asks_before_choosing(text: str, asks: bool) -> None:
    assert read(text).asks == asks


@pytest.mark.parametrize(
    ("text", "opens", "requests"),
    [
        ("Please add a dark theme.", True, True),
        ("Please add a dark theme.", False, False),  # asked of whoever is answered
        ("They need to bring back the forums", False, True),
        ("I wish they would fix the search", False, True),
        ("Bring the old one back!", False, True),
        ("It would be nice if Acme listened", False, True),
        ("Please let me know how it goes", True, False),
        ("Nothing can bring it back", False, False),
        ("How should they have said it", False, False),
    ],
)
def test_who_asks_the_brand_for_something(text: str, opens: bool, requests: bool) -> None:
    assert read(text, opens).requests == requests


def test_the_places_of_the_intents_are_the_heads_own() -> None:
    places = (judged.ASKS, judged.LEAVES, judged.REQUESTS)
    assert [INTENTS[place] for place in places] == ["advice asked", "leaving", "request"]


def test_without_intents_nothing_is_said_and_each_judge_needs_the_other() -> None:
    sure = [0.0] * 9
    sure[judged.LEAVES] = 0.9
    said = read("I deleted my account.")
    assert judged.judged(said, None) == judged.NOTHING
    assert judged.judged(said, sure).leaves
    assert not judged.judged(said, [0.0] * 9).leaves  # the head is sure that it is something else
    assert not judged.judged(read("What a lovely day"), sure).leaves  # no word of leaving


def test_no_text_takes_long() -> None:
    began = time.process_time()
    for text in ("acme or " * 20_000, "i " * 50_000 + "quit", "what app " * 10_000, "«" * 50_000):
        read(text)
    assert time.process_time() - began < 5
