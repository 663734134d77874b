"""Where a text names its target, in wordpieces."""

import numpy as np
import pytest
from tokenizers import Tokenizer

from models.encoder import model_dir
from models.targets import Names, TargetFinder, spellings
from models.tokens import load_tokenizer


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return load_tokenizer(model_dir() / "tokenizer.json")


def marked(tokenizer: Tokenizer, text: str, names: Names) -> list[str] | None:
    encoding = tokenizer.encode(text)
    found = TargetFinder(tokenizer).mark(np.array(encoding.ids, np.int32), names)
    return None if found is None else [encoding.tokens[i] for i in np.flatnonzero(found)]


def test_any_case_and_behind_signs(tokenizer: Tokenizer) -> None:
    for text in ("I like ACME.", "@acme help", "#Acme", "(acme's)", "acme"):
        assert marked(tokenizer, text, ("Acme",)) == ["ac", "##me"]


def test_handles_write_a_name_in_one_word(tokenizer: Tokenizer) -> None:
    names = spellings(" Virgin America ")
    assert names == ("Virgin America", "VirginAmerica")
    assert marked(tokenizer, "@VirginAmerica thanks", names) == ["virgin", "##ame", "##rica"]
    assert spellings("united") == ("united",)
    assert spellings(" ") == ()


def test_every_name_and_every_place(tokenizer: Tokenizer) -> None:
    found = marked(tokenizer, "Virgin America? virgin america! VA", ("Virgin America", "va"))
    assert found == ["virgin", "america", "virgin", "america", "va"]


def test_only_whole_words(tokenizer: Tokenizer) -> None:
    assert marked(tokenizer, "acmes and kettles", ("acme", "kett")) is None
    assert marked(tokenizer, "nothing here", ("Acme",)) is None
    assert marked(tokenizer, "", ("Acme",)) is None


def test_a_name_of_no_letters_marks_nothing(tokenizer: Tokenizer) -> None:
    assert marked(tokenizer, "a b", ("",)) is None
    assert marked(tokenizer, "a b", ()) is None
