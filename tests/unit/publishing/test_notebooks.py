"""Section notebooks as people save them are read, and what is wrong with one is said."""

from pathlib import Path
from typing import Any

import pytest
from nbformat.v4 import new_code_cell, new_notebook, writes

from helpers.publishing import notebooks

KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}


def write(folder: Path, **metadata: Any) -> None:
    """A notebook ``one`` with its parameters, and a cell as JupyterLab saves it when nobody has tagged it."""
    cells = [
        new_code_cell('province = ""', metadata={"tags": ["parameters"]}),
        new_code_cell("1 + 1", metadata={"editable": True}),
    ]
    (folder / "one.ipynb").write_text(writes(new_notebook(cells=cells, metadata=metadata)), encoding="utf-8")


def test_a_cell_that_nobody_tagged_does_not_keep_the_others_from_being_read(tmp_path: Path) -> None:
    write(tmp_path, kernelspec=KERNEL)
    assert list(notebooks.parameters(tmp_path, "one")) == ["province"]


def test_a_parameters_cell_says_what_it_sets_as_it_is_written(tmp_path: Path) -> None:
    source = 'province: str = "lao-cai"  # its name\nlanguage = as_of = ""\nsector: str\nyears = [\n  1,\n]\nprint(1)'
    cell = new_code_cell(source, metadata={"tags": ["parameters"]})
    text = writes(new_notebook(cells=[cell], metadata={"kernelspec": KERNEL}))
    (tmp_path / "one.ipynb").write_text(text, encoding="utf-8")
    given = {"province": '"lao-cai"', "language": '""', "as_of": '""', "years": "[\n  1,\n]"}
    assert notebooks.parameters(tmp_path, "one") == given
    (tmp_path / "one.ipynb").write_text(text.replace("years = [", "%years ["), encoding="utf-8")
    with pytest.raises(notebooks.BadNotebook, match="no plain Python: invalid syntax, line 4"):
        notebooks.parameters(tmp_path, "one")


def test_a_notebook_without_a_kernel_is_refused_with_what_to_do(tmp_path: Path) -> None:
    write(tmp_path)
    with pytest.raises(notebooks.BadNotebook, match="no kernel and language; save it once in JupyterLab"):
        notebooks.parameters(tmp_path, "one")
