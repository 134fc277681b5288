"""A figure fits its indicator: its unit, the way its time is given, and the values it can have."""

from collections.abc import Iterator
from decimal import Decimal
from functools import cache

from helpers.data.arithmetic import UNITS
from helpers.data.csv_files import Alike, Row, Sheets
from helpers.data.faults import Fault, shown

# Dimensions that are measured; all others are counted in whole numbers.
MEASURED = ("usd", "vnd", "cny", "eur", "percent", "km", "km2", "point")
# Measures that can be negative: capital is adjusted downwards too, and so can be the total of a year.
SIGNED = ("fdi-adjusted-capital", "fdi-inflow")
TIMES = ("as_of", "period_start", "period_end")
ABOUT = ("area_id", "indicator_id", "partner_id", "sector_id")


def units(sheets: Sheets) -> Iterator[Fault]:
    """A unit measures what its indicator counts."""
    sheet, units_ = sheets["observations"], sheets["units"]
    for rows, indicator in by_indicator(sheets, "unit_id"):
        unit = units_.index.get(rows["unit_id"])
        if unit and unit["dimension"] != indicator["dimension"]:
            fitting = [one["unit_id"] for one in units_.rows if one["dimension"] == indicator["dimension"]]
            wanted = f"a unit of {indicator['dimension']}, as {rows['indicator_id']} counts"
            hint = f"one of {', '.join(fitting)}" if fitting else ""
            yield from sheet.faults(rows, "unit_id", wanted, hint)


def factors(sheets: Sheets) -> Iterator[Fault]:
    """A unit and the rate of a currency are more than nothing, and every indicator has a unit to be counted in."""
    for name, column in (("units", "factor"), ("exchange_rates", "per_usd")):
        for rows in sheets[name].alike(column, where=lambda text: number(text) <= 0):
            yield from sheets[name].faults(rows, column, "a number above zero")
    sheet = sheets["units"]
    for unit in UNITS if sheet.rows else ():
        if unit not in sheet.typed("unit_id"):
            yield Fault(
                shown(sheet.table.path), 0, "unit_id", f"the unit {unit}, for figures are computed in it"
            )
    dimensions = {row["dimension"] for row in sheet.rows}
    for row in sheets["indicators"].rows:
        if dimensions and row["dimension"] not in dimensions:
            yield sheets["indicators"].fault(row, "dimension", "a dimension of units.csv", "add a unit there")


def kinds(sheets: Sheets) -> Iterator[Fault]:
    """A stock stands on a date, a flow runs over a period, a rate or a count does one or the other."""
    sheet = sheets["observations"]
    for rows, indicator in by_indicator(sheets, *TIMES):
        stands, starts, ends = (bool(rows[column]) for column in TIMES)
        name, kind = rows["indicator_id"], indicator["kind"]
        found = ", ".join(column for column in TIMES if rows[column])
        if kind == "stock" and (starts or ends or not stands):
            wanted = f"as_of and no period, for {name} is a stock"
            yield from sheet.faults(rows, "as_of", wanted, "", found)
        elif kind == "flow" and (stands or not (starts and ends)):
            wanted = f"period_start and period_end and no as_of, for {name} is a flow"
            yield from sheet.faults(rows, "period_start", wanted, "", found)
        elif kind in ("rate", "count") and (starts != ends or starts == stands):
            wanted = f"either as_of or period_start and period_end, for {name} is a {kind}"
            yield from sheet.faults(rows, "as_of", wanted, "", found)


def possible(sheets: Sheets) -> Iterator[Fault]:
    """No share is below 0 or above 100 %, no amount below zero, no count broken."""
    sheet = sheets["observations"]
    indicators, units_ = sheets["indicators"].index, sheets["units"].index

    def wanted(indicator_id: str, text: str, unit_id: str) -> str:
        """What the value of an indicator should be where it is something else."""
        if indicator_id not in indicators:
            return ""
        indicator, value = indicators[indicator_id], number(text)
        if indicator_id.endswith("-share") and not 0 <= value <= 100:
            return "a share from 0 to 100"
        if indicator["kind"] != "rate" and value < 0 and indicator["measure"] not in SIGNED:
            return f"no less than zero, for it is a {indicator['kind']}"
        if indicator["dimension"] in MEASURED:
            return ""
        whole = value * number(units_[unit_id]["factor"]) if unit_id in units_ else value
        return f"a whole number of {indicator['dimension']}" if whole != whole.to_integral_value() else ""

    for rows in sheet.alike("indicator_id", "value", "unit_id", where=wanted):
        yield from sheet.faults(rows, "value", wanted(*rows.values()))


def measures(sheets: Sheets) -> Iterator[Fault]:
    """Indicators of one measure count the same thing in the same way, each on a basis of its own."""
    sheet = sheets["indicators"]
    for row, other in sheet.repeated("measure"):
        for column in ("topic", "kind", "dimension") if row["measure"] else ():
            if row[column] != other[column]:
                wanted = f"{other[column]}, as {other['indicator_id']} has, for both measure {row['measure']}"
                yield sheet.fault(row, column, wanted)


def inferred(sheets: Sheets) -> Iterator[Fault]:
    """Whoever infers a date or a class says how, in the note."""
    for name, column in (
        ("observations", "date_inferred"),
        ("border_gates", "kind_inferred"),
        ("sources", "published_inferred"),
    ):
        sheet = sheets[name]
        for rows in sheet.alike(column, "note_en", where=lambda said, note: said == "true" and not note):
            wanted = f"a note, for {column} is true"
            yield from sheet.faults(rows, "note_en", wanted, "say how the date was found")


def names(sheets: Sheets) -> Iterator[Fault]:
    """An observation's id begins with what it is about, so that a list of ids can be read."""
    sheet = sheets["observations"]
    prefixes = map(_prefix, *map(sheet.column, ABOUT))
    if all(map(str.startswith, sheet.column("observation_id"), prefixes)):
        return
    for rows in sheet.alike("observation_id", *ABOUT, where=_misnamed):
        hint = f"name it {_prefix(*(rows[column] for column in ABOUT))}<time>"
        yield from sheet.faults(rows, "observation_id", "area, indicator, partner, sector and time", hint)


def _misnamed(name: str, *about: str) -> bool:
    return not name.startswith(_prefix(*about))


@cache
def _prefix(*about: str) -> str:
    """What the id of a figure about this begins with."""
    return "".join(f"{part}." for part in about if part)


def by_indicator(sheets: Sheets, *columns: str) -> Iterator[tuple[Alike, Row]]:
    """The figures whose indicator is known, by that indicator and some other columns, with the indicator's row."""
    indicators = sheets["indicators"].index
    for rows in sheets["observations"].alike("indicator_id", *columns):
        if rows["indicator_id"] in indicators:
            yield rows, indicators[rows["indicator_id"]]


def number(text: str) -> Decimal:
    """A cell as a number; the descriptor has already said that it is one."""
    return Decimal(text)


RULES = (units, factors, kinds, possible, measures, inferred, names)
