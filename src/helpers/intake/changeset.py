"""What an import would do to each table: the rows to add, the rows to change, and how many are there already."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from helpers.data import csv_files
from helpers.data.csv_files import Sheet, Sheets
from helpers.data.faults import DataFaults
from helpers.data.schema import Package, Table

Cells = dict[str, str]
Rows = Mapping[str, Iterable[Mapping[str, str]]]
Origins = Mapping[tuple[str, ...], tuple[str, int]]
"""By table and key of a row: the file or sheet that it comes from, and its row there."""


@dataclass(frozen=True)
class TableChanges:
    """One table: its rows as they are, the rows to add, and the rows to change, each as it is and as it would be."""

    table: Table
    now: tuple[Cells, ...]
    added: tuple[Cells, ...] = ()
    changed: tuple[tuple[Cells, Cells], ...] = ()
    same: int = 0

    @property
    def rows(self) -> list[Cells]:
        """All rows as they would be, sorted by the primary key."""
        key = self.table.key
        after = {tuple(row[column] for column in key): row for row in self.now}
        after |= {tuple(new[column] for column in key): new for _, new in self.changed}
        after |= {tuple(row[column] for column in key): row for row in self.added}
        return [row for _, row in sorted(after.items())]


@dataclass(frozen=True)
class Changeset:
    """What an import would do to each table that it touches.

    ``remarks`` is what a person must be told of it, ``left_out`` what the files have and the dataset does not get.
    """

    tables: tuple[TableChanges, ...]
    origins: Origins = field(default_factory=dict)
    remarks: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether all rows are there already."""
        return not any(changes.added or changes.changed for changes in self.tables)


def compare(package: Package, sheets: Sheets, incoming: Rows, origins: Origins | None = None) -> Changeset:
    """Compare incoming rows with the dataset by primary key.

    A field that does not come in, or comes in empty, stays as it is, and so does a number that is written otherwise.

    ``sheets`` are the dataset's tables that could be read, ``origins`` lets a fault name the file that its row comes
    from. Raises DataFaults when a table could not be read.
    """
    for table in map(package.table, incoming):
        if table.name not in sheets:
            raise DataFaults(csv_files.read(table)[1])
    tables = tuple(_compare_table(sheets[name], rows) for name, rows in incoming.items())
    return Changeset(tables, origins or {})


def _compare_table(sheet: Sheet, incoming: Iterable[Mapping[str, str]]) -> TableChanges:
    table = sheet.table
    now: dict[tuple[str, ...], Cells] = {row.key(table.key): row for row in sheet.rows}
    added: dict[tuple[str, ...], Cells] = {}
    changed: dict[tuple[str, ...], tuple[Cells, Cells]] = {}
    same = 0
    for row in incoming:
        key = tuple(row.get(column, "") for column in table.key)
        old = now.get(key)
        if row == old:
            same += 1
            continue
        new = {**(old or dict.fromkeys(table.names, "")), **_said(table, row, old)}
        if old is None:
            added[key] = new
        elif old != new:
            changed[key] = (old, new)
        else:
            same += 1
    return TableChanges(table, tuple(now.values()), tuple(added.values()), tuple(changed.values()), same)


def _said(table: Table, row: Mapping[str, str], old: Mapping[str, str] | None) -> dict[str, str]:
    """The fields in which an incoming row says something else than the row that is there."""
    if old is None:
        return dict(row)
    numbers = {field.name for field in table.fields if field.type == "number"}
    return {
        name: text
        for name, text in row.items()
        if text and not (name in numbers and old[name] and _equal(text, old[name]))
    }


def _equal(one: str, other: str) -> bool:
    """Whether two texts write one number; what is no number is for the check."""
    try:
        return Decimal(one) == Decimal(other)
    except InvalidOperation:
        return False


def summary(changeset: Changeset, most: int = 10) -> list[str]:
    """The changeset in lines: counts for each table, then the first changes field by field."""
    lines = [
        f"{changes.table.name}: {len(changes.added)} to add, {len(changes.changed)} to change, "
        f"{changes.same} already there"
        for changes in changeset.tables
        if changes.added or changes.changed or changes.same  # a template has a sheet for each table
    ]
    fields = [line for changes in changeset.tables for line in _changed_fields(changes)]
    lines += [f"  {line}" for line in fields[:most]]
    if len(fields) > most:
        lines.append(f"  … and {len(fields) - most} more changes")
    return [*lines, *changeset.remarks]


def _changed_fields(changes: TableChanges) -> list[str]:
    return [
        f"{changes.table.name} {' '.join(new[column] for column in changes.table.key)}: "
        f"{column} {old[column]!r} becomes {new[column]!r}"
        for old, new in changes.changed
        for column in changes.table.names
        if old[column] != new[column]
    ]
