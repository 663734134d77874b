"""Another model in the tone head's place: a small RoBERTa that the tests build."""

import json
import shutil
import socket
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file
from transformers import AutoModelForSequenceClassification, AutoTokenizer

from models.chosen import Choice
from models.errors import ForeignError, LabelError
from models.foreign_loading import load_foreign
from models.hub import find
from models.scorer import Scorer
from tests.models.tiny import TEXTS, tiny_roberta

TONES = ("negative", "neutral", "positive")
MANY = [*TEXTS, "", "bad " * 900, "a\ud800b", *TEXTS]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_roberta(tmp_path_factory.mktemp("foreign") / "tiny")


def configured(folder: Path, copy: Path, **changes: object) -> Path:
    """The same model with other entries in its configuration."""
    shutil.copytree(folder, copy)
    config = json.loads((copy / "config.json").read_text())
    (copy / "config.json").write_text(json.dumps(config | changes))
    return copy


def test_tone_is_the_other_models_under_our_labels(folder: Path, scorer: Scorer) -> None:
    tokenizer = AutoTokenizer.from_pretrained(folder)
    model = AutoModelForSequenceClassification.from_pretrained(folder, dtype=torch.float32)
    scores = Choice(str(folder)).load().score(TEXTS)
    for text, row in zip(TEXTS, scores.heads["tone"], strict=True):
        with torch.inference_mode():
            theirs = model(**tokenizer(text, return_tensors="pt")).logits.softmax(1).numpy()[0]
        np.testing.assert_allclose(row, theirs[[1, 2, 0]], atol=0.02)  # bf16 where it is native
    np.testing.assert_array_equal(scores.embedding, scorer.score(TEXTS).embedding)


def test_any_text_has_its_row_and_progress_counts_copies(folder: Path) -> None:
    heard: list[int] = []
    found = load_foreign(str(folder), TONES).probabilities(MANY, heard.append)
    assert found.shape == (len(MANY), 3)
    np.testing.assert_allclose(found.sum(1), 1, atol=1e-5)
    np.testing.assert_array_equal(found[: len(TEXTS)], found[-len(TEXTS) :])
    assert heard == sorted(heard)
    assert heard[-1] == len(MANY)
    assert load_foreign(str(folder), TONES).probabilities([]).shape == (0, 3)


@pytest.mark.parametrize(
    ("theirs", "columns"),
    [
        (["Very Negative", "NEU", "pos"], [0, 1, 2]),
        (["1 star", "2 stars", "3 stars", "4 stars", "5 stars"], [0, 0, 1, 2, 2]),
        (["Positive emotion", "No emotion", "Negative emotion"], None),
    ],
)
def test_labels_are_mapped_by_name(
    tmp_path: Path, theirs: list[str], columns: list[int] | None
) -> None:
    folder = tiny_roberta(tmp_path / "model", theirs)
    if columns is None:
        with pytest.raises(LabelError, match="«No emotion» is none of negative, neutral"):
            load_foreign(str(folder), TONES)
        return
    plain = load_foreign(str(folder), theirs).probabilities(TEXTS)
    expected = plain @ np.eye(3)[columns]
    np.testing.assert_allclose(
        load_foreign(str(folder), TONES).probabilities(TEXTS), expected, atol=1e-6
    )


def test_nameless_labels_are_refused_until_a_person_names_them(tmp_path: Path) -> None:
    folder = str(tiny_roberta(tmp_path / "model", ["LABEL_0", "LABEL_1", "LABEL_2"]))
    with pytest.raises(LabelError, match=r"«LABEL_0» is none of .* TRIBE_TONE_LABELS"):
        load_foreign(folder, TONES)
    with pytest.raises(LabelError, match="names 2"):
        load_foreign(folder, TONES, "negative,positive")
    ours = load_foreign(folder, TONES, "positive, neutral, negative").probabilities(TEXTS)
    theirs = load_foreign(folder, ("LABEL_0", "LABEL_1", "LABEL_2")).probabilities(TEXTS)
    np.testing.assert_array_equal(ours, theirs[:, ::-1])


