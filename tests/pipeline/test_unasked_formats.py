"""A format that nobody asked for costs nothing: nothing that only it needs is loaded, and nothing of it is written."""

import json
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import entry_points, packages_distributions

import pytest

import loaded_modules
from helpers.publishing import formats
from helpers.publishing.formats import Format
from made_project import ROOT, Project

pytestmark = pytest.mark.slow

# What nbconvert, IPython, our charts and the index pages import in any case.
ALWAYS = {"fontpkg-be-vietnam-pro", "fonttools", "jinja2", "pygments", "uharfbuzz"}


@pytest.mark.parametrize("asked", formats.names())
def test_nothing_of_other_formats_is_loaded_or_written(asked: str, project: Project) -> None:
    command = [sys.executable, loaded_modules.__file__, str(project.root), asked]
    ran = subprocess.run(command, cwd=ROOT / "tests", capture_output=True, text=True)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    found = json.loads(ran.stdout.splitlines()[-1])
    here, written = set(found["here"]), set(found["written"])
    own = [one for one in formats.FORMATS if one.name == asked]
    assert set(found["files"]) == {*(one.file for one in own), "briefing.txt"}
    assert {exporter(one) for one in own} <= written
    needed = {name for one in own for name in modules(one)}
    for other in formats.FORMATS:
        assert ({*modules(other)} - needed) & (here | written) == set(), other.name


def exporter(one: Format) -> str:
    """The module of a format's exporter."""
    found = entry_points(group="nbconvert.exporters", name=one.exporter)
    return next((point.module for point in found), one.exporter.rpartition(".")[0])


def modules(one: Format) -> Iterator[str]:
    """The modules that a format needs and that are not needed in any case: its exporter, its packages."""
    yield exporter(one)
    for module, distributions in packages_distributions().items():
        if ({*one.packages} - ALWAYS) & {*distributions}:
            yield module
