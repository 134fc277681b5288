"""What a process of ours does when it starts, and would be no business of a library that others import."""

import atexit
import os
import shutil
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from time import time

_PREFIX, _LOCK = "briefings-", "lock"
_LONGEST = (
    60  # letters of a folder for temporary files: a socket lies two folders below, and has room for 107
)
_SHORT = "/tmp"
_YOUNG = 60.0  # seconds in which a folder without a lock may be just being made


def skip_address_grammar() -> None:
    """Keep jsonschema, which nbformat imports, from compiling a grammar of every kind of web address.

    It takes a second, and notebooks have no such addresses to check; jsonschema goes without where
    ``rfc3987_syntax`` cannot be imported. For processes that are ours alone: the command, the fork server.
    """
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]


def open_closed_streams() -> None:
    """Let standard streams that were closed by whoever started us lead to nowhere.

    Else the next file that is opened would take their place, and be printed to.
    """
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            found = os.open(os.devnull, os.O_RDWR)
            if found != number:
                os.dup2(found, number)
                os.close(found)
            os.set_inheritable(number, True)  # the processes that we start have it too
            setattr(sys, name, os.fdopen(number, "r" if name == "stdin" else "w"))


def keep_temporary_files_together() -> None:
    """Give this process, and those that it starts, a folder of their own for temporary files, gone when it ends.

    A process that is killed leaves its folder; so those that nobody holds any more are cleared away here. Where no
    folder can be made, or nobody could tell that it is held, temporary files lie where they always do.
    """
    if sys.platform == "win32":
        return
    with suppress(OSError):
        place = tempfile.gettempdir()
        if len(place) > _LONGEST:
            place = _SHORT
        for other in Path(place).glob(f"{_PREFIX}*"):
            with suppress(OSError):  # somebody else clears it away as well
                _clear_if_left(other)
        folder = tempfile.mkdtemp(prefix=_PREFIX, dir=place)
        lock = os.open(Path(folder, _LOCK), os.O_RDWR | os.O_CREAT, 0o600)
        os.set_inheritable(lock, True)  # by a program that takes this one's place, as JupyterLab does
        if _hold(lock):
            tempfile.tempdir = os.environ["TMPDIR"] = folder
        atexit.register(shutil.rmtree, folder, ignore_errors=True)


def _clear_if_left(folder: Path) -> None:
    """Remove a folder of ours whose process has ended; raises OSError."""
    status = folder.lstat()
    if status.st_uid != os.geteuid():
        return
    try:
        lock = os.open(folder / _LOCK, os.O_RDWR)
    except FileNotFoundError:
        if time() - status.st_mtime > _YOUNG:
            shutil.rmtree(folder, ignore_errors=True)
        return
    try:
        if _hold(lock):
            shutil.rmtree(folder, ignore_errors=True)
    finally:
        os.close(lock)


def _hold(lock: int) -> bool:
    """Hold an open file until it is closed, at the latest when this process ends; False when another one does."""
    import fcntl

    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return os.fstat(lock).st_nlink > 0
