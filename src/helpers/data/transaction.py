"""All files of a change to the dataset or none, through a kill and a power cut, and one writer at a time.

The new files are written apart and made sure of on the disk. Then a file ``ready`` says that they are whole: from there
on the change is decided, and whoever reads the dataset next completes it; before, it is taken back. Readers take a
snapshot, which is of one state of the dataset, never half of each.
"""

import json
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar, cast

from helpers.data.faults import DataFaults, elsewhere
from helpers.errors import BriefingError

if sys.platform != "win32":
    import fcntl

T = TypeVar("T")

SUFFIXES = (".csv", ".json", ".geojson")
"""What a dataset is made of; other files in its folder are for people."""

_APART, _NEW, _OLD, _READY = ".change", "new", "old", "ready"
_PATIENCE = 60.0
"""Seconds for which one waits while another process puts its files in place, which takes a moment."""
_TRIES = 20


class BeingWritten(BriefingError):
    """A dataset that another process writes to."""

    def __init__(self, folder: str) -> None:
        self.folder = folder
        super().__init__(folder)

    def __str__(self) -> str:
        return f"{self.folder}: another import is writing to it; start again when that has ended"


@contextmanager
def one_writer(folder: Path) -> Iterator[None]:
    """Nobody else writes to the dataset meanwhile; raises BeingWritten when somebody does."""
    with _held(folder, 0):
        _tidy(folder)
        yield


@contextmanager
def apart(folder: Path) -> Iterator[Path]:
    """A folder for the new files, on the dataset's own disk; gone in the end unless a decided change is left there."""
    place = folder / _APART
    (place / _NEW).mkdir(parents=True)
    try:
        yield place / _NEW
    finally:
        if not (place / _READY).exists():
            shutil.rmtree(place, ignore_errors=True)


def put(folder: Path, names: Sequence[str]) -> None:
    """Put files that were written ``apart`` in place of the dataset's, all or none.

    When one cannot be put in place, the old ones come back, and the OSError is raised.
    """
    place = folder / _APART
    (place / _OLD).mkdir()
    for name in names:
        _sure(place / _NEW / name)
        if (folder / name).exists():
            _same(folder / name, place / _OLD / name)
    for one in (
        place / _NEW,
        place / _OLD,
        place,
        folder,
    ):  # all that leads to the files, before it is decided
        _sure(one)
    try:
        _decide(place, _NEW, names)
        _install(folder, _NEW, names)
    except OSError:
        if (place / _READY).exists():
            _decide(place, _OLD, names)
            _install(folder, _OLD, names)
            _done(place)
        raise
    _done(place)


def _decide(place: Path, version: str, names: Sequence[str]) -> None:
    """From here on that version of the files is the dataset's."""
    part = place / f"{_READY}.part"
    part.write_text(json.dumps([version, *names]), encoding="utf-8")
    _sure(part)
    os.replace(part, place / _READY)
    _sure(place)


def _done(place: Path) -> None:
    """The files are in place; where this cannot be noted, the next command puts the same ones there again."""
    with suppress(OSError):
        _forget(place)


def _forget(place: Path) -> None:
    """What was decided is done. This is on the disk before the files go that would be needed to do it again."""
    os.unlink(place / _READY)
    _sure(place)


def settle(folder: Path) -> None:
    """Complete or take back what a writer left that was killed. Raises BeingWritten, or OSError where one may not."""
    place = folder / _APART
    if not place.exists():
        return
    decided = (place / _READY).exists()
    try:
        with _held(folder, _PATIENCE if decided else 0):
            _tidy(folder)
    except (BeingWritten, OSError):
        if (place / _READY).exists():
            raise


def of_one_state(folder: Path, read: Callable[[], T]) -> T:
    """What ``read`` makes of the dataset's files, read again where they changed meanwhile, whatever it raised.

    Raises BeingWritten, OSError, and what ``read`` raises of files that stood still.
    """
    for _ in range(_TRIES):
        settle(folder)
        before = _state(folder)
        found, error = None, None
        try:
            found = read()
        except (BriefingError, OSError) as raised:
            error = raised
        if not (folder / _APART / _READY).exists() and _state(folder) == before:
            if error:
                raise error
            return cast(T, found)
    raise BeingWritten(os.fspath(folder))


