"""FDI in the national register: in force by year, newly registered by year, and on today's boundaries."""

from dataclasses import replace

import pandas as pd

from helpers.data import areas
from helpers.data.series import Series, Sum, on_todays_boundaries, series
from helpers.data.tables import records as rows_of
from helpers.text import dates
from helpers.text.markdown import Marked, join, once
from helpers.views.by_year import own, shown_ids
from helpers.views.kit import points
from helpers.views.kit.changes import change_cell, change_in_words
from helpers.views.kit.line_chart import line_chart
from helpers.views.kit.outputs import (
    Part,
    Table,
    Text,
    part,
)
from helpers.views.kit.page import Page
from helpers.views.kit.tables import Column, column, table
from helpers.views.kit.yearly import growth, yearly

PROJECTS, CAPITAL = "fdi-projects-register", "fdi-capital-register"
FLOWS = {
    "fdi-new-projects-register": "column.fdi_new_projects",
    "fdi-new-capital-register": "column.fdi_new_capital",
    "fdi-adjusted-capital-register": "column.fdi_adjusted_capital",
    "fdi-shares-capital-register": "column.fdi_shares_capital",
    "fdi-inflow-register": "column.fdi_inflow",
}


def stock_part(page: Page) -> Part:
    """FDI in force at each date: in words, as a line, as a table, and on today's boundaries."""
    found = own(page, PROJECTS, CAPITAL)
    if CAPITAL not in found or not found[CAPITAL].points:
        return part()
    frame = yearly(page, year_ends(found[CAPITAL]))
    return part(
        page.text(page.heading("register.stock")),
        _summary(page, found, frame),
        line_chart(page, page.name("indicators", CAPITAL), frame),
        _stock_table(page, found, frame),
        *today(page),
    )


def year_ends(one: Series) -> Series:
    """The points of December only: a change from June to December is no change over a year."""
    return replace(one, points=tuple(point for point in one.points if point.time[5:7] == "12"))


def _summary(page: Page, found: dict[str, Series], frame: pd.DataFrame) -> Text | None:
    """The latest date in words, with the growth over the whole span."""
    last = found[CAPITAL].points[-1]
    counted = found[PROJECTS].points if PROJECTS in found else ()
    projects = {point.time: point for point in counted}.get(last.time)
    if projects is None:
        return None
    said = page.say(
        "register.latest",
        date=dates.in_text(last.time, page.language),
        projects=page.qualified(projects.row),
        capital=page.qualified(last.row),
    )
    sentences = [said + once(points.cite(page, projects), points.cite(page, last)) + "."]
    over_all = growth(page, found[CAPITAL].name, frame)
    if over_all:
        rate, cite, began, ended = over_all
        words = {"first": began, "last": ended, "change": change_in_words(page, rate)}
        sentences.append(page.say("trade.growth", **words) + cite + ".")
    return page.text(" ".join(sentences))


def _unit(found: dict[str, Series]) -> str:
    """The one unit of all amounts of money, which then stands in the caption; empty when there are several."""
    units = {
        point.row["unit_id"]
        for name, one in found.items()
        if "capital" in name or "inflow" in name
        for point in one.points
    }
    return units.pop() if len(units) == 1 else ""


def _caption(page: Page, words: str, unit: str) -> str:
    return page.phrase("register.in_unit", caption=words, unit=page.unit_name(unit)) if unit else words


def _stock_table(page: Page, found: dict[str, Series], frame: pd.DataFrame) -> Table | None:
    """Projects and registered capital by date, with the change in capital on the year before."""
    capital = {point.time: point for point in found[CAPITAL].points}
    projects = {point.time: point for point in found[PROJECTS].points}
    changes = {row["year"]: row for row in rows_of(frame)}
    times = sorted({*capital, *projects})
    unit = _unit(found)

    def change(time: str) -> str:
        row = changes.get(int(time[:4]))
        if row is None or time[5:7] != "12":
            return ""
        return change_cell(page, row["change"], row["open"]) + Marked(row["change_cite"])

    cells = {
        key: [
            points.shown(page, known[time], with_unit=key == "capital" and not unit) if time in known else ""
            for time in times
        ]
        for key, known in (("projects", projects), ("capital", capital))
    }
    return table(
        page,
        _caption(page, page.phrase("register.stock_table"), unit),
        [
            column(page, "as_of", [dates.day(time, page.language) for time in times]),
            column(page, "projects", cells["projects"], numeric=True),
            column(page, "capital", cells["capital"], numeric=True),
            column(page, "change", [change(time) for time in times], numeric=True),
        ],
    )


