"""Tables as a person typed them: text by column and row, each row with its line in the file."""

import csv
import gc
import io
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from itertools import chain, compress, filterfalse, islice, repeat
from typing import Any, NamedTuple, TextIO

from helpers.data.faults import Fault, shown
from helpers.data.schema import Table
from helpers.errors import Nearest

Record = tuple[int, Sequence[str]]
"""A line of the file and the cells of the record that begins there."""

_AT_ONCE, _LETTERS = 100, 8192
"""Records, or letters, that become columns together: few enough for the processor's cache, which halves the time."""


class Part(NamedTuple):
    """Some records of a file in columns, each with the line it begins on; ``aside`` are those that are no rows."""

    lines: Sequence[int]
    columns: Sequence[Sequence[str]]
    aside: Sequence[Record] = ()


class _Broken(Exception):
    """A file that stops being CSV at a line."""

    def __init__(self, line: int, why: str) -> None:
        self.line = line
        super().__init__(why)


class Row(dict[str, str]):
    """One row: its cells by column, and its line in the file; ``typed`` are its values, once they are read."""

    __slots__ = ("line", "typed")

    def __init__(self, line: int, cells: Iterable[tuple[str, str]]) -> None:
        super().__init__(cells)
        self.line = line
        self.typed: dict[str, Any] | None = None

    def key(self, columns: tuple[str, ...]) -> tuple[str, ...]:
        """The cells of some columns, in that order."""
        return tuple([self[column] for column in columns])

    def but(self, cells: Mapping[str, str]) -> "Row":
        """The same row with other cells."""
        return Row(self.line, {**self, **cells}.items())


