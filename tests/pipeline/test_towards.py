"""What is said of one brand of a post does not count for another."""

import pytest

from pipeline.towards import About, without

NAMES = ("forkwright", "fork wright")


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("The meat was rank. Tried Forkwright and it's good!", "The meat was rank."),
        ("Good so far\nLeft FORKWRIGHT. Always cold.", "Good so far\n Always cold."),
        ("Forkwright is fine", ""),
        ("No names here", "No names here"),
        ("forkwrighters are not it", "forkwrighters are not it"),
        ("", ""),
    ],
)
def test_sentences_that_name_others_are_left_out(text: str, left: str) -> None:
    assert without(text, NAMES) == left


def test_others_are_the_brands_of_the_same_post_alone() -> None:
    about = About(
        [1, 1, 2, 3, 3], [7, 8, 7, 8, 9], ["a", "a", "b", "c", "c"], {7: ("x",), 8: NAMES}
    )
    assert about.alone().tolist() == [False, False, True, False, False]
    assert [about.others(row) for row in range(5)] == [NAMES, ("x",), (), (), NAMES]