def flows_part(page: Page) -> Part:
    """What was newly registered in each year, as the register's year reports give it."""
    found = own(page, *FLOWS)
    years = sorted({year for one in found.values() for year in one.by_year})
    if not years:
        return part()
    unit = _unit(found)
    columns = [column(page, "year", [str(year) for year in years])]
    for name, one in found.items():
        cells = [
            points.shown(page, one.by_year[year], with_unit=not (unit or name.endswith("projects-register")))
            if year in one.by_year
            else ""
            for year in years
        ]
        columns.append(Column(name, page.phrase(FLOWS[name]), cells, numeric=True))
    grid = table(page, _caption(page, page.phrase("register.flows_table"), unit), columns)
    return part(page.text(page.heading("register.flows")), grid)


def today(page: Page) -> list[Text | Table | None]:
    """The register's stock on today's boundaries, for a province that was merged: a marked sum of the former units."""
    merged = page.dataset.areas[page.province]["successor_id"]
    units = areas.former_units(page.dataset.areas, merged)
    if not units:
        return []
    sums = on_todays_boundaries(page.dataset, merged, CAPITAL)
    after = series(page.dataset, merged, CAPITAL).points
    if not sums or not _told(page, merged):
        return []
    times = [one.time for one in sums] + [point.time for point in after]
    units_of_money = {point.row["unit_id"] for one in sums for point in one.parts.values()}
    unit = units_of_money.pop() if len(units_of_money) == 1 and not after else ""
    columns = [column(page, "as_of", [dates.day(time, page.language) for time in times])]
    for area in units:
        cells = [
            points.shown(page, one.parts[area], with_unit=not unit) if area in one.parts else ""
            for one in sums
        ]
        columns.append(_named(page, area, [*cells, *[""] * len(after)]))
    totals = [_total(page, merged, one, with_unit=not unit) for one in sums]
    totals += [points.shown(page, point) for point in after]
    columns.append(_named(page, merged, totals))
    names = join([page.name("areas", unit) for unit in units], " + ")
    caption = _caption(page, page.phrase("register.today_table", area=page.name("areas", merged)), unit)
    lead = page.say("register.today", area=page.name("areas", merged), units=names)
    return [page.text(lead), table(page, caption, columns)]


def _told(page: Page, merged: str) -> bool:
    """Whether the document that merged the units is known in this edition."""
    basis = page.dataset["areas"].set_index("area_id").loc[merged, "legal_basis"]
    return bool((page.dataset["documents"]["document_id"] == basis).any())


def _named(page: Page, area: str, cells: list[str]) -> Column:
    """A column under an area's name."""
    return Column(area, page.name("areas", area), cells, numeric=True)


def _total(page: Page, merged: str, one: Sum, *, with_unit: bool) -> str:
    """The sum with its formula, or who is missing for it."""
    if one.figure is None:
        missing = ", ".join(page.name("areas", unit) for unit in one.missing)
        return page.phrase("register.missing", units=missing) if missing else page.phrase("change.open")
    terms = " + ".join(page.marked(point.row) for point in one.parts.values())
    formula = page.say("investment.formula_sum", terms=terms, result=page.figure(one.figure))
    return page.figure(one.figure, with_unit=with_unit) + page.cite_derivation(
        f"{merged}.{CAPITAL}.{one.time}:sum", formula
    )


def shown(page: Page) -> set[str]:
    """The province's observations that these parts show."""
    return shown_ids(own(page, PROJECTS, CAPITAL, *FLOWS))
