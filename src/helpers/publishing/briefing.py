"""Make one briefing: a job goes in, bytes or a named failure come out. Runs in any process.

The sections are run and looked at, joined into a notebook for the briefing and one for its annex, and each of these is
read once and written in each format.
"""

import gc
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING, Any

from helpers.errors import BriefingError
from helpers.publishing import card, formats, joining
from helpers.publishing.card import Card
from helpers.publishing.formats import Part
from helpers.publishing.jobs import Executed, Job, Section

if TYPE_CHECKING:
    from nbformat import NotebookNode


class ConversionFailed(BriefingError):
    """A file that could not be made: which, the error's name and what it says."""

    def __init__(self, file: str, error: str, message: str) -> None:
        self.file, self.error, self.message = file, error, message
        super().__init__(file, error, message)

    def __str__(self) -> str:
        return f"{self.file}: {self.error}: {self.message}"


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
class Result:
    """What came of a job: its files' bytes by name, or the failure; and the sections that were run for it.

    ``figures`` has the hash of each figure and the cell that shows it, ``card`` what the index says of the briefing,
    ``remark`` what else is to be told of its making.
    """

    job: Job
    files: Mapping[str, bytes] = field(default_factory=dict)
    failure: Failure | None = None
    seconds: float = 0.0
    sections: Mapping[str, Executed] = field(default_factory=dict)
    figures: Mapping[str, str] = field(default_factory=dict)
    card: Card = field(default_factory=Card)
    remark: str = ""


def make_briefing(job: Job) -> Result:
    """Run the sections, join them, write their documents, look at the result; never raises for a bad notebook."""
    from helpers.data.tables import held
    from helpers.publishing import acceptance
    from helpers.publishing.sandbox import execute

    started = monotonic()
    step = "start"
    ran: dict[str, Executed] = {}
    files: dict[str, bytes] = {}
    about = Card()
    figures: dict[str, str] = {}
    failure: Failure | None = None
    try:
        with execute.surroundings(job.files) as data, held(data, job.edition, job.province):
            done: dict[str, Executed] = {}
            for section in job.sections:
                step = section.name
                done[step] = section.executed or ran.setdefault(step, run(job, section))
            step = "join"
            notebooks = {name: read(one) for name, one in done.items()}
            figures = acceptance.check_sections(job, notebooks)
            facts = acceptance.check_complete(job, data, [one.reads for one in done.values()])
            files, about = documents(job, joining.parts(job, notebooks, data, facts))
    except execute.RunFailed as error:
        failure = Failure(error.section, error.error, error.message, error.cell, error.source)
    except ConversionFailed as error:
        failure = Failure(error.file, error.error, error.message)
    except Exception as error:
        failure = Failure(step, type(error).__name__, execute.plain(str(error)))
    return Result(job.bare, files, failure, monotonic() - started, ran, {} if failure else figures, about)


def run(job: Job, section: Section, *, here: bool = False) -> Executed:
    """Run one section, ``here`` in this process; expects ``execute.surroundings``. Raises execute.RunFailed."""
    from helpers.publishing.sandbox import execute

    executed, reads = execute.run(job, section, here=here)
    executed.metadata.pop("papermill", None)
    for number, cell in enumerate(executed.cells):
        for name in ("papermill", "execution"):
            cell.metadata.pop(name, None)
        if "injected-parameters" in cell.metadata.get("tags", ()):
            cell["id"] = f"given-{number}"  # papermill draws it at random
    notebook = json.dumps(executed, ensure_ascii=False, sort_keys=True)
    try:
        notebook.encode()
    except UnicodeEncodeError:
        raise execute.not_storable(section, executed) from None
    return Executed(notebook, reads)


def read(executed: Executed) -> "NotebookNode":
    """The notebook of a section that was run."""
    import nbformat

    # As it was validated when it was run, it need not be again.
    notebook: NotebookNode = nbformat.from_dict(json.loads(executed.notebook))  # type: ignore[no-untyped-call]
    return notebook


# Converting


def documents(job: Job, parts: "Mapping[Part, NotebookNode]") -> tuple[dict[str, bytes], Card]:
    """The bytes of each of the job's files, checked, and what the index says of them; raises ConversionFailed.

    They are made in a process of their own, since Typst starts threads and a process with threads cannot be forked
    safely. It ends in the job's time, and nothing that an exporter leaves behind meets the next briefing.
    """
    from helpers.publishing.sandbox import child_process

    files: dict[str, bytes] = {}
    about: dict[str, Any] = {}
    pages: dict[str, int] = {}
    step = job.formats[0].file

    def follow(kind: str, file: str, *rest: Any) -> None:
        nonlocal step
        step = file
        if kind == "read":
            about.update(rest[0])
        elif kind == "document":
            files[file], counted = rest
            if counted:
                pages[file] = counted
        elif kind == "failed":
            raise ConversionFailed(file, *rest)

    work = partial(_convert, job, parts)
    if not child_process.can_fork():
        work(follow)
        return _in_order(job, files), Card(**about, pages=pages)
    try:
        for event in child_process.run_in_child(work, monotonic() + job.timeout, job.memory):
            follow(*event)
    except child_process.OutOfTime:
        raise ConversionFailed(step, "Timeout", f"it took longer than {job.timeout:g} s") from None
    except child_process.Ended as error:
        raise ConversionFailed(step, error.name, str(error)) from None
    return _in_order(job, files), Card(**about, pages=pages)


def _in_order(job: Job, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files part by part, in the order of the job's formats, in whatever order they were made."""
    ordered = [one.file for part in formats.PARTS for one in job.formats if one.part == part]
    return {file: files[file] for file in ordered if file in files}


def _convert(job: Job, parts: "Mapping[Part, NotebookNode]", send: Callable[..., None]) -> None:
    """Read each part once and write one format after the other, until one fails."""
    from helpers.publishing import acceptance
    from helpers.publishing.sandbox.execute import plain

    gc.disable()  # the process ends right after conversion, and collecting took a tenth of its time
    step = job.formats[0].file
    try:
        # The annex first: Typst needs most memory for it, and what the briefing leaves behind would come on top.
        for part, notebook in reversed(list(parts.items())):
            wanted = [one for one in job.formats if one.part == part]
            step = wanted[0].file
            send("start", step)
            expected = acceptance.expected(job, notebook)
            document, resources = formats.read(notebook, wanted, keep=False)
            resources = {**resources, "reference_doc": job.reference_doc or None}
            send("read", step, card.of_document(part, document))
            for one in wanted:
                step = one.file
                send("start", step)
                made = one.convert(document, resources)
                one.check(made, expected)
                send("document", step, made, one.pages(made) if one.pages else 0)
    except Exception as error:
        send("failed", step, type(error).__name__, plain(str(error)))
