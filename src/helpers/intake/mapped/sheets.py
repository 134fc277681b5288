"""Tables of yearbooks and text files: columns of labels, and figures under headings such as “2018 Total”."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path

from helpers.errors import folded, nearest
from helpers.intake.books import grids
from helpers.intake.books.grids import Grid
from helpers.intake.books.safety import Unusable
from helpers.intake.forms import text_files
from helpers.intake.forms.text_files import HEADER_WITHIN
from helpers.intake.mapped.cubes import Cube, Figure
from helpers.intake.mapped.mapping import TableMapping
from helpers.intake.mapped.times import IN_A_HEADING

_WORKBOOKS = (".xlsx", ".xlsm", ".ods", ".xls")


def read(path: Path, mapping: TableMapping) -> Cube:
    """The table of a text file, or of one sheet of a workbook.

    Raises Unreadable, WrongMapping where the mapping names what the file has not.
    """
    if path.suffix.casefold() in _WORKBOOKS:
        number, grid = _sheet(path, mapping)
        remarks: tuple[str, ...] = ()
    else:
        wanted = {folded(name) for name in mapping.columns}
        pattern = _pattern(mapping)

        def known(row: Sequence[str]) -> int:
            return sum(folded(cell) in wanted or bool(pattern and pattern.fullmatch(cell)) for cell in row)

        number = 1
        grid, remarks = text_files.read(path, known)
    return _Table(path.name, number, grid, mapping).cube(remarks)


def _sheet(path: Path, mapping: TableMapping) -> tuple[int, Grid]:
    """The sheet that the mapping names, or the only one; sheets count from 1."""
    found = [
        (number, grid)
        for number, grid in enumerate(grids.read(path), 1)
        if (folded(grid.name) == folded(mapping.sheet) if mapping.sheet else not grid.hidden)
    ]
    if len(found) == 1:
        return found[0]
    names = [grid.name for grid in grids.read(path)]
    if mapping.sheet:
        raise mapping.wrong(f"{path.name} has no sheet {mapping.sheet!r}; {nearest(mapping.sheet, names)}")
    raise mapping.wrong(f'say which sheet of {path.name} is meant, such as sheet = "{names[0]}"')


def _pattern(mapping: TableMapping) -> re.Pattern[str] | None:
    """The pattern of headings: “{year} {kind}” is a time, a blank and anything."""
    if not mapping.headings:
        return None
    pieces = re.split(r"\{([^{}]+)\}", mapping.headings)
    times = {folded(name) for name in mapping.times}
    written = [
        re.escape(piece) if place % 2 == 0 else f"({IN_A_HEADING if folded(piece) in times else '.+?'})"
        for place, piece in enumerate(pieces)
    ]
    return re.compile("".join(written), re.IGNORECASE)


class _Table:
    """One sheet read by a mapping."""

    def __init__(self, file: str, number: int, grid: Grid, mapping: TableMapping) -> None:
        self.grid, self.mapping = grid, mapping
        self.place = f"{file}, sheet {grid.name}" if grid.name else file
        self.file, self.number = file, number
        self._texts = [
            [_words(cell) for cell in grid.cells(index)]
            for index in range(min(len(grid.rows), max([HEADER_WITHIN, *mapping.header])))
        ]
        self._first, self._last = self._header()
        self._headings = self._joined()
        self._width = len(self._headings)
        self._labels = {name: self._column(name) for name in mapping.columns}

    def cube(self, remarks: Sequence[str]) -> Cube:
        """Its figures."""
        parts = re.findall(r"\{([^{}]+)\}", self.mapping.headings)
        names = tuple((name,) for name in (*self._labels, *parts))
        width = len(self._labels)
        return Cube(
            self.file,
            names,
            self._figures(),
            frozenset(range(width, width + len(parts))),
            self.grid.name,
            f"s{self.number}r{{row}}",
            (*remarks, *self._aside()),
        )

    def _header(self) -> tuple[int, int]:
        """The first and the last row of the headings, from 0: those said, or the first with all that is named."""
        rows = self.mapping.header
        if rows:
            if max(rows) > len(self._texts):
                raise self.mapping.wrong(f"header = {max(rows)}, but {self.place} has fewer rows")
            return min(rows) - 1, max(rows) - 1
        wanted = {folded(name) for name in self.mapping.columns if not name.startswith("column ")}
        pattern = _pattern(self.mapping)
        for index, texts in enumerate(self._texts):
            matching = pattern is None or any(text and pattern.fullmatch(text) for text in texts)
            if wanted <= {folded(text) for text in texts} and matching:
                return index, index
        names = [text for texts in self._texts for text in texts if text]
        lost = sorted(name for name in self.mapping.columns if folded(name) not in set(map(folded, names)))
        if lost and not lost[0].startswith("column "):
            raise self.mapping.wrong(
                f"{self.place} has no column {lost[0]!r}; {nearest(lost[0], names[:60])}"
            )
        raise self.mapping.wrong(
            f"no row of {self.place} has all the headings; say which has, such as header = 3, and see headings"
        )

    def _joined(self) -> list[str]:
        """The heading of each column, its rows joined by a blank, each text once."""
        rows = self._texts[self._first : self._last + 1]
        width = max(map(len, rows), default=0)
        return [
            " ".join(dict.fromkeys(row[column] for row in rows if column < len(row) and row[column]))
            for column in range(width)
        ]

    def _column(self, name: str) -> int:
        """The column that the mapping names by its heading, or by its letter as “column B”."""
        from openpyxl.utils import (
            column_index_from_string,
            get_column_letter,
        )  # takes half a second to import

        if name.startswith("column "):
            return int(column_index_from_string(name.removeprefix("column "))) - 1
        found = [place for place, text in enumerate(self._headings) if folded(text) == folded(name)]
        if not found:
            known = [text for text in self._headings if text]
            raise self.mapping.wrong(f"{self.place} has no column {name!r}; {nearest(name, known[:60])}")
        if len(found) > 1:
            letters = " and ".join(get_column_letter(place + 1) for place in found)
            raise self.mapping.wrong(
                f'{self.place}: columns {letters} are both headed {name!r}; say which, such as from = "column '
                f'{get_column_letter(found[0] + 1)}"'
            )
        return found[0]

    def _parts(self) -> dict[int, tuple[str, ...]]:
        """The columns of figures, with what their headings say by the pattern."""
        pattern = _pattern(self.mapping)
        if pattern is None:
            return {self._labels[self.mapping.figures]: ()}
        found = {}
        labels = {folded(self._headings[place]) for place in self._labels.values() if place < self._width}
        for column, heading in enumerate(self._headings):
            said = pattern.fullmatch(heading) if folded(heading) not in labels else None
            if said:
                found[column] = tuple(part.strip() for part in said.groups())
        if not found:
            raise self.mapping.wrong(
                f"no heading of {self.place} is as headings = {self.mapping.headings!r} says; the last is "
                f"{next((text for text in reversed(self._headings) if text), '')!r}"
            )
        return found

    def _aside(self) -> list[str]:
        """What is told of columns that are neither labels nor figures."""
        known = {*self._labels.values(), *self._parts()}
        aside = [text for column, text in enumerate(self._headings) if text and column not in known]
        if not aside:
            return []
        shown = ", ".join(f"“{text}”" for text in aside[:3])
        return [f"{self.place}: columns left aside: {shown}{' …' if len(aside) > 3 else ''} ({len(aside)})"]

    def _figures(self) -> Iterator[Figure]:
        parts = self._parts()
        for index in range(self._last + 1, len(self.grid.rows)):
            row, cells = self.grid.rows[index][0], self.grid.cells(index)
            labels = tuple(
                _words(cells[place]) if place < len(cells) else "" for place in self._labels.values()
            )
            if not any(column < len(cells) and cells[column] != "" for column in parts):
                continue  # a title of rows, a remark
            for column, said in parts.items():
                yield Figure(row, (*labels, *said), cells[column] if column < len(cells) else "")


def _words(cell: grids.Cell) -> str:
    """What a cell shows, each run of blanks and each broken line a blank, letters composed."""
    shown = cell.found if isinstance(cell, Unusable) else str(cell)
    return " ".join(unicodedata.normalize("NFC", shown).split())
