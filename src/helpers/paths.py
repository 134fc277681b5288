"""The only place that knows folder names."""

import os
from pathlib import Path

DATA_VARIABLE = "BRIEFINGS_DATA"


def project() -> Path:
    """The project's root: the nearest folder, from here upwards, that holds notebooks and a dataset.

    Starts at the working folder, so a notebook opened in ``notebooks/`` finds its own project, and falls back
    on the checkout that this package was installed from.
    """
    for start in (Path.cwd(), Path(__file__).resolve().parent):
        for folder in (start, *start.parents):
            if (folder / "data" / "datapackage.json").is_file() and (folder / "notebooks").is_dir():
                return folder
    return Path(__file__).resolve().parents[2]


def data() -> Path:
    """The dataset's folder: ``$BRIEFINGS_DATA`` when set (``briefings build --data`` sets it), else ``data/``."""
    chosen = os.environ.get(DATA_VARIABLE)
    return Path(chosen) if chosen else project() / "data"


def notebooks() -> Path:
    """The folder of the section notebooks."""
    return project() / "notebooks"


def reports() -> Path:
    """The folder that reports are published to, unless ``--reports`` names another."""
    return project() / "reports"
