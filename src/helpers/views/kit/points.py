"""A point of a series on the page: its figure, its notes, and what other sources publish for the same thing."""

from helpers.data import arithmetic as derive
from helpers.data.arithmetic import Figure
from helpers.data.series import Point, Row
from helpers.text import numbers
from helpers.text.markdown import Marked, once
from helpers.views.kit.observations import factors, figure
from helpers.views.kit.page import Page


def cite(page: Page, point: Point) -> Marked:
    """References to the sources of a point; a source that publishes another figure gets a note that says which."""
    references = [page.cite("observations", point.row)]
    for other in point.alternatives:
        same = agree(page, point.row, other)
        references.append(page.cite("observations", other) if same else alternative(page, point.row, other))
    return once(*references)


def agree(page: Page, row: Row, other: Row) -> bool:
    """Whether two sources publish the same figure, be it in two units."""
    there = derive.in_unit(figure(other), row["unit_id"], factors(page))
    return bool(there.value == row["value"] and there.qualifier == row["qualifier"])


def alternative(page: Page, row: Row, other: Row) -> Marked:
    """A reference to a note that gives another source's figure and how far it is from the one shown."""
    ours, theirs = figure(row), derive.in_unit(figure(other), row["unit_id"], factors(page))
    gap = Figure(abs(theirs.value - ours.value), ours.unit_id, "exact")
    return page.cite_alternative(
        other, gap=numbers.amount(page.dataset, gap.value, gap.unit_id, page.language)
    )


def shown(page: Page, point: Point, *, with_unit: bool = True) -> str:
    """A point as a table cell: the figure with its qualifier and its notes."""
    return page.marked(point.row, with_unit=with_unit) + cite(page, point)
