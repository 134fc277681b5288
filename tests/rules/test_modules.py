"""A module has one idea and says which."""

import ast

from repository import MODULES, PACKAGE

NO_IDEA = {"utils", "misc", "common", "helpers", "tools"}
TREES = {
    path.relative_to(PACKAGE).as_posix(): ast.parse(path.read_text(encoding="utf-8")) for path in MODULES
}


def test_each_module_says_its_one_idea_and_is_named_after_it() -> None:
    assert [name for name, tree in TREES.items() if not ast.get_docstring(tree)] == []
    assert [path for path in MODULES if path.stem in NO_IDEA] == []


def test_what_is_public_is_described() -> None:
    undescribed = [
        f"{name}: {node.name}"
        for name, tree in TREES.items()
        for node in tree.body
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and not node.name.startswith("_")
        if not ast.get_docstring(node)
    ]
    assert undescribed == []


def test_only_data_knows_the_files_of_the_dataset() -> None:
    outside = [path for path in MODULES if path.relative_to(PACKAGE).parts[0] not in ("data", "paths.py")]
    names = ("read_csv", "observations.csv", "boundaries.geojson")
    assert [path.name for path in outside for name in names if name in path.read_text(encoding="utf-8")] == []
