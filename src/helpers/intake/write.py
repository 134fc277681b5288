"""All of an import or nothing: written apart, checked there, and put in place only when nothing is wrong."""

import csv
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from operator import attrgetter
from pathlib import Path

from helpers.data import csv_files, transaction
from helpers.data.faults import Fault, elsewhere
from helpers.data.validation.check import check
from helpers.intake.changeset import Changeset, TableChanges
from helpers.intake.faults import ManyFaults


def write(folder: Path, changeset: Changeset, *, dry_run: bool = False) -> None:
    """Carry out a changeset on a dataset's folder, or change nothing and raise ManyFaults when the check fails.

    A fault names the file that the row comes from, else the dataset's, and the line. A dry run stops after the check.
    Whoever writes holds ``transaction.one_writer`` from before it read the dataset.
    """
    touched = [changes for changes in changeset.tables if changes.added or changes.changed]
    if not touched:
        return
    names = [changes.table.path.name for changes in touched]
    with _somewhere() if dry_run else transaction.apart(folder) as copy:
        shutil.copytree(folder, copy, ignore=shutil.ignore_patterns(".*"), dirs_exist_ok=True)
        for changes in touched:
            save(copy / changes.table.path.name, changes)
        if faults := check(copy):
            raise ManyFaults(_at_their_origin(faults, copy, folder, changeset))
        if not dry_run:
            transaction.put(folder, names)


@contextmanager
def _somewhere() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as scratch:
        yield Path(scratch) / "data"


def save(path: Path, changes: TableChanges) -> None:
    """One table as CSV: UTF-8, LF, quotes only where they are needed, sorted by key."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, changes.table.names, lineterminator="\n")
        writer.writeheader()
        writer.writerows(changes.rows)


def _at_their_origin(faults: list[Fault], copy: Path, folder: Path, changeset: Changeset) -> list[Fault]:
    """Faults where a person can mend them: in the row of the file that came in, else in the dataset."""
    origins: dict[tuple[str, int], tuple[str, int]] = {}
    for changes in changeset.tables:
        sheet, _ = csv_files.read(replace(changes.table, path=copy / changes.table.path.name))
        if sheet:
            for line, key in zip(sheet.lines, sheet.combined(*sheet.table.key), strict=True):
                if origin := changeset.origins.get((sheet.table.name, *key)):
                    origins[(sheet.file, line)] = origin
    ours = [(fault, origins.get((fault.file, fault.line))) for fault in faults]
    come_in = [
        Fault(*there, fault.field, fault.expected, fault.found, fault.hint) for fault, there in ours if there
    ]
    come_in.sort(key=attrgetter("file", "line"))
    return [*come_in, *elsewhere([fault for fault, there in ours if not there], copy, folder)]
