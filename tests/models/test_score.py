"""`python -m models.score`: any file, resumable, nothing scored twice."""

import csv
import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray

from models import score
from models.chosen import Choice, Targets
from models.errors import HeadError, TableError
from models.judged import CHUNK, Judge, columns_of
from models.score import Request, score_file
from models.scorer import Scorer, Scores
from models.tables import open_table
from models.terminal import run
from tests.models.tiny import tiny_roberta

ROWS = [
    {"id": "1", "text": "I love it, best phone ever", "target": "phone"},
    {
        "id": "2",
        "text": "Das Essen war kalt und der Service leider sehr unfreundlich",
        "target": "",
    },
    {"id": "3", "text": "", "target": "phone"},
    {"id": "4", "text": "The tablet is awful, I hate it", "target": "phone"},
    {"id": "5", "text": "I love it, best phone ever", "target": "phone"},
]


class Stand:
    """A scorer with a head that needs a target, and a note of what it was asked."""

    version = "stand-in"
    many: frozenset[str] = frozenset()

    def __init__(self, *heads: str) -> None:
        self.labels: dict[str, tuple[str, ...]] = dict.fromkeys(heads, ("negative", "positive"))
        self.thresholds: dict[str, tuple[float, ...]] = {}
        self.asked: list[str] = []

    def score(
        self,
        texts: Sequence[str],
        on_progress: Callable[[int], None] | None = None,
        targets: Targets | None = None,
    ) -> Scores:
        """By the length of a text."""
        self.asked += texts
        length = np.array([len(text) % 10 / 10 for text in texts], np.float32)
        tone = np.stack([length, 1 - length], 1)
        there = [
            any(name in text for name in names)
            for text, names in zip(texts, targets or [()] * len(texts), strict=True)
        ]
        towards = np.where(np.array(there, bool).reshape(-1, 1), tone, np.nan).astype(np.float32)
        found = {name: towards if name == "target" else tone for name in self.labels}
        return Scores(self.embed(texts), found)

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """All the same."""
        return np.ones((len(texts), 384), np.float32)


@pytest.fixture
def loaded(scorer: Scorer, monkeypatch: pytest.MonkeyPatch) -> None:
    """The one scorer of all tests, not read again for each."""
    monkeypatch.setattr(Choice, "load", lambda self: scorer)


@pytest.fixture
def stand(monkeypatch: pytest.MonkeyPatch) -> Stand:
    stand = Stand("tone", "target")
    monkeypatch.setattr(Choice, "load", lambda self: stand)
    return stand


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "in.csv"
    pd.DataFrame(ROWS).to_csv(path, index=False)
    return path


def scored(file: Path, out: Path, **more: object) -> list[dict[str, str]]:
    score_file(open_table(file), Request("text", out, **more))  # type: ignore[arg-type]
    with out.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.usefixtures("loaded")
def test_rows_keep_their_order_and_gain_every_head(file: Path, tmp_path: Path) -> None:
    found = scored(file, tmp_path / "out.csv")
    assert [row["id"] for row in found] == ["1", "2", "3", "4", "5"]
    assert [row["tone"] for row in found] == ["positive", "", "", "negative", "positive"]
    assert [row["not_scored"] for row in found] == ["", "language de", "no text", "", ""]
    assert [row["language"] for row in found] == ["en", "de", "", "en", "en"]
    assert float(found[0]["tone_positive"]) > 0.5
    assert found[1]["tone_positive"] == ""
    assert not (tmp_path / "out.csv.parts").exists()


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize("suffix", [".csv", ".tsv", ".jsonl", ".parquet"])
def test_every_format_says_the_same(file: Path, tmp_path: Path, suffix: str) -> None:
    out = tmp_path / f"out{suffix}"
    score_file(open_table(file), Request("text", out, embedding=suffix == ".parquet"))
    read: dict[str, Callable[[], pd.DataFrame]] = {
        ".csv": lambda: pd.read_csv(out),
        ".tsv": lambda: pd.read_csv(out, sep="\t"),
        ".jsonl": lambda: pd.read_json(out, lines=True),
        ".parquet": lambda: pd.read_parquet(out),
    }
    frame = read[suffix]()
    assert frame["tone"].fillna("").tolist() == ["positive", "", "", "negative", "positive"]
    sums = frame.filter(regex="^tone_").sum(axis=1).loc[[0, 3, 4]]
    np.testing.assert_allclose(sums, 1, atol=2e-4)
    if suffix == ".parquet":
        assert [None if v is None else len(v) for v in frame["embedding"]] == [
            384,
            None,
            None,
            384,
            384,
        ]


