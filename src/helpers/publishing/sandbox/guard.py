"""An IPython extension that keeps a section to the dataset it was handed, the programs it is made of, and nothing else.

Protects against mistakes (a file read by its path or removed, a page fetched), not against attacks: code in C is not
seen, nor what a database attaches.
"""

import os
import sys
import sysconfig
import tempfile
from pathlib import Path
from typing import Any

import helpers
from helpers.errors import BriefingError
from helpers.paths import DATA_VARIABLE

PRIVATE_VARIABLE = "BRIEFINGS_PRIVATE"
_NETWORK = (
    "socket.connect",
    "socket.bind",
    "socket.getaddrinfo",
    "socket.gethostbyname",
    "socket.gethostbyaddr",
    "socket.getnameinfo",
    "socket.sendto",
    "socket.sendmsg",
)
_PROCESSES = (
    "subprocess.Popen",
    "os.system",
    "os.posix_spawn",
    "os.spawn",
    "os.exec",
    "os.fork",
    "os.forkpty",
    "pty.spawn",
)
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_SYSTEM = (
    "/proc/",
    "/sys/",
    "/usr/share/zoneinfo/",
    "/etc/localtime",
)  # what the machine is, not what it holds
_DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom")
# What changes files without opening them: where among an event's arguments a path stands, and the folder (as a file
# descriptor) from which it starts; first of files that have to be there, then of those that come to be there.
_CHANGED: dict[str, tuple[tuple[int, int], ...]] = {
    "os.remove": ((0, 1),),
    "os.rmdir": ((0, 1),),
    "os.truncate": ((0, -1),),
    "os.chmod": ((0, 2),),
    "os.chown": ((0, 3),),
    "os.utime": ((0, 3),),
    "os.setxattr": ((0, -1),),
    "os.removexattr": ((0, -1),),
    "os.rename": ((0, 2),),
    "os.link": ((0, 2),),
}
_MADE: dict[str, tuple[int, int]] = {
    "os.mkdir": (0, 2),
    "os.rename": (1, 3),
    "os.link": (1, 3),
    "os.symlink": (1, 2),
}


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
    sys.dont_write_bytecode = True  # of a module that is imported here for the first time
    sys.path[:] = [folder for folder in sys.path if folder not in ("", os.getcwd())]
    sys.addaudithook(_Watch(_folders(private, *_matplotlib()), _folders(os.environ.get(DATA_VARIABLE, ""))))


class _Watch:
    """The hook: what may be written, and of that what is to be read alone."""

    def __init__(self, writable: tuple[str, ...], fixed: tuple[str, ...]) -> None:
        self._writable, self._fixed = writable, fixed
        self._programs = _programs()
        self._readable = (*_SYSTEM, *_folders(*self._programs), *fixed, *writable)

    def __call__(self, event: str, given: tuple[Any, ...]) -> None:
        if event == "open":
            self._open(given[0], given[2])
        elif event in _NETWORK:
            raise NotHanded("uses the network")
        elif event in _PROCESSES:
            raise NotHanded("starts a program")
        elif event in ("os.kill", "os.killpg") and given[0] != os.getpid():
            raise NotHanded("signals another process")
        elif event == "sqlite3.connect":
            self._database(given[0])
        else:
            self._changed(event, given)

    def _open(self, path: Any, flags: Any) -> None:
        if not isinstance(path, (str, bytes, os.PathLike)):
            return  # a file that is open already
        where = os.path.realpath(os.fsdecode(path))
        if where in _DEVICES:
            return
        if isinstance(flags, int) and flags & _WRITING:
            self._write(where, "writes")
        elif not _inside(where, self._readable) and os.path.exists(
            where
        ):  # what is not there fails by itself
            named = os.path.abspath(os.fsdecode(path))
            if not _inside(named, self._programs):  # whose files may be links
                raise NotHanded(f"opens {os.path.basename(where)}")

    def _changed(self, event: str, given: tuple[Any, ...]) -> None:
        for path, folder in _CHANGED.get(event, ()):
            where = _place(given, path, folder)
            if where and os.path.lexists(where):
                self._write(where, "changes")
        if event in _MADE:
            where = _place(given, *_MADE[event])
            if where and not (event == "os.mkdir" and self._leads_there(where)):
                self._write(where, "makes")

    def _database(self, name: Any) -> None:
        file = os.fsdecode(name)
        if file and ":memory:" not in file and "mode=memory" not in file:
            self._write(os.path.realpath(file.removeprefix("file:").partition("?")[0]), "writes")

    def _write(self, where: str, verb: str) -> None:
        if _inside(where, self._fixed) or not _inside(where, self._writable):
            raise NotHanded(f"{verb} {os.path.basename(where)}")

    def _leads_there(self, where: str) -> bool:
        """Whether a folder is there already, or is one in which a folder to write to lies."""
        return os.path.isdir(where) or any(one.startswith(f"{where}{os.sep}") for one in self._writable)


def _inside(where: str, folders: tuple[str, ...]) -> bool:
    """Whether a path lies in one of the folders; a folder is inside itself: tempfile opens one by its name."""
    return f"{where}{os.sep}".startswith(folders)


def _place(given: tuple[Any, ...], path: int, folder: int) -> str:
    """Where a file or link is itself; nothing for one that is open already, or that nobody can say where it is."""
    name, start = given[path], given[folder] if folder >= 0 else -1
    if not isinstance(name, (str, bytes, os.PathLike)):
        return ""
    file = os.fsdecode(name)
    if isinstance(start, int) and start >= 0 and not os.path.isabs(file):
        try:
            file = os.path.join(os.readlink(f"/proc/self/fd/{start}"), file)
        except OSError:
            return ""
    return os.path.join(os.path.realpath(os.path.dirname(file) or "."), os.path.basename(file))


def _programs() -> tuple[str, ...]:
    """Where programs and fonts are; not the working folder."""
    named = (*sysconfig.get_paths().values(), sys.prefix, sys.base_prefix, str(Path(helpers.__file__).parent))
    return tuple(f"{os.path.abspath(name)}{os.sep}" for name in named)


def _matplotlib() -> list[str]:
    """Where matplotlib keeps its list of fonts."""
    named = os.environ.get("MPLCONFIGDIR")
    home = os.path.expanduser("~")
    return [named] if named else [f"{home}/.cache/matplotlib", f"{home}/.config/matplotlib"]


def _folders(*names: str) -> tuple[str, ...]:
    return tuple(f"{os.path.realpath(name)}{os.sep}" for name in names if name)
