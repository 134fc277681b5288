"""Looking at the project's notebooks in JupyterLab and saving them leaves nothing to commit."""

import json
import os
from pathlib import Path

import nbformat
import pytest
from click.testing import CliRunner
from jupyter_server.services.contents.filemanager import FileContentsManager
from jupyterlab_server.config import get_page_config

from helpers import paths
from helpers.cli import lab
from helpers.cli.main import main


def looked_at(path: Path) -> nbformat.NotebookNode:
    """A notebook as JupyterLab hands it over to be saved: run, with what it notes of itself."""
    notebook = nbformat.read(path, as_version=4)
    notebook.metadata.kernelspec.display_name = "Python 3 (ipykernel)"
    notebook.metadata.language_info = {"name": "python", "version": "3.12.1", "pygments_lexer": "ipython3"}
    notebook.metadata.widgets = {"application/vnd.jupyter.widget-state+json": {}}
    for number, cell in enumerate(notebook.cells):
        cell.metadata |= {"trusted": True, "scrolled": True, "execution": {"iopub.status.busy": "now"}}
        if cell.cell_type == "code":
            cell.execution_count = number
            cell.outputs = [nbformat.v4.new_output("stream", text="seen")]
    return notebook


@pytest.mark.parametrize("path", sorted(paths.notebooks().glob("*.ipynb")), ids=lambda path: path.stem)
def test_a_notebook_that_was_run_and_saved_is_the_same_bytes(path: Path, tmp_path: Path) -> None:
    (tmp_path / "notebooks").mkdir()
    manager = FileContentsManager(
        root_dir=str(tmp_path), pre_save_hook=f"{lab.__name__}.{lab.without_outputs.__name__}"
    )
    model = {"type": "notebook", "format": "json", "content": looked_at(path)}
    manager.save(model, f"notebooks/{path.name}")
    assert (tmp_path / "notebooks" / path.name).read_bytes() == path.read_bytes()


def test_notebooks_of_ones_own_are_saved_as_they_are() -> None:
    model = {"type": "notebook", "content": looked_at(paths.notebooks() / "explore.ipynb")}
    lab.without_outputs(model, "mine.ipynb")
    assert any(cell.get("outputs") for cell in model["content"]["cells"])


def started(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> list[str]:
    """The command line that takes the place of ours; the environment is then the one that it is given."""
    called: list[list[str]] = []

    def execve(_: str, command: list[str], environment: dict[str, str]) -> None:
        called.append(command)
        monkeypatch.setattr(os, "environ", environment)

    monkeypatch.setattr(os, "execve", execve)
    monkeypatch.chdir(paths.project())
    found = CliRunner().invoke(main, ["lab", *arguments])
    assert found.exit_code == 0, found.output
    return called[0]


def test_the_lab_opens_at_the_root_and_passes_options_on(monkeypatch: pytest.MonkeyPatch) -> None:
    command = started(monkeypatch, "--port", "8890", "--no-browser")
    assert f"--ServerApp.root_dir={paths.project()}" in command
    assert "--LabApp.default_url=/lab/tree/notebooks/explore.ipynb" in command
    assert command[-3:] == ["--port", "8890", "--no-browser"]
    assert started(monkeypatch, "notebooks/trade_trends.ipynb")[-1] == "notebooks/trade_trends.ipynb"


@pytest.mark.parametrize(("user", "allowed"), [(0, True), (1000, False)])
def test_root_may_look_as_in_a_container(monkeypatch: pytest.MonkeyPatch, user: int, allowed: bool) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: user, raising=False)
    assert ("--allow-root" in started(monkeypatch)) == allowed


def test_nothing_is_asked_about_news_and_other_settings_hold(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "labconfig").mkdir()
    own = {"disabledExtensions": {"another": True}, "theme": "own"}
    (tmp_path / "labconfig" / "page_config.json").write_text(json.dumps(own))
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", str(tmp_path))
    started(monkeypatch)
    found = get_page_config([])
    assert {"another", "@jupyterlab/apputils-extension:announcements"} <= set(found["disabledExtensions"])
    assert found["theme"] == "own"
