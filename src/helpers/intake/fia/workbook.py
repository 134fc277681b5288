"""A workbook as pages of cells, whatever its format."""

from dataclasses import dataclass
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from helpers.intake.fia.errors import NotAReport, UnclearTable


@dataclass(frozen=True)
class Page:
    """One sheet; ``number`` counts all sheets of the file from 1, ``name`` is what its tab says."""

    file: str
    number: int
    name: str
    cells: tuple[tuple[object, ...], ...]

    def text(self, row: int, column: int) -> str:
        """The text of a cell, stripped; empty when it holds something else or lies outside."""
        cell = self.cell(row, column)
        return cell.strip() if isinstance(cell, str) else ""

    def cell(self, row: int, column: int) -> object:
        """What a cell holds; an empty text outside."""
        line = self.cells[row] if 0 <= row < len(self.cells) else ()
        return line[column] if 0 <= column < len(line) else ""

    def lines(self, start: int, stop: int, left: int = 0, right: int | None = None) -> list[str]:
        """All texts from one row, and one column, up to another, in reading order."""
        cells = (cell for line in self.cells[max(0, start) : stop] for cell in line[left:right])
        return [cell.strip() for cell in cells if isinstance(cell, str) and cell.strip()]

    def unclear(self, row: int, problem: str) -> UnclearTable:
        """The refusal of a table, with its place in the file."""
        return UnclearTable(self.file, self.number, row + 1, problem)


def read_pages(path: Path) -> tuple[Page, ...]:
    """The visible work sheets of a workbook, .xls or .xlsx; raises NotAReport when the file is none.

    Hidden sheets are left out: nobody prints them, and in the old .xls files they are the remains of a macro virus.
    """
    try:
        book = CalamineWorkbook.from_path(path)
        return tuple(
            Page(path.name, number, sheet.name, _cells(book, sheet.name))
            for number, sheet in enumerate(book.sheets_metadata, 1)
            if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible
        )
    except (CalamineError, OSError) as error:
        raise NotAReport(path.name, f"a file that is no workbook ({error})") from error


def _cells(book: CalamineWorkbook, name: str) -> tuple[tuple[object, ...], ...]:
    rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    return tuple(tuple(row) for row in rows)
