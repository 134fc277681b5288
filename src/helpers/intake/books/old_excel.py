"""An .xls as values and marks. calamine, which reads the register's, does not tell how numbers are shown."""

import io
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
