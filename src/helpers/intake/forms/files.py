"""Files that people fill in, as sheets of rows: .csv with comma, semicolon or tab, and .xlsx."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from helpers.data.schema import Package, Table
from helpers.errors import (
    BriefingError,
    UnknownName,
    folded,
    nearest,
)

OURS = "province-briefings"  # the mark of an exported workbook, whose numbers are plain digits


class Unreadable(BriefingError):
    """A file that is no table."""

    def __init__(self, file: str, problem: str) -> None:
        self.file, self.problem = file, problem
        super().__init__(file, problem)

    def __str__(self) -> str:
        return f"{self.file}: {self.problem}"


class UnknownSheet(UnknownName):
    """A sheet whose name is no table of the dataset."""

    kind = "table"


@dataclass(frozen=True)
class FilledTable:
    """One filled-in table: rows of cells by field, each with its row in the sheet; numbers stay apart from text."""

    file: str
    sheet: str
    table: Table
    rows: tuple[tuple[int, dict[str, str | Decimal]], ...]
    plain: bool  # whether its texts are the dataset's own, so that nothing in them is open

    @property
    def place(self) -> str:
        """How messages name it."""
        return f"{self.file}, sheet {self.sheet}" if self.sheet else self.file


def read_file(path: Path, package: Package, table: str) -> list[FilledTable]:
    """All filled-in tables of a file; ``table`` names the one of a .csv.

    Raises Unreadable, UnknownSheet, or package.UnknownTable.
    """
    if not path.is_file():
        raise Unreadable(str(path), "there is no such file")
    if path.suffix.lower() == ".xlsx":
        return list(_workbook(path, package))
    if path.suffix.lower() not in (".csv", ".tsv", ".txt"):
        raise Unreadable(path.name, "not a .csv or .xlsx file; save it as one of these")
    return [_filled(path.name, "", package.table(table), _csv(path), plain=False)]


def _csv(path: Path) -> Iterator[tuple[int, list[Any]]]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable(path.name, "not UTF-8; save it as “CSV UTF-8”") from None
    head = text.partition("\n")[0]
    delimiter = max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    for cells in reader:
        yield reader.line_num, list(cells)


def _workbook(path: Path, package: Package) -> Iterator[FilledTable]:
    import openpyxl  # a quarter of a second, so only those who read one pay for it

    try:
        book = openpyxl.load_workbook(path, data_only=True)
    except (
        Exception
    ) as error:  # zipfile, XML and openpyxl each raise their own for a file that is no workbook
        raise Unreadable(path.name, f"not a workbook ({error})") from None
    ours = (book.properties.keywords or "").startswith(OURS)
    for sheet in book.worksheets:
        rows = ((number, [_value(cell) for cell in row]) for number, row in enumerate(sheet.iter_rows(), 1))
        yield _filled(path.name, sheet.title, table_named(sheet.title, package), rows, plain=ours)


def table_named(name: str, package: Package) -> Table:
    """The table that a sheet is named after, by id or by title in either language."""
    for table in package.tables.values():
        titles = [table.name, table.title, *table.title.split(" · ")]
        if folded(name) in {folded(title) for title in titles} | {folded(table.name)[:31]}:
            return table
    raise UnknownSheet(name, package.tables)


def _filled(
    file: str, sheet: str, table: Table, rows: Iterator[tuple[int, list[Any]]], *, plain: bool
) -> FilledTable:
    numbered = list(rows)
    if not numbered:
        raise Unreadable(file, f"sheet {sheet!r} is empty" if sheet else "the file is empty")
    fields = _fields(file, sheet, table, numbered[0][1])
    found = []
    for number, cells in numbered[1:]:
        row = {name: _cell(value) for name, value in zip(fields, cells, strict=False) if name}
        if any(value != "" for value in row.values()):
            found.append((number, row))
    return FilledTable(file, sheet, table, tuple(found), plain)


def _fields(file: str, sheet: str, table: Table, header: list[Any]) -> list[str]:
    """The field of each column, by name or title; columns without a heading are left aside."""
    known = {folded(one.name): one.name for one in table.fields}
    known |= {folded(one.title): one.name for one in table.fields if folded(one.title) not in known}
    found = []
    for title in header:
        words = str(title or "").strip()
        if words and folded(words) not in known:
            place = f"{file}, sheet {sheet}" if sheet else file
            raise Unreadable(place, f"unknown column {words!r}; {nearest(words, table.names)}")
        found.append(known.get(folded(words), "") if words else "")
    return found


def _value(cell: Any) -> Any:
    """What a workbook's cell shows: a month that is stored as its first day stays a month, 5% stays 5."""
    value, shape = cell.value, cell.number_format.lower()
    if isinstance(value, date) and "d" not in shape:
        return value.isoformat()[: 7 if "m" in shape else 4]
    if isinstance(value, int | float) and shape.endswith("%"):
        return _number(value) * 100
    return value


def _cell(value: Any) -> str | Decimal:
    """A cell's text, or its number where the workbook has one."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float | Decimal):
        return _number(value)
    if isinstance(value, date):
        return value.isoformat()[:10]
    return str(value).strip()


def _number(value: float | Decimal) -> Decimal:
    """A number in as few digits as say it."""
    number = Decimal(str(value))
    return number.quantize(Decimal(1)) if number == number.to_integral_value() else number.normalize()
