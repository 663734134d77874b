"""`correct` as a person types it."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.cli import main
from pipeline.store import Store

Run = Callable[..., str]


@pytest.fixture
def run(
    acme: Store,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Run:
    """Run `correct …` against the brand's store, in an empty folder; what it says."""
    monkeypatch.setenv("DATABASE_URL", acme.url)
    monkeypatch.setenv("TRIBE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("LOGNAME", "kim")
    monkeypatch.chdir(tmp_path)

    def type_in(*words: str) -> str:
        monkeypatch.setattr("sys.argv", ["pipeline", "correct", *words])
        try:
            main()
        except SystemExit as leave:
            assert leave.code in (None, 0, 1)
        said = capsys.readouterr()
        return said.out + said.err

    return type_in


def test_set_list_and_undo(run: Run) -> None:
    assert "Nothing was corrected yet" in run("list", "acme")
    said = run("set", "acme", "reddit:p0", "--tone", "negative", "--voice", "customer")
    assert said.splitlines()[:2] == [
        "reddit:p0: tone is negative; the software said positive.",
        "reddit:p0: voice is customer, as the software said.",
    ]
    assert "was negative already" in run("set", "acme", "reddit:p0", "--tone", "Negative")
    assert run("list", "acme").split()[6:] == [
        *("reddit:p0", "voice", "customer", "customer", "–", "kim"),
        *("reddit:p0", "tone", "positive", "negative", "–", "kim"),
    ]  # fmt: skip
    assert "tone is what the software says" in run("undo", "acme", "reddit:p0", "--field", "tone")
    assert "undone" in run("list", "acme")
    assert run("undo", "acme", "reddit:p1").startswith("Nothing was said of reddit:p1 for Acme")


def test_sample_import_error_and_train(run: Run, tmp_path: Path) -> None:
    assert "Draw some: python -m pipeline correct sample acme" in run("error", "acme")
    assert "14 posts to check are in acme-to-check.csv" in run("sample", "acme")
    path = tmp_path / "acme-to-check.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    rows[0]["tone"] = "angry"
    for row in rows[1:]:
        row["tone"] = "neutral"
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    said = run("import", path.name)
    assert said.startswith('line 2: tone "angry" is not known.')
    assert "13 labels taken, 13 of them new" in said
    assert "1 refused" in said
    assert "13 labels taken, 0 of them new" in run("import", path.name)
    assert run("error", "acme").splitlines()[1].split()[:2] == ["tone", "13"]
    assert "Not adopted, because only 13 corrections were drawn" in run("train", "acme")
    assert "exists, and may hold checks" in run("sample", "acme")
