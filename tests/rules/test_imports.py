"""Imports run one way, so that what is true never depends on how it is shown or made."""

import ast
import re

from repository import MODULES, PACKAGE, SECTIONS, notebook, source

MAY_IMPORT = {
    "errors": set(),
    "paths": set(),
    "data": {"errors", "paths", "data"},
    "text": {"errors", "paths", "data", "text"},
    "views": {"errors", "data", "text", "views"},
    "intake": {"errors", "paths", "data", "intake"},
    "exporters": {"exporters"},
    "publishing": {"errors", "paths", "data", "text", "exporters", "publishing"},
    "cli": {"errors", "paths", "data", "text", "intake", "exporters", "publishing", "cli"},
}
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


def test_each_module_imports_only_what_its_part_may() -> None:
    wrong = {}
    for path in MODULES:
        name = path.relative_to(PACKAGE).as_posix()
        part = name.split("/")[0].removesuffix(".py")
        allowed = set() if part == "__init__" else MAY_IMPORT[part]
        if excess := imported(path.read_text(encoding="utf-8")) - allowed:
            wrong[name] = excess
    assert wrong == {}


VIEWS_MAY = {"kit": {"kit"}, "annex": {"annex", "kit"}, "pages": {"annex", "kit", "pages"}}


def test_pages_choose_from_the_annex_and_the_kit_knows_neither() -> None:
    wrong = {}
    for room, allowed in VIEWS_MAY.items():
        for path in sorted((PACKAGE / "views" / room).glob("*.py")):
            found = re.findall(r"^from helpers\.views\.(\w+)", path.read_text(encoding="utf-8"), re.M)
            if excess := set(found) - allowed:
                wrong[f"{room}/{path.name}"] = excess
    assert wrong == {}


def test_notebooks_know_nothing_of_how_they_are_made() -> None:
    wrong = {}
    for path in SECTIONS:
        code = "\n".join(source(cell) for cell in notebook(path)["cells"] if cell["cell_type"] == "code")
        if excess := imported(code) - HELPERS_MAY["notebooks"]:
            wrong[path.name] = excess
    assert wrong == {}


def test_the_parts_named_here_are_the_parts_there_are() -> None:
    parts = {path.name.removesuffix(".py") for path in PACKAGE.iterdir() if not path.name.startswith("_")}
    assert parts == set(MAY_IMPORT)
