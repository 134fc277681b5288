"""A project to build in, the fork server, and the real briefings of two provinces."""

import csv
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from helpers.data.schema import read
from helpers.publishing import formats, pipeline, planning
from helpers.publishing.jobs import Selection, sections
from helpers.publishing.planning import Workspace
from helpers.publishing.runners.local import runner
from helpers.publishing.sandbox import child_process
from made_project import AREAS, NOTEBOOKS, ROOT, SOURCES, Project
from small_dataset import WORDS


@pytest.fixture(scope="session", autouse=True)
def _fork_server() -> None:
    """Start the fork server, ready for all formats, before a time-out runs."""
    child_process.will_write(formats.names())
    process = child_process.context().Process()
    process.start()
    process.join()


@pytest.fixture(autouse=True)
def _temporary(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What a command that is killed leaves among the temporary files goes with the test."""
    with TemporaryDirectory(prefix="t") as folder:  # short: sockets lie in it
        monkeypatch.setenv("TMPDIR", folder)
        yield


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project of its own."""
    project = Project(tmp_path)
    project.data.mkdir()
    for name in ("datapackage.json", "boundaries.geojson"):
        shutil.copy(ROOT / "data" / name, project.data)
    rows = {"areas": AREAS, "sources": SOURCES, **WORDS}
    for name, table in read(project.data).tables.items():
        with table.path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, table.names, restval="", lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows.get(name, ()))
    return project


@pytest.fixture
def sectioned(project: Project) -> Callable[[str], Project]:
    """The project with a copy of one fixture notebook as each real section, for the installed command."""

    def fill(name: str) -> Project:
        (project.root / "notebooks").mkdir()
        for section in sections():
            shutil.copy(NOTEBOOKS / f"{name}.ipynb", project.root / "notebooks" / f"{section}.ipynb")
        return project

    return fill


@pytest.fixture(scope="session")
def real(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Where the briefings of two provinces and the comparison were built, in both languages, of the real data."""
    workspace = planning.workspace(None, tmp_path_factory.mktemp("reports"))
    results = pipeline.build(Selection(("lao-cai", "lang-son", "regional-comparison")), workspace, runner(2))
    assert [str(result.failure) for result in results if result.failure] == []
    return workspace
