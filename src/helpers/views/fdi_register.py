"""FDI in the national register: in force by year, newly registered by year, and on today's boundaries.

A merged province has the figures of its former units, each under the unit's name, and their marked sum.
"""

from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

import pandas as pd

from helpers.data import areas
from helpers.data.dates import last_day
from helpers.data.series import Series, Sum, on_todays_boundaries, series
from helpers.data.tables import to_records
from helpers.text import dates
from helpers.text.markdown import Marked, join, once
from helpers.views.kit.line_chart import line_chart
from helpers.views.kit.observations import cite_point, ids_of_points, point_cell
from helpers.views.kit.outputs import Part, Table, Text, part
from helpers.views.kit.section import Section
from helpers.views.kit.tables import Column, column, table
from helpers.views.kit.yearly import growth, ids_by_year, series_of, yearly

PROJECTS, CAPITAL = "fdi-projects-register", "fdi-capital-register"
FLOWS = {
    "fdi-new-projects-register": "column.fdi_new_projects",
    "fdi-new-capital-register": "column.fdi_new_capital",
    "fdi-adjusted-capital-register": "column.fdi_adjusted_capital",
    "fdi-shares-capital-register": "column.fdi_shares_capital",
    "fdi-inflow-register": "column.fdi_inflow",
}
TOTAL, PARTS = "fdi-inflow-register", tuple(name for name in list(FLOWS)[1:4])
TO_THE_DOLLAR = Decimal("0.000001")  # of a million: workbooks hold the long results of divisions
FEWEST_PROJECTS = 10  # fewer make no rate: one project more or less would be the whole of it

# Of each unit, the province or one that was merged into it, the series by indicator.
Found = dict[str, dict[str, Series]]


def stock(section: Section) -> Found:
    """FDI in force by date, by unit: the series of projects and of capital; without the units that have no capital."""
    found = {unit.province: series_of(unit, PROJECTS, CAPITAL) for unit in units(section)}
    return {area: one for area, one in found.items() if CAPITAL in one and one[CAPITAL].points}


def units(section: Section) -> list[Section]:
    """The province, then the units that were merged into it, each as a section with its own facts."""
    return [section, *section.former_units]


def called(section: Section, area: str) -> str:
    """The province's name, or that of a former unit, which says that it is one."""
    if area == section.province:
        return section.province_name
    return section.words.scope({"reach": section.dataset.levels(section.province)[area], "area_id": area})


def show_stock(section: Section, found: Found) -> Part:
    """FDI in force at each date: on today's boundaries, then of each unit in words, as a line and as a table."""
    if not found:
        return part()
    outputs = [section.text(section.words.heading("register.stock")), *today(section)]
    for area, one in found.items():
        frame = yearly(section, unbroken(year_ends(one[CAPITAL])))
        named = section.words.name("indicators", CAPITAL)
        outputs += [
            _summary(section, area, one, frame),
            line_chart(section, about(section, named, area), frame),
            _stock_table(section, area, one, frame),
        ]
    return part(*outputs)


def about(section: Section, words: str, area: str) -> str:
    """A name or caption, with the unit's where it is not the province."""
    if area == section.province:
        return words
    return section.words.say("figure.about", name=words, about=called(section, area))


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


def _summary(section: Section, area: str, found: dict[str, Series], frame: pd.DataFrame) -> Text | None:
    """The latest date in words, with the growth over the latest unbroken years where it says something."""
    last = found[CAPITAL].points[-1]
    counted = found[PROJECTS].points if PROJECTS in found else ()
    projects = {point.time: point for point in counted}.get(last.time)
    if projects is None:
        return None
    said = section.words.markdown(
        "register.latest",
        area=called(section, area),
        date=section.words.date_in_text(last.time),
        projects=section.words.qualified(projects.row),
        capital=section.words.qualified(last.row),
    )
    sentences = [said + once(cite_point(section, projects), cite_point(section, last)) + "."]
    over_all = growth(section, found[CAPITAL].name, frame)
    if over_all and min(point.row["value"] for point in counted) >= FEWEST_PROJECTS:
        rate, cite, began, ended = over_all
        words = {"first": began, "last": ended, "change": section.words.change_in_text(rate)}
        sentences.append(section.words.markdown("trade.growth", **words) + cite + ".")
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
        section.words.say("register.in_unit", caption=words, unit=section.words.unit(unit)) if unit else words
    )


def _stock_table(section: Section, area: str, found: dict[str, Series], frame: pd.DataFrame) -> Table | None:
    """Projects and registered capital by date, with the change in capital on the year before.

    No change on the other side of a break, and none for fewer than ten projects.
    """
    capital = {point.time: point for point in found[CAPITAL].points}
    projects = {point.time: point for point in found[PROJECTS].points} if PROJECTS in found else {}
    changes = {row["year"]: row for row in to_records(frame)}
    times = sorted({*capital, *projects})
    unit = _unit(found)
    few = any(point.row["value"] < FEWEST_PROJECTS for point in projects.values())

    def change(time: str) -> str:
        row = changes.get(int(time[:4]))
        if row is None or few or time[5:7] != "12":
            return ""
        return section.words.change(row["change"], row["open"]) + Marked(row["change_cite"])

    cells = {
        key: [
            point_cell(section, known[time], with_unit=key == "capital" and not unit) if time in known else ""
            for time in times
        ]
        for key, known in (("projects", projects), ("capital", capital))
    }
    broken = len(unbroken(year_ends(found[CAPITAL])).points) < len(year_ends(found[CAPITAL]).points)
    return table(
        section,
        _caption(section, about(section, section.words.say("register.stock_table"), area), unit),
        [
            column(section, "as_of", [dates.day(time, section.language) for time in times]),
            column(section, "projects", cells["projects"], numeric=True),
            column(section, "capital", cells["capital"], numeric=True),
            column(section, "change", [change(time) for time in times], numeric=True),
        ],
        table_notes=[section.words.say("register.break")] if broken else [],
    )


