"""The processes that a command started, wherever they are now: all of them have its mark in their environment."""

import os
import signal
import time
import uuid
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

_NAME = "BRIEFINGS_TEST_MARK"


class Family:
    """A command's environment with a mark, and the processes that have it, of whatever session or parent."""

    def __init__(self, **more: str) -> None:
        self._mark = uuid.uuid4().hex
        self.environment = {**os.environ, **more, _NAME: self._mark}

    def living(self) -> dict[int, str]:
        """The command line of each process by its number; those that have ended and wait to be told of are none."""
        found = {}
        for process in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                if f"{_NAME}={self._mark}".encode() in (process / "environ").read_bytes():
                    found[int(process.name)] = (
                        (process / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                    )
        return found

    def await_(self, ready: Callable[[dict[int, str]], object], seconds: float = 60) -> dict[int, str]:
        """The processes as soon as there is what is waited for; else as they are when time is up."""
        until = time.monotonic() + seconds
        while not ready(living := self.living()) and time.monotonic() < until:
            time.sleep(0.02)
        return living

    def warm(self) -> int:
        """The fork server, as soon as it is there."""
        living = self.await_(lambda them: any("forkserver" in line for line in them.values()))
        return min(number for number, line in living.items() if "forkserver" in line)

    def worker(self) -> int:
        """A process that makes a briefing, as soon as there is one: forked from the warm one, with its command line."""
        warm = self.warm()

        def workers(living: dict[int, str]) -> list[int]:
            return [one for one in children(warm) if "forkserver" in living.get(one, "")]

        return workers(self.await_(workers))[0]

    def section(self) -> int:
        """A process that a worker forked, such as for a section, as soon as there is one."""
        warm = self.warm()

        def sections(_: object) -> list[int]:
            return [one for worker in children(warm) for one in children(worker)]

        self.await_(sections)
        return next(iter(sections(None)))

    def end(self) -> None:
        """Kill whatever is left."""
        for number in self.living():
            with suppress(ProcessLookupError):
                os.kill(number, signal.SIGKILL)


def children(process: int) -> list[int]:
    """The processes that a process started."""
    with suppress(OSError):
        return [int(one) for one in Path(f"/proc/{process}/task/{process}/children").read_text().split()]
    return []
