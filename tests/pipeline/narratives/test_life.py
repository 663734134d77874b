"""The stages of a narrative's life, and the words that are only the brand's name."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.narratives.life import life
from pipeline.narratives.names import brand_names, nicknames

FIRST = date(2025, 1, 6)
STAGES = {"emerging", "rising", "peaking", "fading", "dormant", "returned"}


def stage(*weekly: int) -> str:
    """The stage after these weeks, the first of which has mentions."""
    mentions = {FIRST + timedelta(weeks=i): n for i, n in enumerate(weekly) if n}
    return life(mentions, FIRST + timedelta(weeks=len(weekly) - 1))


@pytest.mark.parametrize(
    ("weekly", "expected"),
    [
        ((3,), "emerging"),
        ((3, 5, 9), "emerging"),
        ((2, 2, 2, 2, 6, 9), "rising"),
        ((9, 9, 8, 9, 9, 9), "peaking"),
        ((9, 20, 18, 9, 4, 3), "fading"),
        ((9, 9, 0, 0, 0, 0), "dormant"),
        ((9, 9, 0, 0, 0, 0, 0, 4), "returned"),
    ],
)
def test_stages(weekly: tuple[int, ...], expected: str) -> None:
    assert stage(*weekly) == expected


@given(st.lists(st.integers(min_value=0, max_value=50), max_size=30))
def test_every_course_has_a_stage(weekly: list[int]) -> None:
    assert stage(1, *weekly) in STAGES


def test_names_come_from_name_query_handles_and_communities() -> None:
    found = brand_names(
        "Acme Shoes", 'acme OR "acme sport" -"acme corporation" -looney',
        {"reddit": ["AcmeTeam"], "appstore": ["Acme Foods Ltd"]}, {"reddit": ["acmerunners"]},
    )  # fmt: skip
    assert found == {"acme", "shoes", "acmeshoes", "acmeteam", "acmerunners"}


def test_a_nickname_is_a_beginning_that_people_write_with_a_capital() -> None:
    texts = ["I love Duo and my streak", "then Duo cried", "a star and a duo"] * 10
    assert nicknames(texts, frozenset({"duolingo"})) == {"duo"}
    assert nicknames(["a five star product"] * 20, frozenset({"starbucks"})) == frozenset()
    assert nicknames(["in the App now"] * 20, frozenset({"apple"})) == frozenset()