class Alike(dict[str, str]):
    """Rows that are alike in some columns, as one: their cells in these columns, and the ``lines`` they are on."""

    __slots__ = ("lines",)

    def __init__(self, cells: Iterable[tuple[str, str]], lines: Callable[[], Sequence[int]]) -> None:
        super().__init__(cells)
        self.lines = lines


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
    """One table's text in columns, ``cells``, one for each field; ``lines`` says where each row begins.

    A rule looks at what is distinct in some columns, and at rows only to name them. ``aside`` are the records that no
    rule looks at: those without as many cells as the header, blank ones, and rows with a fault.
    """

    table: Table
    lines: Sequence[int]
    cells: Sequence[Sequence[str]]
    aside: tuple[Record, ...] = ()

    @classmethod
    def of(cls, table: Table, records: Iterable[Record] = ()) -> "Sheet":
        """A table of these records."""
        waiting = iter(records)
        return cls.joined(
            table, (in_columns(some, table) for some in iter(lambda: list(islice(waiting, _AT_ONCE)), []))
        )

    @classmethod
    def joined(cls, table: Table, parts: Iterable[Part]) -> "Sheet":
        """A table of these parts. Equal texts of a column are kept once: a column repeats itself."""
        lines: list[int] = []
        columns: list[list[str]] = [[] for _ in table.names]
        kept: list[dict[str, str]] = [{} for _ in table.names]
        aside: list[Record] = []
        for part in parts:
            lines += part.lines
            aside += part.aside
            for column, texts, same in zip(columns, part.columns, kept, strict=True) if part.lines else ():
                first = texts[0]
                if texts.count(first) == len(texts):  # as in most columns, rows being sorted
                    column += [same.setdefault(first, first)] * len(texts)
                else:
                    column += map(same.setdefault, texts, texts)
        sheet = cls(table, lines, columns, tuple(aside))
        sheet._distinct.update(zip(table.names, kept, strict=True))
        return sheet

    @cached_property
    def file(self) -> str:
        """The file's name as a person can open it."""
        return shown(self.table.path)

    @property
    def is_empty(self) -> bool:
        """Whether there is no record at all, as in a table that could not be read."""
        return not self.lines and not self.aside

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """All rows, as dictionaries: for tables that are short, and for whoever needs every cell."""
        names = self.table.names
        records = zip(self.lines, zip(*self.cells, strict=True), strict=True)
        return tuple([Row(line, zip(names, cells, strict=True)) for line, cells in records])

    @cached_property
    def index(self) -> dict[str, Row]:
        """Rows by primary key (its parts joined by a slash)."""
        return {key: self.rows[place] for key, place in self._places.items()}

    def find(self, key: str) -> Row | None:
        """The row with a primary key, where only some rows of a long table are asked for."""
        place = self._places.get(key)
        return None if place is None else self._row(place)

    @cached_property
    def _places(self) -> dict[str, int]:
        return {"/".join(key): place for place, key in enumerate(self.combined(*self.table.key))}

    def _row(self, place: int) -> Row:
        cells = [column[place] for column in self.cells]
        return Row(self.lines[place], zip(self.table.names, cells, strict=True))

    def column(self, name: str) -> Sequence[str]:
        """The cells of a column, row by row."""
        return self.cells[self.table.names.index(name)]

    def combined(self, *names: str) -> Iterator[tuple[str, ...]]:
        """The cells of some columns, row by row."""
        return zip(*map(self.column, names), strict=True)

    def typed(self, name: str) -> Sequence[str]:
        """The cells of a column, also those of records that no rule looks at.

        A reference to a faulty row is then no fault of its own.
        """
        place = self.table.names.index(name)
        further = [cells[place] for _, cells in self.aside if place < len(cells)]
        return [*self.cells[place], *further] if further else self.cells[place]

    def distinct(self, name: str) -> Collection[str]:
        """The different texts of a column, in order of appearance."""
        if name not in self._distinct:
            self._distinct[name] = dict.fromkeys(self.column(name))
        return self._distinct[name]

    @cached_property
    def _distinct(self) -> dict[str, Collection[str]]:
        return {}

    def combinations(self, *names: str) -> Collection[tuple[str, ...]]:
        """What the rows hold in some columns, each combination once, in order of appearance."""
        varied = [name for name in names if len(self.distinct(name)) > 1]
        if len(varied) > 1:
            return dict.fromkeys(self.combined(*names))
        # What is the same in all rows makes no further combination.
        most = max(len(self.distinct(name)) for name in names)
        texts = (self.distinct(name) if name in varied else [*self.distinct(name)] * most for name in names)
        return list(zip(*texts, strict=True))

    @cached_property
    def plain(self) -> frozenset[str]:
        """The columns whose texts are all printable ASCII without blanks, as keys are."""
        texts = {name: "".join(self.distinct(name)) for name in self.table.names}
        return frozenset(
            name for name, text in texts.items() if text.isascii() and text.isprintable() and " " not in text
        )

    def alike(
        self,
        *names: str,
        where: Callable[..., object] | None = None,
        unless: Callable[[str], object] | None = None,
    ) -> Iterator[Alike]:
        """The rows by what some columns hold, those that hold the same as one; with ``where``, those that it picks.

        ``where`` takes the cells of these columns; ``unless`` the cell of the one column, and leaves out what it picks.
        """
        found: list[tuple[str, ...]]
        if len(names) == 1:  # a long column of keys has as many texts as rows: no tuple for each
            texts = self.distinct(*names)
            picked = filter(where, texts) if where else filterfalse(unless, texts) if unless else texts
            found = [(text,) for text in picked]
        else:
            found = [one for one in self.combinations(*names) if not where or where(*one)]
        lines: dict[tuple[str, ...], list[int]] = {}

        def lines_of(one: tuple[str, ...]) -> list[int]:
            if not lines:
                lines.update((each, []) for each in found)
                for line, each in zip(self.lines, self.combined(*names), strict=True):
                    if each in lines:
                        lines[each].append(line)
            return lines[one]

        for one in found:
            yield Alike(zip(names, one, strict=True), partial(lines_of, one))

    def repeated(self, *names: str) -> Iterator[tuple[Row, Row]]:
        """Each row that holds the same in some columns as an earlier one, with the first of those."""
        # What is the same in all rows tells none from another.
        varied = [name for name in names if len(self.distinct(name)) > 1] or names[:1]
        # As many hashes as rows leave none alike; the cells themselves would take twice the time and memory.
        alone = self.distinct(*varied) if len(varied) == 1 else set(map(hash, self.combined(*varied)))
        if len(alone) < len(self.lines):
            first: dict[tuple[str, ...], int] = {}
            for place, cells in enumerate(self.combined(*names)):
                if (earlier := first.setdefault(cells, place)) != place:
                    yield self._row(place), self._row(earlier)

    def without(self, lines: Collection[int]) -> "Sheet":
        """The same table, with the rows on these lines put aside."""
        sound = [line not in lines for line in self.lines]
        if all(sound):
            return self
        records = zip(self.lines, zip(*self.cells, strict=True), strict=True)
        aside = [one for one, good in zip(records, sound, strict=True) if not good]
        cells = [list(compress(column, sound)) for column in self.cells]
        return Sheet(self.table, list(compress(self.lines, sound)), cells, (*self.aside, *aside))

    def but(self, cells: Mapping[tuple[str, int], str]) -> "Sheet":
        """The same table with other cells, each by its column and the place of its row."""
        columns = {name: list(self.column(name)) for name, _ in cells}
        for (name, place), text in cells.items():
            columns[name][place] = text
        return replace(self, cells=[columns.get(name, self.column(name)) for name in self.table.names])

    def with_rows(self, rows: Iterable[Mapping[str, str]]) -> "Sheet":
        """The same table with further rows, which stand in no file yet and so on line 0."""
        further = [[row.get(name, "") for name in self.table.names] for row in rows]
        more = Sheet.of(self.table, zip(repeat(0), further))
        cells = [[*old, *new] for old, new in zip(self.cells, more.cells, strict=True)]
        return Sheet(self.table, [*self.lines, *more.lines], cells, self.aside)

    def fault(
        self, row: Row, column: str, expected: str, hint: str | Nearest = "", found: str | None = None
    ) -> Fault:
        """A fault in one cell of a row; ``found`` is the cell unless given."""
        return Fault(self.file, row.line, column, expected, row[column] if found is None else found, hint)

    def faults(
        self, rows: Alike, column: str, expected: str, hint: str | Nearest = "", found: str | None = None
    ) -> Iterator[Fault]:
        """The same fault in each of some rows that are alike."""
        for line in rows.lines():
            yield Fault(self.file, line, column, expected, rows[column] if found is None else found, hint)


