"""The command line as a person types it, against a database of the test's own."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pipeline.cli import main

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(
    database_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Iterator[Run]:
    """Run a command line against this test's own database: exit code, stdout, stderr."""
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("TRIBE_HOME", str(tmp_path / "home"))

    def type_in(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["pipeline", *words])
        code = 0
        try:
            main()
        except SystemExit as leave:
            code = int(leave.code or 0)
        said = capsys.readouterr()
        return code, said.out, said.err

    yield type_in
