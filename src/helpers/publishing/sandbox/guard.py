"""In a section's process: it reads what it was handed and the programs it is made of, and nothing else.

A watch against mistakes (a file read by its path, a page fetched), not against ill will: code in C is not seen.
"""

import os
import sys
import sysconfig
from collections.abc import Callable
from pathlib import Path
from typing import Any

import helpers
from helpers.errors import BriefingError
from helpers.paths import DATA_VARIABLE

PRIVATE_VARIABLE = "BRIEFINGS_PRIVATE"
_NETWORK = ("socket.connect", "socket.bind", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto")
_PROCESSES = ("subprocess.Popen", "os.system", "os.posix_spawn", "os.exec", "os.fork", "os.forkpty")
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_SYSTEM = (
    "/dev/",
    "/proc/",
    "/sys/",
    "/usr/share/zoneinfo/",
    "/etc/localtime",
)  # what the machine is, not what it holds


class NotHanded(BriefingError):
    """A section reaches for something that it was not handed."""

    def __init__(self, what: str) -> None:
        self.what = what
        super().__init__(what)

    def __str__(self) -> str:
        return (
            f"a section {self.what}; it may read only the tables and files that its notebook's metadata declares "
            "(briefing.tables, briefing.files)"
        )


def stand() -> None:
    """From now on this process refuses, by NotHanded, to read or write elsewhere, to connect, to start programs."""
    sys.addaudithook(_watch(_readable(), _folders(os.environ.get(PRIVATE_VARIABLE, ""), *_matplotlib())))


def _watch(readable: tuple[str, ...], writable: tuple[str, ...]) -> Callable[[str, tuple[Any, ...]], None]:
    def watch(event: str, given: tuple[Any, ...]) -> None:
        if event == "open":
            _open(given[0], given[2], readable, writable)
        elif event in _NETWORK:
            raise NotHanded("uses the network")
        elif event in _PROCESSES:
            raise NotHanded("starts a program")

    return watch


def _open(path: Any, flags: Any, readable: tuple[str, ...], writable: tuple[str, ...]) -> None:
    if not isinstance(path, (str, bytes, os.PathLike)):
        return  # a file that is open already
    where = os.path.abspath(os.fsdecode(path))
    writes = isinstance(flags, int) and flags & _WRITING
    if where.startswith(("/dev/", *writable) if writes else (*readable, *writable)):
        return
    if writes or os.path.exists(where):  # what is not there fails by itself
        raise NotHanded(f"{'writes' if writes else 'opens'} {os.path.basename(where)}")


def _readable() -> tuple[str, ...]:
    """Where programs and fonts are, and the excerpt; not the working folder."""
    code = [*sysconfig.get_paths().values(), sys.prefix, sys.base_prefix, str(Path(helpers.__file__).parent)]
    return _folders(*code, os.environ.get(DATA_VARIABLE, "")) + _SYSTEM


def _matplotlib() -> list[str]:
    """Where matplotlib keeps its list of fonts."""
    named = os.environ.get("MPLCONFIGDIR")
    home = os.path.expanduser("~")
    return [named] if named else [f"{home}/.cache/matplotlib", f"{home}/.config/matplotlib"]


def _folders(*names: str) -> tuple[str, ...]:
    return tuple(
        f"{folder}{os.sep}"
        for name in names
        if name
        for folder in dict.fromkeys((os.path.abspath(name), os.path.realpath(name)))
    )
