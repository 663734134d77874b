"""Words of sentences: figures with three digits and a sign, sources as readers know them."""

import pytest

from pipeline import words


@pytest.mark.parametrize(
    ("value", "said"),
    [(0.0123, "+1.23"), (-0.04, "−4.00"), (0.9997, "+100"), (0.00001, "0"), (-0.00001, "0")],
)
def test_a_change_has_its_sign_unless_it_is_none(value: float, said: str) -> None:
    assert words.signed(value) == said


def test_sources_are_named_and_listed_as_readers_know_them() -> None:
    assert words.source_names(["appstore"]) == "App Store"
    assert words.source_names(["googleplay", "forum", "file"]) == "Google Play, forum and File"


def test_many_are_counted_with_their_noun() -> None:
    assert (words.counted(1, "post"), words.counted(1200, "post")) == ("1 post", "1,200 posts")
