"""Filled-in tables as rows of the dataset; a cell that cannot be read is told with its place, never guessed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from helpers.data.csv_files import Sheet, Sheets
from helpers.data.dates import first_day, last_day
from helpers.data.faults import DataFaults, Fault
from helpers.data.schema import Field, Package
from helpers.errors import (
    BriefingError,
    UnknownName,
    folded,
    nearest,
)
from helpers.intake.forms import amounts, numbers
from helpers.intake.forms.dates import read_date
from helpers.intake.forms.files import Filled
from helpers.intake.forms.names import SeveralEntries, read_area, read_name

Cells = dict[str, str]
_TRUE = {"true", "yes", "y", "1", "co", "dung", "x"}
_FALSE = {"false", "no", "n", "0", "khong", "sai"}


@dataclass
class Incoming:
    """Rows by table, and where each of them stands: (table, key…) → (file or sheet, row)."""

    rows: dict[str, list[Cells]] = field(default_factory=dict)
    origins: dict[tuple[str, ...], tuple[str, int]] = field(default_factory=dict)


def read_rows(package: Package, sheets: Sheets, filled: Iterable[Filled], style: str) -> Incoming:
    """The rows of all filled-in tables; a table may name what another one of them brings in.

    ``style`` is how all numbers are written (``vi``, ``en``), or empty where the numbers themselves must tell.
    Raises DataFaults with every cell that cannot be read.
    """
    order = list(package.tables)
    found = Incoming()
    faults: list[Fault] = []
    filled = list(filled)
    known = dict(sheets)
    for one in filled:
        texts = [{name: str(value) for name, value in cells.items()} for _, cells in one.rows]
        known[one.table.name] = _with(Sheets(known, package.tables)[one.table.name], texts)
    for one in sorted(filled, key=lambda one: order.index(one.table.name)):
        reader = Reader(one, Sheets(known, package.tables), sheets, style)
        rows = reader.rows()
        faults += reader.faults
        found.rows.setdefault(one.table.name, []).extend(rows)
        for (number, _), row in zip(one.rows, rows, strict=True):
            key = tuple(row.get(name, "") for name in one.table.key)
            found.origins[(one.table.name, *key)] = (one.place, number)
        known[one.table.name] = _with(Sheets(known, package.tables)[one.table.name], rows)
    if faults:
        raise DataFaults(faults)
    return found


def _with(sheet: Sheet, rows: Iterable[Mapping[str, str]]) -> Sheet:
    """A table together with rows that are about to come in."""
    names = sheet.table.names
    return replace(sheet, raw=(*sheet.raw, *((0, [row.get(name, "") for name in names]) for row in rows)))


@dataclass
class Reader:
    """Reads one filled-in table; gathers faults as it goes.

    ``sheets`` is the dataset with what is about to come in, where names are looked up; ``now`` is it as it stands.
    """

    filled: Filled
    sheets: Sheets
    now: Sheets
    style: str = ""
    faults: list[Fault] = field(default_factory=list)
    read: list[Cells] = field(default_factory=list)

    def rows(self) -> list[Cells]:
        """All rows, as far as they can be read; look at ``faults`` before using them."""
        table = self.filled.table
        evidence = {one.name: self._evidence(one.name) for one in table.fields if one.type == "number"}
        # The time is read before the area, whose name may mean another area at another time.
        order = sorted(table.fields, key=lambda one: one.name == "area_id")
        self.read = [self._row(number, cells, order, evidence) for number, cells in self.filled.rows]
        self._repeated()
        return self.read

    def _repeated(self) -> None:
        """Tell rows that have the key of a row above them, of which only one could come in."""
        key = self.filled.table.key
        seen: dict[tuple[str, ...], int] = {}
        for (number, _), row in zip(self.filled.rows, self.read, strict=True):
            one = tuple(row.get(name, "") for name in key)
            if any(one) and seen.setdefault(one, number) != number:
                expected = f"each {key[0]} once (it is in row {seen[one]})"
                self.faults.append(Fault(self.filled.place, number, key[0], expected, " ".join(one).strip()))

    def _evidence(self, name: str) -> set[str]:
        """The number styles that a column shows, or the one that was told."""
        if self.filled.plain or self.style:
            return {self.style or "en"}
        texts = [cells[name] for _, cells in self.filled.rows if isinstance(cells.get(name), str)]
        return numbers.styles([one.number for text in texts if (one := numbers.typed(str(text)))])

    def _row(
        self, number: int, cells: dict[str, str | Decimal], order: list[Field], evidence: dict[str, set[str]]
    ) -> Cells:
        found: Cells = {}
        before = len(self.faults)
        for one in order:
            if one.name in cells:
                try:
                    found[one.name] = self._cell(one, cells[one.name], found, evidence.get(one.name, set()))
                except (ValueError, BriefingError) as error:
                    self._tell(number, one.name, str(cells[one.name]), error)
        table = self.filled.table
        if len(self.faults) > before:  # what is worked out from a faulty row would only be another fault
            return {}
        if table.name == "observations":
            try:
                amounts.complete(found, cells.get("value", ""), self.sheets, self.now["observations"])
            except (ValueError, BriefingError) as error:
                self._tell(number, "value", str(cells.get("value", "")), error)
        if not any(found.get(name) for name in table.key):
            self.faults.append(Fault(self.filled.place, number, table.key[0], "an id"))
        return {name: found[name] for name in table.names if name in found}

    def _cell(self, one: Field, value: str | Decimal, found: Cells, evidence: set[str]) -> str:
        if isinstance(value, Decimal):
            return format(value, "f")
        if not value:
            return ""
        if one.type == "number":
            return _number(value, evidence)
        if one.type == "boolean":
            return _boolean(value)
        if one.holds_date:
            return read_date(value)
        table = next((ref.table for ref in self.filled.table.references if ref.field == one.name), "")
        if table == "areas":
            return read_area(value, self.sheets["areas"], *_span(found))
        # Units are read with the indicator, and a row may refer to another of its own table.
        if table in ("", "units", self.filled.table.name):
            return value
        return read_name(value, self.sheets[table])

    def _tell(self, number: int, column: str, value: str, error: Exception) -> None:
        expected, hint = str(error), ""
        if isinstance(error, UnknownName):
            expected, hint = f"a known {error.kind}", nearest(error.found, error.known)
        elif isinstance(error, SeveralEntries):
            expected = f"one of {', '.join(error.ids)} (write the id)"
        self.faults.append(Fault(self.filled.place, number, column, expected, value, hint))


def _number(text: str, evidence: set[str]) -> str:
    """A number as plain digits; raises ValueError that says what was expected."""
    amount = numbers.typed(text)
    if amount is None or not numbers.readings(amount.number):
        raise ValueError("one number, such as 1.876,7 or 1,876.7")
    value = numbers.settle(amount.number, evidence)
    if value is None:
        raise ValueError(numbers.question(amount.number))
    return format(value, "f")


def _span(found: Cells) -> tuple[str, str]:
    """The first and the last day that a row speaks of; empty where it has no time."""
    start = found.get("as_of") or found.get("period_start") or found.get("start") or ""
    end = found.get("as_of") or found.get("period_end") or found.get("end") or start
    return (first_day(start).isoformat(), last_day(end).isoformat()) if start and end else ("", "")


def _boolean(text: str) -> str:
    if folded(text) in _TRUE:
        return "true"
    if folded(text) in _FALSE:
        return "false"
    raise ValueError("true or false")
