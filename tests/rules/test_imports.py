"""Imports run one way, so that what is true never depends on how it is shown or made."""

import ast
from pathlib import Path

import pytest
from repository import MODULES, PACKAGE, SECTIONS, notebook, source

MAY_IMPORT = {
    "errors": set(),
    "paths": set(),
    "data": {"errors", "paths", "data"},
    "text": {"errors", "paths", "data", "text"},
    "views": {"errors", "data", "text", "views"},
    "imports": {"errors", "paths", "data", "text", "imports"},
    "build": {"errors", "paths", "data", "text", "imports", "build"},
}
# The warm process brings in, once, what the notebooks that are forked from it will ask for.
ALSO_MAY = {"build/forked/warm.py": {"views"}}
HELPERS_MAY = {"notebooks": {"data", "text", "views"}}


def imported(code: str) -> set[str]:
    """The parts of helpers that the code imports."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(code)):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        found |= {name.split(".")[1] for name in names if name.startswith("helpers.")}
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_imports_only_what_its_part_may(path: Path) -> None:
    part = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    if part == "__init__":
        assert imported(path.read_text(encoding="utf-8")) == set()
        return
    also = ALSO_MAY.get(path.relative_to(PACKAGE).as_posix(), set())
    assert imported(path.read_text(encoding="utf-8")) <= MAY_IMPORT[part] | also


@pytest.mark.parametrize("path", SECTIONS, ids=lambda path: path.stem)
def test_a_notebook_knows_nothing_of_how_it_is_made(path: Path) -> None:
    code = "\n".join(source(cell) for cell in notebook(path)["cells"] if cell["cell_type"] == "code")
    assert imported(code) <= HELPERS_MAY["notebooks"]


def test_the_parts_named_here_are_the_parts_there_are() -> None:
    parts = {path.name.removesuffix(".py") for path in PACKAGE.iterdir() if not path.name.startswith("_")}
    assert parts == set(MAY_IMPORT)
