"""All of an import or nothing: written to a copy, checked there, and moved into place only when nothing is wrong."""

import csv
import os
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

from helpers.data.checks import check
from helpers.data.faults import DataFaults, Fault
from helpers.imports.plan import Plan, TablePlan


def write(folder: Path, plan: Plan) -> None:
    """Carry out a plan on a dataset's folder; raises DataFaults, and changes nothing, when the check would not pass.

    A fault names the file and line that the row would have had.
    """
    touched = [one for one in plan.tables if one.added or one.changed]
    if not touched:
        return
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".import-") as scratch:
        copy = Path(scratch) / folder.name
        shutil.copytree(folder, copy)
        for one in touched:
            save(copy / one.table.path.name, one)
        if faults := check(copy):
            raise DataFaults([_here(fault, copy, folder) for fault in faults])
        move([one.table.path.name for one in touched], copy, folder, Path(scratch) / "before")


def save(path: Path, one: TablePlan) -> None:
    """One table as CSV: UTF-8, LF, quotes only where they are needed, sorted by key."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, one.table.names, lineterminator="\n")
        writer.writeheader()
        writer.writerows(one.rows)


def move(names: list[str], source: Path, target: Path, before: Path) -> None:
    """Put the new files in place of the old, each by a rename; when one cannot be moved, the old come back."""
    before.mkdir()
    moved: list[str] = []
    try:
        for name in names:
            shutil.copy2(target / name, before / name)
            os.replace(source / name, target / name)
            moved.append(name)
    except OSError:
        for name in moved:
            os.replace(before / name, target / name)
        raise


def _here(fault: Fault, copy: Path, folder: Path) -> Fault:
    """A fault under the name of the folder that it would have come into."""
    return replace(fault, file=fault.file.replace(str(copy), str(folder)))
