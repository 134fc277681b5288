"""A workbook of the register as its tables, each read down to its printed total and added up."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from helpers.intake.fia.layout import Heading, find_headings
from helpers.intake.fia.totals import differences
from helpers.intake.fia.vocabulary import is_total, period_of
from helpers.intake.fia.workbook import (
    FiaRow,
    FiaTable,
    NotAReport,
    Report,
    Worksheet,
    printed_number,
    read_worksheets,
)
from helpers.intake.wording import bare_words

_EMPTY = frozenset({"", "-", "–", "—", "…", "..."})


def read_workbook(path: Path) -> Report:
    """The tables by locality, partner and sector of a "Báo cáo nhanh" workbook.

    Raises NotAReport when there is none, and UnclearTable when one cannot be read in exactly one way. Columns that do
    not add up are told in ``Report.differences``.
    """
    sheets = read_worksheets(path)
    tables = tuple(_distinct_tables(sheets))
    if not tables:
        names = ", ".join(f"“{sheet.name}”" for sheet in sheets)
        raise NotAReport(path.name, f"no such table on the sheets {names}" if names else "no visible sheet")
    return Report(path.name, tables, tuple(differences(tables)))


def _distinct_tables(sheets: tuple[Worksheet, ...]) -> Iterator[FiaTable]:
    """The tables of all sheets, one that is repeated only once; raises UnclearTable when the two differ."""
    seen: dict[tuple[str, ...], FiaTable] = {}
    for sheet in sheets:
        for heading, table in _tables(sheet):
            key = (table.kind, table.by, table.period_start, table.period_end)
            first = seen.setdefault(key, table)
            if first is table:
                yield table
            elif _content(first) != _content(table):
                raise sheet.unclear(
                    heading.first, f"{table.name} differs from the one on sheet {first.sheet}"
                )


def _content(table: FiaTable) -> list[object]:
    return [(row.label, row.values) for row in table.rows] + [table.total.values]


def _tables(sheet: Worksheet) -> Iterator[tuple[Heading, FiaTable]]:
    """The tables of a sheet; each takes its period from the lines between the table before it and its heading."""
    headings = find_headings(sheet)
    after = 0
    for heading in headings:
        rows, total = _body(sheet, heading)
        beside = any(other.left >= heading.right for other in headings if other.first == heading.first)
        right = heading.right if beside else None
        lines = [
            *sheet.lines(0, headings[0].first, heading.left, right),
            *sheet.lines(after, heading.first, heading.left, right),
        ]
        period = period_of(lines)
        if period is None:
            raise sheet.unclear(heading.first, "no date such as “đến 20/12/2022” above the table")
        start = period[0] if heading.kind == "flow" else ""
        yield heading, FiaTable(heading.kind, heading.by, start, period[1], sheet.number, rows, total)
        after = total.row


def _body(sheet: Worksheet, heading: Heading) -> tuple[tuple[FiaRow, ...], FiaRow]:
    """The rows beneath a heading and the total; raises UnclearTable when there is no total.

    The total ends the table, unless it stands right beneath the heading: then a row without a label does.
    """
    rows: list[FiaRow] = []
    total: FiaRow | None = None
    for row in range(heading.last + 1, len(sheet.cells)):
        label = sheet.text(row, heading.label)
        if total and not label:
            break
        total_label = _total_label(sheet, heading, row)
        if total_label:
            total = FiaRow(total_label, row + 1, _values(sheet, heading, row))
            if rows:
                break
        elif len(bare_words(label)) > 1:
            values = _values(sheet, heading, row)
            if any(value is not None for value in values.values()):
                rows.append(FiaRow(label, row + 1, values))
    if total is None:
        raise sheet.unclear(heading.first, f"the table by {heading.by} that starts here has no row “Tổng số”")
    return tuple(rows), total


def _total_label(sheet: Worksheet, heading: Heading, row: int) -> str:
    """What announces the total in this row, left of the values; empty in other rows."""
    texts = (sheet.text(row, column) for column in range(heading.left, heading.label + 1))
    return next((text for text in texts if is_total(text)), "")


def _values(sheet: Worksheet, heading: Heading, row: int) -> dict[str, Decimal | None]:
    return {name: _value(sheet, row, *place) for name, place in heading.columns.items()}


def _value(sheet: Worksheet, row: int, column: int, power: int) -> Decimal | None:
    """The number in a cell, None when it is empty; raises UnclearTable for anything else."""
    cell = sheet.cell(row, column)
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return printed_number(cell, power)
    if isinstance(cell, str) and cell.strip() in _EMPTY:
        return None
    raise sheet.unclear(row, f"expected a number in column {column + 1}, found {cell!r}")
