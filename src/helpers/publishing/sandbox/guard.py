"""An IPython extension that keeps a section to the dataset it was handed, the programs it is made of, and nothing else.

Protects against mistakes (a file read by its path, a page fetched), not against attacks: code in C is not seen.
"""

import os
import sys
import sysconfig
import tempfile
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
            f"a section {self.what}; it may read only its province's part of the dataset, by helpers.data, "
            "and the programs that it imports"
        )


def load_ipython_extension(_: object) -> None:
    """What IPython calls for ``%load_ext helpers.publishing.sandbox.guard``."""
    install_audit_hook()


def install_audit_hook() -> None:
    """From now on, opening a file outside the allowed folders, connecting, or starting a program raises NotHanded.

    Cannot be undone. Reading is allowed of programs, fonts and the dataset, writing in the private folder, where
    temporary files go too.
    """
    private = os.environ.get(PRIVATE_VARIABLE, "")
    tempfile.tempdir = private or None
    data = _folders(os.environ.get(DATA_VARIABLE, ""))
    readable = _programs() + data + _SYSTEM
    writable = _folders(private, *_matplotlib())
    sys.addaudithook(_watch(readable, writable, data))


def _watch(
    readable: tuple[str, ...], writable: tuple[str, ...], fixed: tuple[str, ...]
) -> Callable[[str, tuple[Any, ...]], None]:
    """The hook; what lies in ``fixed`` may be read alone, wherever it lies."""

    def watch(event: str, given: tuple[Any, ...]) -> None:
        if event == "open":
            _open(given[0], given[2])
        elif event in _NETWORK:
            raise NotHanded("uses the network")
        elif event in _PROCESSES:
            raise NotHanded("starts a program")

    def _open(path: Any, flags: Any) -> None:
        if not isinstance(path, (str, bytes, os.PathLike)):
            return  # a file that is open already
        where = os.path.abspath(os.fsdecode(path))
        inside = f"{where}{os.sep}"  # a folder is inside itself: tempfile opens one by its name
        if isinstance(flags, int) and flags & _WRITING:
            if inside.startswith(fixed) or not inside.startswith(("/dev/", *writable)):
                raise NotHanded(f"writes {os.path.basename(where)}")
        elif not inside.startswith((*readable, *writable)) and os.path.exists(where):
            raise NotHanded(f"opens {os.path.basename(where)}")  # what is not there fails by itself

    return watch


def _programs() -> tuple[str, ...]:
    """Where programs and fonts are; not the working folder."""
    return _folders(
        *sysconfig.get_paths().values(), sys.prefix, sys.base_prefix, str(Path(helpers.__file__).parent)
    )


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
