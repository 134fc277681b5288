"""An .xls as values and marks. calamine, which reads the register's, does not tell how numbers are shown."""

import io
import struct
from pathlib import Path
from typing import Any

from helpers.intake.books.excel import shown_as
from helpers.intake.books.safety import Marks, Unusable

Values = list[list[Any]]
"""A sheet's rows of stored values: text, numbers, dates, truth."""


def sheets(path: Path) -> list[tuple[str, bool, Values, Marks]]:
    """Each sheet: its name, whether it is hidden, its values, its marks.

    Raises what xlrd does for a file that is no workbook: XLRDError, and many others for a damaged one.
    """
    import xlrd  # only those who read an .xls pay for it

    book = xlrd.open_workbook(
        file_contents=path.read_bytes(), formatting_info=True, ragged_rows=True, logfile=io.StringIO()
    )
    return [(sheet.name, bool(sheet.visibility), *_cells(book, sheet)) for sheet in book.sheets()]


def _cells(book: Any, sheet: Any) -> tuple[Values, Marks]:
    import xlrd

    marks = Marks()
    values: Values = []
    for row in range(sheet.nrows):
        line: list[Any] = []
        for column, (kind, value) in enumerate(zip(sheet.row_types(row), sheet.row_values(row), strict=True)):
            place = (row, column)
            if kind == xlrd.XL_CELL_ERROR:
                marks.unusable[place] = Unusable(xlrd.error_text_from_code.get(value, "an error"))
            elif kind in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
                style = book.xf_list[sheet.cell_xf_index(row, column)]
                if shown := shown_as(book.format_map[style.format_key].format_str):
                    marks.shown[place] = shown
            if kind == xlrd.XL_CELL_DATE:
                value = xlrd.xldate_as_datetime(value, book.datemode)
            elif kind == xlrd.XL_CELL_BOOLEAN:
                value = bool(value)
            if kind not in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
                marks.hold(*place)
            line.append(value)
        values.append(line)
    marks.merged = [((top, left), (below - 1, right - 1)) for top, below, left, right in sheet.merged_cells]
    return values, marks


_SHEET, _BEGIN, _SEVERAL = (
    0x85,
    0x809,
    0xBD,
)  # records of a workbook: the entry of a sheet, its begin, a row of numbers
_CELLS = (
    0x06,
    0x203,
    0x204,
    0x205,
    0x27E,
    _SEVERAL,
    0xFD,
)  # formula, number, text, truth or error, short forms


def extents(path: Path) -> dict[str, Marks]:
    """How far the cells of each sheet reach, by its number from 1, without reading them.

    calamine makes room for all cells up to the last: a stray one in the last row and column costs it a gigabyte.
    Raises what xlrd does for a file that is no workbook, struct.error for one that is cut.
    """
    from xlrd.compdoc import CompDoc

    book = CompDoc(path.read_bytes(), logfile=io.StringIO())
    stream = book.get_named_stream("Workbook") or book.get_named_stream("Book") or b""
    sheets: dict[int, Marks] = {}
    current = Marks()
    place = 0
    while place + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, place)
        if kind == _SHEET:
            sheets[struct.unpack_from("<I", stream, place + 4)[0]] = Marks()
        elif kind == _BEGIN:
            current = sheets.get(place, current)
        elif kind in _CELLS:
            row, first = struct.unpack_from("<HH", stream, place + 4)
            last = struct.unpack_from("<H", stream, place + length + 2)[0] if kind == _SEVERAL else first
            current.hold(row, last)
        place += 4 + length
    return {str(number): marks for number, marks in enumerate(sheets.values(), 1)}