def test_a_model_that_knows_no_neutral_is_refused_until_a_person_insists(tmp_path: Path) -> None:
    folder = str(tiny_roberta(tmp_path / "model", ["NEGATIVE", "POSITIVE"]))
    with pytest.raises(LabelError, match="none of them is neutral"):
        load_foreign(folder, TONES)
    assert (load_foreign(folder, TONES, "negative,positive").probabilities(TEXTS)[:, 1] == 0).all()


def test_pickled_weights_are_refused(folder: Path, tmp_path: Path) -> None:
    copy = configured(folder, tmp_path / "pickled")
    torch.save(load_file(copy / "model.safetensors"), copy / "pytorch_model.bin")
    (copy / "model.safetensors").unlink()
    with pytest.raises(ForeignError, match="no weights as safetensors"):
        find(str(copy))


def test_a_models_own_code_is_never_run(folder: Path, tmp_path: Path) -> None:
    code = {"AutoConfig": "evil.Config", "AutoModelForSequenceClassification": "evil.Model"}
    copy = configured(folder, tmp_path / "coded", model_type="evil", auto_map=code)
    (copy / "evil.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w')\n")
    with pytest.raises(ForeignError, match="cannot be loaded as a classifier"):
        load_foreign(str(copy), TONES)
    assert not (tmp_path / "ran").exists()


def test_an_untrained_classifier_is_refused(folder: Path, tmp_path: Path) -> None:
    copy = configured(folder, tmp_path / "headless")
    weights = load_file(copy / "model.safetensors")
    kept = {name: value for name, value in weights.items() if not name.startswith("classifier")}
    save_file(kept, copy / "model.safetensors", metadata={"format": "pt"})
    with pytest.raises(ForeignError, match="no trained classifier"):
        load_foreign(str(copy), TONES)


def test_damaged_weights_are_one_line(folder: Path, tmp_path: Path) -> None:
    copy = configured(folder, tmp_path / "damaged")
    (copy / "model.safetensors").write_bytes(b"torn")
    with pytest.raises(ForeignError, match=r"^[^\n]*cannot be loaded as a classifier[^\n]*$"):
        load_foreign(str(copy), TONES)


def test_what_is_not_there_is_told_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError("no network in tests")

    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path / "hub"))
    for name, said in (
        (str(tmp_path / "nowhere"), "There is no folder"),
        ("./nowhere", "There is no folder"),
        ("not a name!", "nor a name on the hub"),
        ("somebody/some-model", "the hub cannot be reached"),
    ):
        with pytest.raises(ForeignError, match=f"^[^\n]*{said}[^\n]*$"):
            find(name)
    (tmp_path / "empty").mkdir()
    with pytest.raises(ForeignError, match=r"no config\.json"):
        find(str(tmp_path / "empty"))


def test_the_version_changes_with_the_model_its_labels_and_its_languages(
    folder: Path, tmp_path: Path
) -> None:
    other = tiny_roberta(tmp_path / "tiny", seed=1)
    versions = [
        Choice().version,
        Choice(str(folder)).version,
        Choice(str(other)).version,
        Choice(str(folder), "positive,negative,neutral").version,
        Choice(str(folder), tone_languages="en,de").version,
        Choice(str(folder), tone_languages="all").version,
    ]
    assert len(set(versions)) == len(versions)
    assert Choice(str(folder), tone_languages="en").version == versions[1]
    assert Choice(tone_languages="all").version == versions[0]  # our own heads know English
    assert Choice(str(folder)).load().version == versions[1]
    assert "+tone=tiny@" in versions[1]


def test_languages_are_named_by_their_codes() -> None:
    assert Choice("model", tone_languages=" EN, de ").scored == {"en", "de"}
    assert Choice("model").scored == {"en"}
    with pytest.raises(LabelError, match="ISO 639"):
        _ = Choice("model", tone_languages="German").scored
