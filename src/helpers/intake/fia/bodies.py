"""The rows of a table beneath its heading, down to the printed total."""

from decimal import Decimal

from helpers.intake.fia.amounts import exact
from helpers.intake.fia.layout import Heading
from helpers.intake.fia.tables import FiaRow
from helpers.intake.fia.vocabulary import is_total, plain
from helpers.intake.fia.workbook import Page

_NOTHING = frozenset({"", "-", "–", "—", "…", "..."})


def rows(page: Page, heading: Heading) -> tuple[tuple[FiaRow, ...], FiaRow]:
    """The rows and the total; raises UnclearTable when there is no total.

    The total ends the table, unless it stands right beneath the heading: then a row without a label does.
    """
    found: list[FiaRow] = []
    total: FiaRow | None = None
    for row in range(heading.last + 1, len(page.cells)):
        label = page.text(row, heading.label)
        if total and not label:
            break
        sums = _total_label(page, heading, row)
        if sums:
            total = FiaRow(sums, row + 1, _values(page, heading, row))
            if found:
                break
        elif len(plain(label)) > 1:
            values = _values(page, heading, row)
            found += [FiaRow(label, row + 1, values)] if any(v is not None for v in values.values()) else []
    if total is None:
        raise page.unclear(heading.first, f"the table by {heading.by} that starts here has no row “Tổng số”")
    return tuple(found), total


def _total_label(page: Page, heading: Heading, row: int) -> str:
    """What announces the total in this row, left of the values; empty in other rows."""
    texts = (page.text(row, column) for column in range(heading.left, heading.label + 1))
    return next((text for text in texts if is_total(text)), "")


def _values(page: Page, heading: Heading, row: int) -> dict[str, Decimal | None]:
    return {name: _value(page, row, *place) for name, place in heading.columns.items()}


def _value(page: Page, row: int, column: int, power: int) -> Decimal | None:
    """The number in a cell, None when it is empty; raises UnclearTable for anything else."""
    cell = page.cell(row, column)
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return exact(cell, power)
    if isinstance(cell, str) and cell.strip() in _NOTHING:
        return None
    raise page.unclear(row, f"expected a number in column {column + 1}, found {cell!r}")
