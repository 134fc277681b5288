"""A workbook of the register in, its tables out, each added up."""

from collections.abc import Iterator
from pathlib import Path

from helpers.intake.fia.bodies import rows
from helpers.intake.fia.errors import NotAReport
from helpers.intake.fia.layout import Heading, headings
from helpers.intake.fia.periods import period
from helpers.intake.fia.tables import FiaTable, Report
from helpers.intake.fia.totals import ensure_sums
from helpers.intake.fia.workbook import Page, read_pages


def read_workbook(path: Path, accept: frozenset[str] = frozenset()) -> Report:
    """The tables by locality, partner and sector of a "Báo cáo nhanh" workbook.

    Raises NotAReport when there is none, UnclearTable when one cannot be read in exactly one way, and DoesNotAddUp
    when rows miss their printed total; ``accept`` lets named columns pass, each as that error names it
    (``flow by partner 2020-12-20: new_projects``).
    """
    pages = read_pages(path)
    tables = tuple(_once(pages))
    if not tables:
        names = ", ".join(f"“{page.name}”" for page in pages)
        raise NotAReport(path.name, f"no such table on the sheets {names}" if names else "no visible sheet")
    ensure_sums(path.name, tables, accept)
    return Report(path.name, tables)


def _once(pages: tuple[Page, ...]) -> Iterator[FiaTable]:
    """The tables of all pages, one that is repeated only once; raises UnclearTable when the two differ."""
    seen: dict[tuple[str, ...], FiaTable] = {}
    for page in pages:
        for heading, table in _tables(page):
            key = (table.kind, table.by, table.period_start, table.period_end)
            first = seen.setdefault(key, table)
            if first is table:
                yield table
            elif _content(first) != _content(table):
                raise page.unclear(heading.first, f"{table.name} differs from the one on sheet {first.sheet}")


def _content(table: FiaTable) -> list[object]:
    return [(row.label, row.values) for row in table.rows] + [table.total.values]


def _tables(page: Page) -> Iterator[tuple[Heading, FiaTable]]:
    """The tables of a page; each takes its period from the lines between the table before it and its heading."""
    found = headings(page)
    after = 0
    for heading in found:
        body, total = rows(page, heading)
        beside = any(other.left >= heading.right for other in found if other.first == heading.first)
        right = heading.right if beside else None
        lines = [
            *page.lines(0, found[0].first, heading.left, right),
            *page.lines(after, heading.first, heading.left, right),
        ]
        dates = period(lines)
        if dates is None:
            raise page.unclear(heading.first, "no date such as “đến 20/12/2022” above the table")
        start = dates[0] if heading.kind == "flow" else ""
        yield heading, FiaTable(heading.kind, heading.by, start, dates[1], page.number, body, total)
        after = total.row
