"""Filled-in tables as rows of the dataset; a cell that cannot be read is told with its place, never guessed."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from helpers.data.dates import first_day, last_day
from helpers.data.faults import Fault
from helpers.data.package import Field
from helpers.data.sheets import Sheets
from helpers.errors import BriefingError, folded
from helpers.imports import numbers
from helpers.imports.dates import read_date
from helpers.imports.files import Filled
from helpers.imports.names import read_area, read_name
from helpers.imports.units import read_unit

Cells = dict[str, str]
_TRUE = {"true", "yes", "y", "1", "co", "dung", "x"}
_FALSE = {"false", "no", "n", "0", "khong", "sai"}


@dataclass
class Reader:
    """Reads one filled-in table against the dataset; gathers faults as it goes."""

    filled: Filled
    sheets: Sheets
    style: str = ""
    faults: list[Fault] = field(default_factory=list)

    def rows(self) -> list[Cells]:
        """All rows, as far as they can be read; look at ``faults`` before using them."""
        evidence = {name: self._evidence(name) for name in self._numbers()}
        return [self._row(number, cells, evidence) for number, cells in self.filled.rows]

    def _numbers(self) -> list[str]:
        return [one.name for one in self.filled.table.fields if one.type == "number"]

    def _evidence(self, name: str) -> set[str]:
        """The number style that a column shows, or the one that was told."""
        if self.filled.plain or self.style:
            return {self.style or "en"}
        texts = [str(cells[name]) for _, cells in self.filled.rows if isinstance(cells.get(name), str)]
        return numbers.styles([amount.number for text in texts if (amount := numbers.typed(text))])

    def _row(self, number: int, cells: dict[str, str | Decimal], evidence: dict[str, set[str]]) -> Cells:
        found: Cells = {}
        order = sorted(
            self.filled.table.fields, key=lambda one: one.name == "area_id"
        )  # the time comes first
        for one in order:
            if one.name in cells:
                try:
                    found[one.name] = self._cell(one, cells[one.name], found, evidence.get(one.name, set()))
                except (ValueError, BriefingError) as error:
                    self._tell(number, one, str(cells[one.name]), error)
        if self.filled.table.name == "observations" and not self.filled.plain:
            self._amount(number, cells, found)
        return {name: found[name] for name in self.filled.table.names if name in found}

    def _cell(self, one: Field, value: str | Decimal, found: Cells, evidence: set[str]) -> str:
        if isinstance(value, Decimal):
            return format(value, "f")
        if not value:
            return ""
        reference = next((ref for ref in self.filled.table.references if ref.field == one.name), None)
        if one.type == "number":
            return self._number(value, evidence)
        if one.type == "boolean":
            return _boolean(value)
        if one.holds_date:
            return read_date(value)
        if reference and reference.table == "areas" and not self.filled.plain:
            return read_area(value, self.sheets["areas"], *_span(found))
        if reference and reference.table == "units":
            return value  # read with the indicator, in _amount
        if (
            reference
            and value not in self.sheets[reference.table].index
            and reference.table != self.filled.table.name
        ):
            return read_name(value, self.sheets[reference.table])
        return value

    def _number(self, text: str, evidence: set[str]) -> str:
        amount = numbers.typed(text)
        if amount is None:
            raise ValueError("one number, with its qualifier and unit if you like")
        value = numbers.settle(amount.number, evidence)
        if value is None:
            raise ValueError(numbers.question(amount.number))
        return format(value, "f")

    def _amount(self, number: int, cells: dict[str, str | Decimal], found: Cells) -> None:
        """Qualifier and unit, from their own columns or from what stands beside the number; then the id."""
        amount = numbers.typed(str(cells.get("value", ""))) if isinstance(cells.get("value"), str) else None
        found["qualifier"] = found.get("qualifier") or (amount.qualifier if amount else "") or "exact"
        indicator = self.sheets["indicators"].index.get(found.get("indicator_id", ""))
        words = found.get("unit_id") or (amount.unit if amount else "")
        if indicator:
            try:
                found["unit_id"] = read_unit(words, self.sheets["units"], indicator["dimension"])
            except BriefingError as error:
                self._tell(number, self.filled.table.field("unit_id"), words, error)
        found.setdefault("date_inferred", "false")
        found["confidence"] = found.get("confidence") or "high"
        if not found.get("observation_id"):
            found["observation_id"] = ".".join(_identity(found))

    def _tell(self, number: int, one: Field, value: str, error: Exception) -> None:
        self.faults.append(Fault(self.filled.place, number, one.name, str(error) or "a value", value))


def _identity(found: Cells) -> Iterator[str]:
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


def _boolean(text: str) -> str:
    if folded(text) in _TRUE:
        return "true"
    if folded(text) in _FALSE:
        return "false"
    raise ValueError("true or false")
