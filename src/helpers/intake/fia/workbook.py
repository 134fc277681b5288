"""A workbook of the register: its sheets as cells, and the tables that are found on them.

Capital is always in million US dollars.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Context, Decimal
from pathlib import Path
from typing import Literal

from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from helpers.errors import BriefingError
from helpers.intake.books.grids import opened
from helpers.intake.books.safety import Unreadable

Kind = Literal["flow", "stock"]
By = Literal["locality", "partner", "sector"]

COUNTS = frozenset({"new_projects", "adjusted_projects", "share_count", "projects"})
"""The values that count projects or purchases of shares; all others are capital."""

FLOW = (
    "new_projects",
    "new_capital",
    "adjusted_projects",
    "adjusted_capital",
    "share_count",
    "share_capital",
    "total_capital",
)
STOCK = ("projects", "capital")

_PRINTED = Context(prec=15, rounding=ROUND_HALF_EVEN)
"""A spreadsheet shows fifteen digits of a number; the rest is what binary fractions add."""
_DOLLAR = Decimal("0.000001")
_NOISE = Decimal("0.0000000001")
"""In million dollars: a hundredth of a cent."""


class NotAReport(BriefingError):
    """A file without a single table of the register."""

    def __init__(self, file: str, found: str) -> None:
        self.file, self.found = file, found
        super().__init__(file, found)

    def __str__(self) -> str:
        return (
            f"{self.file}: not a workbook of the Foreign Investment Agency; looked for a table headed "
            "“Địa phương”, “Đối tác” or “Ngành” with “Số dự án cấp mới” or “Số dự án” beside it and a date "
            f"such as “đến 20/12/2022” above it; found {self.found}"
        )


class UnclearTable(BriefingError):
    """A table that could be read in more than one way, or in none."""

    def __init__(self, file: str, sheet: int, row: int, problem: str) -> None:
        self.file, self.sheet, self.row, self.problem = file, sheet, row, problem
        super().__init__(file, sheet, row, problem)

    def __str__(self) -> str:
        return f"{self.file}, sheet {self.sheet}, row {self.row}: {self.problem}"


@dataclass(frozen=True)
class Worksheet:
    """The cells of one sheet; ``number`` counts all sheets of the file from 1, ``name`` is what its tab says."""

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


@dataclass(frozen=True)
class FiaRow:
    """One printed row: its label, its row in the sheet (from 1), and a value, or None, for each column printed."""

    label: str
    row: int
    values: dict[str, Decimal | None]


@dataclass(frozen=True)
class FiaTable:
    """One table: what came in from ``period_start`` to ``period_end``, or what was in force at ``period_end``.

    ``sheet`` counts from 1. ``period_start`` is empty for a stock, and where a flow does not print it.
    """

    kind: Kind
    by: By
    period_start: str
    period_end: str
    sheet: int
    rows: tuple[FiaRow, ...]
    total: FiaRow

    @property
    def name(self) -> str:
        """How messages name the table, such as ``stock by locality 2022-12-20``."""
        return f"{self.kind} by {self.by} {self.period_end}"


@dataclass(frozen=True)
class Difference:
    """One column of a table whose rows do not add up: to the total beneath them, or, where ``of_country``, to the
    country's total in the table by locality. ``hint`` says what may be the reason.
    """

    sheet: int
    table: str
    column: str
    added: Decimal
    printed: Decimal | None
    of_country: bool = False
    hint: str = ""

    def __str__(self) -> str:
        place = f"sheet {self.sheet}, {self.table}: {self.column}"
        if self.printed is None:
            return f"{place}: rows add up to {self.added:f}, no total is printed"
        total = "the country's total by locality" if self.of_country else "the printed total"
        return (
            f"{place}: rows add up to {self.added:f}, {total} is {self.printed:f}, "
            f"difference {shortest(self.added - self.printed):+f}{self.hint and f'; {self.hint}'}"
        )


@dataclass(frozen=True)
class Report:
    """All tables of one workbook, in the order of its sheets, and the columns of them that do not add up."""

    file: str
    tables: tuple[FiaTable, ...]
    differences: tuple[Difference, ...] = ()

    @property
    def closing_day(self) -> str:
        """The last day that its tables speak of, as an ISO date."""
        return max(table.period_end for table in self.tables)


def read_worksheets(path: Path) -> tuple[Worksheet, ...]:
    """The visible work sheets of a workbook, .xls or .xlsx; raises NotAReport when the file is none.

    Hidden sheets are left out: nobody prints them, and in the old .xls files they are the remains of a macro virus.
    """
    try:
        with opened(path) as (book, _):
            return tuple(
                Worksheet(path.name, number, sheet.name, _cells(book, sheet.name))
                for number, sheet in enumerate(book.sheets_metadata, 1)
                if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible
            )
    except (Unreadable, OSError) as error:
        problem = error.problem if isinstance(error, Unreadable) else error
        raise NotAReport(path.name, f"a file that is no workbook ({problem})") from error


def _cells(book: CalamineWorkbook, name: str) -> tuple[tuple[object, ...], ...]:
    rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    return tuple(tuple(row) for row in rows)


def printed_number(cell: float, power: int = 0) -> Decimal:
    """A stored number as its printed digits, times a power of ten, without trailing zeros.

    Amounts that miss a whole dollar by less than a hundredth of a cent are that whole dollar: sums of binary
    fractions leave such traces. Cents and their parts stay.
    """
    value = _PRINTED.create_decimal(Decimal(repr(cell))).scaleb(power)
    whole = value.quantize(_DOLLAR)
    return shortest(whole if abs(value - whole) < _NOISE else value)


def shortest(value: Decimal) -> Decimal:
    """The same number without trailing zeros after the point, and never with an exponent."""
    whole = value.to_integral_value()
    return whole.quantize(Decimal(1)) if value == whole else value.normalize()
