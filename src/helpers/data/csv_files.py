"""Tables as a person typed them: text by row and column, each row with its line in the file."""

import csv
import gc
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property

from helpers.data.faults import Fault, shown
from helpers.data.schema import Table


class Row(dict[str, str]):
    """One row: its cells by column, and its line in the file.

    A plain dictionary, since the rules of the check read about a million cells and attribute access is slower.
    """

    __slots__ = ("line",)

    def __init__(self, line: int, cells: Iterable[tuple[str, str]]) -> None:
        super().__init__(cells)
        self.line = line

    def key(self, columns: tuple[str, ...]) -> tuple[str, ...]:
        """The cells of some columns, in that order."""
        return tuple([self[column] for column in columns])

    def but(self, cells: Mapping[str, str]) -> "Row":
        """The same row with other cells."""
        return Row(self.line, {**self, **cells}.items())


@contextmanager
def without_collecting() -> Iterator[None]:
    """Garbage collection off meanwhile: all rows stay in memory, and collecting took a fifth of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


@dataclass(frozen=True)
class Sheet:
    """One table's text. ``raw`` has each record as typed; ``rows`` those as long as the header."""

    table: Table
    raw: tuple[tuple[int, list[str]], ...] = ()
    faulty: frozenset[int] = frozenset()

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """The rows in which no fault has been found so far."""
        names = self.table.names
        width, faulty = len(names), self.faulty
        return tuple(
            [
                Row(line, zip(names, cells, strict=False))
                for line, cells in self.raw
                if len(cells) == width and line not in faulty
            ]
        )

    @cached_property
    def index(self) -> dict[str, Row]:
        """Rows by primary key (its parts joined by a slash)."""
        return {"/".join(row.key(self.table.key)): row for row in self.rows}

    def typed(self, column: str) -> Sequence[str]:
        """All cells of a column, also those of faulty rows.

        A reference to a faulty row is then no fault of its own.
        """
        place = self.table.names.index(column)
        if self._columns:
            return self._columns[place]
        return [cells[place] for _, cells in self.raw if place < len(cells)]

    @cached_property
    def _columns(self) -> list[tuple[str, ...]]:
        """The columns, if all records are as long as the header; otherwise empty."""
        width = len(self.table.names)
        if any(len(cells) != width for _, cells in self.raw):
            return []
        return list(zip(*(cells for _, cells in self.raw), strict=True))

    @cached_property
    def texts(self) -> frozenset[str]:
        """The distinct texts of all cells. Rules test these first; if none is faulty, no row has to be visited."""
        return frozenset(text for _, cells in self.raw for text in cells)

    def without(self, lines: frozenset[int]) -> "Sheet":
        """The same table, with the rows on these lines left out."""
        if lines <= self.faulty:
            return self
        return replace(self, faulty=self.faulty | lines)

    def fault(
        self,
        row: Row,
        column: str,
        expected: str,
        hint: str = "",
        found: str | None = None,
    ) -> Fault:
        """A fault in one cell of a row; ``found`` is the cell unless given."""
        return Fault(
            shown(self.table.path),
            row.line,
            column,
            expected,
            row[column] if found is None else found,
            hint,
        )


@dataclass(frozen=True)
class Sheets(Mapping[str, Sheet]):
    """The tables that could be read, by name; a table that could not be read is given as an empty one."""

    sheets: dict[str, Sheet]
    tables: dict[str, Table] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Sheet:
        return self.sheets[name] if name in self.sheets else Sheet(self.tables[name])

    def __iter__(self) -> Iterator[str]:
        return iter(self.sheets)

    def __len__(self) -> int:
        return len(self.sheets)


def read(table: Table) -> tuple[Sheet | None, list[Fault]]:
    """A table's text, or None when the file cannot be read as such, and the faults of the file."""
    name = shown(table.path)
    try:
        content = table.path.read_bytes()
    except OSError:
        return None, [
            Fault(
                name,
                0,
                "",
                "a file, as the descriptor says",
                hint="add it or take it out of there",
            )
        ]
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        found = content[error.start : error.end].hex(" ")
        return None, [Fault(name, line, "", "UTF-8", f"byte {found}", "save the file as UTF-8")]
    if not text.strip():
        return None, [Fault(name, 1, "", "a header row", hint="the file is empty")]
    faults = list(marks(name, text))
    header, raw, broken = records(name, text.removeprefix("\ufeff"))
    faults += broken or columns(name, table, header)
    if broken or list(table.names) != header:
        return None, faults
    return Sheet(table, raw), faults


def marks(name: str, text: str) -> Iterator[Fault]:
    """Faults of the file as a whole: a byte order mark, line ends of another system."""
    if text.startswith("\ufeff"):
        yield Fault(
            name,
            1,
            "",
            "UTF-8 without a byte order mark",
            "U+FEFF",
            "save the file as plain UTF-8",
        )
    if "\r" in text:
        line = text.count("\n", 0, text.index("\r")) + 1
        yield Fault(
            name,
            line,
            "",
            "lines ended by LF",
            "CR",
            "save the file with Unix line ends",
        )


def records(name: str, text: str) -> tuple[list[str], tuple[tuple[int, list[str]], ...], list[Fault]]:
    """Header, records with the line each begins on, and the fault that stopped the reading, if any."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    found: list[tuple[int, list[str]]] = []
    line = 1
    try:
        for cells in reader:
            found.append((line, cells))
            line = reader.line_num + 1
    except csv.Error as error:
        return [], (), [Fault(name, line, "", "quotes that open and close", str(error))]
    return found[0][1], tuple(found[1:]), []


def columns(name: str, table: Table, header: list[str]) -> list[Fault]:
    """Faults of the header row: missing, unknown and repeated columns, or the right ones in another order."""
    missing = [column for column in table.names if column not in header]
    extra = [column for column in header if column not in table.names]
    repeated = sorted({column for column in header if header.count(column) > 1} - set(extra))
    faults = [Fault(name, 1, column, f"a column {column}", hint="add it to the header") for column in missing]
    faults += [
        Fault(
            name,
            1,
            column,
            "the columns of the descriptor only",
            column or "a column without a name",
        )
        for column in extra
    ]
    faults += [Fault(name, 1, column, "each column once", column) for column in repeated]
    if not faults and list(table.names) != header:
        faults = [
            Fault(
                name,
                1,
                "",
                f"the columns in the order {','.join(table.names)}",
                ",".join(header),
            )
        ]
    return faults
