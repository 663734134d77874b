"""`python -m models.evaluate`: figures, intervals, another model beside ours."""

import json
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import accuracy_score, f1_score, recall_score

from models import evaluate
from models.chosen import Choice
from models.comparison import Sample, draw, metrics_of, share_error
from models.labelled import Meaning, Source, read
from models.nested import unnested
from models.scorer import Scorer
from models.tables import open_table
from models.terminal import run
from models.version import WEIGHTS
from tests.models.tiny import tiny_roberta

TONES = ("negative", "neutral", "positive")


def sample(n: int = 400, groups: int = 4) -> Sample:
    random = np.random.default_rng(3)
    labels = random.integers(0, 3, n)
    probabilities = random.dirichlet((1, 1, 1), n) + np.eye(3)[labels] * 0.4
    probabilities /= probabilities.sum(1, keepdims=True)
    return Sample(labels, probabilities, random.integers(0, groups, n))


def test_figures_are_those_of_scikit_learn() -> None:
    one = sample()
    figures = {name: metric(one) for name, metric in metrics_of(TONES).items()}
    found = one.probabilities.argmax(1)
    assert figures["macro recall"] == pytest.approx(
        recall_score(one.labels, found, average="macro")
    )
    assert figures["macro F1"] == pytest.approx(f1_score(one.labels, found, average="macro"))
    assert figures["accuracy"] == pytest.approx(accuracy_score(one.labels, found))
    assert not any(name.startswith("F1 of") for name in figures)


def test_a_yes_or_no_head_has_the_f1_of_yes() -> None:
    one = Sample(
        np.array([0, 1, 1]), np.array([[0.2, 0.8], [0.4, 0.6], [0.9, 0.1]]), np.zeros(3, int)
    )
    assert metrics_of(("no", "yes"))["F1 of yes"](one) == pytest.approx(0.5)


def test_share_error_is_the_mean_gap_of_a_groups_shares() -> None:
    labels, groups = np.array([0, 0, 1, 2]), np.array([0, 0, 0, 2])  # no text in group 1
    probabilities = np.array([[0.6, 0.4, 0], [0.4, 0.6, 0], [0.1, 0.9, 0], [0.0, 0.0, 1.0]])
    one = Sample(labels, probabilities, groups)
    # Counted: group 0 is (1, 2, 0) of 3 where the truth is (2, 1, 0).
    assert share_error(one, one.said) == pytest.approx((2 / 9 + 0) / 2)
    expected = np.abs(np.array([1.1 - 2, 1.9 - 1, 0]) / 3).mean() / 2
    assert share_error(one, probabilities) == pytest.approx(expected)


def test_the_same_seed_draws_the_same_rows_so_differences_are_paired() -> None:
    one, metrics = sample(), metrics_of(TONES)
    worse = Sample(one.labels, np.roll(one.probabilities, 1, axis=1), one.groups)
    first, again = draw(one, metrics, 100, seed=1), draw(one, metrics, 100, seed=1)
    assert first.less(again, "accuracy").high == 0
    gap = first.less(draw(worse, metrics, 100, seed=1), "accuracy")
    assert 0 < gap.low < gap.value < gap.high
    assert gap.high - gap.low < 0.2


def test_every_figure_lies_in_its_interval() -> None:
    random = np.random.default_rng(0)
    probabilities = random.dirichlet((1, 1, 1), 200)
    labels = np.array([random.choice(3, p=row) for row in probabilities])  # calibrated
    drawn = draw(Sample(labels, probabilities, np.zeros(200, int)), metrics_of(TONES), 200, 0)
    for name in drawn.values:
        figure = drawn.figure(name)
        assert 0 <= figure.low <= figure.value <= figure.high <= 1, name


