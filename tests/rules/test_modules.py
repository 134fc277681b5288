"""A module has one idea: it says which, and stays small."""

import ast
from pathlib import Path

import pytest
from repository import MODULES, PACKAGE

MOST_LINES, MOST_LINES_OF_A_FUNCTION = 250, 45
NO_IDEA = {"utils", "misc", "common", "helpers", "tools"}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_is_small_and_says_what_it_is(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)
    assert ast.get_docstring(tree), "the first line says the module's one idea"
    assert len(text.splitlines()) <= MOST_LINES
    assert path.stem not in NO_IDEA
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            assert (node.end_lineno or 0) - node.lineno < MOST_LINES_OF_A_FUNCTION, node.name


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_what_is_public_is_described(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    public = [
        node
        for node in tree.body
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and not node.name.startswith("_")
    ]
    assert [node.name for node in public if not ast.get_docstring(node)] == []


def test_only_data_knows_the_files_of_the_dataset() -> None:
    outside = [path for path in MODULES if path.relative_to(PACKAGE).parts[0] not in ("data", "paths.py")]
    names = ("read_csv", "observations.csv", "boundaries.geojson")
    assert [path.name for path in outside for name in names if name in path.read_text(encoding="utf-8")] == []
