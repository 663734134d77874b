"""Labels by an instruction model: one that answers, one that cannot be asked, odd answers."""

from pathlib import Path

import pytest

from models.errors import ForeignError
from models.label_writer import load_writer, plain_label
from tests.models.tiny import tiny_llama, tiny_roberta

POSTS = ["a good phone", "a bad phone\nand so are they"] * 9


def test_its_answer_is_the_label(tmp_path: Path) -> None:
    write = load_writer(str(tiny_llama(tmp_path / "tiny", '"leaving over lessons."')))
    assert write(POSTS, "Lessons") == "Leaving over lessons"
    assert write([], "Lessons") == "Leaving over lessons"


def test_an_answer_that_is_none_leaves_the_label(tmp_path: Path) -> None:
    write = load_writer(str(tiny_llama(tmp_path / "tiny", "word " * 12)))
    assert write(POSTS, "Lessons") == "Lessons"


def test_a_model_that_cannot_be_asked_is_refused(tmp_path: Path) -> None:
    plain = tiny_llama(tmp_path / "plain", "a story", template=None)
    with pytest.raises(ForeignError, match="no chat template"):
        load_writer(str(plain))
    with pytest.raises(ForeignError, match="There is no folder"):
        load_writer("./nowhere")
    with pytest.raises(ForeignError, match=r"cannot be loaded|no chat template"):
        load_writer(str(tiny_roberta(tmp_path / "classifier")))


@pytest.mark.parametrize(
    ("answer", "label"),
    [
        ("Leaving over AI lessons", "Leaving over AI lessons"),
        ('\n\n**Story: "price rises"**\nBecause …', "Price rises"),
        ("Name: Missing sachets.", "Missing sachets"),
        ("", ""),
        ("…", ""),
        ("- - -", ""),
        ("I am sorry, but I cannot name the story that these posts tell", ""),
        ("x" * 61, ""),
        ("a\u202eb", ""),
    ],
)
def test_only_a_short_plain_phrase_is_a_label(answer: str, label: str) -> None:
    assert plain_label(answer) == label
