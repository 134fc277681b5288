"""Workbooks that go out: a template to fill in, and the whole dataset; both come back by an import."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from helpers.data.csv_files import Sheets
from helpers.data.schema import Field, Package, Table
from helpers.intake.forms.files import OURS

_HEAD = PatternFill("solid", fgColor="DCE6F1")
_MUST = PatternFill("solid", fgColor="F8E0B0")  # columns that every row must fill
_TEXT = "@"  # Excel changes dates and leading zeros unless it is told that a cell holds text
_ROWS = 2000  # how far down a template's cells are prepared
_DAY = datetime(2000, 1, 1)  # the same bytes on every day


def template(package: Package) -> Workbook:
    """An empty sheet for each table: fields explained in comments, lists where a field has a closed list.

    The tables that a curator adds to most come first.
    """
    first = ("observations", "sources")
    book = _book("")
    for table in sorted(package.tables.values(), key=lambda one: (one.name not in first, one.name)):
        sheet = _sheet(book, table, [])
        for column, one in enumerate(table.fields, 1):
            letter = get_column_letter(column)
            if choices := _choices(one):
                allowed = DataValidation(type="list", formula1=f'"{",".join(choices)}"', allow_blank=True)
                sheet.add_data_validation(allowed)
                allowed.add(f"{letter}2:{letter}{_ROWS}")
            for row in range(2, 52):
                sheet.cell(row, column).number_format = _TEXT
    return book


def export(package: Package, sheets: Sheets) -> Workbook:
    """The whole dataset, a sheet for each table, every cell as text just as it stands in the file."""
    book = _book(OURS)
    for table in package.tables.values():
        _sheet(book, table, (row.values() for row in sheets[table.name].rows))
    return book


def save(book: Workbook, path: Path) -> None:
    """Write a workbook; raises FileExistsError rather than write over anything."""
    with path.open("xb") as file:
        book.save(file)


def _book(mark: str) -> Workbook:
    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.creator = book.properties.title = "province-briefings"
    book.properties.keywords = mark
    book.properties.created = book.properties.modified = _DAY
    return book


def _sheet(book: Workbook, table: Table, rows: Iterable[Iterable[str]]) -> Any:
    sheet = book.create_sheet(table.name)
    for column, one in enumerate(table.fields, 1):
        _head(sheet.cell(1, column, one.name), one)
        wide = {"note": 40, "name": 34, "title": 34, "text": 40, "definition": 40}
        width = wide.get(one.name.split("_")[0], max(len(one.name) + 3, 14))
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = "B2"
    for line, cells in enumerate(rows, 2):
        for column, text in enumerate(cells, 1):
            if text:
                _text(sheet.cell(line, column), text)
    return sheet


def _text(cell: Cell, text: str) -> None:
    """Text as text: a leading “=” is no formula, digits are no number."""
    cell.value = text
    cell.data_type = "s"
    cell.number_format = _TEXT


def _head(cell: Cell, one: Field) -> None:
    cell.font = Font(bold=True)
    cell.fill = _MUST if one.required else _HEAD
    cell.alignment = Alignment(vertical="top")
    said = [one.title, one.description, f"e.g. {one.example}" if one.example else ""]
    said.append("must be filled in" if one.required else "")
    cell.comment = Comment(
        "\n".join(text for text in said if text), "province-briefings", height=160, width=300
    )


def _choices(one: Field) -> list[str]:
    """What a field may hold, where that is a short closed list; Excel takes 255 characters of it."""
    choices = (
        ["true", "false"]
        if one.type == "boolean"
        else [str(each) for each in one.constraints.get("enum", [])]
    )
    return choices if len(",".join(choices)) <= 255 else []
