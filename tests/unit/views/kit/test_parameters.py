"""Plain papermill goes on with a parameter that it does not know; our notebooks do not."""

from pathlib import Path

import nbformat
import pytest
from papermill.parameterize import parameterize_notebook

from helpers import paths
from helpers.views.kit.parameters import UnknownParameter, refuse_undeclared

NOTEBOOKS = sorted(paths.notebooks().glob("*.ipynb"))


def cells(path: Path, **given: str) -> list[str]:
    """The cells that papermill runs, up to the one that opens the section."""
    notebook = nbformat.read(path, as_version=4)
    if given:
        notebook.metadata.papermill = {}
        notebook = parameterize_notebook(notebook, given)
    code = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    opened = next(place for place, one in enumerate(code) if "open_section(" in one or "explorer(" in one)
    return code[: opened + 1]


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_misspelt_parameter_is_refused_and_a_right_one_is_taken(path: Path) -> None:
    refuse_undeclared(cells(path))
    refuse_undeclared(cells(path, province="lang-son", language="en"))
    with pytest.raises(UnknownParameter, match="unknown parameter 'provnce'; did you mean province"):
        refuse_undeclared(cells(path, provnce="lang-son"))


def test_a_cell_with_a_magic_is_passed_over() -> None:
    refuse_undeclared(["%matplotlib inline", "province = 'x'", "# Parameters\nprovince = 'y'\n"])
