"""The page of a briefing before the rest of it: of what was saved, only what this page shows is made.

Nothing is looked at for faults: that is for the whole briefing, which is built right after and tells of them.
"""

import json
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from helpers.publishing.preview.watching import PACKAGE

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from helpers.publishing.jobs import Executed, Job, Section

# Side by side: what pieces of work return, by name.
Together = Callable[[Mapping[str, Callable[..., Any]]], Mapping[str, Any]]
_NOT_OF_PAGE = frozenset({"annex", "check"})
_PREPARES = frozenset({"parameters", "setup"})


@dataclass(frozen=True)
class Asked:
    """One briefing: the fields of a selection, and the folders of a workspace."""

    wanted: Mapping[str, Any]
    places: Mapping[str, Path]

    @property
    def watched(self) -> tuple[Path, ...]:
        """The folders whose files it is made of."""
        return self.places["data"], self.places["notebooks"], PACKAGE

    def job(self, checked: bool) -> "Job":
        """The job with all that it is made of, and what came of those of its sections that are as they were."""
        from helpers.publishing import pipeline, planning
        from helpers.publishing.jobs import Selection

        workspace = planning.workspace(**self.places)
        cache = workspace.open_cache()
        planned = planning.plan(Selection(**self.wanted), workspace, cache, checked=checked)
        return pipeline.filled(next(planned.jobs()), planned, cache, force=False)


class Data:
    """What sections read, laid out and typed, until a draft is of other data."""

    def __init__(self) -> None:
        self._files: Mapping[str, str] = {}
        self._folder = Path()
        self._ends = ExitStack()

    def of(self, job: "Job") -> Path:
        """The folder with the job's data. Changes this process's environment as ``execute.surroundings`` does."""
        from helpers.data.tables import held
        from helpers.publishing.sandbox import execute

        if job.files != self._files:
            self.close()
            self._folder = self._ends.enter_context(execute.surroundings(job.files))
            self._ends.enter_context(held(self._folder, job.edition, job.province))
            self._files = job.files
        return self._folder

    def close(self) -> None:
        """Forget it: the code that reads it is another."""
        self._files = {}
        self._ends.close()


def page(
    job: "Job",
    data: Path,
    earlier: Mapping[str, "Executed"],
    is_as_it_was: Callable[[str], bool],
    together: Together,
) -> bytes:
    """The briefing's page in the job's first format; ``data`` is the folder of its data.

    Of sections that were not run with what they would be run with now, and which are not as they were all the same,
    the cells of the page are run; what the page says of the annex is taken from the ``earlier`` run.
    """
    from helpers.publishing import briefing, formats, joining
    from helpers.publishing.sandbox import execute

    known = {one.name: one.executed for one in job.sections if one.executed}
    known |= {
        one.name: earlier[one.name]
        for one in job.sections
        if one.name not in known and one.name in earlier and is_as_it_was(one.notebook)
    }
    new = {one.name: of_page(one) for one in job.sections if one.name not in known}
    to_run = {name: one for name, one in new.items() if shows(one.notebook)}
    for one in to_run.values():
        execute.loaded(one.notebook)  # kept for the next time, and for the process that runs it
    known |= together({name: partial(_run, job, one) for name, one in to_run.items()})
    notebooks = {
        one.name: briefing.read(known[one.name] if one.name in known else _not_run(new[one.name]))
        for one in job.sections
    }
    for name in new.keys() & earlier.keys():
        notebooks[name].cells += _annex(briefing.read(earlier[name]))
    notebook = joining.parts(job, notebooks, data, asked=("briefing",))["briefing"]
    format_ = job.formats[0]
    return format_.convert(*formats.read(notebook, [format_]))


def _run(job: "Job", section: "Section", _send: Callable[..., None]) -> "Executed":
    from helpers.publishing import briefing

    return briefing.run(job, section, here=True)


def _not_run(section: "Section") -> "Executed":
    from helpers.publishing.jobs import Executed

    return Executed(json.dumps(json.loads(section.notebook) | {"cells": []}), None)


def of_page(section: "Section") -> "Section":
    """The section without the cells that show or look at what is in its annex."""
    from helpers.publishing.jobs import Section

    notebook = json.loads(section.notebook)
    notebook["cells"] = [cell for cell in notebook["cells"] if not _NOT_OF_PAGE & _tags(cell)]
    return Section(section.name, json.dumps(notebook))


def shows(notebook: str) -> bool:
    """Whether a notebook has a cell that may show something."""
    return any(
        cell["cell_type"] == "code" and not _PREPARES & _tags(cell) for cell in json.loads(notebook)["cells"]
    )


def _tags(cell: Mapping[str, Any]) -> set[str]:
    return set(cell.get("metadata", {}).get("tags", ()))


def _annex(notebook: "NotebookNode") -> "list[NotebookNode]":
    return [cell for cell in notebook.cells if "annex" in _tags(cell)]
