"""Move whole briefings into the reports folder; nobody ever sees half a one, and nothing of others is touched."""

import ctypes
import json
import os
import shutil
import socket
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from filelock import FileLock, Timeout

from helpers.errors import BriefingError
from helpers.publishing import records
from helpers.publishing.briefing import Failure, Result
from helpers.publishing.inputs import hash_of
from helpers.publishing.jobs import Job
from helpers.publishing.manifest import (
    MANIFEST,
    Entry,
    FileEntry,
    Manifest,
    dump,
    load,
)
from helpers.publishing.records import State

_PRIVATE = ".building"
_LOCK, _HOLDER = "lock", "holder.json"
_HERE, _EXCHANGE = -100, 2  # AT_FDCWD and RENAME_EXCHANGE of Linux's renameat2


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
        self.manifest: Manifest = load(reports)
        self.changed = False
        self._figures: dict[str, str] = {}

    def publish(self, result: Result, state: State) -> Result:
        """Put a briefing's files in place with the state they were made of; one that failed keeps its last good files.

        Gives back the result, which has become a failure when the files could not be put in place.
        """
        key, self.changed = result.job.key, True
        before = self.manifest.get(key, Entry())
        if mixed_up := self._mixed_up(result):
            result = replace(result, files={}, failure=mixed_up)
        if not result.failure:
            sums = {format_: hash_of(content) for format_, content in result.files.items()}
            state = replace(state, files=sums)
            files = {f"briefing.{format_}": content for format_, content in result.files.items()}
            try:
                self._swap(key, files | {records.STATE: records.dump(state)})
            except OSError as error:
                reason = error.strerror or type(error).__name__
                failure = Failure("publish", "cannot be put in place", reason)
                result = replace(result, files={}, failure=failure)
        if result.failure:
            self.manifest[key] = replace(before, state="failed", reason=str(result.failure))
        else:
            sizes = {one: FileEntry(sums[one], len(content)) for one, content in result.files.items()}
            inputs = summary(state)
            seconds = round(result.seconds, 1)
            self.manifest[key] = Entry("built", "", state.edition, state.key, seconds, sizes, inputs)
        return result

    def confirm(self, job: Job, key: str, figures: Iterable[str]) -> None:
        """Know of a briefing that stays as it is: its figures are its own, and it stands in the manifest.

        A build that was killed may have published it and not written that down. ``key`` is that of its state.
        """
        self._figures |= dict.fromkeys(figures, job.province)
        entry = self.manifest.get(job.key, Entry())
        state = records.load(self.reports / job.key) if key and entry.key != key else None
        if state and entry.state != "failed":
            sizes = {
                one: FileEntry(checksum, (self.reports / records.path_of(job.key, one)).stat().st_size)
                for one, checksum in state.files.items()
                if (self.reports / records.path_of(job.key, one)).is_file()
            }
            self.manifest[job.key] = Entry(
                "built", "", state.edition, state.key, entry.seconds, sizes, summary(state)
            )
            self.changed = True

    def _mixed_up(self, result: Result) -> Failure | None:
        """A figure that stands in another province's briefing already: one of the two is not what it says."""
        for figure, place in result.figures.items():
            other = self._figures.setdefault(figure, result.job.province)
            if other != result.job.province:
                told = f"the same figure stands in the briefing of {other}; if it is meant to, name its cell under "
                return Failure(place, "MixedUp", f"{told}briefing.shared in the notebook's metadata")
        return None

    def write(self, files: Mapping[str, bytes]) -> None:
        """Write single files by their path below the reports folder: first all of them apart, then each by rename."""
        staged = {name: self._private / name.replace("/", "~") for name in files}
        for name, content in files.items():
            staged[name].write_bytes(content)
        for name, path in staged.items():
            path.replace(self.reports / name)

    def finish(self, pages: Mapping[str, bytes]) -> None:
        """Write the index pages, and the manifest last."""
        self.write(pages)
        self.write({MANIFEST: dump(self.manifest)})

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
        ours = {*files, records.STATE, *(f"briefing.{one}" for one in ("html", "pdf"))}
        for other in goal.iterdir():
            if other.name not in ours:
                _keep(other, new / other.name)
        if not exchange(new, goal):
            for name in sorted(files, key=lambda name: name == records.STATE):
                (new / name).replace(goal / name)
        shutil.rmtree(new, ignore_errors=True)


def summary(state: State) -> dict[str, str]:
    """A state's inputs in short: those that all share, and a hash for each section."""
    return {
        **state.common,
        **state.document,
        **{f"section {name}": hash_of(repr(one)) for name, one in state.sections.items()},
    }


def exchange(one: Path, other: Path) -> bool:
    """Let two folders change places in one step; False where the system cannot (it is Linux's renameat2)."""
    try:
        call = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError, TypeError):
        return False
    return bool(call(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE) == 0)


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
