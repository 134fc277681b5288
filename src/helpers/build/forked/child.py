"""Fork the process that a notebook's cells run in, watch it, and leave nothing of it behind."""

import ctypes
import os
import random
import resource
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from multiprocessing.connection import Connection, Pipe
from pathlib import Path
from time import monotonic
from typing import Any

from helpers.errors import BriefingError

Event = tuple[Any, ...]
_DIE_WITH_PARENT, _ADOPT_ORPHANS = 1, 36  # prctl's PR_SET_PDEATHSIG and PR_SET_CHILD_SUBREAPER


class OutOfTime(BriefingError):
    """The cells ran longer than they may."""


class Ended(BriefingError):
    """The process ended before its cells did."""

    def __init__(self, status: int) -> None:
        self.status = status
        super().__init__(status)

    def __str__(self) -> str:
        if self.status < 0:
            return f"the process was ended by {signal.Signals(-self.status).name}, perhaps for memory"
        return f"the process ended by itself, with exit code {self.status}"


def possible() -> bool:
    """Whether this process may be forked: not where there is no fork, and not when other threads run in it."""
    if not sys.platform.startswith("linux") or threading.active_count() > 1:
        return False
    return len(os.listdir("/proc/self/task")) == 1


def events(work: Callable[[Callable[..., None]], None], until: float, memory: int = 0) -> Iterator[Event]:
    """What the work tells, run in a new process with at most so many bytes of memory (0: no limit).

    Raises OutOfTime at the ``until`` of the monotonic clock, Ended when the process goes before its work is done.
    Whatever happens, no process that it started lives on.
    """
    _prctl(_ADOPT_ORPHANS, 1)
    before = _children()
    ours, theirs = Pipe(duplex=False)
    pid = os.fork()
    if pid == 0:
        _child(work, theirs, memory)
    theirs.close()
    status: int | None = None
    try:
        while True:
            if not ours.poll(max(until - monotonic(), 0)):
                raise OutOfTime
            event = ours.recv()
            if event[0] == "done":
                return
            yield event
    except (EOFError, OSError):
        status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        raise Ended(status) from None
    finally:
        ours.close()
        _sweep(pid, reaped=status is not None, spare=before)


def _child(work: Callable[[Callable[..., None]], None], pipe: Connection, memory: int) -> None:
    """The new process: of its own session, silent, and gone with its parent; never returns."""
    code = 1
    try:
        os.setsid()
        _prctl(_DIE_WITH_PARENT, signal.SIGKILL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        null = os.open(os.devnull, os.O_RDWR)
        for number in (0, 1, 2):
            os.dup2(null, number)
        _reseed()
        if memory:
            resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        work(lambda *event: pipe.send(event))
        pipe.send(("done",))
        code = 0
    finally:
        os._exit(code)


def _reseed() -> None:
    """Forked processes would otherwise draw the same random numbers."""
    random.seed()
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed()


def _sweep(pid: int, *, reaped: bool, spare: set[int]) -> None:
    """End the process, its group, and whatever they left behind."""
    for kill, target in ((os.killpg, pid), (os.kill, pid)):
        if not (reaped and kill is os.kill):
            with suppress(ProcessLookupError, PermissionError):
                kill(target, signal.SIGKILL)
    if not reaped:
        with suppress(ChildProcessError):
            os.waitpid(pid, 0)
    while orphans := _children() - spare:
        for orphan in orphans:
            with suppress(ProcessLookupError):
                os.kill(orphan, signal.SIGKILL)
            with suppress(ChildProcessError):
                os.waitpid(orphan, 0)


def _children() -> set[int]:
    """The processes that this one is the parent of."""
    found = Path(f"/proc/self/task/{threading.get_native_id()}/children")
    return {int(pid) for pid in found.read_text(encoding="ascii").split()}


def _prctl(option: int, value: int) -> None:
    ctypes.CDLL(None).prctl(option, value, 0, 0, 0)