def test_what_cannot_be_used_is_counted(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("text,label\ngood,pos\nbad,Negative\n,pos\nodd,mixed\nodd,mixed\nnone,\n")
    source = Source(open_table(path), "text", "label")
    rows = read(source, Meaning(TONES))
    assert (rows.texts, rows.labels.tolist()) == (["good", "bad"], [2, 0])
    assert rows.left_out == {"no text": 1, "label «mixed»": 2, "no label": 1}
    assert rows.read_as == {"pos": ("positive", 1), "Negative": ("negative", 1)}
    assert rows.take([0], "for a test").read_as == {"pos": ("positive", 1)}
    assert len(read(source, Meaning(TONES, {"mixed": "neutral"})).texts) == 4


def test_several_labels_in_a_cell(tmp_path: Path) -> None:
    path = tmp_path / "a.tsv"
    path.write_text("text\tlabel\none\t0,2\ntwo\t1\nthree\t0,9\nfour\tjoy; anger\n")
    source = Source(open_table(path), "text", "label")
    emotions = ("anger", "joy", "neutral")
    meaning = Meaning(emotions, numbered=("annoyance", "love", "neutral"), several=True)
    rows = read(source, meaning)
    assert rows.texts == ["one", "two", "four"]
    assert rows.labels.tolist() == [[1, 0, 1], [0, 1, 0], [1, 1, 0]]
    assert rows.left_out == {"label «9»": 1}
    assert read(source, replace(meaning, several=False)).labels.tolist() == [1]


def test_labels_that_are_numbers_of_any_kind(tmp_path: Path) -> None:
    frame = pd.DataFrame({"text": ["a", "b", "c", "d"], "label": [0, 1, 2, None]})
    frame.to_parquet(tmp_path / "a.parquet")
    frame.to_csv(tmp_path / "a.csv")
    (tmp_path / "a.jsonl").write_text(
        "".join(
            json.dumps({"text": text, "label": label}) + "\n"
            for text, label in [("a", 0), ("b", 1.0), ("c", "2"), ("d", float("nan"))]
        )
    )
    for name in ("a.parquet", "a.csv", "a.jsonl"):
        found = read(Source(open_table(tmp_path / name), "text", "label"), Meaning(TONES))
        assert found.labels.tolist() == [0, 1, 2], name
        assert found.left_out == {"no label": 1}


def test_figures_of_several_labels_are_those_of_scikit_learn() -> None:
    random = np.random.default_rng(1)
    wanted = (random.random((300, 3)) < 0.4).astype(float)
    found = np.clip(wanted * 0.3 + random.random((300, 3)) * 0.7, 0, 1)
    one = Sample(wanted, found, np.zeros(300, int), (0.5, 0.5, 0.5))
    figures = {name: metric(one) for name, metric in metrics_of(TONES, several=True).items()}
    assert figures["macro F1"] == pytest.approx(f1_score(wanted, one.said, average="macro"))
    assert figures["macro recall"] == pytest.approx(recall_score(wanted, one.said, average="macro"))
    assert figures["all labels right"] == pytest.approx(accuracy_score(wanted, one.said))
    off = np.abs(one.said.mean(0) - wanted.mean(0)).mean()
    assert figures["share error, counted"] == pytest.approx(off)


def test_labels_inside_a_list_are_a_row_each(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    labels = [{"aspect": "screen", "tone": "positive"}, {"aspect": "NULL", "tone": "negative"}, 3]
    rows = [{"text": "one", "labels": labels}, {"text": "two", "labels": []}]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    wanted = ("labels.tone", "labels.aspect")
    table = unnested(open_table(path), "text", *wanted)
    assert table.columns == ("text", "labels", *wanted)
    found = read(Source(table, "text", *wanted), Meaning(TONES))
    assert (found.texts, found.targets) == (["one", "one"], ["screen", "NULL"])
    assert found.left_out == {"no label": 2}
    assert unnested(table, "text", "nothing.tone", None).columns == table.columns


@pytest.fixture
def file(tmp_path: Path) -> Path:
    good, bad = ["I love it", "great, thank you!"], ["I hate it", "it is awful"]
    texts = [f"{text} {n}" for n in range(20) for text in [*good, *bad]]
    frame = pd.DataFrame({"text": texts, "stars": ["5", "4", "1", "Like"] * 20})
    frame["shop"] = ["one", "two"] * 40
    frame.to_csv(tmp_path / "rated.csv", index=False)
    return tmp_path / "rated.csv"


def printed(capsys: pytest.CaptureFixture[str], *words: str | Path) -> str:
    before, sys.argv = sys.argv, ["models.evaluate", *map(str, words)]
    try:
        run(evaluate.main)
    except SystemExit as left:
        if left.code:
            return capsys.readouterr().err
    finally:
        sys.argv = before
    return capsys.readouterr().out


@pytest.fixture
def loaded(scorer: Scorer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Choice, "load", lambda self: scorer)
    monkeypatch.setenv("COLUMNS", "160")


@pytest.mark.usefixtures("loaded")
def test_figures_on_screen_and_as_json(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other, out = tiny_roberta(tmp_path / "tiny"), tmp_path / "figures.json"
    capsys.readouterr()
    shown = printed(
        capsys, "tone", file, "--text", "text", "--label", "stars", "--stars", "--group", "shop",
        "--vs", other, "--json", out, "--draws", "100",
    )  # fmt: skip
    assert "tone on rated.csv: 60 rows" in shown
    assert "Left out: label «Like» 20." in shown
    assert "Labels read as: «5» positive 20, «4» positive 20, «1» negative 20." in shown
    assert "No row is labelled neutral." in shown
    assert "macro recall" in shown
    assert "difference" in shown
    report = json.loads(out.read_text())
    assert report["rows"] == 60
    assert report["left_out"] == {"label «Like»": 20}
    assert len(report["models"]) == len(report["figures"]) == 2
    assert report["figures"][0]["accuracy"]["value"] > 0.9
    assert set(report["groups"]) == {"one", "two"}
    gap = report["difference"]["accuracy"]
    assert gap["low"] <= gap["value"] <= gap["high"]


@pytest.mark.usefixtures("loaded")
def test_an_earlier_folder_of_heads_is_another_model(
    file: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")  # the folder's name may be long: nothing wraps
    shown = printed(
        capsys, "tone", file, "--text", "text", "--label", "stars", "--stars", "--vs", WEIGHTS,
        "--draws", "100",
    )  # fmt: skip
    assert "+0.000 (+0.000 to +0.000)" in shown


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["mood", "rated.csv", "--text", "text", "--label", "stars"], 'no head "mood"'),
        (["tone", "rated.csv", "--text", "text", "--label", "stars"], "--stars"),
        (["tone", "rated.csv", "--text", "text", "--label", "shop"], "--map 'one=LABEL'"),
        (["tone", "rated.csv", "--text", "text", "--label", "stars", "--names", "x"], "--names x"),
        (["tone", "rated.csv", "--text", "text", "--label", "label"], "It has: text, stars, shop"),
        (["tone", "rated.csv", "--text", "text", "--label", "stars", "--map", "x"], "FROM=TO"),
        (["tone", "rated.csv", "--text", "text", "--label", "stars", "--map", "5=up"], '"up"'),
    ],
)
def test_what_cannot_be_done_is_one_line(
    file: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: list[str],
    said: str,
) -> None:
    monkeypatch.chdir(file.parent)
    error = printed(capsys, *words)
    assert said in error
    assert error.count("\n") == 1
