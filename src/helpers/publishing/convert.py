"""A joined briefing becomes files, one for each format, in a process of its own."""

import gc
import logging
from collections.abc import Callable, Mapping
from functools import cache, partial
from time import monotonic
from typing import Any

from nbconvert.exporters import get_exporter
from nbformat import NotebookNode

from helpers.errors import BriefingError
from helpers.publishing import acceptance
from helpers.publishing.jobs import Job
from helpers.publishing.sandbox import child_process, nursery
from helpers.publishing.sandbox.execute import plain


class ConversionFailed(BriefingError):
    """A format that could not be made: which, the error's name and what it says."""

    def __init__(self, format_: str, error: str, message: str) -> None:
        self.format, self.error, self.message = format_, error, message
        super().__init__(format_, error, message)

    def __str__(self) -> str:
        return f"{self.format}: {self.error}: {self.message}"


def files(job: Job, notebook: NotebookNode, executed: Mapping[str, NotebookNode]) -> dict[str, bytes]:
    """The bytes of each of the job's formats, looked at; raises ConversionFailed.

    The process that makes them is a new one, since Typst starts threads and from a process with threads no
    section can be forked. It ends in the job's time; nothing that an exporter leaves behind meets the next briefing.
    """
    made: dict[str, bytes] = {}
    step = job.formats[0]

    def tell(kind: str, format_: str, *rest: Any) -> None:
        nonlocal step
        step = format_
        if kind == "made":
            made[format_] = rest[0]
        elif kind == "failed":
            raise ConversionFailed(format_, *rest)

    work = partial(_work, job, notebook, executed)
    if not nursery.possible():
        work(tell)
        return made
    try:
        for event in child_process.events(work, monotonic() + job.timeout):
            tell(*event)
    except child_process.OutOfTime:
        raise ConversionFailed(step, "Timeout", f"it took longer than {job.timeout:g} s") from None
    except child_process.Ended as error:
        raise ConversionFailed(step, "DeadProcess", str(error)) from None
    return made


def _work(
    job: Job, notebook: NotebookNode, executed: Mapping[str, NotebookNode], tell: Callable[..., None]
) -> None:
    """Make one format after the other, until one fails."""
    gc.disable()  # the process ends with its work: to look for what it could do without costs a tenth of it
    for format_ in job.formats:
        tell("start", format_)
        try:
            made = convert(format_, notebook)
            acceptance.CHECKS[format_](job, made, executed)
        except Exception as error:
            tell("failed", format_, type(error).__name__, plain(str(error)))
            return
        tell("made", format_, made)


def convert(format_: str, notebook: NotebookNode) -> bytes:
    """The notebook in a format."""
    page, _ = exporter(format_).from_notebook_node(notebook)
    return page.encode("utf-8") if isinstance(page, str) else bytes(page)


@cache
def exporter(format_: str) -> Any:
    """The exporter of a format; one serves all briefings that this process makes."""
    logging.getLogger("traitlets").setLevel(logging.ERROR)
    return get_exporter(f"briefing-{format_}")()  # type: ignore[no-untyped-call]