@pytest.mark.usefixtures("stand")
def test_the_tone_towards_a_target_is_null_where_the_text_names_none(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = scored(file, tmp_path / "out.csv", target="target")
    assert [bool(row["target_tone"]) for row in found] == [True, False, False, False, True]
    assert "Tone towards the target: 2, whose texts name theirs." in capsys.readouterr().out
    assert "target_tone" not in scored(file, tmp_path / "without.csv")[0]


@pytest.mark.usefixtures("loaded")
def test_a_target_without_a_head_for_it_is_told(file: Path, tmp_path: Path, scorer: Scorer) -> None:
    if "target" in scorer.labels:
        pytest.skip("there is such a head")
    with pytest.raises(HeadError, match="Leave out --target"):
        scored(file, tmp_path / "out.csv", target="target")


def test_a_title_goes_before_the_text(tmp_path: Path, stand: Stand) -> None:
    path = tmp_path / "in.csv"
    path.write_text("title,text\nA good phone,\nA bad phone,it breaks\n,it works well\n")
    found = scored(path, tmp_path / "out.csv", title="title")
    assert stand.asked == ["A good phone", "A bad phone\nit breaks", "it works well"]
    assert [row["text"] for row in found] == ["", "it breaks", "it works well"]


@pytest.mark.usefixtures("stand")
def test_our_columns_never_replace_the_files(tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    path.write_text(json.dumps({"text": "good\ud800 phone", "tone": [1], "language": "x"}) + "\n")
    out = tmp_path / "out.jsonl"
    score_file(open_table(path), Request("text", out))
    row = json.loads(out.read_text())
    assert (row["tone"], row["language"], row["text"]) == ([1], "x", "good\ud800 phone")
    assert row["scored_tone"] in ("negative", "positive")
    assert row["scored_language"] == "en"
    score_file(open_table(path), Request("text", tmp_path / "out.parquet"))
    assert pd.read_parquet(tmp_path / "out.parquet")["tone"].tolist() == ["[1]"]


def test_a_text_seen_lately_is_not_scored_again(stand: Stand) -> None:
    judge = Judge(stand, Choice(), columns_of(stand.labels, 0), targets=True)
    for _ in range(3):
        judge.judge(["a good day", "a bad day", "a good day"], ["", "", "day"], lambda done: None)
    assert sorted(stand.asked) == ["a bad day", "a good day", "a good day"]  # one with a target


def test_other_languages_get_the_foreign_tone_alone(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choice = Choice(str(tiny_roberta(tmp_path / "model")), tone_languages="en,de")
    monkeypatch.setattr(Choice, "load", lambda self: Stand("tone", "other"))
    found = scored(file, tmp_path / "out.csv", choice=choice)
    assert [bool(row["tone"]) for row in found] == [True, True, False, True, True]
    assert [bool(row["other"]) for row in found] == [True, False, False, True, True]


@pytest.mark.usefixtures("stand")
def test_an_unfinished_run_of_something_else_is_not_mixed_in(file: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    parts = tmp_path / "out.csv.parts"
    parts.mkdir()
    (parts / "plan.json").write_text('{"model": "another"}')
    with pytest.raises(TableError, match=r"unfinished run .* --force"):
        scored(file, out)
    score_file(open_table(file), Request("text", out), afresh=True)
    assert out.is_file()


def command(*words: str | Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "models.score", *map(str, words)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=Path(score.__file__).parents[1],
    )


@pytest.mark.slow
def test_a_killed_run_is_completed_and_equals_a_clean_one(tmp_path: Path) -> None:
    path = tmp_path / "many.csv"
    texts = [f"phone number {n % 70} is good and {n % 11} is bad" for n in range(2 * CHUNK + 500)]
    pd.DataFrame({"text": texts}).to_csv(path, index=False)
    out, clean = tmp_path / "out.jsonl", tmp_path / "clean.jsonl"
    killed = command(path, "--text", "text", "--out", out)
    while not (tmp_path / "out.jsonl.parts" / "000000.npz").exists():
        assert killed.poll() is None, killed.communicate()
        time.sleep(0.01)
    killed.send_signal(signal.SIGKILL)
    killed.communicate()
    assert not out.exists()
    again = command(path, "--text", "text", "--out", out)
    printed, errors = again.communicate()
    assert again.returncode == 0, errors
    assert "Going on after row" in printed
    assert command(path, "--text", "text", "--out", clean).communicate()[1] == ""
    assert out.read_bytes() == clean.read_bytes()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["none.csv", "--text", "text", "--out", "out.csv"], "There is no file"),
        ([".", "--text", "text", "--out", "out.csv"], "is a folder"),
        (["in.csv", "--text", "tweet", "--out", "out.csv"], "It has: id, text, target."),
        (["in.csv", "--text", "text", "--out", "out.xlsx"], "name the result"),
        (["in.csv", "--text", "text", "--out", "in.csv", "--force"], "is the file that is read"),
        (["in.csv", "--text", "text", "--out", "no/out.csv"], "There is no folder"),
        (["in.csv", "--text", "text", "--out", "there.csv"], "--force"),
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
    (file.parent / "there.csv").write_text("a\n")
    monkeypatch.setattr(sys, "argv", ["models.score", *words])
    with pytest.raises(SystemExit) as left:
        run(score.main)
    assert left.value.code == 1
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1
