"""FDI in the national register: in force by year, newly registered by year, and on today's boundaries."""

from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

import pandas as pd

from helpers.data import areas
from helpers.data.dates import last_day
from helpers.data.series import Point, Series, Sum, on_todays_boundaries, series
from helpers.data.tables import to_records
from helpers.text import dates
from helpers.text.markdown import Marked, join, once, unescape
from helpers.views.kit.charts import by_year
from helpers.views.kit.citations import Derived
from helpers.views.kit.observations import cite_point, ids_of_points, point_cell
from helpers.views.kit.outputs import Chart, Part, Table, Text, part
from helpers.views.kit.section import Section
from helpers.views.kit.tables import Column, column, table
from helpers.views.kit.yearly import growth, ids_by_year, series_of, yearly

PROJECTS, CAPITAL = "fdi-projects-register", "fdi-capital-register"
FLOWS = {
    "fdi-new-projects-register": "column.fdi_new_projects",
    "fdi-new-capital-register": "column.fdi_new_capital",
    "fdi-adjusted-projects-register": "column.fdi_adjusted_projects",
    "fdi-adjusted-capital-register": "column.fdi_adjusted_capital",
    "fdi-shares-count-register": "column.fdi_shares_count",
    "fdi-shares-capital-register": "column.fdi_shares_capital",
    "fdi-inflow-register": "column.fdi_inflow",
}
TOTAL = "fdi-inflow-register"
COUNTS = ("fdi-new-projects-register", "fdi-adjusted-projects-register", "fdi-shares-count-register")
PARTS = ("fdi-new-capital-register", "fdi-adjusted-capital-register", "fdi-shares-capital-register")
ROUNDING = Decimal("0.001")  # of a million: what the parts of a year may differ from its total by rounding
FEWEST_PROJECTS = 10  # fewer make no rate: one project more or less would be the whole of it


def stock(section: Section) -> dict[str, Series]:
    """The province's FDI in force by date: the series of projects and of capital; empty without capital."""
    found = series_of(section, PROJECTS, CAPITAL)
    return found if CAPITAL in found and found[CAPITAL].points else {}


def show_stock(section: Section, found: dict[str, Series]) -> Part:
    """FDI in force at each date: of former units in one table with their sum, then in words; of the unit."""
    outputs = [
        *today(section),
        *(_summary(unit, stock(unit)) for unit in section.units[1:]),
        *_stock_of(section, found),
    ]
    shown = part(*outputs)
    return part(section.text(section.words.heading("register.stock")), *shown) if shown else shown


def _stock_of(section: Section, found: dict[str, Series]) -> list[Text | Chart | Table | None]:
    """One unit's FDI in force: in words, as a line, as a table."""
    if not found:
        return []
    named = section.named(section.words.name("indicators", CAPITAL))
    return [
        _summary(section, found),
        by_year(section, named, _by_year(section, found), stock=True),
        _stock_table(section, found),
    ]


def _by_year(section: Section, found: dict[str, Series]) -> pd.DataFrame:
    """The capital at the ends of the years since the last break, with its changes."""
    return yearly(section, unbroken(year_ends(found[CAPITAL])))


def year_ends(one: Series) -> Series:
    """The points of December only: a change from June to December is no change over a year."""
    return replace(one, points=tuple(point for point in one.points if point.time[5:7] == "12"))


def unbroken(one: Series) -> Series:
    """The points since the last break: two year-ends less than a year apart close on different days.

    The agency's table of 31 December 2015 is another one than those of 20 December; what one says is not compared with
    what the other says.
    """
    points = list(one.points)
    days = [last_day(point.time) for point in points]
    breaks = [place for place, (old, new) in enumerate(pairwise(days), 1) if (new - old).days < 365]
    return replace(one, points=tuple(points[breaks[-1] if breaks else 0 :]))


def few_projects(found: dict[str, Series]) -> bool:
    """Whether fewer than ten projects are counted at any time, so that no rate says anything."""
    return PROJECTS in found and any(point.row["value"] < FEWEST_PROJECTS for point in found[PROJECTS].points)


