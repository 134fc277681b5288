"""Filled-in tables as rows of the dataset; a cell that cannot be read is a fault with its place, never a guess."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from helpers.data.csv_files import Row, Sheets
from helpers.data.dates import first_day, last_day
from helpers.data.faults import Fault
from helpers.data.schema import Field, Package
from helpers.errors import BriefingError, Nearest, UnknownName, folded
from helpers.intake.conflicts import ABOUT, free_id
from helpers.intake.faults import ManyFaults
from helpers.intake.forms.amounts import (
    Amount,
    Units,
    UnknownUnit,
    read_qualifier,
    readings,
    split_amount,
    style_question,
    styles_shown,
    value_of,
)
from helpers.intake.forms.cells import Entries, SeveralEntries, choices, read_boolean, read_date
from helpers.intake.forms.files import FilledTable

Cells = dict[str, str]
_SHOWN = 200  # characters of a cell in a message


@dataclass
class Incoming:
    """Rows by table, and where each of them stands: (table, key…) → (file or sheet, row).

    ``remarks`` is what a person must be told of how the files were read.
    """

    rows: dict[str, list[Cells]] = field(default_factory=dict)
    origins: dict[tuple[str, ...], tuple[str, int]] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()


def read_rows(package: Package, sheets: Sheets, filled: Iterable[FilledTable], style: str) -> Incoming:
    """The rows of all filled-in tables; a table may name what another one of them brings in.

    ``style`` is how all numbers are written (``vi``, ``en``), or empty where the numbers themselves must tell.
    Raises ManyFaults with every cell that cannot be read.
    """
    order = list(package.tables)
    filled = list(filled)
    found = Incoming(remarks=tuple(remark for one in filled for remark in one.remarks))
    faults: list[Fault] = []
    known = dict(sheets)
    for one in filled:
        texts = (
            {name: str(value) for name, value in cells.items()}
            for _, cells in one.rows
            if not as_it_stands(one, cells, sheets)
        )
        known[one.table.name] = Sheets(known, package.tables)[one.table.name].with_rows(texts)
    for one in sorted(filled, key=lambda one: order.index(one.table.name)):
        reader = TableReader(one, Sheets(known, package.tables), sheets, style)
        faults += reader.faults
        found.rows.setdefault(one.table.name, []).extend(reader.rows)
        for (number, _), row in zip(one.rows, reader.rows, strict=True):
            key = tuple(row.get(name, "") for name in one.table.key)
            found.origins[(one.table.name, *key)] = (one.place, number)
        read = (row for (_, cells), row in zip(one.rows, reader.rows, strict=True) if row != cells)
        known[one.table.name] = Sheets(known, package.tables)[one.table.name].with_rows(read)
    if faults:
        raise ManyFaults(faults)
    return found


def as_it_stands(filled: FilledTable, cells: Mapping[str, str | Decimal], now: Sheets) -> Row | None:
    """The row of the dataset that a row of an exported workbook is, word for word, which needs no reading."""
    if not filled.plain:
        return None
    table = filled.table
    old = now[table.name].index.get("/".join([str(cells.get(name, "")) for name in table.key]))
    return old if old == cells else None


class TableReader:
    """Reads one filled-in table into ``rows`` and ``faults``; the rows are of use only when there are no faults.

    ``sheets`` is the dataset with what is about to come in, where names are looked up; ``now`` is it as it stands.
    """

    def __init__(self, filled: FilledTable, sheets: Sheets, now: Sheets, style: str) -> None:
        table = filled.table
        self.filled, self.sheets, self.now = filled, sheets, now
        self.faults: list[Fault] = []
        self._taken: dict[str, Cells] = {}
        self._units = Units(sheets["units"])
        # Units are read with the indicator, and a row may refer to a later one of its own table.
        self._entries = {
            one.field: Entries(sheets[one.table], sheets["spellings"])
            for one in table.references
            if one.table not in ("units", table.name)
        }
        self._styles = {
            one.name: {style or "en"} if filled.plain or style else self._styles_of(one.name)
            for one in table.fields
            if one.type == "number"
        }
        self._choices = {
            one.name: choices(one, sheets["labels"]) for one in table.fields if "enum" in one.constraints
        }
        # The time is read before the area, whose name may mean another area at another time.
        self._order = sorted(table.fields, key=lambda one: one.name == "area_id")
        self.rows: list[Cells] = [
            as_it_stands(filled, cells, now) or self._row(number, cells) for number, cells in filled.rows
        ]
        self._refuse_repeated()

    def _styles_of(self, column: str) -> set[str]:
        """The number styles that a column shows."""
        texts = [cells[column] for _, cells in self.filled.rows if isinstance(cells.get(column), str)]
        return styles_shown([one.number for text in texts if (one := split_amount(str(text)))])

    def _row(self, number: int, cells: dict[str, str | Decimal]) -> Cells:
        found: Cells = {}
        before = len(self.faults)
        for one in self._order:
            if cells.get(one.name) == "":
                found[one.name] = ""
            elif one.name in cells:
                try:
                    found[one.name] = self._cell(one, cells[one.name], found)
                except (ValueError, BriefingError) as error:
                    self._refuse(number, one.name, str(cells[one.name]), error)
        table = self.filled.table
        if len(self.faults) > before:  # what is worked out from a faulty row would only be another fault
            return {}
        if table.name == "observations":
            try:
                self._complete(found, cells.get("value", ""))
            except (ValueError, BriefingError) as error:
                of_unit = isinstance(error, UnknownUnit) and error.found == found.get("unit_id")
                column = "unit_id" if of_unit else "value"
                self._refuse(number, column, str(cells.get(column, "")), error)
        if not any(found.get(name) for name in table.key):
            self.faults.append(Fault(self.filled.place, number, table.key[0], "an id"))
        return {name: found[name] for name in table.names if name in found}

    def _cell(self, one: Field, value: str | Decimal, found: Cells) -> str:
        if isinstance(value, Decimal):
            return format(value, "f")
        if one.type == "number":
            return _number(value, self._styles[one.name])
        if one.type == "boolean":
            return read_boolean(value)
        if one.holds_date:
            return read_date(value)
        if one.name == "qualifier":
            return read_qualifier(value)
        if known := self._choices.get(one.name):
            return known.get(folded(value), value)
        entries = self._entries.get(one.name)
        if entries is None:
            return value
        if entries.sheet.table.name == "areas":
            return entries.read_area(value, *_span(found))
        return entries.read(value)

    def _complete(self, found: Cells, value: str | Decimal) -> None:
        """Fill in the id, qualifier and unit of an observation whose other cells are read already.

        What a figure of the dataset says stays as it is where the file says nothing. Raises UnknownUnit, or
        ValueError when two cells give two units or two qualifiers.
        """
        amount = split_amount(value) if isinstance(value, str) and not self.filled.plain else None
        if not found.get("observation_id"):
            found["observation_id"] = self._free_id(found)
        old = self.now["observations"].index.get(found["observation_id"])
        if amount and amount.qualifier:
            if found.get("qualifier") not in ("", None, amount.qualifier):
                raise ValueError(
                    f"a value without {amount.qualifier!r}, as the qualifier says {found['qualifier']!r}"
                )
            found["qualifier"] = amount.qualifier
        for name, usual in (("qualifier", "exact"), ("date_inferred", "false")):
            if not found.get(name):
                found[name] = (old[name] if old and name not in found else "") or usual
        self._complete_unit(found, amount, old)

    def _free_id(self, found: Cells) -> str:
        """The id of a figure by what it is of; where a figure of another source has that, with its own source's id."""
        about = tuple(found.get(name, "") for name in ABOUT)
        own = self._by_source.get((*about, found.get("source_id", "")))
        usual = ".".join(_id_parts(found))
        there = self._taken.get(usual) or self.now["observations"].index.get(usual)
        one = own or free_id(usual, found, there)
        self._taken.setdefault(one, found)
        return one

    @cached_property
    def _by_source(self) -> dict[tuple[str, ...], str]:
        """The ids of the figures that are there, by what they are of and their source."""
        rows = self.now["observations"].rows
        return {tuple(row[name] for name in (*ABOUT, "source_id")): row["observation_id"] for row in rows}

    def _complete_unit(self, found: Cells, amount: Amount | None, old: Mapping[str, str] | None) -> None:
        """Fill in the unit by the unit column, the words beside the number and what the indicator counts."""
        words = [text for text in (found.get("unit_id", ""), amount.unit if amount else "") if text]
        name = found.get("indicator_id") or (old["indicator_id"] if old else "")
        indicator = self.sheets["indicators"].index.get(name)
        if not indicator or (old and not words and "unit_id" not in found):
            return
        dimension = indicator["dimension"]
        if len(words) == 2 and self._units.known(joined := f"{words[1]} {words[0]}", dimension):
            words = [joined]  # “2,1 triệu” in a column of “lượt khách”
        units = {self._units.read(text, dimension) for text in words or [""]}
        if len(units) > 1:
            raise ValueError(f"the unit of the unit column, not “{words[1]}”")
        found["unit_id"] = units.pop()

    def _refuse_repeated(self) -> None:
        """A fault for each row with the key of a row above it: only one of them could come in."""
        key = self.filled.table.key
        seen: dict[tuple[str, ...], int] = {}
        for (number, _), row in zip(self.filled.rows, self.rows, strict=True):
            one = tuple(row.get(name, "") for name in key)
            if any(one) and seen.setdefault(one, number) != number:
                expected = f"each {key[0]} once (it is in row {seen[one]})"
                self.faults.append(Fault(self.filled.place, number, key[0], expected, " ".join(one).strip()))

    def _refuse(self, number: int, column: str, value: str, error: Exception) -> None:
        hint: str | Nearest = ""
        if isinstance(error, UnknownName):
            expected = f"a known {error.kind}"
            hint = Nearest(error.found, error.known)
        elif isinstance(error, SeveralEntries):
            expected = f"one of {', '.join(error.ids)} (write the id)"
        else:
            expected = str(error)
        shown = value if len(value) <= _SHOWN else f"{value[:_SHOWN]}…"
        self.faults.append(Fault(self.filled.place, number, column, expected, shown, hint))


def _number(text: str, styles: set[str]) -> str:
    """A number as plain digits; raises ValueError that says what was expected."""
    amount = split_amount(text)
    if amount is None or not readings(amount.number):
        raise ValueError("one number, such as 1.876,7 or 1,876.7")
    value = value_of(amount.number, styles)
    if value is None:
        raise ValueError(style_question(amount.number))
    return format(value, "f")


def _id_parts(found: Cells) -> Iterator[str]:
    """The parts of an observation's id: area, indicator, what it is broken down by, time."""
    names = ("area_id", "indicator_id", "partner_id", "sector_id", "gate_id")
    yield from (found[name] for name in names if found.get(name))
    start, end = found.get("period_start", ""), found.get("period_end", "")
    yield found.get("as_of") or (start if start == end else f"{start}-{end}")


def _span(found: Cells) -> tuple[str, str]:
    """The first and the last day that a row speaks of; empty where it has no time."""
    start = found.get("as_of") or found.get("period_start") or found.get("start") or ""
    end = found.get("as_of") or found.get("period_end") or found.get("end") or start
    return (first_day(start).isoformat(), last_day(end).isoformat()) if start and end else ("", "")
