"""The page of a briefing before the rest of it: of what was saved, only what this page shows is made.

Nothing is looked at for faults: that is for the whole briefing, which is built right after and tells of them.
"""

import json
from collections.abc import Callable, Mapping
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


def page(
    job: "Job", earlier: Mapping[str, "Executed"], is_as_it_was: Callable[[str], bool], together: Together
) -> bytes:
    """The briefing's page in the job's first format.

    Of sections that were not run with what they would be run with now, and which are not as they were all the same,
    the cells of the page are run; what the page says of the annex is taken from the ``earlier`` run.
    """
    from helpers.data.tables import held
    from helpers.publishing import briefing, joining
    from helpers.publishing.sandbox import execute

    known = {one.name: one.executed for one in job.sections if one.executed}
    known |= {
        one.name: earlier[one.name]
        for one in job.sections
        if one.name not in known and one.name in earlier and is_as_it_was(one.notebook)
    }
    new = {one.name: of_page(one) for one in job.sections if one.name not in known}
    with execute.surroundings(job.files) as data, held(data, job.edition, job.province):
        ran = together(
            {name: partial(_run, job, section) for name, section in new.items() if shows(section.notebook)}
        )
        notebooks = {}
        for section in job.sections:
            name = section.name
            if name in known:
                notebooks[name] = briefing.read(known[name])
            else:
                notebooks[name] = briefing.read(ran.get(name) or _not_run(new[name]))
                if name in earlier:
                    notebooks[name].cells += _annex(briefing.read(earlier[name]))
        parts = joining.parts(job, notebooks, data, asked=("briefing",))
        files, _about = briefing.documents(job, parts)
    return files[job.formats[0].file]


def _run(job: "Job", section: "Section", _send: Callable[..., None]) -> "Executed":
    from helpers.publishing import briefing

    return briefing.run(job, section)


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
