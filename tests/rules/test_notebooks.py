"""Notebooks are thin, tagged, and stored without outputs."""

import ast
from collections.abc import Iterator
from pathlib import Path

from repository import NOTEBOOKS, SECTIONS, notebook, source

from helpers.text.phrases import table

TAGS = {"parameters", "setup", "text", "figure", "table", "check", "note"}
# Where a shown cell stands: in the annex only, at the top of a page, beside its neighbour, in the title block.
PLACES = {"annex", "page", "column", "abstract", "thumbnail"}
PARAMETERS = {"province": "lao-cai", "language": "vi", "as_of": ""}
BANNED = (ast.FunctionDef, ast.ClassDef, ast.For, ast.While, ast.Lambda)


def code_cells(path: Path) -> list[dict]:
    return [cell for cell in notebook(path)["cells"] if cell["cell_type"] == "code"]


def all_cells() -> Iterator[tuple[str, dict]]:
    """Every cell of every notebook, with a name to find it by."""
    for path in NOTEBOOKS:
        for cell in notebook(path)["cells"]:
            yield f"{path.name}, {cell['id']}", cell


def test_notebooks_are_stored_without_outputs_under_the_plain_kernel() -> None:
    code = [(name, cell) for name, cell in all_cells() if cell["cell_type"] == "code"]
    assert [name for name, cell in code if cell["outputs"] or cell["execution_count"]] == []
    assert {notebook(path)["metadata"]["kernelspec"]["name"] for path in NOTEBOOKS} == {"python3"}


def test_every_cell_has_one_tag_perhaps_a_place_and_a_readable_id() -> None:
    tags = {name: cell["metadata"].get("tags", ()) for name, cell in all_cells()}
    wrong = {
        name: found
        for name, found in tags.items()
        if not found or found[0] not in TAGS or not PLACES.issuperset(found[1:])
    }
    assert wrong == {}
    assert [name for name, cell in all_cells() if not cell["id"].replace("-", "").isalpha()] == []
    prose = [name for name, cell in all_cells() if cell["cell_type"] == "markdown" and tags[name] != ["note"]]
    assert prose == [], "prose is a phrase, since a markdown cell cannot be bilingual"


def test_no_notebook_defines_or_loops() -> None:
    wrong = [
        name
        for name, cell in all_cells()
        if cell["cell_type"] == "code"
        and any(isinstance(node, BANNED) for node in ast.walk(ast.parse(source(cell))))
    ]
    assert wrong == []


def test_sections_have_parameters_then_setup_then_what_is_shown_and_a_check() -> None:
    wrong = {}
    for path in SECTIONS:
        first, second, *shown, last = [cell["metadata"]["tags"][0] for cell in code_cells(path)]
        if (first, second, last) != ("parameters", "setup", "check") or {"parameters", "setup"} & set(shown):
            wrong[path.name] = [first, second, *shown, last]
    assert wrong == {}


def test_the_parameters_are_literals_that_run_as_they_stand() -> None:
    for path in SECTIONS:
        found: dict[str, str] = {}
        exec(source(code_cells(path)[0]), {}, found)
        units = {PARAMETERS["province"], "regional-comparison"}  # a slug, of a unit or of what compares them
        assert found.pop("province") in units, path.name
        assert found == {name: value for name, value in PARAMETERS.items() if name != "province"}, path.name


def test_the_metadata_names_a_title_that_is_a_phrase_and_no_tables_which_are_recorded() -> None:
    declared = {path.name: notebook(path)["metadata"]["briefing"] for path in SECTIONS}
    assert {name: one for name, one in declared.items() if set(one) - {"title", "files", "shared"}} == {}
    titles = {name: one["title"] for name, one in declared.items()}
    assert {name: title for name, title in titles.items() if title not in table("vi")} == {}


def test_no_notebook_is_a_near_copy_of_another() -> None:
    bodies = {path.stem: {source(cell) for cell in code_cells(path)[1:]} for path in NOTEBOOKS}
    for name, body in bodies.items():
        for other, lines in bodies.items():
            assert name == other or len(body & lines) < len(body) / 2, (
                f"{name} repeats {other}: add a parameter"
            )
