"""What an import would do: rows to add, rows to change, rows that are already there."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from helpers.data import csv_files
from helpers.data.faults import DataFaults
from helpers.data.schema import Package, Table

Cells = dict[str, str]
Rows = Mapping[str, Iterable[Mapping[str, str]]]
Origins = Mapping[tuple[str, ...], tuple[str, int]]  # table and key → the file or sheet, and the row in it


@dataclass(frozen=True)
class TablePlan:
    """One table: its rows as they are, what comes in new, and what changes from what to what."""

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
        return [after[one] for one in sorted(after)]


@dataclass(frozen=True)
class Plan:
    """What an import would do to each table that it touches."""

    tables: tuple[TablePlan, ...]
    origins: Origins = field(default_factory=dict)

    @property
    def nothing(self) -> bool:
        """Whether all of it is there already."""
        return not any(one.added or one.changed for one in self.tables)


def plan(package: Package, incoming: Rows, origins: Origins | None = None) -> Plan:
    """Hold incoming rows against the dataset by primary key; a field that does not come in stays as it is.

    ``origins`` says where each row stands in the files that they come from, so that faults can say so too.
    Raises DataFaults when a table cannot be read.
    """
    tables = tuple(_table(package.table(name), rows) for name, rows in incoming.items())
    return Plan(tables, origins or {})


def _table(table: Table, incoming: Iterable[Mapping[str, str]]) -> TablePlan:
    sheet, faults = csv_files.read(table)
    if sheet is None:
        raise DataFaults(faults)
    now = {row.key(table.key): dict(row) for row in sheet.rows}
    added: dict[tuple[str, ...], Cells] = {}
    changed: dict[tuple[str, ...], tuple[Cells, Cells]] = {}
    same = 0
    for row in incoming:
        key = tuple(row.get(column, "") for column in table.key)
        old = now.get(key)
        new = {**(old or dict.fromkeys(table.names, "")), **row}
        if old is None:
            added[key] = new
        elif old != new:
            changed[key] = (old, new)
        else:
            same += 1
    return TablePlan(table, tuple(now.values()), tuple(added.values()), tuple(changed.values()), same)


def told(done: Plan, most: int = 10) -> list[str]:
    """The plan in lines: counts for each table, then the first changes field by field."""
    lines = [
        f"{one.table.name}: {len(one.added)} to add, {len(one.changed)} to change, {one.same} already there"
        for one in done.tables
    ]
    changes = [change for one in done.tables for change in _changes(one)]
    lines += [f"  {change}" for change in changes[:most]]
    if len(changes) > most:
        lines.append(f"  … and {len(changes) - most} more changes")
    return lines


def _changes(one: TablePlan) -> list[str]:
    return [
        f"{one.table.name} {' '.join(new[column] for column in one.table.key)}: "
        f"{column} {old[column]!r} becomes {new[column]!r}"
        for old, new in one.changed
        for column in one.table.names
        if old[column] != new[column]
    ]
