"""Make one briefing: a job goes in, bytes or a named failure come out. Runs in any process.

The sections are run, joined into one notebook with a cover, looked at, and converted once for each format.
"""

import gc
import hashlib
import json
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING, Any

from helpers.errors import BriefingError
from helpers.publishing import formats
from helpers.publishing.formats import Expected
from helpers.publishing.jobs import Executed, Job, Section
from helpers.publishing.records import index_page
from helpers.text.dates import day
from helpers.text.phrases import LANGUAGES, Say, phrases

if TYPE_CHECKING:
    from nbformat import NotebookNode

_LONGEST_ID = 64  # as the notebook format has it


class ConversionFailed(BriefingError):
    """A format that could not be made: which, the error's name and what it says."""

    def __init__(self, format_: str, error: str, message: str) -> None:
        self.format, self.error, self.message = format_, error, message
        super().__init__(format_, error, message)

    def __str__(self) -> str:
        return f"{self.format}: {self.error}: {self.message}"


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
    """What came of a job: a file's bytes for each format, or the failure; and the sections that were run for it.

    ``figures`` has the hash of each figure and the cell that shows it.
    """

    job: Job
    files: Mapping[str, bytes] = field(default_factory=dict)
    failure: Failure | None = None
    seconds: float = 0.0
    sections: Mapping[str, Executed] = field(default_factory=dict)
    figures: Mapping[str, str] = field(default_factory=dict)


def make_briefing(job: Job) -> Result:
    """Run the sections, join them, convert once per format, look at the result; never raises for a bad notebook."""
    from helpers.publishing import acceptance
    from helpers.publishing.sandbox import execute

    started = monotonic()
    step = "start"
    ran: dict[str, Executed] = {}
    files: dict[str, bytes] = {}
    figures: dict[str, str] = {}
    failure: Failure | None = None
    try:
        with execute.surroundings(job.files) as data:
            done: dict[str, Executed] = {}
            for section in job.sections:
                step = section.name
                done[step] = section.executed or ran.setdefault(step, _run(job, section))
            step = "join"
            notebooks = {name: _read(one.notebook) for name, one in done.items()}
            figures = acceptance.check_sections(job, notebooks)
            acceptance.check_complete(job, data, [one.reads for one in done.values()])
            files = documents(job, join(job, notebooks), acceptance.expected(job, notebooks))
    except execute.RunFailed as error:
        failure = Failure(error.section, error.error, error.message, error.cell, error.source)
    except ConversionFailed as error:
        failure = Failure(error.format, error.error, error.message)
    except Exception as error:
        failure = Failure(step, type(error).__name__, execute.plain(str(error)))
    return Result(job.bare, files, failure, monotonic() - started, ran, {} if failure else figures)


def _run(job: Job, section: Section) -> Executed:
    from helpers.publishing.sandbox import execute

    executed, reads = execute.run(job, section)
    executed.metadata.pop("papermill", None)
    for number, cell in enumerate(executed.cells):
        for name in ("papermill", "execution"):
            cell.metadata.pop(name, None)
        if "injected-parameters" in cell.metadata.get("tags", ()):
            cell["id"] = f"given-{number}"  # papermill draws it at random
    return Executed(json.dumps(executed, ensure_ascii=False, sort_keys=True), reads)


def _read(text: str) -> "NotebookNode":
    import nbformat

    notebook: NotebookNode = nbformat.reads(text, as_version=4)  # type: ignore[no-untyped-call]
    return notebook


# Joining


def join(job: Job, executed: Mapping[str, "NotebookNode"]) -> "NotebookNode":
    """The briefing as one notebook: the sections' cells in order, the document's metadata, nothing of the run."""
    from nbformat.v4 import new_notebook

    cells = [
        _cell(section, cell)
        for section, notebook in executed.items()
        for cell in notebook.cells
        if "injected-parameters" not in cell.metadata.get("tags", [])
    ]
    first = next(iter(executed.values()))
    kernel = {
        name: first.metadata[name] for name in ("kernelspec", "language_info") if name in first.metadata
    }
    sections = [
        {"name": name, **notebook.metadata.get("briefing", {})} for name, notebook in executed.items()
    ]
    about = kernel | cover(job) | {"briefing": {"sections": sections}}
    joined: NotebookNode = new_notebook(cells=cells, metadata=about)  # type: ignore[no-untyped-call]
    return joined


