"""Workbooks that go out: how one is begun and saved, and the whole dataset, which comes back by an import."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.writer.excel import ExcelWriter

from helpers.data.schema import Field, Package
from helpers.errors import BriefingError
from helpers.intake.forms.files import OURS

TEXT = "@"  # Excel changes dates and leading zeros unless it is told that a cell holds text
_HEAD = PatternFill("solid", fgColor="DCE6F1")
_MUST = PatternFill("solid", fgColor="F8E0B0")  # columns that every row must fill
_WIDE = {"note": 40, "name": 34, "title": 34, "text": 40, "definition": 40, "indicator": 40}
_EXTENT = re.compile(r"<dimension [^>]*/>")
_BELOW = re.compile(r'<row r="2">.*?</row></sheetData>')
_DAY = datetime(2000, 1, 1)  # the same bytes on every day


class AlreadyThere(BriefingError):
    """A file in the place of the one that was to be written."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(path)

    def __str__(self) -> str:
        return f"{self.path}: there is such a file already; name another, or write over it with --force"


def export(
    package: Package, rows: Mapping[str, Iterable[Mapping[str, str]]], path: Path, *, over: bool = False
) -> None:
    """Write the whole dataset, a sheet for each table, every cell as text just as it stands in the file.

    ``rows`` are those of each table. Raises AlreadyThere.
    """
    book = new_book(OURS)
    written = {}
    for table in package.tables.values():
        sheet = book.create_sheet(table.name)
        set_widths(sheet, table.fields)
        for column, one in enumerate(table.fields, 1):
            head(sheet.cell(1, column), one.name, [one.title, one.description], must=one.required)
        below = sheet.cell(2, 1)
        below.number_format = TEXT
        written[f"xl/worksheets/sheet{len(book.worksheets)}.xml"] = "".join(
            _xml(rows[table.name], len(table.fields), below.style_id)
        )
    save(book, path, over=over, rows=written)


def _xml(rows: Iterable[Mapping[str, str]], width: int, style: int) -> Iterator[str]:
    """The rows of a sheet from the second on as openpyxl would write them, which takes it seconds: all text.

    As text a leading “=” is no formula, and digits are no number.
    """
    letters = [get_column_letter(column) for column in range(1, width + 1)]
    for line, row in enumerate(rows, 2):
        cells = "".join(
            [
                f'<c r="{letter}{line}" s="{style}" t="inlineStr">'
                f'<is><t xml:space="preserve">{escape(text)}</t></is></c>'
                for letter, text in zip(letters, row.values(), strict=True)
                if text
            ]
        )
        yield f'<row r="{line}">{cells}</row>'


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
        width = _WIDE.get(one.name.split("_")[0], max(len(one.name) + 3, len(one.title_vi) + 3, 14))
        sheet.column_dimensions[get_column_letter(column)].width = width


def save(book: Workbook, path: Path, *, over: bool = False, rows: Mapping[str, str] | None = None) -> None:
    """Write a workbook; raises AlreadyThere rather than write over anything, unless that is meant.

    ``rows`` has what stands below the headings of a sheet, as XML, by its file in the workbook.
    """
    try:
        with path.open("wb" if over else "xb") as file, _Archive(file, "w") as archive:
            archive.rows = rows or {}
            ExcelWriter(book, archive).save()
    except FileExistsError:
        raise AlreadyThere(path) from None


class _Archive(ZipFile):
    """A workbook's archive without the time at which it was written; ``rows`` are put into its sheets."""

    rows: Mapping[str, str]

    def writestr(self, name: str | ZipInfo, data: str | bytes, *_: Any, **__: Any) -> None:  # type: ignore[override]
        """Add a member."""
        info = ZipInfo(name if isinstance(name, str) else name.filename)
        super().writestr(info, data, ZIP_DEFLATED)

    def write(self, filename: Any, arcname: Any = None, *_: Any, **__: Any) -> None:
        """Add a file."""
        content = Path(filename).read_text(encoding="utf-8")
        below = self.rows.get(str(arcname))
        if below is not None:
            content = _BELOW.sub(lambda _: f"{below}</sheetData>", _EXTENT.sub("", content))
        self.writestr(str(arcname), content)


def new_book(mark: str) -> Workbook:
    """A workbook without sheets; ``mark`` is its keyword."""
    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.creator = book.properties.title = "province-briefings"
    book.properties.keywords = mark
    book.properties.created = book.properties.modified = _DAY
    return book
