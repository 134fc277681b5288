"""A process for one piece of work, such as a notebook's cells: start it, watch it, leave nothing of it behind.

On Linux, processes are forked from a fork server (``multiprocessing.forkserver``) that has imported ``preload``. It
dies with the command that started it, however that ends, and whatever was forked from it dies with it.
"""

import ctypes
import multiprocessing
import os
import pickle
import random
import signal
import struct
import sys
import threading
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from multiprocessing import forkserver, spawn
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any

from helpers.errors import BriefingError

if TYPE_CHECKING:  # Windows has none but the last
    from multiprocessing.context import ForkContext, ForkServerContext, SpawnContext

Event = tuple[Any, ...]
Work = Callable[[Callable[..., None]], Any]  # is handed what sends an event
_DIE_WITH_PARENT, _ADOPT_ORPHANS = 1, 36  # prctl's PR_SET_PDEATHSIG and PR_SET_CHILD_SUBREAPER
PRELOAD = "helpers.publishing.sandbox.preload"
_preloaded = [PRELOAD]
_to_write: list[str] = []
# What is read when the fork server starts: sets have the same order in every build, no module of the working folder (a
# pandas.py) is imported, threads take memory from one heap, where a heap for each leaves more of it empty, and numpy's
# libraries start no threads.
_AT_START = {
    "PYTHONHASHSEED": "0",
    "PYTHONSAFEPATH": "1",
    "MALLOC_ARENA_MAX": "1",
    **dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1"),
}
_COMMAND = "BRIEFINGS_COMMAND"  # which process started the fork server
_MAIN = "BRIEFINGS_MAIN"  # the script of that process
_FORMATS = "BRIEFINGS_FORMATS"  # the names of the formats that it asks for
PATIENCE = 5.0  # seconds without a word after which a process that somebody stopped is let go on
KILLED = "KilledProcess"
_GRACE = 10
_LOOK = 0.5  # seconds between two looks at whether the parent is still there, where the system does not tell
_LENGTH = struct.Struct("!Q")  # stands before each event in the pipe: how long it is, pickled
_CHUNK = 1 << 16  # bytes: what a pipe holds
# By name, as Windows has not all of them.
_FOR_MEMORY = ("SIGKILL", "SIGABRT")  # how a process ends that gets none
_FROM_OUTSIDE = ("SIGKILL", "SIGTERM", "SIGHUP")
_NOT_TOLD = 255  # what multiprocessing takes for the exit code when the fork server has ended too
_fork_server = 0  # its process, in all that was forked from it


class OutOfTime(BriefingError):
    """The work took longer than it may."""


class Ended(BriefingError):
    """The process ended before its work did; ``code`` is its exit code, negative for a signal, None when not known."""

    def __init__(self, code: int | None) -> None:
        self.code = code
        super().__init__(code)

    @property
    def name(self) -> str:
        """KILLED when whoever ended the process was none of its own, as far as that can be told."""
        return KILLED if self.code is None or self._signal in _FROM_OUTSIDE else "DeadProcess"

    @property
    def _signal(self) -> str:
        return signal.Signals(-self.code).name if self.code is not None and self.code < 0 else ""

    def __str__(self) -> str:
        if self.code is None:
            return "the process was ended from outside"
        if self._signal:
            perhaps = ", perhaps for memory" if self._signal in _FOR_MEMORY else ""
            return f"the process was ended by {self._signal}{perhaps}"
        return f"the process ended by itself, with exit code {self.code}"


def can_fork() -> bool:
    """Whether processes can be forked so here: the limits and the clean-up below are Linux's."""
    return sys.platform.startswith("linux")


def context() -> "ForkServerContext | ForkContext | SpawnContext":
    """Where new processes come from: this one, if it is itself a fork of the fork server and has one thread still.

    Else the fork server, which is started when there is none yet; off Linux they start from nothing.
    """
    if not can_fork():
        return multiprocessing.get_context("spawn")
    if PRELOAD in sys.modules and len(os.listdir("/proc/self/task")) == 1:
        return multiprocessing.get_context("fork")
    server = multiprocessing.get_context("forkserver")
    server.set_forkserver_preload(_preloaded)
    # To Linux the parent is the thread that started a process: what one of many threads started would die with that.
    alone = threading.current_thread() is threading.main_thread()
    told = {_COMMAND: str(os.getpid()) if alone else "", _MAIN: _main(), _FORMATS: " ".join(_to_write)}
    with environment(_AT_START | told):
        forkserver.ensure_running()
    return server


def also_preload(module: str) -> None:
    """Have the fork server, which must not run yet, import this module too; it must not start threads."""
    _preloaded.append(module)


def will_write(formats: Iterable[str]) -> None:
    """Have the fork server get ready to write these formats, by name, unless it runs; it does nothing for others."""
    _to_write[:] = formats


def formats_to_write() -> list[str]:
    """In the fork server: the formats that it is to get ready for."""
    return os.environ.pop(_FORMATS, "").split()


def end_with_command() -> None:
    """In the fork server, before it imports anything large: it lives no longer than the command that started it."""
    global _fork_server
    _fork_server = os.getpid()
    if command := os.environ.pop(_COMMAND, ""):
        _end_with_parent(int(command))


def _main() -> str:
    """The script that this process runs, which multiprocessing runs as a module in each process that it starts."""
    return str(spawn.get_preparation_data("").get("init_main_from_path", ""))