def _summary(section: Section, found: dict[str, Series]) -> Text | None:
    """The latest date in words, with the growth over the latest unbroken years where it says something."""
    if not found:
        return None
    last = found[CAPITAL].points[-1]
    counted = found[PROJECTS].points if PROJECTS in found else ()
    projects = {point.time: point for point in counted}.get(last.time)
    if projects is None:
        return None
    said = section.words.markdown(
        "register.latest",
        province=section.scope or section.province_name,
        date=section.words.date_in_text(last.time),
        projects=section.words.qualified(projects.row),
        capital=section.words.qualified(last.row),
    )
    sentences = [said + once(cite_point(section, projects), cite_point(section, last)) + "."]
    over_all = growth(section, found[CAPITAL])
    sentences += [over_all] if over_all else []
    return section.text(" ".join(sentences))


def _unit(found: dict[str, Series]) -> str:
    """The one unit of all amounts of money, which then stands in the caption; empty when there are several."""
    units = {
        point.row["unit_id"]
        for name, one in found.items()
        if "capital" in name or "inflow" in name
        for point in one.points
    }
    return units.pop() if len(units) == 1 else ""


def _caption(section: Section, words: str, unit: str) -> str:
    return (
        section.words.say("register.in_unit", caption=words, unit=section.words.unit_in_text(unit))
        if unit
        else words
    )


def _stock_table(section: Section, found: dict[str, Series]) -> Table | None:
    """Projects and registered capital by date, with the change in capital on the year before."""
    times, unit = _times(found), _unit(found)
    return table(
        section,
        _caption(section, section.named(section.words.say("register.stock_table")), unit),
        [
            column(section, "as_of", [dates.day(time, section.language) for time in times]),
            *_stock_columns(section, found, times, with_unit=not unit),
        ],
        table_notes=_break(section, found),
    )


def _times(*units: dict[str, Series]) -> list[str]:
    """The dates of which any of the units tells projects or capital."""
    return sorted({point.time for found in units for one in found.values() for point in one.points})


def _break(section: Section, *units: dict[str, Series]) -> list[str]:
    """What to say of years that are not compared; nothing where all are."""
    ends = [year_ends(found[CAPITAL]) for found in units if found]
    broken = any(len(unbroken(one).points) < len(one.points) for one in ends)
    return [section.words.say("register.break")] if broken else []


def _stock_columns(
    section: Section, found: dict[str, Series], times: list[str], *, with_unit: bool, about: str = ""
) -> list[Column]:
    """A unit's projects, capital and change on the year before at these dates; ``about`` names it in the heads.

    No change is told across a break, nor of fewer than ten projects.
    """
    capital = {point.time: point for point in found[CAPITAL].points}
    projects = {point.time: point for point in found[PROJECTS].points} if PROJECTS in found else {}
    changes = {row["year"]: row for row in to_records(_by_year(section, found))}

    def change(time: str) -> str:
        row = changes.get(int(time[:4]))
        if row is None or time not in capital or time[5:7] != "12" or few_projects(found):
            return ""
        return section.words.change(row["change"], row["open"]) + Marked(row["change_cite"])

    def cells(known: dict[str, Point], *, with_unit: bool) -> list[str]:
        return [
            point_cell(section, known[time], with_unit=with_unit) if time in known else "" for time in times
        ]

    shown = {
        "projects": cells(projects, with_unit=False),
        "capital": cells(capital, with_unit=with_unit),
        "change": [change(time) for time in times],
    }
    found_columns = [column(section, name, cells, numeric=True) for name, cells in shown.items()]
    return [
        replace(
            one,
            name=f"{section.province}-{one.name}",
            title=section.words.say("figure.about", name=one.title, about=about),
        )
        if about
        else one
        for one in found_columns
    ]


def flows(section: Section) -> dict[str, Series]:
    """What was newly registered in the province in each year: the series by indicator."""
    return series_of(section, *FLOWS)


def show_flows(section: Section, found: dict[str, Series]) -> Part:
    """What was newly registered in each year, as the register's year reports give it, unit by unit."""
    tables = [
        _flows_table(section, found),
        *(_flows_table(unit, flows(unit)) for unit in section.units[1:]),
    ]
    return part(section.text(section.words.heading("register.flows")) if any(tables) else None, *tables)


