"""A process for one piece of work, such as a notebook's cells: start it, watch it, and leave nothing of it behind."""

import ctypes
import multiprocessing
import os
import random
import resource
import signal
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from time import monotonic
from typing import Any

from helpers.errors import BriefingError
from helpers.publishing.sandbox import nursery

Event = tuple[Any, ...]
Work = Callable[[Callable[..., None]], None]
_DIE_WITH_PARENT, _ADOPT_ORPHANS = 1, 36  # prctl's PR_SET_PDEATHSIG and PR_SET_CHILD_SUBREAPER
_GRACE = 10


class OutOfTime(BriefingError):
    """The work took longer than it may."""


class Ended(BriefingError):
    """The process ended before its work did."""

    def __init__(self, code: int) -> None:
        self.code = code
        super().__init__(code)

    def __str__(self) -> str:
        if self.code < 0:
            return f"the process was ended by {signal.Signals(-self.code).name}, perhaps for memory"
        return f"the process ended by itself, with exit code {self.code}"


def events(work: Work, until: float, memory: int = 0) -> Iterator[Event]:
    """What the work tells, run in a new process with at most so many bytes of memory (0: no limit).

    Raises OutOfTime at the ``until`` of the monotonic clock, Ended when the process goes before its work is done.
    Whatever happens, no process that it started lives on.
    """
    ours, theirs = multiprocessing.Pipe(duplex=False)
    left = max(int(until - monotonic()), 1)
    process = nursery.context().Process(
        target=_child, args=(work, theirs, dict(os.environ), os.getcwd(), memory, left + _GRACE)
    )
    process.start()
    theirs.close()
    try:
        while True:
            if not ours.poll(max(until - monotonic(), 0)):
                raise OutOfTime
            event = ours.recv()
            if event[0] == "done":
                return
            yield event
    except (EOFError, OSError):
        process.join(_GRACE)
        raise Ended(process.exitcode or 0) from None
    finally:
        ours.close()
        assert process.pid is not None
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.kill()
        process.join()
        process.close()


def _child(
    work: Work, pipe: Connection, environment: Mapping[str, str], folder: str, memory: int, longest: int
) -> None:
    """In the new process: a session of its own, silent, limited, and gone when nobody waits for it; never returns."""
    code = 1
    try:
        os.setsid()
        _prctl(_DIE_WITH_PARENT, signal.SIGKILL)
        _prctl(_ADOPT_ORPHANS, 1)
        os.environ.clear()
        os.environ.update(environment)
        os.chdir(folder)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.alarm(longest)  # should whoever waits be gone
        null = os.open(os.devnull, os.O_RDWR)
        for number in (0, 1, 2):
            os.dup2(null, number)
        _reseed()
        if memory:
            resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        work(lambda *event: pipe.send(event))
        _end_children()
        pipe.send(("done",))
        code = 0
    finally:
        os._exit(code)


def _reseed() -> None:
    """Forked processes would otherwise draw the same random numbers."""
    random.seed()
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed()


def _end_children() -> None:
    """End what the cells started and left running, whatever session it is in."""
    listed = Path("/proc/self/task") / str(os.getpid()) / "children"
    while pids := [int(pid) for pid in listed.read_text(encoding="ascii").split()]:
        for pid in pids:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
            with suppress(ChildProcessError):
                os.waitpid(pid, 0)


def _prctl(option: int, value: int) -> None:
    ctypes.CDLL(None).prctl(option, value, 0, 0, 0)
