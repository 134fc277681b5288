"""Files as a changeset of the dataset: spreadsheets that a curator filled in, and tables read by a mapping."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from helpers.data.csv_files import Sheets
from helpers.data.schema import Package
from helpers.data.validation import check
from helpers.intake.changeset import Changeset, compare
from helpers.intake.forms.files import FilledTable, read_file
from helpers.intake.forms.rows import read_rows
from helpers.intake.mapped import mapping as mappings
from helpers.intake.mapped.rows import read_mapped


def filled(package: Package, files: Sequence[Path], table: str = "", numbers: str = "") -> Changeset:
    """What files that a curator filled in would add and change.

    ``table`` is what a .csv or a workbook's only sheet fills, ``numbers`` how they are written: ``vi`` or ``en``.
    """
    tables = [one for file in files for one in read_file(file, package, table)]
    return _changes(package, check.read(package)[0], tables, numbers)


def mapped(package: Package, files: Sequence[Path], mapping: Path) -> Changeset:
    """What foreign tables would add and change by a mapping."""
    said = mappings.read(mapping, package)
    sheets = check.read(package)[0]
    tables = [one for file in files for one in read_mapped(file, said, package, sheets)]
    return _changes(package, sheets, tables, said.numbers)


def _changes(package: Package, sheets: Sheets, tables: Sequence[FilledTable], numbers: str) -> Changeset:
    incoming = read_rows(package, sheets, tables, numbers)
    return replace(compare(package, incoming.rows, incoming.origins), remarks=incoming.remarks)