def cover(job: Job) -> dict[str, Any]:
    """What stands on the cover: title, subtitle, author, language, edition, and links to what belongs together."""
    say = phrases(job.language)
    names = {"province": job.name, "edition": day(job.edition, job.language)}
    return {
        "title": say("briefing.title", **names),
        "subtitle": say("briefing.subtitle", **names),
        "description": say("briefing.description", **names),
        "running_header": say("briefing.running_header", **names),
        "authors": [{"name": say("briefing.author", **names)}],
        "lang": job.language,
        "date": job.edition,
        "links": links(job, say),
    }


def links(job: Job, say: Say) -> list[dict[str, str]]:
    """The briefing's files, what an ended unit became, other languages, the index; relative to its folder."""
    page = formats.FORMATS[0].file
    after = [{"label": job.successor[1], "href": f"../{job.successor[0]}/{page}"}] if job.successor else []
    return [
        *after,
        *({"label": say(one.label), "href": one.file, "rel": "alternate"} for one in job.formats),
        *(
            {
                "label": phrases(language)("index.this_language"),
                "href": f"../../{language}/{job.province}/{page}",
                "rel": "alternate",
                "hreflang": language,
            }
            for language in LANGUAGES
            if language != job.language
        ),
        {"label": say("index.link"), "href": f"../../{index_page(job.language)}", "rel": "up"},
    ]


def _cell(section: str, cell: "NotebookNode") -> "NotebookNode":
    joined = deepcopy(cell)
    joined["id"] = _id(f"{section}-{cell.get('id', '')}")
    for name in ("papermill", "execution"):  # times of this run
        joined.metadata.pop(name, None)
    return joined


def _id(name: str) -> str:
    if len(name) <= _LONGEST_ID:
        return name
    return f"{name[: _LONGEST_ID - 9]}-{hashlib.sha256(name.encode()).hexdigest()[:8]}"


# Converting


def documents(job: Job, notebook: "NotebookNode", expected: Expected) -> dict[str, bytes]:
    """The bytes of each of the job's formats, checked; raises ConversionFailed.

    They are made in a process of their own, since Typst starts threads and a process with threads cannot be forked
    safely. It ends in the job's time, and nothing that an exporter leaves behind meets the next briefing.
    """
    from helpers.publishing.sandbox import child_process

    files: dict[str, bytes] = {}
    step = job.formats[0].name

    def follow(kind: str, format_: str, *rest: Any) -> None:
        nonlocal step
        step = format_
        if kind == "document":
            files[format_] = rest[0]
        elif kind == "failed":
            raise ConversionFailed(format_, *rest)

    work = partial(_convert, job, notebook, expected)
    if not child_process.can_fork():
        work(follow)
        return files
    try:
        for event in child_process.run_in_child(work, monotonic() + job.timeout):
            follow(*event)
    except child_process.OutOfTime:
        raise ConversionFailed(step, "Timeout", f"it took longer than {job.timeout:g} s") from None
    except child_process.Ended as error:
        raise ConversionFailed(step, "DeadProcess", str(error)) from None
    return files


def _convert(job: Job, notebook: "NotebookNode", expected: Expected, send: Callable[..., None]) -> None:
    """Read the notebook once and write one format after the other, until one fails."""
    from helpers.publishing.sandbox.execute import plain

    gc.disable()  # the process ends right after conversion, and collecting took a tenth of its time
    step = job.formats[0].name
    try:
        document, resources = formats.read(notebook, job.formats)
        for one in job.formats:
            step = one.name
            send("start", step)
            made = one.convert(document, resources)
            one.check(made, expected)
            send("document", step, made)
    except Exception as error:
        send("failed", step, type(error).__name__, plain(str(error)))
