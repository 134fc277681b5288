"""A forked process for one piece of work, such as a notebook's cells: start it, watch it, leave nothing of it behind.

Processes are forked from a fork server (``multiprocessing.forkserver``) that has imported ``preload``.
"""

import ctypes
import multiprocessing
import os
import pickle
import random
import resource
import signal
import struct
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from multiprocessing import forkserver
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkContext, ForkServerContext
from multiprocessing.process import BaseProcess
from pathlib import Path
from time import monotonic
from typing import Any

from helpers.errors import BriefingError

Event = tuple[Any, ...]
Work = Callable[[Callable[..., None]], None]
_DIE_WITH_PARENT, _ADOPT_ORPHANS = 1, 36  # prctl's PR_SET_PDEATHSIG and PR_SET_CHILD_SUBREAPER
_PRELOAD = "helpers.publishing.sandbox.preload"
# What is read when the fork server starts: sets have the same order in every build, no module of the working folder (a
# pandas.py) is imported, and threads take memory from one heap, where a heap for each leaves more of it empty.
_AT_START = {"PYTHONHASHSEED": "0", "PYTHONSAFEPATH": "1", "MALLOC_ARENA_MAX": "1"}
_GRACE = 10
_LENGTH = struct.Struct("!Q")  # stands before each event in the pipe: how long it is, pickled
_CHUNK = 1 << 16  # bytes: what a pipe holds


class OutOfTime(BriefingError):
    """The work took longer than it may."""


class Ended(BriefingError):
    """The process ended before its work did; ``code`` is its exit code, negative for a signal."""

    def __init__(self, code: int) -> None:
        self.code = code
        super().__init__(code)

    def __str__(self) -> str:
        if self.code < 0:
            return f"the process was ended by {signal.Signals(-self.code).name}, perhaps for memory"
        return f"the process ended by itself, with exit code {self.code}"


def can_fork() -> bool:
    """Whether processes can be forked so here: the limits and the clean-up below are Linux's."""
    return sys.platform.startswith("linux")


def context() -> ForkServerContext | ForkContext:
    """Where new processes come from: this one, if it is itself a fork of the fork server and has one thread still.

    Else the fork server, which is started when there is none yet.
    """
    if _PRELOAD in sys.modules and len(os.listdir("/proc/self/task")) == 1:
        return multiprocessing.get_context("fork")
    server = multiprocessing.get_context("forkserver")
    server.set_forkserver_preload([_PRELOAD])
    with environment(_AT_START):
        forkserver.ensure_running()
    return server


@contextmanager
def environment(wanted: Mapping[str, str]) -> Iterator[None]:
    """These variables set for as long as it lasts."""
    before = {name: os.environ.get(name) for name in wanted}
    os.environ.update(wanted)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def run_in_child(work: Work, until: float, memory: int = 0) -> Iterator[Event]:
    """Run ``work`` in a forked process and yield the events it sends; it may use so many bytes (0: no limit).

    Raises OutOfTime at ``until`` of the monotonic clock, Ended when the process ends before its work is done.
    Whatever happens, no process that it started lives on.
    """
    ours, theirs = multiprocessing.Pipe(duplex=False)
    left = max(int(until - monotonic()), 1)
    process = context().Process(
        target=_child, args=(work, theirs, dict(os.environ), os.getcwd(), memory, left + _GRACE)
    )
    process.start()
    theirs.close()
    os.set_blocking(ours.fileno(), False)
    end = _end_of(process)
    received = bytearray()
    try:
        while True:
            if not wait([ours, end], max(until - monotonic(), 0)):
                raise OutOfTime
            chunk = _what_is_there(ours)
            if not chunk:  # and there will be no more
                raise _ended(process)
            received += chunk
            for event in _whole_events(received):
                if event[0] == "done":
                    return
                yield event
    finally:
        ours.close()
        os.close(end)
        assert process.pid is not None
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.kill()
        process.join()
        process.close()


def _send(pipe: Connection, *event: Any) -> None:
    said = pickle.dumps(event, pickle.HIGHEST_PROTOCOL)
    left = memoryview(_LENGTH.pack(len(said)) + said)
    while left:
        left = left[os.write(pipe.fileno(), left) :]


def _what_is_there(pipe: Connection) -> bytes:
    """What can be read without waiting: whoever wrote it may have ended within an event; empty for nothing."""
    try:
        return os.read(pipe.fileno(), _CHUNK)
    except BlockingIOError:
        return b""


def _whole_events(received: bytearray) -> Iterator[Event]:
    """Take out of what was received the events that are whole."""
    while len(received) >= _LENGTH.size:
        stop = _LENGTH.size + _LENGTH.unpack_from(received)[0]
        if len(received) < stop:
            return
        event = pickle.loads(received[_LENGTH.size : stop])
        del received[:stop]
        yield event


def _end_of(process: BaseProcess) -> int:
    """A file descriptor that is ready when the process has ended.

    The pipe alone does not tell: it stays open as long as a process that the child forked holds it, and so does
    ``process.sentinel`` of a plain fork.
    """
    assert process.pid is not None
    try:
        return os.pidfd_open(process.pid)
    except OSError:  # it has ended already, or the system is older than Linux 5.3
        return os.dup(process.sentinel)


def _ended(process: BaseProcess) -> Ended:
    if process.exitcode is None:  # the fork server may take a moment to say
        process.join(_GRACE)
    return Ended(process.exitcode or 0)


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
        work(lambda *event: _send(pipe, *event))
        _end_children()
        _send(pipe, "done")
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
