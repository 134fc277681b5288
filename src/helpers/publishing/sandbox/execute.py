"""Run one section in a process of its own, forked or a kernel; whatever goes wrong has the name of a cell."""

import json
import logging
import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from copy import deepcopy
from functools import cache
from pathlib import Path
from time import monotonic
from typing import Any
from uuid import uuid4

import nbformat
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from papermill import PapermillExecutionError
from papermill.engines import papermill_engines
from papermill.execute import raise_for_execution_errors, remove_error_markers
from papermill.iorw import load_notebook_node
from papermill.parameterize import parameterize_notebook
from traitlets.config import Config

from helpers.data import subset
from helpers.errors import BriefingError
from helpers.paths import DATA_VARIABLE
from helpers.publishing import reads
from helpers.publishing.jobs import Job, Section
from helpers.publishing.reads import Reads
from helpers.publishing.sandbox import child_process, guard
from helpers.publishing.sandbox.guard import PRIVATE_VARIABLE

KERNEL, FORK_ENGINE = "python3", "briefing-fork"
_START_TIMEOUT = 60
_LONGEST_SOCKET_FOLDER = 75  # a socket's path has at most 107 characters (103 on some systems)
_ANSI = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]")
_ABSOLUTE = re.compile(r"(?<![\w:/.…])/(?:[^\s/'\":]+/)+")
_HALF = re.compile("[\ud800-\udfff]")  # as Python keeps a file name in other bytes; UTF-8 cannot write it
_FIRST_LINES = 3


class RunFailed(BriefingError):
    """A notebook that did not run to its end: which cell, what it says, what happened."""

    def __init__(self, section: str, cell: str, source: str, error: str, message: str) -> None:
        self.section, self.cell, self.source = section, cell, source
        self.error, self.message = error, message
        super().__init__(section, cell, source, error, message)

    def __str__(self) -> str:
        return f"{self.section}, {self.cell}: {self.error}: {self.message}"


class EndedEarly(BriefingError):
    """A cell that ended the notebook without an error."""

    def __str__(self) -> str:
        return "the cell ends the notebook; those after it were not run"


def run(job: Job, section: Section, *, here: bool = False) -> tuple[NotebookNode, Reads | None]:
    """The executed notebook, held in memory, and what it recorded that it read.

    The time-out is for the notebook as a whole. Expects ``surroundings``. Where processes cannot be forked the
    section runs in a kernel: what it shows is the same. Its process reads only what it was handed (see ``guard``).
    ``here`` says that this process is one for the section already, which nobody else limits and nothing comes after.
    Raises RunFailed, also when the kernel dies or time is up.
    """
    logging.getLogger("papermill").setLevel(logging.CRITICAL)
    places = {cell.get("id"): number for number, cell in enumerate(loaded(section.notebook).cells, 1)}
    at: dict[str, Any] = {"cell": "before the first cell", "source": ""}

    def follow(cell: NotebookNode, cell_index: int) -> None:
        at.update(cell=_place(cell, places), source=cell.source)

    try:
        # Step by step: papermill.execute_notebook would read the notebook anew and write it out twice, for nobody.
        prepared = parameterize_notebook(
            remove_error_markers(deepcopy(loaded(section.notebook))), job.parameters, kernel_name=KERNEL
        )
        forked = job.engine == "fork" and child_process.can_fork()
        executed: NotebookNode = papermill_engines.execute_notebook_with_engine(
            FORK_ENGINE if forked else None,
            prepared,
            KERNEL,
            progress_bar=False,
            log_output=False,
            autosave_cell_every=0,
            on_cell_start=follow,
            **({**_forked(job), "here": here} if forked else _kernel(job)),
        )
        raise_for_execution_errors(executed, None)
        if executed.metadata.papermill.get("exception"):  # to papermill, sys.exit(0) is a good end
            raise EndedEarly
    except Exception as error:
        name, message = _named(error, job)
        raise RunFailed(section.name, at["cell"], _first_lines(at["source"]), name, plain(message)) from None
    return executed, reads.take_out(executed)


@cache
def loaded(text: str) -> NotebookNode:
    """A stored notebook as papermill loads it; not to be changed. The fork server reads ours once for all briefings."""
    stored = nbformat.reads(text, as_version=4)  # type: ignore[no-untyped-call]
    notebook: NotebookNode = load_notebook_node(stored)
    return notebook


