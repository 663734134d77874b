"""The README tells the truth: its commands run in the order given and print what it shows."""

import re
import shlex
import sys
from pathlib import Path

import pytest

from pipeline.cli import main

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
_CONSOLE = re.compile(r"```console\n\$ (?P<command>[^\n]+)\n(?P<output>.*?)```", re.DOTALL)


def blocks() -> list[tuple[str, str]]:
    """Each command of the README with the output it shows."""
    return [(m["command"], m["output"]) for m in _CONSOLE.finditer(README.read_text())]


def run(command: str, capsys: pytest.CaptureFixture[str]) -> str:
    """What a command of the README prints."""
    words = shlex.split(command)
    assert words[:3] == ["python", "-m", "pipeline"]
    before, sys.argv = sys.argv, words[2:]
    try:
        main()
    except SystemExit as leave:
        assert not leave.code, capsys.readouterr().err
    finally:
        sys.argv = before
    return capsys.readouterr().out


@pytest.fixture
def newcomer(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fresh home, the repository's folder as the current one, a terminal of usual width."""
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("TRIBE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("COLUMNS", "100")
    for name in ("pipeline", "tests"):
        (tmp_path / name).symlink_to(ROOT / name)
    monkeypatch.chdir(tmp_path)


@pytest.mark.usefixtures("newcomer")
def test_every_command_prints_what_the_readme_shows(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert len(blocks()) > 5
    for command, shown in blocks():
        printed = run(command, capsys).replace(str(tmp_path), "~")
        assert _tidy(printed) == _tidy(shown), command


def _tidy(text: str) -> list[str]:
    """The lines without those that only say how far a slow machine has come."""
    lines = [line.rstrip() for line in text.strip().splitlines()]
    return [line for line in lines if not _under_way(line)]


def _under_way(line: str) -> bool:
    far = re.search(r": ([\d,]+)(?: of ([\d,]+))?$", line)
    return far is not None and far[2] is not None and far[1] != far[2]


def test_the_quick_start_is_two_lines() -> None:
    block = README.read_text().split("## Quick start")[1].split("```")[1]
    lines = [line for line in block.splitlines()[1:] if line.strip()]
    assert len(lines) == 2
    assert "requirements.txt" in lines[0]
    assert "pytest" in lines[1]
