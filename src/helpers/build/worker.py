"""Make one briefing: a job goes in, bytes or a named failure come out. Runs in any process."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from html import unescape
from time import monotonic
from typing import Any

from nbformat import NotebookNode

from helpers.build.jobs import Job
from helpers.errors import BriefingError


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
    """What came of a job: a file's bytes for each format, or the failure."""

    job: Job
    files: Mapping[str, bytes] = field(default_factory=dict)
    failure: Failure | None = None
    seconds: float = 0.0


class WrongBriefing(BriefingError):
    """A briefing that was made and is not what it should be."""


def make_briefing(job: Job) -> Result:
    """Run the sections, join them, convert once per format, look at the result; never raises for a bad notebook."""
    from helpers.build import execute

    started = monotonic()
    step = "start"
    try:
        with execute.kernel_surroundings(job.data):
            executed = {}
            for step in job.sections:
                executed[step] = execute.run(job, step)
            step = "join"
            check_text(job, executed)
            from helpers.build.join import join

            notebook = join(job, executed)
            files = {}
            for step in job.formats:
                files[step] = convert(step, notebook)
                CHECKS[step](job, files[step])
        return Result(job, files, None, monotonic() - started)
    except execute.RunFailed as error:
        failure = Failure(error.section, error.error, error.message, error.cell, error.source)
    except Exception as error:
        failure = Failure(step, type(error).__name__, execute.plain(str(error)))
    return Result(job, {}, failure, monotonic() - started)


def convert(format_: str, notebook: NotebookNode) -> bytes:
    """The notebook in a format."""
    page, _ = exporter(format_).from_notebook_node(notebook)
    return page.encode("utf-8") if isinstance(page, str) else bytes(page)


@cache
def exporter(format_: str) -> Any:
    """The exporter of a format; one serves all briefings that this process makes."""
    from nbconvert.exporters import get_exporter

    logging.getLogger("traitlets").setLevel(logging.ERROR)
    return get_exporter(f"briefing-{format_}")()  # type: ignore[no-untyped-call]


def check_text(job: Job, executed: Mapping[str, NotebookNode]) -> None:
    """Refuse a briefing that shows nothing, or that never names its own province."""
    shown = [
        "".join(data)
        for notebook in executed.values()
        for cell in notebook.cells
        for output in cell.get("outputs", ())
        for mime, data in output.get("data", {}).items()
        if mime in ("text/markdown", "text/html")
    ]
    if not shown:
        raise WrongBriefing("the sections show neither text nor a table")
    if not any(job.name in unescape(text) for text in shown):
        raise WrongBriefing(f"the sections never name {job.name}, the province they are about")


def check_html(job: Job, page: bytes) -> None:
    """Refuse a page without its language, its title or its main part."""
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(page, "html.parser")
    if soup.html is None or soup.html.get("lang") != job.language:
        raise WrongBriefing(f'the page does not say that its language is "{job.language}"')
    if not (soup.title and soup.h1 and soup.main and soup.main.get_text(strip=True)):
        raise WrongBriefing("the page lacks a title or a main part")


def check_pdf(job: Job, document: bytes) -> None:
    """Refuse bytes that are no whole PDF."""
    if not (document.startswith(b"%PDF-") and b"%%EOF" in document[-1024:]):
        raise WrongBriefing("the exporter's bytes are no whole PDF")


CHECKS = {"html": check_html, "pdf": check_pdf}
