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
from helpers.intake.changeset import Changeset, TableChanges


def write(folder: Path, changeset: Changeset, *, dry_run: bool = False) -> None:
    """Carry out a changeset on a dataset's folder, or change nothing and raise DataFaults when the check fails.

    A fault names the file that the row comes from, else the dataset's, and the line. A dry run stops after the check.
    """
    touched = [changes for changes in changeset.tables if changes.added or changes.changed]
    if not touched:
        return
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".import-") as scratch:
        copy = Path(scratch) / folder.name
        shutil.copytree(folder, copy)
        for changes in touched:
            save(copy / changes.table.path.name, changes)
        if faults := check(copy):
            raise DataFaults(_at_their_origin(faults, copy, folder, changeset))
        if not dry_run:
            move([changes.table.path.name for changes in touched], copy, folder, Path(scratch) / "before")


def save(path: Path, changes: TableChanges) -> None:
    """One table as CSV: UTF-8, LF, quotes only where they are needed, sorted by key."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, changes.table.names, lineterminator="\n")
        writer.writeheader()
        writer.writerows(changes.rows)


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


def _at_their_origin(faults: list[Fault], copy: Path, folder: Path, changeset: Changeset) -> list[Fault]:
    """Faults where a person can mend them: in the row of the file that came in, else in the dataset."""
    found = []
    texts = {
        changes.table.name: csv_files.read(replace(changes.table, path=copy / changes.table.path.name))[0]
        for changes in changeset.tables
    }
    for fault in faults:
        sheet = texts.get(Path(fault.file).stem)
        row = next((row for row in sheet.rows if row.line == fault.line), None) if sheet else None
        origin = (
            changeset.origins.get((sheet.table.name, *row.key(sheet.table.key))) if sheet and row else None
        )
        place, line = origin or (fault.file.replace(shown(copy), shown(folder)), fault.line)
        found.append(replace(fault, file=place, line=line))
    return found