def import_main() -> None:
    """In the fork server: import the command's script once, not in each process (multiprocessing's own way is broken).

    A script that can't be imported is left to them.
    """
    script, process = os.environ.pop(_MAIN, ""), multiprocessing.current_process()
    if script:
        process._inheriting = True  # type: ignore[attr-defined]  # else a script without a guard would start anew
        with suppress(Exception):
            spawn.import_main_path(script)
        del process._inheriting  # type: ignore[attr-defined]


def _end_with_parent(*parents: int) -> None:
    """From now on this process is killed when its parent ends; ends at once when that is none of these any more."""
    if can_fork():
        _prctl(_DIE_WITH_PARENT, signal.SIGKILL)
    else:
        watch_parent(*parents)
    if os.getppid() not in parents:
        os._exit(1)


def watch_parent(*parents: int) -> None:
    """The same by looking, for a process that a thread of its parent started, or off Linux; takes half a second."""

    def watch() -> None:
        while os.getppid() in parents:
            sleep(_LOOK)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


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


class Child:
    """A process that does ``work``, until ``until`` of the monotonic clock, with so many bytes (0: no limit).

    Ready to be read (``multiprocessing.connection.wait``) is one of ``waits_for`` when it sent something or ended.
    Raises Ended when it cannot be started.
    """

    def __init__(self, work: Work, until: float, memory: int = 0) -> None:
        self.until = until
        self._received = bytearray()
        self._pipe, theirs = multiprocessing.Pipe(duplex=False)
        surroundings = (os.getpid(), dict(os.environ), os.getcwd(), memory, self._left() + _GRACE)
        self._process: BaseProcess = context().Process(target=_child, args=(work, theirs, *surroundings))
        try:
            self._process.start()
        except (OSError, EOFError):
            self._pipe.close()
            raise Ended(None) from None
        finally:
            theirs.close()
        os.set_blocking(self._pipe.fileno(), False)
        self._end = _end_of(self._process)
        self.waits_for = (self._pipe, self._end)

    def _left(self) -> int:
        return max(int(self.until - monotonic()), 1)

    def events(self) -> Iterator[Event]:
        """The events that are there, without waiting; the last of all is "done" and what the work returned.

        Raises OutOfTime when time is up, Ended when the process ended before its work was done.
        """
        if not wait(self.waits_for, 0):
            if monotonic() > self.until:
                raise OutOfTime
            return
        chunk = _what_is_there(self._pipe)
        if not chunk:  # and there will be no more
            raise _ended(self._process)
        self._received += chunk
        yield from _whole_events(self._received)

    def go_on(self) -> None:
        """Let the process go on in case somebody stopped it."""
        assert self._process.pid is not None
        with suppress(ProcessLookupError):
            os.kill(self._process.pid, signal.SIGCONT)

    def close(self) -> None:
        """End the process, if it has not ended, and all that it started."""
        self._pipe.close()
        os.close(self._end)
        assert self._process.pid is not None
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.kill()
        self._process.join()
        self._process.close()


def run_in_child(work: Work, until: float, memory: int = 0) -> Generator[Event, None, None]:
    """Run ``work`` in a ``Child`` and yield the events it sends.

    Raises OutOfTime at ``until`` of the monotonic clock, Ended when the process ends before its work is done.
    A process that somebody stopped is let go on. Whatever happens, no process that it started lives on.
    """
    with closing(Child(work, until, memory)) as child:
        while True:
            if not wait(child.waits_for, min(max(until - monotonic(), 0), PATIENCE)):
                child.go_on()
            for event in child.events():
                if event[0] == "done":
                    return
                yield event


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
    except (OSError, AttributeError):  # it has ended already, or the system is no Linux of 5.3 or newer
        return os.dup(process.sentinel)


def _ended(process: BaseProcess) -> Ended:
    if process.exitcode is None:  # the fork server may take a moment to say
        process.join(_GRACE)
    return Ended(None if process.exitcode == _NOT_TOLD else process.exitcode or 0)


def _child(
    work: Work,
    pipe: Connection,
    asker: int,
    environment: Mapping[str, str],
    folder: str,
    memory: int,
    longest: int,
) -> None:
    """In the new process: a session of its own, silent, limited, and gone when nobody waits for it; never returns."""
    code = 1
    try:
        os.setsid()
        _end_with_parent(asker, _fork_server)
        if can_fork():
            _prctl(_ADOPT_ORPHANS, 1)
        os.environ.clear()
        os.environ.update(environment)
        os.chdir(folder)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.alarm(longest)  # should whoever waits be gone
        null = os.open(os.devnull, os.O_RDWR)
        for number in (0, 1, 2):
            os.dup2(null, number)
        reseed()
        if memory:
            import resource  # Windows has none

            resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        made = work(lambda *event: _send(pipe, *event))
        _end_children()
        _send(pipe, "done", made)
        code = 0
    finally:
        os._exit(code)


def reseed() -> None:
    """Forked processes would otherwise draw the same random numbers."""
    random.seed()
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed()


def _end_children() -> None:
    """End what the cells started and left running, whatever session it is in."""
    listed = Path("/proc/self/task") / str(os.getpid()) / "children"
    if not can_fork():
        return
    while pids := [int(pid) for pid in listed.read_text(encoding="ascii").split()]:
        for pid in pids:
            ctypes.CDLL(None).kill(pid, signal.SIGKILL)  # not by Python, which asks the guard
            with suppress(ChildProcessError):
                os.waitpid(pid, 0)


def _prctl(option: int, value: int) -> None:
    ctypes.CDLL(None).prctl(option, value, 0, 0, 0)
