"""A figure fits its indicator: its unit, the way its time is given, and the values it can have."""

from collections.abc import Iterator
from decimal import Decimal

from helpers.data.arithmetic import UNITS
from helpers.data.csv_files import Row, Sheet, Sheets
from helpers.data.faults import Fault, shown

# Dimensions that are measured; all others are counted in whole numbers.
MEASURED = ("usd", "vnd", "cny", "eur", "percent", "km", "km2", "point")
# Measures that can be negative: capital is adjusted downwards too, and so can be the total of a year.
SIGNED = ("fdi-adjusted-capital", "fdi-inflow")
TIMES = ("as_of", "period_start", "period_end")


def units(sheets: Sheets) -> Iterator[Fault]:
    """A unit measures what its indicator counts."""
    sheet = sheets["observations"]
    for row, indicator in with_indicator(sheets):
        unit = sheets["units"].index.get(row["unit_id"])
        if unit and unit["dimension"] != indicator["dimension"]:
            fitting = [
                other["unit_id"]
                for other in sheets["units"].rows
                if other["dimension"] == indicator["dimension"]
            ]
            wanted = f"a unit of {indicator['dimension']}, as {row['indicator_id']} counts"
            yield sheet.fault(
                row,
                "unit_id",
                wanted,
                f"one of {', '.join(fitting)}" if fitting else "",
            )


def factors(sheets: Sheets) -> Iterator[Fault]:
    """A unit is more than nothing, and every indicator has a unit to be counted in."""
    sheet = sheets["units"]
    for row in sheet.rows:
        if number(row["factor"]) <= 0:
            yield sheet.fault(row, "factor", "a number above zero")
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
    for row, indicator in with_indicator(sheets):
        stands, runs = (
            bool(row["as_of"]),
            bool(row["period_start"] or row["period_end"]),
        )
        kind = indicator["kind"]
        found = ", ".join(column for column in TIMES if row[column])
        if kind == "stock" and (runs or not stands):
            yield sheet.fault(
                row,
                "as_of",
                f"as_of and no period, for {row['indicator_id']} is a stock",
                "",
                found,
            )
        elif kind == "flow" and (stands or not (row["period_start"] and row["period_end"])):
            wanted = f"period_start and period_end and no as_of, for {row['indicator_id']} is a flow"
            yield sheet.fault(row, "period_start", wanted, "", found)
        elif kind in ("rate", "count") and not one_time(row):
            wanted = f"either as_of or period_start and period_end, for {row['indicator_id']} is a {kind}"
            yield sheet.fault(row, "as_of", wanted, "", found)


def one_time(row: Row) -> bool:
    """Whether a figure has either a date or a whole period."""
    start, end = bool(row["period_start"]), bool(row["period_end"])
    return start == end and start != bool(row["as_of"])


def possible(sheets: Sheets) -> Iterator[Fault]:
    """No share is below 0 or above 100 %, no amount below zero, no count broken."""
    sheet = sheets["observations"]
    units_ = sheets["units"].index
    for row, indicator in with_indicator(sheets):
        value = number(row["value"])
        whole = value * number(units_[row["unit_id"]]["factor"]) if row["unit_id"] in units_ else value
        if indicator["indicator_id"].endswith("-share") and not 0 <= value <= 100:
            yield sheet.fault(row, "value", "a share from 0 to 100")
        elif indicator["kind"] != "rate" and value < 0 and indicator["measure"] not in SIGNED:
            yield sheet.fault(row, "value", f"no less than zero, for it is a {indicator['kind']}")
        elif indicator["dimension"] not in MEASURED and whole != whole.to_integral_value():
            yield sheet.fault(row, "value", f"a whole number of {indicator['dimension']}")


def measures(sheets: Sheets) -> Iterator[Fault]:
    """Indicators of one measure count the same thing in the same way, each on a basis of its own."""
    sheet = sheets["indicators"]
    first: dict[str, Row] = {}
    for row in sheet.rows:
        if not row["measure"]:
            continue
        other = first.setdefault(row["measure"], row)
        for column in ("topic", "kind", "dimension"):
            if row[column] != other[column]:
                wanted = f"{other[column]}, as {other['indicator_id']} has, for both measure {row['measure']}"
                yield sheet.fault(row, column, wanted)


def inferred(sheets: Sheets) -> Iterator[Fault]:
    """Whoever infers a date says how, in the note."""
    for name, column in (
        ("observations", "date_inferred"),
        ("sources", "published_inferred"),
    ):
        sheet = sheets[name]
        for row in sheet.rows:
            if row[column] == "true" and not row["note_en"]:
                yield sheet.fault(
                    row,
                    "note_en",
                    f"a note, for {column} is true",
                    "say how the date was found",
                )


def names(sheets: Sheets) -> Iterator[Fault]:
    """An observation's id begins with what it is about, so that a list of ids can be read."""
    sheet = sheets["observations"]
    for row in sheet.rows:
        given = row["observation_id"].split(".")
        wanted = [row["area_id"], row["indicator_id"]]
        wanted += [row[column] for column in ("partner_id", "sector_id") if row[column]]
        if given[: len(wanted)] != wanted or len(given) == len(wanted):
            hint = f"name it {'.'.join(wanted)}.<time>"
            yield sheet.fault(
                row,
                "observation_id",
                "area, indicator, partner, sector and time",
                hint,
            )


def with_indicator(sheets: Sheets) -> Iterator[tuple[Row, Row]]:
    """Each figure whose indicator is known, with that indicator."""
    indicators = sheets["indicators"].index
    sheet: Sheet = sheets["observations"]
    for row in sheet.rows:
        if row["indicator_id"] in indicators:
            yield row, indicators[row["indicator_id"]]


def number(text: str) -> Decimal:
    """A cell as a number; the descriptor has already said that it is one."""
    return Decimal(text)


RULES = (units, factors, kinds, possible, measures, inferred, names)
