"""Calibration and metrics, against cases with a known answer."""

import numpy as np
import pytest
from sklearn.metrics import f1_score, recall_score

from models import metrics
from models.calibrate import Calibration, fit, said, softmax

RANDOM = np.random.default_rng(7)
LOGITS = RANDOM.normal(0, 1.5, (20_000, 3))
LABELS = np.array([RANDOM.choice(3, p=row) for row in softmax(LOGITS)])


def test_fit_finds_the_temperature_that_was_put_in() -> None:
    assert fit(LOGITS * 2.5, LABELS).temperature == pytest.approx(2.5, rel=0.05)


def test_fit_finds_the_shift_that_was_put_in() -> None:
    found = fit(LOGITS - np.array([0.6, 0.0, -0.6]), LABELS, shift=True)
    assert found.bias == pytest.approx([0.6, 0.0, -0.6], abs=0.1)


def test_temperature_changes_no_prediction() -> None:
    found = Calibration(temperature=3.0).apply(LOGITS)
    assert (found.argmax(axis=1) == LOGITS.argmax(axis=1)).all()


def test_calibrating_lowers_the_error() -> None:
    raw = metrics.expected_calibration_error(LABELS, softmax(LOGITS * 3))
    fitted = fit(LOGITS * 3, LABELS).apply(LOGITS * 3)
    assert raw > 0.1
    assert metrics.expected_calibration_error(LABELS, fitted) < 0.02


def test_what_reaches_its_level_is_said_else_what_is_nearest_to_it() -> None:
    found = said(np.array([[0.6, 0.5, 0.1], [0.1, 0.2, 0.3]]), [0.5, 0.4, 0.9])
    assert found.tolist() == [[True, True, False], [False, True, False]]
    assert said(np.array([[0.6, 0.5, 0.1]]), None).tolist() == [[True, False, False]]


def test_of_two_labels_with_levels_one_is_said() -> None:
    yes = RANDOM.uniform(0, 1, 1_000)
    found = said(np.stack([1 - yes, yes], 1), [0.7, 0.3])
    assert (found.sum(1) == 1).all()
    assert (found[:, 1] == (yes > 0.3)).all()


def test_calibration_needs_texts() -> None:
    with pytest.raises(ValueError, match="kept out of training"):
        fit(np.empty((0, 3)), np.empty(0, np.int64))


def test_softmax_survives_large_logits() -> None:
    np.testing.assert_allclose(softmax(np.array([[1e4, 0.0, -1e4]])), [[1, 0, 0]])


def test_error_of_a_sure_and_wrong_model_is_one() -> None:
    sure = np.eye(3)[[1, 2, 0]]
    assert metrics.expected_calibration_error(np.array([0, 1, 2]), sure) == pytest.approx(1)


def test_figures_agree_with_scikit_learn() -> None:
    probabilities = softmax(LOGITS + RANDOM.normal(0, 1, LOGITS.shape))
    found = probabilities.argmax(axis=1)
    assert metrics.macro_recall(LABELS, probabilities) == pytest.approx(
        recall_score(LABELS, found, average="macro")
    )
    assert metrics.macro_f1(LABELS, probabilities) == pytest.approx(
        f1_score(LABELS, found, average="macro")
    )


def test_interval_holds_the_value_and_narrows_with_n() -> None:
    probabilities = softmax(LOGITS)
    wide = metrics.with_interval(metrics.macro_recall, LABELS[:200], probabilities[:200], draws=200)
    tight = metrics.with_interval(metrics.macro_recall, LABELS, probabilities, draws=50)
    assert wide.low < wide.value < wide.high
    assert tight.high - tight.low < wide.high - wide.low


def test_figure_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        metrics.with_interval(metrics.macro_recall, np.empty(0, np.int64), np.empty((0, 3)))
