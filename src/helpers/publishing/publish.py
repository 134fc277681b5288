"""The only writer of ``reports/``: moves whole briefings into place, and the index pages that lead to them.

Nobody ever sees half a briefing, and nothing of others is touched.
"""

import ctypes
import json
import os
import re
import shutil
import socket
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from filelock import FileLock, Timeout

from helpers.data.boundaries import Boundary
from helpers.errors import BriefingError
from helpers.publishing import formats
from helpers.publishing.briefing import Failure, Result
from helpers.publishing.index import index_pages
from helpers.publishing.inputs import Unit, hash_of
from helpers.publishing.records import (
    MANIFEST,
    RECORD,
    BriefingRecord,
    Entry,
    FileEntry,
    Manifest,
    manifest_bytes,
    read_manifest,
    read_record,
    record_bytes,
)

EDITIONS = "editions"
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_PRIVATE = ".building"
_LOCK, _HOLDER = "lock", "holder.json"
_CURRENT_FOLDER, _EXCHANGE = -100, 2  # AT_FDCWD and RENAME_EXCHANGE of Linux's renameat2


class BadReportsFolder(BriefingError):
    """A reports folder that cannot be written to."""

    def __init__(self, folder: str, reason: str) -> None:
        self.folder, self.reason = folder, reason
        super().__init__(folder, reason)

    def __str__(self) -> str:
        return f"cannot publish to {self.folder}: {self.reason}; name a folder that you may write to: --reports DIR"


class BuildUnderWay(BriefingError):
    """Another build that publishes to the same folder."""

    def __init__(self, folder: str, holder: str) -> None:
        self.folder, self.holder = folder, holder
        super().__init__(folder, holder)

    def __str__(self) -> str:
        return (
            f"another build ({self.holder}) is publishing to {self.folder}; "
            "wait for its end, or name another folder: --reports DIR"
        )


class Publisher:
    """The one writer of a reports folder for the time of a build; made by ``publishing``."""

    def __init__(self, reports: Path, private: Path) -> None:
        self.reports, self._private = reports, private
        self.manifest: Manifest = read_manifest(reports)
        self._figures: dict[str, str] = {}
        self._successors: Mapping[str, str] = {}
        self._undecided: dict[str, BriefingRecord] = {}

    def expect(self, keys: Iterable[str], successors: Mapping[str, str] = MappingProxyType({})) -> None:
        """Know of the published briefings that this build may confirm or replace.

        ``successors`` are the provinces that ended ones are part of now: they may show the same figures.
        """
        self._successors = successors
        records = {key: read_record(self.reports / key) for key in keys}
        self._undecided = {key: record for key, record in records.items() if record}

    def confirm(self, key: str) -> None:
        """A briefing stays as it is: its figures are its own, and it stands in the manifest.

        A build that was killed may have published it and not written that down.
        """
        record = self._undecided.pop(key, None)
        if record is None:
            return
        self._figures |= dict.fromkeys(record.figures, self._today(_province(key)))
        entry = self.manifest.get(key, Entry())
        if entry.key != record.key and entry.state != "failed":
            files = {
                name: FileEntry(checksum, path.stat().st_size)
                for name, checksum in record.files.items()
                if (path := self.reports / key / name).is_file()
            }
            self._enter(key, record, files, entry.seconds)

    def will_replace(self, key: str) -> None:
        """A briefing is being made again: what stands in the published one counts no more."""
        self._undecided.pop(key, None)

    def must_wait(self, result: Result) -> bool:
        """Whether a figure of the result stands in another province's briefing that may yet be replaced."""
        return any(
            result.figures.keys() & record.figures.keys()
            for key, record in self._undecided.items()
            if self._today(_province(key)) != self._today(result.job.province)
        )

    def _today(self, province: str) -> str:
        """The province itself, or what it is part of now."""
        return self._successors.get(province, province)

    def publish(self, result: Result, record: BriefingRecord) -> Result:
        """Put a briefing's files in place with what they were made of; one that failed keeps its last good files.

        Gives back the result, which has become a failure when the files could not be put in place.
        """
        key = result.job.key
        if mixed_up := self._mixed_up(result):
            result = replace(result, files={}, failure=mixed_up)
        sums = {name: hash_of(content) for name, content in result.files.items()}
        record = replace(record, files=sums)
        if not result.failure:
            try:
                self._swap(key, {**result.files, RECORD: record_bytes(record)})
            except OSError as error:
                reason = error.strerror or type(error).__name__
                failure = Failure("publish", "cannot be put in place", reason)
                result = replace(result, files={}, failure=failure)
        if result.failure:
            before = self.manifest.get(key, Entry())
            self.manifest[key] = replace(before, state="failed", reason=str(result.failure))
        else:
            sizes = {name: FileEntry(sums[name], len(content)) for name, content in result.files.items()}
            self._enter(key, record, sizes, round(result.seconds, 1))
        return result

    def _enter(
        self, key: str, record: BriefingRecord, files: Mapping[str, FileEntry], seconds: float
    ) -> None:
        """Write a good briefing into the manifest."""
        self.manifest[key] = Entry("built", "", record.edition, record.key, seconds, files, record.summary)

    def _mixed_up(self, result: Result) -> Failure | None:
        """A figure that stands in another province's briefing already: one of the two is not what it says."""
        own = self._today(result.job.province)
        for figure, place in result.figures.items():
            other = self._figures.setdefault(figure, own)
            if other != own:
                message = f"the same figure stands in the briefing of {other}; if it is meant to, name its cell under "
                return Failure(place, "MixedUp", f"{message}briefing.shared in the notebook's metadata")
        return None

    def finish(
        self, units: Mapping[str, Unit], boundaries: Sequence[Boundary] = (), most_kept: int = 0
    ) -> None:
        """Write the index pages, and the manifest last; ``units`` are those that briefings are made of.

        With ``most_kept``, what stands here now is kept as the edition of its day, and that many editions in all.
        """
        pages = index_pages(units, self.manifest, self.reports, boundaries)
        state = {MANIFEST: manifest_bytes(self.manifest)}
        if most_kept:
            self._keep({**pages, **state}, most_kept)
        if earlier := [day for day in self._kept() if day != self._edition]:
            pages = index_pages(units, self.manifest, self.reports, boundaries, earlier)
        self._write(pages)
        self._write(state)

    @property
    def _edition(self) -> str:
        """The latest day of the editions that stand here."""
        return max((one.edition for one in self.manifest.values()), default="")

    def _kept(self) -> list[str]:
        """The days of the editions that were kept, the latest first."""
        there = self.reports / EDITIONS
        return sorted((one.name for one in there.glob("*") if _DAY.fullmatch(one.name)), reverse=True)

    def _keep(self, pages: Mapping[str, bytes], most: int) -> None:
        """Copy the briefings with these pages to ``editions/DATE``, in one step; the oldest editions go."""
        if not self._edition:
            return
        new, goal = self._private / EDITIONS, self.reports / EDITIONS / self._edition
        shutil.rmtree(new, ignore_errors=True)
        for key in self.manifest:
            if (self.reports / key).is_dir():
                shutil.copytree(self.reports / key, new / key, symlinks=True)
        for name, content in pages.items():
            (new / name).write_bytes(content)
        goal.parent.mkdir(exist_ok=True)
        if not goal.is_dir():
            new.rename(goal)
        elif not exchange(new, goal):
            shutil.rmtree(goal)
            new.rename(goal)
        for day in self._kept()[most:]:
            shutil.rmtree(self.reports / EDITIONS / day)

    def _write(self, files: Mapping[str, bytes]) -> None:
        """Write single files that changed: first all of them apart, then each by rename."""
        staged = {
            name: content
            for name, content in files.items()
            if not (self.reports / name).is_file() or (self.reports / name).read_bytes() != content
        }
        for name, content in staged.items():
            (self._private / name).write_bytes(content)
        for name in staged:
            (self._private / name).replace(self.reports / name)

    def _swap(self, key: str, files: Mapping[str, bytes]) -> None:
        """Put a briefing's folder in the place of the last one in a single step, other people's files kept in it."""
        new, goal = self._private / key.replace("/", "~"), self.reports / key
        shutil.rmtree(new, ignore_errors=True)
        new.mkdir()
        for name, content in files.items():
            (new / name).write_bytes(content)
        goal.parent.mkdir(parents=True, exist_ok=True)
        if not goal.is_dir():
            new.rename(goal)
            return
        ours = {*files, RECORD, *(one.file for one in formats.FORMATS), *_recorded(goal)}
        for other in goal.iterdir():
            if other.name not in ours:
                _keep(other, new / other.name)
        if not exchange(new, goal):
            for name in sorted(files, key=lambda name: name == RECORD):
                (new / name).replace(goal / name)
        shutil.rmtree(new, ignore_errors=True)


