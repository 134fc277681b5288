"""Workbooks that go out: how one is begun and saved, and the whole dataset, which comes back by an import."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.writer.excel import ExcelWriter

from helpers.data.csv_files import Sheets
from helpers.data.schema import Field, Package
from helpers.errors import BriefingError
from helpers.intake.forms.files import OURS

TEXT = "@"  # Excel changes dates and leading zeros unless it is told that a cell holds text
_HEAD = PatternFill("solid", fgColor="DCE6F1")
_MUST = PatternFill("solid", fgColor="F8E0B0")  # columns that every row must fill
_WIDE = {"note": 40, "name": 34, "title": 34, "text": 40, "definition": 40, "indicator": 40}
_DAY = datetime(2000, 1, 1)  # the same bytes on every day


class AlreadyThere(BriefingError):
    """A file in the place of the one that was to be written."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(path)

    def __str__(self) -> str:
        return f"{self.path}: there is such a file already; name another, or write over it with --force"


def export(package: Package, sheets: Sheets) -> Workbook:
    """The whole dataset, a sheet for each table, every cell as text just as it stands in the file."""
    book = new_book(OURS, write_only=True)
    for table in package.tables.values():
        sheet = book.create_sheet(table.name)
        set_widths(sheet, table.fields)
        sheet.append(
            head(WriteOnlyCell(sheet), one.name, [one.title, one.description], must=one.required)
            for one in table.fields
        )
        text = WriteOnlyCell(sheet)
        text.number_format = TEXT
        for row in sheets[table.name].rows:
            sheet.append(_cells(text, row.values()))
    return book


def head(cell: Any, title: str, said: Iterable[str], *, must: bool) -> Any:
    """A cell as the heading of a column, with help in its comment."""
    cell.value, cell.font, cell.alignment = title, Font(bold=True), Alignment(vertical="top")
    cell.fill = _MUST if must else _HEAD
    cell.comment = Comment("\n".join(filter(None, said)), "province-briefings", height=160, width=300)
    return cell


def set_widths(sheet: Any, fields: Sequence[Field]) -> None:
    """Columns as wide as what usually stands in them; the first column and the headings stay in sight."""
    sheet.freeze_panes = "B2"
    for column, one in enumerate(fields, 1):
        width = _WIDE.get(one.name.split("_")[0], max(len(one.name) + 3, 14))
        sheet.column_dimensions[get_column_letter(column)].width = width


def _cells(cell: Any, texts: Iterable[str]) -> Iterator[Any]:
    """The same cell with one text after the other: a leading “=” is no formula, digits are no number."""
    for text in texts:
        if text:
            cell._value, cell.data_type = text, "s"
            yield cell
        else:
            yield None


def save(book: Workbook, path: Path, *, over: bool = False) -> None:
    """Write a workbook; raises AlreadyThere rather than write over anything, unless that is meant."""
    try:
        with path.open("wb" if over else "xb") as file, _Undated(file, "w") as archive:
            ExcelWriter(book, archive).save()
    except FileExistsError:
        raise AlreadyThere(path) from None


class _Undated(ZipFile):
    """A workbook's archive without the time at which it was written."""

    def writestr(self, name: str | ZipInfo, data: str | bytes, *_: Any, **__: Any) -> None:  # type: ignore[override]
        """Add a member."""
        info = ZipInfo(name if isinstance(name, str) else name.filename)
        super().writestr(info, data, ZIP_DEFLATED)

    def write(self, filename: Any, arcname: Any = None, *_: Any, **__: Any) -> None:
        """Add a file."""
        self.writestr(str(arcname), Path(filename).read_bytes())


def new_book(mark: str, *, write_only: bool = False) -> Workbook:
    """A workbook without sheets; ``mark`` is its keyword."""
    book = Workbook(write_only=write_only)
    for sheet in book.worksheets:
        book.remove(sheet)
    book.properties.creator = book.properties.title = "province-briefings"
    book.properties.keywords = mark
    book.properties.created = book.properties.modified = _DAY
    return book
