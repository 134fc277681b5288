"""Sheets as a person sees them: a month that is stored as its first day is a month, 5% is 5, a cut cell is told."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Context, Decimal
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from helpers.intake.books import excel, old_excel, opendocument
from helpers.intake.books.safety import (
    LONGEST,
    MOST_CELLS,
    Kind,
    Marks,
    Place,
    Unreadable,
    Unusable,
    kind_of,
    quiet,
    reading,
    refuse_wide,
)

Cell = str | Decimal | Unusable
"""What a cell shows: text, a number, or nothing that could be meant; numbers stay apart from text."""

_PRINTED = Context(prec=15, rounding=ROUND_HALF_EVEN)
"""A spreadsheet shows fifteen digits of a number; the rest is what binary fractions add."""
_MOST = 10**15
_DIGITS = {"month": 7, "year": 4}
_MARKS = {"xlsx": excel.marks, "ods": opendocument.marks}


@dataclass(frozen=True)
class Grid:
    """The cells of one sheet, each row with its number from 1; ``merged`` has the ranges by their cells from 0."""

    name: str
    rows: tuple[tuple[int, Sequence[Cell]], ...]
    merged: tuple[tuple[Place, Place], ...] = ()
    hidden: bool = False

    def cells(self, index: int) -> Sequence[Cell]:
        """The cells of a row (from 0), a merged cell in all places that it covers."""
        cells = self.rows[index][1]
        columns = self._covered_in.get(index)
        if not columns:
            return cells
        width = max(len(cells), max(columns) + 1)
        return [
            self._at(self.covered[index, column]) if column in columns else self._at((index, column))
            for column in range(width)
        ]

    def _at(self, place: Place) -> Cell:
        row, column = place
        cells = self.rows[row][1]
        return cells[column] if column < len(cells) else ""

    @cached_property
    def covered(self) -> dict[Place, Place]:
        """By place that a merged cell covers: the place of the cell itself."""
        return {
            (row, column): (top, left)
            for (top, left), (bottom, right) in self.merged
            for row in range(top, bottom + 1)
            for column in range(left, right + 1)
            if (row, column) != (top, left)
        }

    @cached_property
    def _covered_in(self) -> dict[int, set[int]]:
        """The columns of each row that a merged cell covers."""
        found: dict[int, set[int]] = {}
        for row, column in self.covered:
            found.setdefault(row, set()).add(column)
        return found


@contextmanager
def opened(path: Path) -> Iterator[tuple[CalamineWorkbook, Mapping[str, Marks]]]:
    """A workbook in calamine's hands, and the marks of its sheets, none for an .xls.

    Raises Unreadable for a file that is none or too large, also for what calamine stumbles over meanwhile.
    """
    with _opened(path, kind_of(path)) as found:
        yield found


@contextmanager
def _opened(path: Path, kind: Kind) -> Iterator[tuple[CalamineWorkbook, Mapping[str, Marks]]]:
    with reading(path.name):
        marks = _marks(path, kind)
        with quiet(), CalamineWorkbook.from_path(path) as book:
            yield book, marks


def read(path: Path) -> tuple[Grid, ...]:
    """The work sheets of an .xlsx, .ods or .xls; raises Unreadable for a file that is none or too large."""
    return read_with_keywords(path)[0]


def read_with_keywords(path: Path) -> tuple[tuple[Grid, ...], str]:
    """The work sheets as ``read`` has them, and the keywords among the properties of an .xlsx, empty for others."""
    kind = kind_of(path)
    sheets = _sheets(path, kind)
    if kind != "xlsx":
        return sheets, ""
    with reading(path.name), ZipFile(path) as archive:
        return sheets, excel.keywords(archive) if "docProps/core.xml" in archive.namelist() else ""


def _sheets(path: Path, kind: Kind) -> tuple[Grid, ...]:
    if kind == "xls":
        with reading(path.name):
            sheets = old_excel.sheets(path)
            refuse_wide(path.name, {name: marks for name, _, _, marks in sheets})
            return tuple(_grid(name, values, marks, hidden) for name, hidden, values, marks in sheets)
    with _opened(path, kind) as (book, marks):
        return tuple(
            _grid(
                sheet.name,
                book.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False),
                marks[sheet.name],
                sheet.visible != SheetVisibleEnum.Visible,
            )
            for sheet in book.sheets_metadata
            if sheet.typ == SheetTypeEnum.WorkSheet
        )


@lru_cache(maxsize=4096)
def usable(text: str) -> Cell:
    """A text as a cell: stripped, and none where it is an error or longer than a spreadsheet takes."""
    if len(text) > LONGEST:
        return Unusable(f"{text[:40]}… ({len(text):,} characters)", f"at most {LONGEST:,} characters")
    text = text.strip()
    if text.startswith("#") and text in _ERRORS:
        return Unusable(text)
    return text


_ERRORS = frozenset(["#REF!", "#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#VALUE!"])


def _marks(path: Path, kind: Kind) -> Mapping[str, Marks]:
    if kind == "xls":
        refuse_wide(path.name, old_excel.extents(path))
        return {}
    with ZipFile(path) as archive:
        found = _MARKS[kind](archive)
    refuse_wide(path.name, found)
    return found


def _grid(name: str, values: Sequence[Sequence[Any]], marks: Marks, hidden: bool) -> Grid:
    rows = [[usable(value) if isinstance(value, str) else _cell(value) for value in line] for line in values]
    for place, shown in marks.shown.items():
        _put(rows, place, _shown(_at(values, place), shown))
    for place, unusable in marks.unusable.items():
        _put(rows, place, unusable)
    last = (len(rows) - 1, max(map(len, rows), default=0) - 1)
    merged = tuple(
        (first, (min(end[0], last[0]), min(end[1], last[1]))) for first, end in marks.merged if first <= last
    )
    if sum((end[0] - first[0] + 1) * (end[1] - first[1] + 1) for first, end in merged) > MOST_CELLS:
        raise Unreadable(f"sheet {name}", "its merged cells lie over one another")
    return Grid(name, tuple(enumerate(rows, 1)), merged, hidden)


def _at(values: Sequence[Sequence[Any]], place: Place) -> Any:
    row, column = place
    return values[row][column] if row < len(values) and column < len(values[row]) else ""


def _put(rows: list[list[Cell]], place: Place, cell: Cell) -> None:
    row, column = place
    rows.extend([] for _ in range(len(rows), row + 1))
    rows[row].extend("" for _ in range(len(rows[row]), column + 1))
    rows[row][column] = cell


def _shown(value: Any, shown: str) -> Cell:
    """A number as a percentage, or a date without the parts that are not shown."""
    if isinstance(value, date) and shown in _DIGITS:
        return value.isoformat()[: _DIGITS[shown]]
    if isinstance(value, int | float) and not isinstance(value, bool) and shown == "percent":
        return _number(value, 100)
    return _cell(value)


def _cell(value: Any) -> Cell:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return _number(value)
    if isinstance(value, date):
        return value.isoformat()[:10]
    return usable(str(value))


def _number(value: float, times: int = 1) -> Cell:
    """A number in as few digits as say it."""
    if abs(value) >= _MOST:
        return Unusable(f"{value:g}", "a number of at most fifteen digits")
    number = _PRINTED.create_decimal(repr(value)) * times
    return number.quantize(Decimal(1)) if number == number.to_integral_value() else number.normalize()
