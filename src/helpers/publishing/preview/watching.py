"""Which files were saved."""

import os
from collections.abc import Mapping
from pathlib import Path
from time import sleep

import helpers

PACKAGE = Path(helpers.__file__).parent
LOOK = 0.05  # seconds between two looks at what is watched
_SETTLED = 0.02  # seconds without a change after which what was saved is whole

State = Mapping[str, tuple[int, int]]  # of each file: when it was changed, in ns, and how long it is


def states(*folders: Path) -> State:
    """What is watched: the files below these folders, without hidden ones and caches of Python's."""
    found = {}
    waiting = [str(folder) for folder in folders]
    while waiting:
        try:
            with os.scandir(waiting.pop()) as entries:
                for entry in entries:
                    if entry.name.startswith(".") or entry.name == "__pycache__":
                        continue
                    if entry.is_dir():
                        waiting.append(entry.path)
                    else:
                        status = entry.stat()
                        found[entry.path] = (status.st_mtime_ns, status.st_size)
        except OSError:  # gone while it was looked at: the next look tells
            continue
    return found


def changed(before: State, now: State) -> set[str]:
    """The files that are new, gone or otherwise than they were."""
    return {path for path in before.keys() | now.keys() if before.get(path) != now.get(path)}


def await_saved(before: State, *folders: Path) -> State:
    """Wait until something is saved, and nothing more a moment later: editors write in steps. What there is then."""
    now = states(*folders)
    while True:
        latest = now
        sleep(_SETTLED if changed(before, now) else LOOK)
        now = states(*folders)
        if now == latest and changed(before, now):
            return now


def of_package(files: set[str]) -> tuple[str, ...]:
    """Those that lie in our package, by their path in it."""
    return tuple(
        sorted(
            Path(one).relative_to(PACKAGE).as_posix() for one in files if Path(one).is_relative_to(PACKAGE)
        )
    )