def _flows_table(section: Section, found: dict[str, Series]) -> Table | None:
    """What was newly registered in one unit; None for no full year."""
    years = sorted({year for one in found.values() for year in one.by_year})
    if not years:
        return None
    unit = _unit(found)
    columns = [column(section, "year", [str(year) for year in years])]
    for name, one in found.items():
        cells = [
            point_cell(section, one.by_year[year], with_unit=not (unit or name in COUNTS))
            if year in one.by_year
            else ""
            for year in years
        ]
        columns.append(Column(name, section.words.say(FLOWS[name]), cells, numeric=True))
    caption = section.named(section.words.say("register.flows_table"))
    years_said = ", ".join(str(year) for year in incomplete(found))
    notes = [section.words.say("register.incomplete", years=years_said)] if years_said else []
    return table(section, _caption(section, caption, unit), columns, table_notes=notes)


def incomplete(found: dict[str, Series]) -> list[int]:
    """The years of which the parts that are known (new and added capital, shares bought) do not make up the total."""
    wrong = []
    for year, whole in (found[TOTAL].by_year if TOTAL in found else {}).items():
        known = [found[name].by_year[year] for name in PARTS if name in found and year in found[name].by_year]
        made_up = sum(point.row["value"] for point in known)
        if known and abs(made_up - whole.row["value"]) > ROUNDING:
            wrong.append(year)
    return wrong


def today(section: Section) -> list[Text | Table | None]:
    """The register's stock in each unit that was merged into this one, and the marked sum of their capital."""
    merged = section.province
    sums = {one.time: one for one in _sums(section)}
    former = {unit: stock(unit) for unit in section.units[1:]}
    if not sums:
        return []
    after = {point.time: point for point in series(section.dataset, merged, CAPITAL).points}
    times = sorted({*_times(*former.values()), *after})
    units_of_money = {point.row["unit_id"] for one in sums.values() for point in one.parts.values()}
    unit = units_of_money.pop() if len(units_of_money) == 1 and not after else ""

    def total(time: str) -> str:
        if time in after:
            return point_cell(section, after[time])
        return _total(section, merged, sums[time], with_unit=not unit) if time in sums else ""

    name = section.words.name("areas", merged)
    about = section.words.say("figure.about", name=section.words.say("column.capital"), about=name)
    columns = [
        column(section, "as_of", [dates.day(time, section.language) for time in times]),
        *(
            one
            for of, found in former.items()
            if found
            for one in _stock_columns(
                of, found, times, with_unit=not unit, about=section.words.name("areas", of.province)
            )
        ),
        Column(merged, about, [total(time) for time in times], numeric=True),
    ]
    names = join([section.words.name("areas", of.province) for of in former], " + ")
    caption = _caption(section, section.words.say("register.today_table", area=name), unit)
    lead = section.words.markdown("register.today", area=name, units=names)
    return [
        section.text(lead),
        table(section, caption, columns, table_notes=_break(section, *former.values())),
    ]


def _sums(section: Section) -> list[Sum]:
    """The capital on today's boundaries, for a unit that others were merged into; else nothing."""
    merged = section.province
    if not areas.former_units(section.dataset.areas, merged):
        return []
    return on_todays_boundaries(section.dataset, merged, CAPITAL)


def _total(section: Section, merged: str, one: Sum, *, with_unit: bool) -> str:
    """The sum with its formula, or why there is none."""
    if one.figure is None:
        for key, units in (("missing", one.missing), ("doubtful", one.doubtful)):
            if units:
                names = ", ".join(section.words.name("areas", unit) for unit in units)
                return section.words.say(f"register.{key}", units=names)
        return section.words.say("change.open")
    terms = section.words.terms(point.row for point in one.parts.values())
    formula = section.words.markdown(
        "investment.formula_sum", terms=terms, result=section.words.figure(one.figure)
    )
    words, when = section.words, dates.day(one.time, section.language)
    derived = Derived("sum", words.name("indicators", CAPITAL), when, one.figure, unescape(formula))
    return words.figure(one.figure, with_unit=with_unit) + section.citations.derivation(
        f"{merged}.{CAPITAL}.{one.time}:sum", formula, one.figure.parents, derived
    )


def ids(section: Section) -> set[str]:
    """The observations of the unit and its former units that the tables of the register show."""
    return {one for unit in section.units for one in ids_of_points(stock(unit)) | ids_by_year(flows(unit))}
