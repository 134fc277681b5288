"""Move whole files into the reports folder; nobody ever sees half a briefing, and nothing of others is touched."""

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from helpers.build.manifest import MANIFEST, Entry, FileEntry, Manifest, Parts, checksum, dump, load, path_of
from helpers.build.worker import Failure, Result
from helpers.errors import BriefingError

_PRIVATE = ".building"


class BadReportsFolder(BriefingError):
    """A reports folder that cannot be written to."""

    def __init__(self, folder: str, reason: str) -> None:
        self.folder, self.reason = folder, reason
        super().__init__(folder, reason)

    def __str__(self) -> str:
        return f"cannot publish to {self.folder}: {self.reason}; name a folder that you may write to: --reports DIR"


class BuildUnderWay(BriefingError):
    """Another build that publishes to the same folder."""

    def __init__(self, folder: str) -> None:
        self.folder = folder
        super().__init__(folder)

    def __str__(self) -> str:
        return f"another build is publishing to {self.folder}; wait for its end, or name another folder: --reports DIR"


class Publisher:
    """The one writer of a reports folder for the time of a build; made by ``publishing``."""

    def __init__(self, reports: Path, private: Path) -> None:
        self.reports, self._private = reports, private
        self.manifest: Manifest = load(reports)

    def publish(self, result: Result, parts: Parts) -> Result:
        """Put a briefing's files in place and into the manifest, or mark it as failed and keep its last good files.

        Gives back the result, which has become a failure when the files could not be put in place.
        """
        key = result.job.key
        before = self.manifest.get(key, Entry())
        if not result.failure:
            try:
                self.write({path_of(key, one): content for one, content in result.files.items()})
            except OSError as error:
                reason = error.strerror or type(error).__name__
                result = replace(
                    result, files={}, failure=Failure("publish", "cannot be put in place", reason)
                )
        if result.failure:
            self.manifest[key] = replace(before, state="failed", reason=str(result.failure))
        else:
            new = {
                format_: FileEntry(result.job.edition, checksum(content), len(content), parts)
                for format_, content in result.files.items()
            }
            self.manifest[key] = Entry("built", "", {**before.files, **new})
        self.write({MANIFEST: dump(self.manifest)})
        return result

    def write(self, files: dict[str, bytes]) -> None:
        """Write files by their path below the reports folder: first all of them apart, then each by rename."""
        staged = {name: self._private / name.replace("/", "~") for name in files}
        for name, content in files.items():
            staged[name].write_bytes(content)
        for name, path in staged.items():
            (self.reports / name).parent.mkdir(parents=True, exist_ok=True)
            path.replace(self.reports / name)


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
        lock = (private / "lock").open("w")
    except FileExistsError:
        raise BadReportsFolder(str(reports), "a file stands in its place") from None
    except OSError as error:
        raise BadReportsFolder(str(reports), error.strerror or str(error)) from None
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BuildUnderWay(str(reports)) from None
        try:
            yield Publisher(reports, private)
        finally:
            shutil.rmtree(private, ignore_errors=True)
