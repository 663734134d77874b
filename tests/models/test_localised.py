"""Texts made to teach where a tone belongs."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from models.datasets import Labelled
from models.localised import paired, renamed

_WORD = st.text("abcdefg", min_size=1, max_size=8)


@given(st.lists(st.tuples(_WORD, st.integers(0, 2)), max_size=12), st.integers(0, 9))
def test_a_pair_keeps_each_texts_tone_and_names_each_target_once(
    items: list[tuple[str, int]], seed: int
) -> None:
    texts = [f"{name} is here." for name, _ in items]
    data = Labelled(texts, np.array([tone for _, tone in items], int), [name for name, _ in items])
    found = paired(data, seed)
    tones = dict[str, set[int]]()
    for name, tone in items:
        tones.setdefault(name, set()).add(tone)
    assert len(found.texts) == len(found.labels) == len(found.targets or [])
    for text, tone, target in zip(found.texts, found.labels, found.targets or [], strict=True):
        assert f"{target} is here." in text
        assert tone in tones[target]


def test_texts_that_name_each_others_targets_are_no_pair() -> None:
    data = Labelled(["Acme good", "acme bad, Zeta fine"], np.array([2, 1]), ["Acme", "Zeta"])
    assert paired(data, 0).texts == []


def test_targets_become_names_and_keep_their_tones() -> None:
    text = "The food was great but the service was slow."
    data = Labelled([text, text, "One thing."], np.array([2, 0, 1]), ["food", "service", "thing"])
    found = renamed(data, ["Acme", "Zeta"], 10, 0)
    food, service = found.targets or []
    assert {food, service} == {"Acme", "Zeta"}
    assert found.texts == [f"The {food} was great but the {service} was slow."] * 2
    assert found.labels.tolist() == [2, 0]


def test_a_target_within_another_or_said_twice_is_left_alone() -> None:
    texts = ["the rice and the fried rice"] * 2 + ["food, food and wine"] * 2
    data = Labelled(texts, np.array([0, 1, 2, 0]), ["rice", "fried rice", "food", "wine"])
    assert renamed(data, ["Acme", "Zeta"], 10, 0).texts == []