def snapshot(folder: Path) -> dict[str, bytes]:
    """The files of one state of the dataset, by their names below the folder; raises BeingWritten, OSError."""
    return of_one_state(folder, lambda: _read(folder))


@contextmanager
def standing_still(folder: Path, files: Mapping[str, bytes] | None = None) -> Iterator[Path]:
    """A copy of one state of the dataset to read (of these files, if given), whatever is written to it meanwhile.

    DataFaults that are raised of the copy are told of the dataset's own folder. Raises what ``snapshot`` raises.
    """
    with TemporaryDirectory() as place:
        copy = Path(place) / folder.name
        lay_out(snapshot(folder) if files is None else files, copy)
        try:
            yield copy
        except DataFaults as error:
            raise type(error)(elsewhere(error.faults, copy, folder)) from None


def lay_out(files: Mapping[str, bytes], folder: Path) -> None:
    """Write a snapshot into a folder."""
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)


def _read(folder: Path) -> dict[str, bytes]:
    return _of_each(folder, Path.read_bytes)


def _state(folder: Path) -> dict[str, tuple[int, ...]]:
    """What changes of a file whenever it is written or another one, or the same again, takes its place."""

    def state(path: Path) -> tuple[int, ...]:
        told = path.stat()
        return told.st_ino, told.st_size, told.st_mtime_ns, told.st_ctime_ns

    return _of_each(folder, state)


def _of_each(folder: Path, look: Callable[[Path], T]) -> dict[str, T]:
    """What one finds of each file of the dataset, by its name below the folder."""
    found = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        if path.suffix in SUFFIXES and not any(part.startswith(".") for part in name.parts):
            with suppress(FileNotFoundError):  # gone since it was listed
                found[name.as_posix()] = look(path)
    return found


@contextmanager
def _held(folder: Path, patience: float) -> Iterator[None]:
    """The dataset's folder is ours: POSIX locks the folder itself, so that no file stays behind."""
    if sys.platform == "win32":
        from filelock import FileLock, Timeout

        lock = FileLock(folder / ".lock", timeout=patience)
        try:
            lock.acquire()
        except Timeout:
            raise BeingWritten(os.fspath(folder)) from None
        try:
            yield
        finally:
            lock.release()
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        until = time.monotonic() + patience
        while not _locked(handle):
            if time.monotonic() >= until:
                raise BeingWritten(os.fspath(folder))
            time.sleep(0.05)
        yield
    finally:
        os.close(handle)  # which gives the lock back


def _locked(handle: int) -> bool:
    if sys.platform == "win32":
        return True
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _tidy(folder: Path) -> None:
    """Complete a change that is decided, clear away one that is not."""
    place = folder / _APART
    if (place / _READY).exists():
        version, *names = json.loads((place / _READY).read_text(encoding="utf-8"))
        _install(folder, version, names)
        _forget(place)
    if place.exists():
        shutil.rmtree(place)


def _install(folder: Path, version: str, names: Iterable[str]) -> None:
    """Put one version of the files in place, each by a rename; the version itself stays where it is."""
    place = folder / _APART
    between = place / "between"
    for name in names:
        between.unlink(missing_ok=True)
        if (place / version / name).exists():
            _same(place / version / name, between)
            os.replace(between, folder / name)
        else:  # there was no such file before
            (folder / name).unlink(missing_ok=True)
    _sure(folder)


def _same(source: Path, target: Path) -> None:
    """The same file under another name: a second link to it where the disk has links."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)
        _sure(target)


def _sure(path: Path) -> None:
    """What was written is on the disk. Only POSIX lets a folder be opened to say so of its entries."""
    if path.is_dir() and os.name != "posix":
        return
    handle = os.open(path, os.O_RDONLY if os.name == "posix" else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
