"""All of an import or nothing: written to a copy, checked there, and moved into place only when nothing is wrong."""

import csv
import os
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

from helpers.data import csv_files
from helpers.data.faults import DataFaults, Fault, shown
from helpers.data.validation.check import check
from helpers.intake.changeset import Plan, TablePlan


def write(folder: Path, plan: Plan, *, dry_run: bool = False) -> None:
    """Carry out a plan on a dataset's folder; raises DataFaults, and changes nothing, when the check would not pass.

    A fault names the file and line that the row would have had. A dry run stops after the check.
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
            raise DataFaults(_placed(faults, copy, folder, plan))
        if not dry_run:
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


def _placed(faults: list[Fault], copy: Path, folder: Path, plan: Plan) -> list[Fault]:
    """Faults where a person can mend them: in the row of the file that came in, else in the dataset."""
    found = []
    texts = {
        one.table.name: csv_files.read(replace(one.table, path=copy / one.table.path.name))[0]
        for one in plan.tables
    }
    for fault in faults:
        sheet = texts.get(Path(fault.file).stem)
        row = next((row for row in sheet.rows if row.line == fault.line), None) if sheet else None
        origin = plan.origins.get((sheet.table.name, *row.key(sheet.table.key))) if sheet and row else None
        place, line = origin or (fault.file.replace(shown(copy), shown(folder)), fault.line)
        found.append(replace(fault, file=place, line=line))
    return found