@dataclass(frozen=True)
class Sheets(Mapping[str, Sheet]):
    """The tables that could be read, by name; a table that could not be read is given as an empty one."""

    sheets: dict[str, Sheet]
    tables: dict[str, Table] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Sheet:
        return self.sheets[name] if name in self.sheets else Sheet.of(self.tables[name])

    def __iter__(self) -> Iterator[str]:
        return iter(self.sheets)

    def __len__(self) -> int:
        return len(self.sheets)


def read(table: Table) -> tuple[Sheet | None, list[Fault]]:
    """A table's text, or None when the file cannot be read as such, and the faults of the file."""
    try:
        content = table.path.read_bytes()
    except OSError:
        hint = "add it or take it out of there"
        return None, [_of_file(table, 0, "a file, as the descriptor says", "", hint)]
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        found = content[error.start : error.end].hex(" ")
        return None, [_of_file(table, line, "UTF-8", f"byte {found}", "save the file as UTF-8")]
    if not text.strip():
        return None, [_of_file(table, 1, "a header row", "", "the file is empty")]
    faults = list(_marks(table, text))
    del text  # a long table need not be in memory twice
    with io.TextIOWrapper(io.BytesIO(content), "utf-8-sig", newline="") as file:
        try:
            header, begins = _header(file)
            waiting = parts(file, begins, table)
            if list(table.names) == header:
                return Sheet.joined(table, waiting), faults
            deque(waiting, maxlen=0)  # a quote that stays open is told before columns are
        except _Broken as error:
            return None, [*faults, _of_file(table, error.line, "quotes that open and close", str(error))]
    return None, [*faults, *columns(shown(table.path), table, header)]


_again: dict[tuple[str, ...], dict[str, Row]] = {}


