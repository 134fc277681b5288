"""What is wrong with the data, said so that a curator can put it right at once."""

import os
from collections.abc import Iterable
from dataclasses import dataclass, replace
from operator import attrgetter
from pathlib import Path

from helpers.errors import BriefingError, Nearest


@dataclass(frozen=True, order=True, slots=True)
class Fault:
    """One thing wrong in one file, with its line (the header is line 1; 0 when no line can be named)."""

    file: str
    line: int
    field: str
    expected: str
    found: str = ""
    hint: str | Nearest = ""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        where = f"{place} {self.field}" if self.field else place
        found = f'"{self.found}"' if self.found else "nothing"
        return f"{where}: expected {self.expected}, found {found}" + (f" — {self.hint}" if self.hint else "")


class DataFaults(BriefingError):
    """The dataset breaks its rules; holds every fault, sorted by file and line."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(self.faults)

    def __str__(self) -> str:
        count = len(self.faults)
        heading = "1 fault in the data" if count == 1 else f"{count} faults in the data"
        # What is wrong with a whole table first: rows of others that refer to it are wrong because of that.
        told = sorted(self.faults, key=lambda fault: fault.line > 1)
        return "\n".join([f"{heading}:", *(f"  {fault}" for fault in told)])


def in_order(faults: Iterable[Fault]) -> list[Fault]:
    """Each fault once, by file and line."""
    return sorted(dict.fromkeys(faults), key=attrgetter("file", "line", "field", "expected", "found"))


def elsewhere(faults: Iterable[Fault], copy: Path, folder: Path) -> list[Fault]:
    """Faults of a copy, as those of the folder that it is a copy of."""
    there, here = shown(copy), shown(folder)
    return [replace(fault, file=fault.file.replace(there, here)) for fault in faults]


def shown(path: Path) -> str:
    """A file's name as a person can open it: relative inside the working folder, else whole."""
    try:
        return path.resolve().relative_to(Path.cwd().resolve()).as_posix()
    except ValueError:
        return os.fspath(path.resolve())
