"""Which folder may import which: models knows no database, the dashboard no model and no SQL."""

import ast
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
HEAVY = {"torch", "transformers", "models"}


def _files(folder: str) -> list[Path]:
    return sorted((ROOT / folder).rglob("*.py"))


def _imported(tree: ast.AST, everywhere: bool = True) -> set[str]:
    """The packages a module imports; only what runs on its import unless `everywhere`."""
    nodes = ast.walk(tree) if everywhere else _on_import(tree)
    names: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            names.add((node.module or "").split(".")[0])
    return names


def _on_import(tree: ast.AST) -> list[ast.AST]:
    """The nodes outside of functions and of `if TYPE_CHECKING`."""
    found: list[ast.AST] = []
    for node in ast.iter_child_nodes(tree):
        typing_only = isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)
        if not typing_only and not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            found += [node, *_on_import(node)]
    return found


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
    broken = {
        str(path.relative_to(ROOT)): sorted(found)
        for path in _files("pipeline")
        if (found := _imported(ast.parse(path.read_text()), everywhere=False) & HEAVY)
    }
    assert not broken


def test_pages_are_tables_of_contents() -> None:
    for path in _files("dashboard/app_pages"):
        assert len(path.read_text().splitlines()) <= 60, path


def test_no_page_lets_markup_of_others_through() -> None:
    for path in _files("dashboard"):
        assert "unsafe_allow" not in path.read_text(), path