def _province(key: str) -> str:
    return key.split("/")[1]


def _recorded(folder: Path) -> list[str]:
    """The files that a published briefing was published with, in formats that there may be no more."""
    record = read_record(folder)
    return list(record.files) if record else []


def exchange(one: Path, other: Path) -> bool:
    """Let two folders change places in one step; False where the system cannot (it is Linux's renameat2)."""
    try:
        call = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError, TypeError):
        return False
    return bool(call(_CURRENT_FOLDER, os.fsencode(one), _CURRENT_FOLDER, os.fsencode(other), _EXCHANGE) == 0)


def _keep(old: Path, new: Path) -> None:
    """A file or folder of somebody else, also in the new folder."""
    if old.is_dir() and not old.is_symlink():
        shutil.copytree(old, new, symlinks=True)
    else:
        shutil.copy2(old, new, follow_symlinks=False)


@contextmanager
def publishing(reports: Path) -> Iterator[Publisher]:
    """A publisher with a private folder beside its goal, gone again in the end, whatever happens.

    Makes the reports folder. Raises BadReportsFolder, or BuildUnderWay while another build holds the private
    folder; what a build that was killed left there is cleared away.
    """
    private = reports / _PRIVATE
    try:
        private.mkdir(parents=True, exist_ok=True)
        if private.is_symlink():
            raise BadReportsFolder(str(reports), f"its {_PRIVATE} is a link to elsewhere")
        (private / _LOCK).touch()
    except FileExistsError:
        raise BadReportsFolder(str(reports), "a file stands in its place") from None
    except OSError as error:
        raise BadReportsFolder(str(reports), error.strerror or str(error)) from None
    try:
        with FileLock(private / _LOCK, timeout=0):
            try:
                (private / _HOLDER).write_text(json.dumps([os.getpid(), socket.gethostname()]))
                yield Publisher(reports, private)
            finally:
                shutil.rmtree(private, ignore_errors=True)
    except Timeout:
        raise BuildUnderWay(str(reports), _holder(private)) from None


def _holder(private: Path) -> str:
    with suppress(OSError, ValueError):
        process, host = json.loads((private / _HOLDER).read_text())
        return f"process {process} on {host}"
    return "of another process"
