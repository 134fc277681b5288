"""Tables as HTML, for screen readers, keyboards and narrow screens: scopes, alignment, a named region that scrolls.

The tables of a briefing and its annex need not scroll: on a phone each row becomes a card, in which every cell says
what column it is of. A table of numbers on a page of a briefing that a phone has room for stays a table.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from helpers.exporters import document as nodes
from helpers.exporters.document import NO_ATTR, Blocks, Cell, Row, Table
from helpers.exporters.html import composition
from helpers.exporters.html.markup import start

if TYPE_CHECKING:
    from helpers.exporters.html.writer import Writer

_SCOPES = ("col", "colgroup", "row", "rowgroup")
_NOTHING = frozenset(("", "-", "–", "—"))
_SHORT = 24  # characters that fit a narrow column in two or three lines


def write(writer: "Writer", table: Table) -> None:
    """Write a table; one within a table's cell has no region of its own."""
    shape = _on_a_phone(writer, table)
    if writer.in_table:
        _table(writer, table, shape)
        return
    place = len(writer.out)
    writer.out.append("")  # the region's start, when it is known what the table holds
    writer.in_table, writer.needs_light = True, False
    _table(writer, table, shape)
    classes = ("table", "light") if writer.needs_light else ("table",)
    fits = writer.kind == "briefing" and bool(shape)
    own = None if fits else {"role": "region", "tabindex": 0, "aria-label": table.name}
    writer.out[place] = start("div", NO_ATTR, classes, own)
    writer.out.append("</div>\n")
    writer.in_table = writer.needs_light = False


def _on_a_phone(writer: "Writer", table: Table) -> str:
    """The class of a table of ours that a phone need not scroll: ``small`` as it is, ``cards`` row by row; else "".

    Cards need a head, and cells that do not span others.
    """
    if writer.kind == "briefing" and composition.fits_a_hand(table):
        return "small"
    rows = (*table.body, *table.foot)
    spans = any(cell.row_span > 1 or cell.col_span > 1 for row in rows for cell in row.cells)
    return "cards" if writer.kind != "notebook" and table.head and not spans else ""


def _labels(table: Table) -> dict[int, str]:
    """What each column is called: the words of the head over it, from top to bottom."""
    over: dict[int, list[str]] = {}
    for row in table.head:
        for cell in row.cells:
            words = nodes.plain_blocks(cell.content)
            for x in range(cell.x, cell.x + cell.col_span) if words else ():
                over.setdefault(x, []).append(words)
    return {x: " · ".join(words) for x, words in over.items()}


def _table(writer: "Writer", table: Table, shape: str) -> None:
    labels = _labels(table) if shape == "cards" else {}

    def inner() -> None:
        writer.out.append("\n")
        if table.caption or table.label:
            writer.out.append("<caption>")
            writer.caption(table.label, table.caption)
            writer.out.append("</caption>\n")
        for name, rows in (("thead", table.head), ("tbody", table.body), ("tfoot", table.foot)):
            if rows:
                writer.out.append(f"<{name}>")
                for row in rows:
                    _row(writer, table, row, name, labels)
                writer.out.append(f"</{name}>\n")

    writer.element("table", table.attr, inner, (shape,) if labels or shape == "small" else ())


def _row(writer: "Writer", table: Table, row: Row, part: str, labels: Mapping[int, str]) -> None:
    def inner() -> None:
        for cell in row.cells:
            label = labels.get(cell.x, "") if part != "thead" and not cell.header else ""
            _cell(writer, table, cell, part, label)

    with writer.together(nodes.inlines(tuple(block for cell in row.cells for block in cell.content))):
        writer.element("tr", row.attr, inner)
    writer.out.append("\n")


def _cell(writer: "Writer", table: Table, cell: Cell, part: str, label: str) -> None:
    classes: list[str] = []
    if part != "thead" and _is_long(cell.content):
        classes.append("long")
    if cell.align == "right" or (not cell.align and _numeric(table, cell)):
        classes.append("num")
    if label and nodes.plain_blocks(cell.content) in _NOTHING:
        classes.append("nothing")  # a card need not say it
    attr = cell.attr
    if cell.align == "center" and "text-align" not in dict(attr.style):
        attr = replace(attr, style=(*attr.style, ("text-align", "center")))
    own = {
        "rowspan": cell.row_span if cell.row_span > 1 else None,
        "colspan": cell.col_span if cell.col_span > 1 else None,
        "scope": cell.scope if cell.header and cell.scope in _SCOPES else None,
        "data-label": label or None,
    }
    name = "th" if cell.header else "td"
    writer.element(name, attr, lambda: writer.blocks(cell.content), tuple(classes), own)


def _numeric(table: Table, cell: Cell) -> bool:
    of_a_row = cell.header and cell.scope.startswith("row")
    there = cell.col_span == 1 and 0 <= cell.x < len(table.columns)
    return there and not of_a_row and table.columns[cell.x].numeric


def _is_long(content: Blocks) -> bool:
    """Whether a cell shows so much, marks of notes included, that it needs room on a phone."""
    match content:
        case (nodes.Plain((nodes.Str(words),)),):  # most cells
            return len(words) > _SHORT
    return composition.length(content) > _SHORT
