"""What people type beside a number, or leave out: its qualifier, its unit, and the figure's id."""

from collections.abc import Iterator
from decimal import Decimal

from helpers.data.csv_files import Sheet, Sheets
from helpers.intake.forms import numbers
from helpers.intake.forms.units import read_unit

Cells = dict[str, str]


def complete(found: Cells, typed: str | Decimal, sheets: Sheets, now: Sheet) -> None:
    """Fill in the qualifier, unit and id of an observation whose other cells are read already.

    What a figure of the dataset (``now``) says stays as it is where the file says nothing.
    Raises UnknownUnit, or ValueError when two cells give two units or two qualifiers.
    """
    amount = numbers.typed(typed) if isinstance(typed, str) else None
    if not found.get("observation_id"):
        found["observation_id"] = ".".join(_identity(found))
    old = now.index.get(found["observation_id"])
    beside = amount.qualifier if amount else ""
    if beside and found.get("qualifier") not in ("", None, beside):
        raise ValueError(f"a value without {beside!r}, as the qualifier says {found['qualifier']!r}")
    if beside:
        found["qualifier"] = beside
    for name, usual in (("qualifier", "exact"), ("date_inferred", "false")):
        if not found.get(name):
            found[name] = (old[name] if old and name not in found else "") or usual
    words = [text for text in (found.get("unit_id", ""), amount.unit if amount else "") if text]
    indicator = sheets["indicators"].index.get(
        found.get("indicator_id") or (old["indicator_id"] if old else "")
    )
    if not indicator or (old and not words and "unit_id" not in found):
        return
    units = {read_unit(text, sheets["units"], indicator["dimension"]) for text in words or [""]}
    if len(units) > 1:
        raise ValueError(f"the unit of the unit column, not “{words[1]}”")
    found["unit_id"] = units.pop()


def _identity(found: Cells) -> Iterator[str]:
    """The parts of an observation's id: area, indicator, what it is broken down by, time."""
    names = ("area_id", "indicator_id", "partner_id", "sector_id", "gate_id")
    yield from (found[name] for name in names if found.get(name))
    start, end = found.get("period_start", ""), found.get("period_end", "")
    yield found.get("as_of") or (start if start == end else f"{start}-{end}")
