"""Which folder may import which: models knows no database, the dashboard no model and no SQL."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
NEVER = {
    "models": {"pipeline", "dashboard", "streamlit", "psycopg", "aiosql"},
    "pipeline": {"dashboard", "streamlit"},
    "dashboard": {"torch", "transformers", "models", "psycopg", "aiosql", "sqlalchemy"},
    "dashboard/charts": {"streamlit"},
    "dashboard/shapes": {"streamlit", "altair"},
}


def _files(folder: str) -> list[Path]:
    return sorted((ROOT / folder).rglob("*.py"))


def _imported(tree: ast.AST) -> set[str]:
    """The packages that a module imports, anywhere in it."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            names.add((node.module or "").split(".")[0])
    return names


@pytest.mark.parametrize("folder", NEVER)
def test_a_folder_imports_only_what_it_may(folder: str) -> None:
    assert _files(folder), f"{folder} is gone; mend this test"
    broken = {
        str(path.relative_to(ROOT)): sorted(found)
        for path in _files(folder)
        if (found := _imported(ast.parse(path.read_text())) & NEVER[folder])
    }
    assert not broken


def test_what_a_page_imports_loads_no_model() -> None:
    """A page must not wait for torch: nothing it may ask for loads it on import."""
    script = (
        "import sys, dashboard.live, pipeline.jobs, pipeline.narratives, pipeline.sources\n"
        "import pipeline.authority.verdict\n"
        "print(sorted({'torch', 'transformers'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.split()[-1] == "[]"


def test_pages_are_tables_of_contents() -> None:
    for path in _files("dashboard/app_pages"):
        assert len(path.read_text().splitlines()) <= 60, path


def test_no_page_lets_markup_of_others_through() -> None:
    for path in _files("dashboard"):
        assert "unsafe_allow" not in path.read_text(), path
