"""The tone head on labelled texts, and how texts are split for its training."""

from pathlib import Path

import numpy as np
import pytest

from models import metrics
from models.datasets import (
    TONES,
    DataError,
    Labelled,
    keep_aside,
    read_labelled,
    without,
)
from models.heads import load_head, save_head
from models.scorer import Scorer
from models.trunk import digest_of
from models.version import WEIGHTS


def test_macro_recall_on_dev_is_no_lower_than_it_was(scorer: Scorer, shared: Path) -> None:
    dev = read_labelled(shared / "tone_tweets_dev.csv", "text", "label", TONES)
    part = dev.take(np.random.default_rng(0).permutation(len(dev.texts))[:400])
    tone = scorer.score(part.texts).tone
    assert metrics.macro_recall(part.labels, tone) >= 0.69
    assert metrics.expected_calibration_error(part.labels, tone) <= 0.09  # 0.05 of it is 400 rows


def test_no_text_is_both_trained_on_and_measured_on(shared: Path) -> None:
    dev = read_labelled(shared / "tone_tweets_dev.csv", "text", "label", TONES)
    found = read_labelled(shared / "tone_tweets_train.csv", "text", "label", TONES)
    train, aside = keep_aside(without(found, dev.texts), 0.1, seed=1)
    parts = [set(part.texts) for part in (train, aside, dev)]
    assert sum(map(len, parts)) == len(set.union(*parts))
    assert len(parts[0]) == len(train.texts)


def test_a_text_with_two_labels_is_dropped_and_a_repeated_one_kept_once(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_text("text,label\na,positive\na,positive\nb,positive\nb,negative\nc,neutral\n")
    data = read_labelled(path, "text", "label", TONES)
    assert data.texts == ["a", "c"]
    assert data.labels.tolist() == [2, 1]


def test_without_looks_past_case_and_spaces() -> None:
    data = Labelled(["Good  day", "bad day"], np.array([2, 0]))
    assert without(data, ["good day"]).texts == ["bad day"]


def test_missing_file_and_unknown_label_say_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="--data"):
        read_labelled(tmp_path / "none.csv", "text", "label", TONES)
    path = tmp_path / "rows.csv"
    path.write_text("text,label\na,great\n")
    with pytest.raises(DataError, match="great"):
        read_labelled(path, "text", "label", TONES)


def test_a_head_written_twice_is_the_same_file(tmp_path: Path) -> None:
    head = load_head(WEIGHTS / "tone.safetensors", digest_of(WEIGHTS))
    for name in ("one", "two"):
        save_head(head, tmp_path / f"{name}.safetensors")
    committed = (WEIGHTS / "tone.safetensors").read_bytes()
    assert (tmp_path / "one.safetensors").read_bytes() == committed
    assert (tmp_path / "two.safetensors").read_bytes() == committed