def rows_again(table: Table) -> tuple[Row, ...] | None:
    """The rows of a table; a line that was there when it was last read is the same row, and not read again.

    For a process that stays, to which a table comes again with some lines changed. None for one that has to be read as
    a whole: that cannot be read, has other columns, cells of several lines, or lines that are no rows.
    """
    try:
        header, *lines = table.path.read_bytes().decode("utf-8").removesuffix("\n").split("\n")
        if header.split(",") != list(table.names):
            return None
        known, found = _again.get(table.names, {}), []
        for number, text in enumerate(lines, 2):
            row = known.get(text)
            if row is None:
                (cells,) = csv.reader([text], strict=True)
                if len(cells) != len(table.names) or not any(cells) or "\r" in text:
                    return None
                row = Row(number, zip(table.names, cells, strict=True))
            elif row.line != number:
                row = Row(number, row.items())
            found.append(row)
    except (OSError, ValueError, csv.Error):
        return None
    _again[table.names] = dict(zip(lines, found, strict=True))
    return tuple(found)


def _of_file(table: Table, line: int, expected: str, found: str = "", hint: str = "") -> Fault:
    """A fault that is none of a column's."""
    return Fault(shown(table.path), line, "", expected, found, hint)


def _marks(table: Table, text: str) -> Iterator[Fault]:
    """Faults of the file as a whole: a byte order mark, line ends of another system."""
    if text.startswith("\ufeff"):
        expected, hint = "UTF-8 without a byte order mark", "save the file as plain UTF-8"
        yield _of_file(table, 1, expected, "U+FEFF", hint)
    if "\r" in text:
        line = text.count("\n", 0, text.index("\r")) + 1
        yield _of_file(table, line, "lines ended by LF", "CR", "save the file with Unix line ends")


def _header(file: Iterable[str]) -> tuple[list[str], int]:
    """The first record of a file, and the line after it; raises _Broken."""
    reader = csv.reader(file, strict=True)
    try:
        return next(reader, []), 1 + reader.line_num
    except csv.Error as error:
        raise _Broken(1, str(error)) from None


def parts(file: TextIO, begins: int, table: Table) -> Iterator[Part]:
    """What follows in a file from the line ``begins`` on, some lines at once; raises _Broken."""
    while text := file.read(_LETTERS) + file.readline():
        if part := _plain(text, begins, table):
            begins += len(part.lines)
            yield part
            continue
        lines, found = list(io.StringIO(text, newline="")), list[Record]()
        reader = csv.reader(chain(lines, file), strict=True)
        while (read := reader.line_num) < len(lines):
            try:
                found.append((begins + read, next(reader)))
            except csv.Error as error:
                raise _Broken(begins + read, str(error)) from None
        begins += read
        yield in_columns(found, table)


def _plain(text: str, begins: int, table: Table) -> Part | None:
    """Lines that are all rows and have no quote, cut at their commas, which takes half the time of reading them as CSV.

    None where they are anything else.
    """
    if '"' in text or "\r" in text or len(text) > csv.field_size_limit():
        return None
    text = text.removesuffix("\n")
    rows, width = text.count("\n") + 1, len(table.names)
    cells = text.replace("\n", ",\n,").split(",")  # each end of a line a cell of its own
    ends = cells[width :: width + 1].count("\n")
    if len(cells) != rows * (width + 1) - 1 or ends < rows - 1 or "" in cells[:: width + 1]:
        return None
    return Part(range(begins, begins + rows), [cells[place :: width + 1] for place in range(width)])


def in_columns(some: list[Record], table: Table) -> Part:
    """Records in columns, without those that have not as many cells as the header, or nothing in them."""
    width = len(table.names)
    rows = [one for one in some if len(one[1]) == width and any(one[1])]
    aside = [one for one in some if len(one[1]) != width or not any(one[1])] if len(rows) < len(some) else []
    lines, cells = zip(*rows, strict=True) if rows else ((), ())
    return Part(lines, list(zip(*cells, strict=True)) or [()] * width, aside)


def columns(name: str, table: Table, header: Sequence[str]) -> list[Fault]:
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
