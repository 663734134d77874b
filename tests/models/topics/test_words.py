"""Words, stems and clauses of posts."""

import pytest

from models.topics.words import content, is_weak, read, sentences, stem

NAMES = frozenset({"duolingo"})


@pytest.mark.parametrize(
    "forms",
    [
        ("delete", "deleted", "deleting", "deletes"),
        ("cancel", "cancelled", "canceled", "cancelling"),
        ("replace", "replacing", "replaced"),
        ("story", "stories"),
        ("lose", "lost", "losing"),
        ("stop", "stopped", "stopping"),
        ("course", "courses"),
        ("ad", "ads"),
    ],
)
def test_the_forms_of_a_word_share_a_stem(forms: tuple[str, ...]) -> None:
    assert len({stem(form) for form in forms}) == 1


def test_different_words_keep_different_stems() -> None:
    words = ("lesson", "language", "learning", "leaving", "streak", "contractor", "voice")
    assert len({stem(word) for word in words}) == len(words)


def test_a_clause_ends_at_punctuation_and_links_are_gone() -> None:
    found = sentences("I left, see https://a.example/x. It's over")
    assert found == [["I", "left"], ["see"], ["It's", "over"]]


def test_quoted_lines_are_not_the_writers_words() -> None:
    assert sentences("> they fired everyone\nTrue") == [["True"]]


def test_names_numbers_and_small_words_say_nothing() -> None:
    assert content(read("Duolingo and Duolingo's 365 lessons, lol", NAMES)) == [stem("lessons")]


def test_general_words_are_known_in_all_forms() -> None:
    assert is_weak("wanting") and is_weak("wanted") and not is_weak("contractor")


@pytest.mark.parametrize("text", ["", " ", "🔥🔥", "...", "\n>\n", "ไม่มี", "a" * 200_000])
def test_any_text_can_be_read(text: str) -> None:
    assert isinstance(content(read(text)), list)