def _named(error: Exception, job: Job) -> tuple[str, str]:
    """The name of what went wrong, and what it says."""
    if isinstance(error, PapermillExecutionError):
        return error.ename, error.evalue
    if isinstance(error, (CellTimeoutError, child_process.OutOfTime)):
        return "Timeout", f"the notebook ran longer than {job.timeout:g} s"
    if isinstance(error, EndedEarly):
        return "SystemExit", str(error)
    if isinstance(error, child_process.Ended):
        return error.name, str(error)
    if isinstance(error, DeadKernelError):
        return "DeadKernel", "the kernel ended by itself or was ended, perhaps for memory"
    return type(error).__name__, str(error)


def _forked(job: Job) -> dict[str, Any]:
    """What papermill is told for a section in a forked process."""
    return {
        "execution_timeout": job.timeout,
        "memory": job.memory,
        "extensions": [guard.__name__],
    }


def _kernel(job: Job) -> dict[str, Any]:
    """What papermill's client is told: what is left of the time; a kernel has no state worth a slow farewell."""
    until = monotonic() + job.timeout
    return {
        "start_timeout": _START_TIMEOUT,
        "timeout_func": lambda cell: max(until - monotonic(), 0.1),
        "shutdown_kernel": "immediate",
        "config": _transport(),
        "extra_arguments": [f"--IPKernelApp.extra_extensions={guard.__name__}"],
    }


@contextmanager
def surroundings(files: Mapping[str, str]) -> Iterator[Path]:
    """What sections inherit from this process: the folder of their data, a fixed hash seed, a private folder.

    ``files`` are the texts of the data by file name; yields the folder they are written to. Changes the process's
    environment for as long as it lasts, and removes the private folder in the end.
    """
    private = tempfile.mkdtemp(prefix="briefing-")
    data = Path(private, "data")
    subset.write_files(files, data)
    wanted = {
        DATA_VARIABLE: str(data),
        PRIVATE_VARIABLE: private,
        "PYTHONHASHSEED": "0",
        "PYTHONSAFEPATH": "1",  # no module of the working folder is imported when a kernel starts
        "JUPYTER_RUNTIME_DIR": private,
        "IPYTHONDIR": str(Path(private, "ipython")),  # nobody's start-up files
        "JUPYTER_PREFER_ENV_PATH": "1",  # this environment's python3, not another kernel of that name
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",  # a debugger's warning about modules that nobody debugs
    }
    try:
        with child_process.environment(wanted):
            yield data
    finally:
        shutil.rmtree(private, ignore_errors=True)


def plain(message: str) -> str:
    """A message without colours, memory addresses, the folders of this machine, and what no file can hold."""
    text = (
        _ANSI.sub("", message).encode(errors="replace").decode()
    )  # half a letter, as of a file name in other bytes
    text = re.sub(r"0x[0-9a-f]{6,}", "0x…", text)
    data = os.environ.get(DATA_VARIABLE)
    for folder in (Path(data).resolve().parent if data else Path.cwd(), Path.cwd(), Path.home()):
        if len(folder.parts) > 1:
            text = text.replace(f"{folder}{os.sep}", "")
    return _ABSOLUTE.sub("…/", text).strip()


def _transport() -> Config:
    """Sockets in the private folder, which no other kernel can take; ports where that path would be too long.

    Each kernel's sockets have a name of their own: Jupyter would name all of them alike, in the working folder.
    """
    private = os.environ.get("JUPYTER_RUNTIME_DIR")
    if not private or len(private) > _LONGEST_SOCKET_FOLDER or os.name != "posix":
        return Config()
    return Config({"KernelManager": {"transport": "ipc", "ip": f"{private}/{uuid4().hex[:12]}"}})


def _place(cell: NotebookNode, places: Mapping[str, int]) -> str:
    number = places.get(cell.get("id", ""))
    return f"cell {number} ({cell.id})" if number else "the cell of the given parameters"


def not_storable(section: Section, executed: NotebookNode) -> RunFailed:
    """The failure of a section that shows what no file can hold, with the first cell that does."""
    places = {cell.get("id"): number for number, cell in enumerate(loaded(section.notebook).cells, 1)}
    for cell in executed.cells:
        if found := _HALF.search(json.dumps(cell, ensure_ascii=False)):
            why = f"the cell shows half a letter ({found[0]!r}), which no file can hold"
            return RunFailed(
                section.name, _place(cell, places), _first_lines(cell.source), "UnicodeEncodeError", why
            )
    raise AssertionError(section.name)


def _first_lines(source: str) -> str:
    lines = source.strip().splitlines()
    return "\n".join(lines[:_FIRST_LINES] + ["…"] * (len(lines) > _FIRST_LINES))
