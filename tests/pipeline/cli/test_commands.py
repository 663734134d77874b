"""The commands as a person types them: help everywhere, one clear line when something is wrong."""

import socket
from collections.abc import Callable
from pathlib import Path

import pytest
import typer
from typer.core import TyperGroup

from pipeline.cli import app
from tests.pipeline.cli.conftest import Run


def _commands() -> list[str]:
    group = typer.main.get_command(app)
    assert isinstance(group, TyperGroup)
    names = []
    for name, command in group.commands.items():
        below = command.commands if isinstance(command, TyperGroup) else {}
        names += [name, *(f"{name} {inner}" for inner in below)]
    return names


@pytest.mark.parametrize("command", _commands())
def test_every_command_says_what_it_does(command: str, run: Run) -> None:
    code, out, _ = run(*command.split(), "--help")
    assert code == 0
    assert "Usage:" in out
    assert len(out.splitlines()) > 6


def test_a_brand_is_added_shown_changed_and_removed(run: Run) -> None:
    words = ("brand", "add", "duolingo", "--query", 'duolingo OR "duo lingo"')
    assert run(*words, "--community", "reddit=duolingo")[:2] == (0, "duolingo: saved.\n")
    assert run(*words, "--community", "reddit=duolingo")[1] == "duolingo: as it was.\n"
    assert "reddit: duolingo" in run("brand", "show", "duolingo")[1]
    assert "duo lingo" in run("brand", "list")[1]
    assert run("brand", "remove", "duolingo", "--yes")[0] == 0
    assert "No brand is defined yet" in run("brand", "list")[1]


def _file(content: bytes, name: str = "posts.csv") -> Callable[[Path], Path]:
    def write(folder: Path) -> Path:
        path = folder / name
        path.write_bytes(content)
        return path

    return write


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda folder: folder / "nowhere.csv", "nowhere.csv"),
        (lambda folder: folder, "folder"),
        (_file(b""), "empty"),
        (_file(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20), "posts.csv"),
        (_file(b"a,b\n1,2\n"), "--map"),
        (_file(b"text\nNo date here at all\n"), "--date"),
        (_file(b"PAR1 torn", "posts.parquet"), "posts.parquet"),
    ],
)
def test_a_file_that_cannot_be_used_gives_one_line(
    make: Callable[[Path], Path], says: str, run: Run, tmp_path: Path
) -> None:
    run("brand", "add", "acme")
    code, _, err = run("import", str(make(tmp_path)), "--brand", "acme")
    assert code == 1
    assert says in err
    assert len(err.strip().splitlines()) == 1, err


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["import", __file__, "--brand", "nobody"], 'no brand "nobody"'),
        (["brand", "add", "x", "--query", "-only"], "query"),
        (["brand", "add", "x", "--query", '"open'], "quot"),
        (["brand", "add", "x", "--query", "   "], "query"),
        (["brand", "add", "x", "--timezone", "Mars/Base"], "Mars/Base"),
        (["brand", "add", "x", "--handle", "reddit"], "SOURCE=NAME"),
        (["brand", "add", "x", "--baseline", "2025-W99..2025-W02"], "2025-W99"),
        (["brand", "add", "Bad Key"], "Bad Key"),
        (["brand", "show", "nobody"], "nobody"),
        (["brand", "load", "/nowhere.toml"], "/nowhere.toml"),
        (["ingest", "gopher", "--brand", "x", "--target", "y"], "gopher"),
        (["report", "weekly", "--brand", "x", "--week", "18"], "2025-W18"),
        (["report", "weekly", "--brand", "nobody", "--week", "2025-W18"], "nobody"),
        (["process", "--brand", "nobody"], "nobody"),
        (["jobs", "cancel", "99"], "99"),
        (["forget", "reddit"], "--author"),
        (["import", "two\nlines.csv", "--brand", "x"], "two\\nlines.csv"),
        (["import", "bytes\udcff.csv", "--brand", "x"], "Rename the file"),
    ],
)
def test_a_wrong_option_gives_one_line(words: list[str], says: str, run: Run) -> None:
    code, _, err = run(*words)
    assert code == 1
    assert says in err
    assert len(err.strip().splitlines()) == 1, err


def test_names_are_shown_as_they_are(run: Run) -> None:
    name = "[/red] :smile: [bold]"
    assert name in run("brand", "add", "x", "--name", name)[1]
    assert name in run("brand", "list")[1]


def test_an_empty_target_is_one_line(run: Run) -> None:
    run("brand", "add", "acme")
    code, _, err = run("ingest", "hackernews", "--brand", "acme", "--target", "")
    assert (code, len(err.strip().splitlines())) == (1, 1)
    assert "something to search for" in err


def test_reddit_without_credentials_names_the_variables(run: Run) -> None:
    run("brand", "add", "acme")
    code, _, err = run("ingest", "reddit", "--brand", "acme", "--target", "r/acme")
    assert code == 1
    assert "TRIBE_REDDIT_CLIENT_ID" in err
    assert len(err.strip().splitlines()) == 1


def test_a_taken_port_is_said_before_anything_starts(run: Run) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        code, _, err = run("dashboard", "--port", str(port), "--no-browser")
    assert code == 1
    assert f"--port {port + 1}" in err


def test_a_posts_file_becomes_mentions(run: Run, tmp_path: Path) -> None:
    run("brand", "add", "acme")
    path = _file(
        b"id,date,author,text\n1,2025-05-01,ann,acme broke again\n2,soon,bob,acme is fine\n"
    )(tmp_path)
    code, out, _ = run("import", str(path), "--brand", "acme")
    assert code == 0
    assert "1 new" in out and "1 rejected" in out
    assert "rejects" in out
    again = run("import", str(path), "--brand", "acme")[1]
    assert "1 known" in again
