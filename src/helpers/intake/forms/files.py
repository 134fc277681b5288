"""Files that people fill in, as tables of the dataset: the header found, remarks left out, merged cells repeated."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import Path

from helpers.data.faults import DataFaults, Fault
from helpers.data.schema import Package, Table
from helpers.errors import UnknownName, folded, nearest
from helpers.intake.books import grids
from helpers.intake.books.grids import Cell, Grid
from helpers.intake.books.safety import Place, Unreadable, Unusable
from helpers.intake.forms import text_files
from helpers.intake.forms.text_files import HEADER_WITHIN

OURS = "province-briefings"  # the mark of an exported workbook, whose numbers are plain digits
EXAMPLES = {"vi": "Ví dụ", "en": "Examples"}  # the sheet of a template that is there to look at
_WORKBOOKS = (".xlsx", ".xlsm", ".ods", ".xls")
_TEXTS = (".csv", ".tsv", ".txt")
# What offices also call a column, besides a field's name and titles.
_ALSO = {
    "area_id": ("Tỉnh/Thành phố", "Địa phương"),
    "period_start": ("Từ ngày",),
    "period_end": ("Đến ngày",),
    "unit_id": ("Đơn vị tính", "ĐVT"),
    "note_vi": ("Ghi chú",),
}
_NUMBERING = ("TT", "STT", "Số TT", "No.")  # the column that numbers the rows of a form, which says nothing


class UnknownSheet(UnknownName):
    """A sheet whose name is no table of the dataset."""

    kind = "table"


@dataclass(frozen=True)
class FilledTable:
    """One filled-in table: rows of cells by field, each with its row in the sheet; numbers stay apart from text.

    ``remarks`` is what a person must be told of how it was read.
    """

    file: str
    sheet: str
    table: Table
    rows: tuple[tuple[int, dict[str, str | Decimal]], ...]
    plain: bool = False  # whether its texts are the dataset's own, so that nothing in them is open
    remarks: tuple[str, ...] = ()

    @property
    def place(self) -> str:
        """How messages name it."""
        return f"{self.file}, sheet {self.sheet}" if self.sheet else self.file


def read_file(path: Path, package: Package, table: str = "") -> list[FilledTable]:
    """All filled-in tables of a file; ``table`` names that of a text file, or of a workbook's only sheet.

    Where it names none, these are observations. A sheet that is named after another table is refused.

    Raises Unreadable, UnknownSheet, package.UnknownTable, or DataFaults with every cell that holds no value.
    """
    named = package.table(table or "observations")
    if not path.is_file():
        raise Unreadable(str(path), "there is no such file")
    if path.suffix.casefold() in _WORKBOOKS:
        return list(_workbook(path, package, named, said=bool(table)))
    if path.suffix.casefold() not in _TEXTS:
        raise Unreadable(path.name, "not a .csv, .xlsx, .ods or .xls file; save it as one of these")
    headings = _headings(named)
    grid, remarks = text_files.read(path, lambda row: sum(_key(cell) in headings for cell in row))
    form = _Form(path.name, grid, named, ragged=True)
    return [FilledTable(path.name, "", named, form.rows, remarks=(*remarks, *form.remarks))]


def _workbook(path: Path, package: Package, named: Table, *, said: bool) -> Iterator[FilledTable]:
    sheets, keywords = grids.read_with_keywords(path)
    plain = keywords.startswith(OURS)
    filled = [
        grid
        for grid in sheets
        if grid.name not in EXAMPLES.values() and any(cell != "" for _, row in grid.rows for cell in row)
    ]
    if not filled:
        raise Unreadable(path.name, "an empty workbook: no sheet holds anything")
    for grid in filled:
        try:
            table = table_named(grid.name, package)
        except UnknownSheet:
            if grid.hidden:
                continue
            if sum(not one.hidden for one in filled) > 1:
                names = [
                    title for one in package.tables.values() for title in (one.name, *one.title.split(" · "))
                ]
                raise Unreadable(
                    path.name,
                    f"sheet {grid.name!r} is named after no table; {nearest(grid.name, names)}; "
                    "name each sheet after its table, or leave one sheet alone",
                ) from None
            table = named  # the only sheet may be called anything, as “Sheet1”
        if said and table is not named:
            raise Unreadable(
                f"{path.name}, sheet {grid.name}",
                f"by its name it fills the table {table.name}, and --table says {named.name}; leave --table out, "
                "or rename the sheet",
            )
        form = _Form(path.name, grid, table)
        yield FilledTable(path.name, grid.name, table, form.rows, plain, form.remarks)


def table_named(name: str, package: Package) -> Table:
    """The table that a sheet is named after, by id or by title in either language."""
    for table in package.tables.values():
        titles = [table.name, table.title, *table.title.split(" · ")]
        if folded(name) in {folded(title[:31]) for title in titles} | {folded(title) for title in titles}:
            return table
    raise UnknownSheet(name, package.tables)


def _headings(table: Table) -> dict[str, str]:
    """The field that each heading means, by its key: a field's name, its title in either language, a usual word for it.

    A column of row numbers means none.
    """
    found = {folded(one.name): one.name for one in table.fields}
    for one in table.fields:
        for title in filter(None, (one.title, one.title_vi)):
            found.setdefault(folded(title), one.name)
    for one in table.fields:
        for title in _ALSO.get(one.name, ()):
            found.setdefault(folded(title), one.name)
    return dict.fromkeys(map(folded, _NUMBERING), "") | found


def _key(cell: Cell) -> str:
    return folded(cell) if isinstance(cell, str) else ""


@dataclass(frozen=True)
class _Form:
    """One sheet as a table. ``ragged`` says that a row may be cut, as in a text file, whose cells end with it.

    Its properties raise Unreadable, or DataFaults with every row that is cut and every cell that holds no value.
    """

    file: str
    grid: Grid
    table: Table
    ragged: bool = False

    @cached_property
    def rows(self) -> tuple[tuple[int, dict[str, str | Decimal]], ...]:
        """The cells of each row by field; rows with nothing in them are left out."""
        fields, header = self._fields, self._header
        found = []
        faults: list[Fault] = []
        for index in range(header + 1, self._end):
            number, cells = self.grid.rows[index][0], self.grid.cells(index)
            if not any(cell != "" for cell in cells):
                continue
            if self.ragged and (len(cells) < len(fields) or any(cell != "" for cell in cells[len(fields) :])):
                faults.append(self._cut(number, cells))
                continue
            faults += [
                Fault(self.place, number, self._named(column), cell.expected, cell.found)
                for column, cell in enumerate(cells)
                if isinstance(cell, Unusable)
            ]
            row = {
                name: cell
                for name, cell in zip(fields, cells, strict=False)
                if name and not isinstance(cell, Unusable)
            }
            if any(cell != "" for cell in row.values()):
                found.append((number, row))
        if faults:
            raise DataFaults(faults)
        return tuple(found)

    @cached_property
    def remarks(self) -> tuple[str, ...]:
        """The rows below the table that are left out, with what the first of them says."""
        below = range(self._end, len(self.grid.rows))
        said = {self.grid.rows[one][0]: str(next(iter(self._filled(one).values()), "")) for one in below}
        said = {number: text for number, text in said.items() if text}
        if not said:
            return ()
        first, last = min(said), max(said)
        rows = f"row {first}" if first == last else f"rows {first} to {last}"
        return (f"{self.place}, {rows}: left out as a remark, “{said[first][:60]}”",)

    @property
    def place(self) -> str:
        """How messages name it."""
        return f"{self.file}, sheet {self.grid.name}" if self.grid.name else self.file

    @cached_property
    def _header(self) -> int:
        """Which row has the headings: the first with two or more and nothing else, or that with most of them."""
        known = _headings(self.table)
        best, most = -1, -1
        for index in range(min(HEADER_WITHIN, len(self.grid.rows))):
            filled = [cell for cell in self.grid.cells(index) if cell != ""]
            count = sum(_key(cell) in known for cell in filled)
            if count == len(filled) >= 2:
                return index
            if filled and count > most:
                best, most = index, count
        if best < 0:
            raise Unreadable(
                self.place,
                f"nothing in the first {HEADER_WITHIN} rows" if self.grid.rows else "the file is empty",
            )
        return best

    @cached_property
    def _fields(self) -> list[str]:
        """The field of each column; columns without a heading are left aside."""
        known = _headings(self.table)
        found: list[str] = []
        for column, cell in enumerate(self.grid.cells(self._header)):
            across = self.grid.covered.get((self._header, column), (0, column))[1] != column
            words = "" if across else cell.found if isinstance(cell, Unusable) else str(cell)
            if words and folded(words) not in known:
                hint = nearest(words, self._spoken)
                raise Unreadable(self.place, f"unknown column {words!r}; {hint}")
            name = known[folded(words)] if words else ""
            if name and name in found:
                raise Unreadable(self.place, f"two columns mean {name}; the second is {words!r}")
            found.append(name)
        while found and not found[-1]:
            found.pop()
        return found

    @property
    def _spoken(self) -> Sequence[str]:
        """The headings of all fields as most of this sheet's are: by field name, or by title in one language."""
        fields = self.table.fields
        titles = ([one.title or one.name for one in fields], [one.title_vi or one.name for one in fields])
        here = {_key(cell) for cell in self.grid.cells(self._header)}
        return max(self.table.names, *titles, key=lambda names: len(here & set(map(folded, names))))

    @cached_property
    def _end(self) -> int:
        """The row after the last of the table; below it stand remarks.

        These are rows with one filled cell, and, where each row has a number, rows without any digit: who signed.
        """
        end = len(self.grid.rows)
        if len(self._fields) < 2:
            return end
        while end > self._header + 1:
            filled = self._filled(end - 1)
            cut = filled and self.ragged and len(self.grid.cells(end - 1)) < len(self._fields)
            if cut or (len(filled) > 1 and not self._says_no_number(filled.values())):
                break
            end -= 1
        return end

    def _says_no_number(self, cells: Iterable[Cell]) -> bool:
        """Whether a row cannot be of this table, each of whose rows has a number, since it holds no digit."""
        numbers = {one.name for one in self.table.fields if one.type == "number" and one.required}
        return not numbers.isdisjoint(self._fields) and not any(
            isinstance(cell, Unusable) or re.search(r"\d", str(cell)) for cell in cells
        )

    def _filled(self, index: int) -> Mapping[Place, Cell]:
        """What a row holds, a merged cell once, by its place."""
        return {
            self.grid.covered.get((index, column), (index, column)): cell
            for column, cell in enumerate(self.grid.cells(index))
            if cell != ""
        }

    def _named(self, column: int) -> str:
        """How a message names a column."""
        return (self._fields[column] if column < len(self._fields) else "") or f"column {column + 1}"

    def _cut(self, number: int, cells: Sequence[Cell]) -> Fault:
        cut = len(cells) < len(self._fields)
        return Fault(
            self.place,
            number,
            "",
            f"{len(self._fields)} cells, as the header has",
            f"{len(cells)}",
            "the file may have been cut off here"
            if cut
            else "a cell with the delimiter in it stands in quotes",
        )
