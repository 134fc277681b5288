"""The check: run every rule over the whole dataset and report all faults together."""

from pathlib import Path

from helpers.data import csv_files, schema
from helpers.data.corrections import corrected_tables
from helpers.data.csv_files import Row, Sheets
from helpers.data.faults import DataFaults, Fault, in_order, shown
from helpers.data.schema import Package
from helpers.data.validation import corrections, needed, outlines, table_schema
from helpers.data.validation.rules import FORMS, RULES


def check(folder: Path | None = None) -> list[Fault]:
    """All faults of a dataset, sorted by file and line; an empty list when there are none.

    The shape of the tables comes first. Our own rules then see the rows that have the right shape, in all
    tables that could be read, so that a fault in one table hides none in another and none is reported twice.
    """
    try:
        return look(schema.read(folder))[1]
    except DataFaults as error:
        return list(error.faults)


@csv_files.without_collecting()
def look(package: Package) -> tuple[Sheets, list[Fault]]:
    """The tables that can be read, and every fault of the dataset.

    Where the descriptor lacks a table or a field that code reads, only those faults: no rule could run.
    """
    if lacking := list(needed.missing(package)):
        return Sheets({}, package.tables), lacking
    sheets, found = read(package)
    found += undescribed(package)
    found += table_schema.faults(sheets)
    sound = without(sheets, found)
    found += [fault for rule in FORMS for fault in rule(sound)]
    sound = without(sound, found)
    found += corrections.faults(sound)
    sound = corrected_tables(without(sound, found))
    found += [fault for rule in RULES for fault in rule(sound)]
    found += outlines.faults(package.folder, sound)
    return sheets, in_order(found)


def ensure(folder: Path | None = None) -> None:
    """Refuse a dataset with faults: raises DataFaults that lists them all."""
    if found := check(folder):
        raise DataFaults(found)


def sound(folder: Path | None = None) -> tuple[Package, dict[str, tuple[Row, ...]]]:
    """The rows of a dataset without faults, as printed (before corrections). Raises DataFaults with all faults."""
    package = schema.read(folder)
    sheets, found = look(package)
    if found:
        raise DataFaults(found)
    return package, {name: sheet.rows for name, sheet in sheets.items()}


def readable(folder: Path | None = None) -> tuple[Package, dict[str, tuple[Row, ...]]]:
    """The same rows without a look at what they say, for a process that reads the dataset again and again.

    Raises DataFaults for tables that cannot be read.
    """
    package = schema.read(folder)
    rows = {name: csv_files.rows_again(table) for name, table in package.tables.items()}
    if None in rows.values():
        sheets, found = read(package)
        if found:
            raise DataFaults(found)
        rows |= {name: sheet.rows for name, sheet in sheets.items()}
    return package, {name: table for name, table in rows.items() if table is not None}


def read(package: Package) -> tuple[Sheets, list[Fault]]:
    """The text of all tables that can be read, and the faults of those that cannot."""
    sheets: dict[str, csv_files.Sheet] = {}
    found: list[Fault] = []
    for name, table in package.tables.items():
        sheet, faults = csv_files.read(table)
        found += faults
        if sheet:
            sheets[name] = sheet
    return Sheets(sheets, package.tables), found


def without(sheets: Sheets, found: list[Fault]) -> Sheets:
    """The tables without the rows that a fault was found in."""
    if not found:
        return sheets
    lines: dict[str, set[int]] = {}
    for fault in found:
        lines.setdefault(fault.file, set()).add(fault.line)
    return Sheets(
        {
            name: sheet.without(lines[sheet.file]) if sheet.file in lines else sheet
            for name, sheet in sheets.items()
        },
        sheets.tables,
    )


def undescribed(package: Package) -> list[Fault]:
    """CSV files in the folder that the descriptor does not mention."""
    known = {table.path.name for table in package.tables.values()}
    return [
        Fault(
            shown(path),
            0,
            "",
            f"a table of {schema.DESCRIPTOR}",
            path.name,
            "describe it there or move it",
        )
        for path in sorted(package.folder.glob("*.csv"))
        if path.name not in known
    ]
