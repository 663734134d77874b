"""What is said of one brand of a post does not count for another."""

import pytest

from pipeline.towards import About, said_of

FORK = ("forkwright", "fork wright")
MOSS = ("mosskettle",)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("I love Forkwright but Mosskettle is rank", "I love Forkwright"),
        ("Left Mosskettle. FORKWRIGHT's good! So happy", "FORKWRIGHT's good!"),
        ("Mosskettle was rank. So happy here", "So happy here"),
        ("Forkwright beats Mosskettle", "Forkwright beats Mosskettle"),
        ("Mosskettle, all of it", ""),
        ("No names here", "No names here"),
        ("Mosskettle\nforkwrighters are not it", "forkwrighters are not it"),
        ("", ""),
    ],
)
def test_the_clauses_that_name_it_or_else_no_other(text: str, left: str) -> None:
    assert said_of(text, FORK, MOSS) == left


def test_a_text_is_read_for_a_brand_where_its_post_is_about_several() -> None:
    called = {7: MOSS, 8: FORK}
    about = About([1, 1, 2, 3, 3], [7, 8, 7, 8, 9], ["a", "a", "b", "c", "c"], called)
    assert about.several() == [0, 1, 3, 4]
    assert about.targets() == [MOSS, FORK, (), FORK, ()]
    assert [about.others(row) for row in range(5)] == [FORK, MOSS, (), (), FORK]
