"""The only place that knows folder names."""

import os
from pathlib import Path

DATA_VARIABLE = "BRIEFINGS_DATA"
CONFIG = "briefings.toml"  # beside data/: what is always given, and where news come from
_PACKAGED = Path(__file__).resolve().parent / "project"  # what a wheel carries: the dataset and the notebooks


def is_project(folder: Path) -> bool:
    """Whether a folder holds notebooks and a dataset."""
    return (folder / "data" / "datapackage.json").is_file() and (folder / "notebooks").is_dir()


def project() -> Path:
    """The project's root: the nearest folder, from here upwards, that holds notebooks and a dataset.

    Starts at the working folder, so a notebook opened in ``notebooks/`` finds its own project, falls back on the
    checkout that this package was installed from, and on what its wheel carries.
    """
    for start in (Path.cwd(), Path(__file__).resolve().parent):
        for folder in (start, *start.parents):
            if is_project(folder):
                return folder
    return _PACKAGED


def is_packaged(folder: Path) -> bool:
    """Whether a folder is what a wheel carries, which belongs to the installation: to read, not to change."""
    return folder.resolve().is_relative_to(_PACKAGED)


def data() -> Path:
    """The dataset's folder: ``$BRIEFINGS_DATA`` when set (``briefings build --data`` sets it), else ``data/``."""
    chosen = os.environ.get(DATA_VARIABLE)
    return Path(chosen) if chosen else project() / "data"


def notebooks() -> Path:
    """The folder of the section notebooks."""
    return project() / "notebooks"


def reports() -> Path:
    """The folder that reports are published to, unless ``--reports`` names another: never inside the package."""
    root = project()
    return (Path.cwd() if is_packaged(root) else root) / "reports"
