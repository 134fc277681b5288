"""The command ``briefings lab``: JupyterLab at the project's root, which stores the project's notebooks as they were.

What is on the screen stays there; saved are the cells alone, without outputs, counts and what Jupyter notes about
itself, so that looking and saving leave nothing to commit.
"""

import os
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import click

from helpers import paths
from helpers.cli.options import Once
from helpers.errors import BriefingError, installing

_KEPT = ("tags", "width")  # of a cell
_OF_JUPYTER = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
_ALSO_KEPT = ("briefing",)  # of a notebook
_CONFIG_PATH = "JUPYTER_CONFIG_PATH"


class NoLab(BriefingError):
    """JupyterLab is not installed."""

    def __str__(self) -> str:
        return f"JupyterLab is not installed here: {installing('lab')}"


@click.command(cls=Once, context_settings={"ignore_unknown_options": True})
@click.argument("options", nargs=-1, type=click.UNPROCESSED)
def lab(options: tuple[str, ...]) -> None:
    """Explore the dataset in JupyterLab; OPTIONS are its own, such as --port 8890 or --no-browser."""
    if find_spec("jupyterlab") is None:
        raise NoLab
    root = paths.project()
    if paths.is_packaged(root):
        click.echo(
            "This is the installed package's own project: lay out yours with briefings init, to save in it."
        )
    command = [sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={root}"]
    command.append(f"--FileContentsManager.pre_save_hook={__name__}.without_outputs")
    # It asks no other host for updates or news.
    command += ["--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate", "--LabApp.news_url=None"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:  # as in a container, where there is nobody else
        command.append("--allow-root")
    # Also what the printed address leads to when no browser is opened.
    command.append(f"--LabApp.default_url=/lab/tree/{paths.notebooks().name}/explore.ipynb")
    os.chdir(root)
    os.execve(sys.executable, [*command, *options], os.environ | {_CONFIG_PATH: _config_path()})


def _config_path() -> str:
    """Where Jupyter looks for configuration first: what is ours, which asks nobody for news, then what was given."""
    own = str(Path(__file__).with_name("jupyter"))
    return os.pathsep.join(filter(None, [own, os.environ.get(_CONFIG_PATH)]))


def without_outputs(model: dict[str, Any], path: str, **_: Any) -> None:
    """Jupyter's hook before saving: a notebook of the project is stored without outputs, others as they are."""
    if model.get("type") != "notebook" or not path.startswith(f"{paths.notebooks().name}/"):
        return
    notebook = model["content"]
    kept = {name: notebook["metadata"][name] for name in _ALSO_KEPT if name in notebook["metadata"]}
    notebook["metadata"] = kept | _OF_JUPYTER
    for cell in notebook["cells"]:
        cell["metadata"] = {name: value for name, value in cell["metadata"].items() if name in _KEPT}
        if cell["cell_type"] == "code":
            cell["outputs"], cell["execution_count"] = [], None
