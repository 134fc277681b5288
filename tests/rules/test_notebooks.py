"""Notebooks are thin, tagged, and stored without outputs; their metadata says what they read."""

import ast
from pathlib import Path

import pytest
from repository import NOTEBOOKS, SECTIONS, notebook, source

from helpers.text.phrases import table

TAGS = {"parameters", "setup", "text", "figure", "table", "check", "note"}
MOST_CELLS, MOST_LINES = 12, 16
PARAMETERS = {"province": "lao-cai", "language": "vi", "as_of": ""}

each = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
each_section = pytest.mark.parametrize("path", SECTIONS, ids=lambda path: path.stem)


def code_cells(path: Path) -> list[dict]:
    return [cell for cell in notebook(path)["cells"] if cell["cell_type"] == "code"]


def tag(cell: dict) -> str:
    (only,) = cell["metadata"]["tags"]
    return only


@each
def test_stored_without_outputs_under_the_plain_kernel(path: Path) -> None:
    assert [cell["id"] for cell in code_cells(path) if cell["outputs"] or cell["execution_count"]] == []
    assert notebook(path)["metadata"]["kernelspec"]["name"] == "python3"


@each
def test_every_cell_has_one_tag_and_a_readable_id(path: Path) -> None:
    cells = notebook(path)["cells"]
    assert {tag(cell) for cell in cells} <= TAGS
    assert [cell["id"] for cell in cells if not cell["id"].replace("-", "").isalpha()] == []
    assert {tag(cell) for cell in cells if cell["cell_type"] == "markdown"} == {"note"}, "prose is a phrase"


@each
def test_thin(path: Path) -> None:
    cells = code_cells(path)
    assert len(cells) <= MOST_CELLS
    for cell in cells:
        assert len(source(cell).splitlines()) <= MOST_LINES
        banned = (ast.FunctionDef, ast.ClassDef, ast.For, ast.While, ast.Lambda)
        assert not [node for node in ast.walk(ast.parse(source(cell))) if isinstance(node, banned)]


@each_section
def test_parameters_then_setup_then_what_is_shown(path: Path) -> None:
    tags = [tag(cell) for cell in code_cells(path)]
    assert tags[:2] == ["parameters", "setup"]
    assert tags[-1] == "check"
    assert set(tags[2:]) <= {"text", "figure", "table", "check"}


@each_section
def test_the_parameters_are_literals_that_run_as_they_stand(path: Path) -> None:
    found: dict[str, str] = {}
    exec(source(code_cells(path)[0]), {}, found)
    assert found == PARAMETERS


@each_section
def test_the_metadata_names_the_title_and_no_tables_which_are_recorded(path: Path) -> None:
    declared = notebook(path)["metadata"]["briefing"]
    assert declared["title"] in table("vi")
    assert set(declared) <= {"title", "files"}


def test_no_notebook_is_a_near_copy_of_another() -> None:
    bodies = {path.stem: {source(cell) for cell in code_cells(path)[1:]} for path in NOTEBOOKS}
    for name, body in bodies.items():
        for other, lines in bodies.items():
            assert name == other or len(body & lines) < len(body) / 2, (
                f"{name} repeats {other}: add a parameter"
            )
