"""Make one briefing: a job goes in, bytes or a named failure come out. Runs in any process."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from time import monotonic
from typing import TYPE_CHECKING

from helpers.publishing.jobs import Job, Section

if TYPE_CHECKING:
    from nbformat import NotebookNode


@dataclass(frozen=True)
class Failure:
    """Why a briefing could not be made: the section or the step, the cell and its first lines, the error."""

    section: str
    error: str
    message: str
    cell: str = ""
    source: str = ""

    def __str__(self) -> str:
        place = f"{self.section}, {self.cell}" if self.cell else self.section
        return f"{place}: {self.error}: {self.message}" if self.message else f"{place}: {self.error}"


@dataclass(frozen=True)
class Ran:
    """A section that was run: the executed notebook as text, without the times of the run, and the phrases it used."""

    executed: str
    phrases: tuple[str, ...]


@dataclass(frozen=True)
class Result:
    """What came of a job: a file's bytes for each format, or the failure; and the sections that were run for it.

    ``figures`` has the hash of each figure and the cell that shows it.
    """

    job: Job
    files: Mapping[str, bytes] = field(default_factory=dict)
    failure: Failure | None = None
    seconds: float = 0.0
    sections: Mapping[str, Ran] = field(default_factory=dict)
    figures: Mapping[str, str] = field(default_factory=dict)


def make_briefing(job: Job) -> Result:
    """Run the sections, join them, convert once per format, look at the result; never raises for a bad notebook."""
    from helpers.publishing import acceptance, convert
    from helpers.publishing.sandbox import execute

    started = monotonic()
    step = "start"
    ran: dict[str, Ran] = {}
    try:
        with execute.kernel_surroundings():
            executed = {}
            for section in job.sections:
                step = section.name
                if not section.executed:
                    ran[step] = _run(job, section)
                executed[step] = _notebook(section.executed or ran[step].executed)
            step = "join"
            figures = acceptance.check_sections(job, executed)
            from helpers.publishing.join import join

            files = convert.files(job, join(job, executed), executed)
        return Result(job, files, None, monotonic() - started, ran, figures)
    except execute.RunFailed as error:
        failure = Failure(error.section, error.error, error.message, error.cell, error.source)
    except convert.ConversionFailed as error:
        failure = Failure(error.format, error.error, error.message)
    except Exception as error:
        failure = Failure(step, type(error).__name__, execute.plain(str(error)))
    return Result(job, {}, failure, monotonic() - started, ran)


def _run(job: Job, section: Section) -> Ran:
    from helpers.publishing.sandbox import execute

    executed, phrases = execute.run(job, section)
    executed.metadata.pop("papermill", None)
    for number, cell in enumerate(executed.cells):
        for name in ("papermill", "execution"):
            cell.metadata.pop(name, None)
        if "injected-parameters" in cell.metadata.get("tags", ()):
            cell["id"] = f"given-{number}"  # papermill draws it at random
    return Ran(json.dumps(executed, ensure_ascii=False, sort_keys=True), tuple(phrases))


def _notebook(text: str) -> "NotebookNode":
    import nbformat

    read: NotebookNode = nbformat.reads(text, as_version=4)  # type: ignore[no-untyped-call]
    return read