def flows(section: Section) -> Found:
    """What was newly registered in each year, by unit: the series by indicator."""
    return {unit.province: series_of(unit, *FLOWS) for unit in units(section)}


def show_flows(section: Section, found: Found) -> Part:
    """What was newly registered in each year, as the register's year reports give it; a table a unit."""
    grids = [_flows_table(section, area, one) for area, one in found.items()]
    if not any(grids):
        return part()
    return part(section.text(section.words.heading("register.flows")), *grids)


def _flows_table(section: Section, area: str, found: dict[str, Series]) -> Table | None:
    years = sorted({year for one in found.values() for year in one.by_year})
    if not years:
        return None
    unit = _unit(found)
    columns = [column(section, "year", [str(year) for year in years])]
    for name, one in found.items():
        cells = [
            point_cell(section, one.by_year[year], with_unit=not (unit or name.endswith("projects-register")))
            if year in one.by_year
            else ""
            for year in years
        ]
        columns.append(Column(name, section.words.say(FLOWS[name]), cells, numeric=True))
    caption = about(section, section.words.say("register.flows_table"), area)
    return table(section, _caption(section, caption, unit), columns, table_notes=_gaps(section, found))


def _gaps(section: Section, found: dict[str, Series]) -> list[str]:
    """What to say of the years in which the parts that are shown do not make up the total, if there are any."""
    years = ", ".join(str(year) for year in incomplete(found))
    return [section.words.say("register.incomplete", years=years)] if years else []


def incomplete(found: dict[str, Series]) -> list[int]:
    """The years of which the total is more or less than the new capital, the added capital and the shares bought."""
    by_year = {name: one.by_year for name, one in found.items()}
    wrong = []
    for year, whole in by_year.get(TOTAL, {}).items():
        parts = [by_year[name][year].figure for name in PARTS if year in by_year.get(name, {})]
        if parts and abs(sum(one.value for one in parts) - whole.figure.value) > TO_THE_DOLLAR * 2:
            wrong.append(year)
    return wrong


def today(section: Section) -> list[Text | Table | None]:
    """The register's stock on today's boundaries, for a merged province or what it became: a marked sum of units."""
    known = section.dataset.areas
    merged = section.province if areas.former_units(known, section.province) else ""
    merged = merged or known[section.province]["successor_id"]
    former = areas.former_units(known, merged)
    if not former:
        return []
    sums = on_todays_boundaries(section.dataset, merged, CAPITAL)
    after = series(section.dataset, merged, CAPITAL).points
    if not sums or not _merger_is_known(section, merged):
        return []
    times = [one.time for one in sums] + [point.time for point in after]
    units_of_money = {point.row["unit_id"] for one in sums for point in one.parts.values()}
    unit = units_of_money.pop() if len(units_of_money) == 1 and not after else ""
    columns = [column(section, "as_of", [dates.day(time, section.language) for time in times])]
    for area in former:
        cells = [
            point_cell(section, one.parts[area], with_unit=not unit) if area in one.parts else ""
            for one in sums
        ]
        columns.append(_area_column(section, area, [*cells, *[""] * len(after)]))
    totals = [_total(section, merged, one, with_unit=not unit) for one in sums]
    totals += [point_cell(section, point) for point in after]
    columns.append(_area_column(section, merged, totals))
    names = join([section.words.name("areas", unit) for unit in former], " + ")
    caption = _caption(
        section, section.words.say("register.today_table", area=section.words.name("areas", merged)), unit
    )
    lead = section.words.markdown("register.today", area=section.words.name("areas", merged), units=names)
    return [section.text(lead), table(section, caption, columns)]


def _merger_is_known(section: Section, merged: str) -> bool:
    """Whether the document that merged the units is known in this edition."""
    basis = section.dataset["areas"].set_index("area_id").loc[merged, "legal_basis"]
    return bool((section.dataset["documents"]["document_id"] == basis).any())


def _area_column(section: Section, area: str, cells: list[str]) -> Column:
    """A column under an area's name."""
    return Column(area, section.words.name("areas", area), cells, numeric=True)


def _total(section: Section, merged: str, one: Sum, *, with_unit: bool) -> str:
    """The sum with its formula, or who is missing for it."""
    if one.figure is None:
        doubtful = [unit for unit in one.missing if unit in one.parts]
        names = ", ".join(section.words.name("areas", unit) for unit in doubtful or one.missing)
        if not names:
            return section.words.say("change.open")
        return section.words.say("register.doubtful" if doubtful else "register.missing", units=names)
    terms = " + ".join(section.words.marked(point.row) for point in one.parts.values())
    formula = section.words.markdown(
        "investment.formula_sum", terms=terms, result=section.words.figure(one.figure)
    )
    return section.words.figure(one.figure, with_unit=with_unit) + section.citations.derivation(
        f"{merged}.{CAPITAL}.{one.time}:sum", formula
    )


def ids(section: Section) -> set[str]:
    """The province's observations that the tables of the register show."""
    in_force, registered = stock(section).values(), flows(section).values()
    return set().union(*map(ids_of_points, in_force), *map(ids_by_year, registered))
