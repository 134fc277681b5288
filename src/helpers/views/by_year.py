"""Several indicators of a province side by side, a row a year."""

from helpers.data.series import Series, series
from helpers.views.kit import points
from helpers.views.kit.line_chart import line_chart
from helpers.views.kit.outputs import Part, Table, part
from helpers.views.kit.page import Page
from helpers.views.kit.tables import Column, column, table
from helpers.views.kit.yearly import yearly

VISITORS = ("visitors-international", "visitors-total")


def own(page: Page, *indicators: str) -> dict[str, Series]:
    """The province's series of the indicators that the dataset has."""
    return {name: series(page.dataset, page.province, name) for name in indicators if name in page.indicators}


def years_table(
    page: Page, caption: str, found: dict[str, Series], *, with_unit: bool = True
) -> Table | None:
    """A row a year, a column an indicator; None when no full year is known."""
    years = sorted({year for one in found.values() for year in one.by_year})
    if not years:
        return None
    columns = [column(page, "year", [str(year) for year in years])]
    for name, one in found.items():
        cells = [
            points.shown(page, one.by_year[year], with_unit=with_unit) if year in one.by_year else ""
            for year in years
        ]
        columns.append(Column(name, page.name("indicators", name), cells, numeric=True))
    return table(page, caption, columns)


def shown_ids(found: dict[str, Series]) -> set[str]:
    """The observations of full years, which a table by year shows."""
    return {
        row["observation_id"]
        for one in found.values()
        for point in one.points
        for row in (point.row, *point.alternatives)
    }


def pci_part(page: Page) -> Part:
    """The Provincial Competitiveness Index: score as a line, score and rank by year."""
    found = own(page, "pci-score", "pci-rank")
    grid = years_table(page, page.phrase("series.pci_table"), found)
    if grid is None:
        return part()
    frame = yearly(page, found["pci-score"])
    lead = page.say("series.pci_lead")
    return part(
        page.text(page.heading("series.pci"), lead),
        line_chart(page, page.name("indicators", "pci-score"), frame),
        grid,
    )


def visitors_part(page: Page) -> Part:
    """Visitors by year; other periods and plans stand with the other figures."""
    found = own(page, *VISITORS)
    grid = years_table(page, page.phrase("series.visitors_table"), found)
    return part(page.text(page.heading("series.visitors")), grid) if grid else part()
