"""Tables as pandoc's, with the widths that they have in a PDF, and what pandoc cannot be told about them."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from helpers.exporters.document import NO_ATTR, Meta, Table
from helpers.exporters.typst.column_widths import Room
from helpers.exporters.typst.escape import WORD
from helpers.exporters.typst.looks import ANNEX, NOTEBOOK, Look
from helpers.exporters.typst.tables import Grid, Placed, layouts, leading_row_headers

if TYPE_CHECKING:
    from helpers.exporters.docx.writer import Writer

SIZES = {9.9: 11, 9.0: 10, 8.1: 9, 7.2: 8}
"""Points of the PDF's typeface, by which widths are chosen, and of Times New Roman, nearly all of whose words are no
wider then, the bold ones of heads neither."""

_ALIGNED = {"": "AlignDefault", "left": "AlignLeft", "right": "AlignRight", "center": "AlignCenter"}


@dataclass(frozen=True)
class Layout:
    """How a table is set: its size of type and the widths of its columns in points, and what heads its rows."""

    size: int
    widths: tuple[float, ...]
    head: int
    row_heads: int


def _look(meta: Meta, width: float) -> Look:
    """How much room a table has; an annex has so many that their type is never the largest."""
    sizes = tuple((size, WORD) for size in SIZES)
    smallest = min(SIZES)
    return replace(
        ANNEX if meta.strict else NOTEBOOK,
        width=width,
        sizes=(*(sizes[1:] if meta.notes == "sections" else sizes), (smallest, 12)),
        part=(smallest, 12),
    )


def write(writer: "Writer", table: Table) -> list[Any]:
    """The caption and the table, or several below each other when it has too many columns for the page."""
    found = writer.caption(table.label, table.caption)
    look = _look(writer.document.meta, writer.width)
    for grid, room in layouts(table, writer.width, look):
        widths = _widths(table, room, writer.width)
        layout = Layout(SIZES[room.size], widths, grid.head, leading_row_headers(grid))
        writer.tables.append(layout)
        found.append(_table(writer, grid, layout))
    return found


def _widths(table: Table, room: Room, width: float) -> tuple[float, ...]:
    """The widths of the columns in points: the page's together, or less where a table needs less."""
    if room.tracks[0] == "auto" and "titled" not in table.attr.classes:
        return room.widths
    whole = sum(room.widths)
    return tuple(one * width / whole for one in room.widths)


def _table(writer: "Writer", grid: Grid, layout: Layout) -> Any:
    rows: list[list[Any]] = [[] for _ in range(grid.head + grid.body + grid.foot)]
    for one in grid.cells:
        rows[one.y].append(_cell(writer, grid, layout, one))
    written = [[_NO_ATTR, cells] for cells in rows]
    end = grid.head + grid.body
    columns = [
        [
            {"t": "AlignRight" if numeric else "AlignLeft"},
            {"t": "ColWidth", "c": round(width / writer.width, 4)},
        ]
        for numeric, width in zip(grid.numeric, layout.widths, strict=True)
    ]
    head = [_NO_ATTR, written[: grid.head]]
    body = [_NO_ATTR, layout.row_heads, [], written[grid.head : end]]
    foot = [_NO_ATTR, written[end:]]
    return {"t": "Table", "c": [_NO_ATTR, [None, []], columns, head, [body], foot]}


def _cell(writer: "Writer", grid: Grid, layout: Layout, one: Placed) -> list[Any]:
    across = sum(layout.widths[one.x : one.x + one.col_span]) - layout.size
    with writer.within(max(across, 1.0)):
        content = writer.blocks(one.cell.content) if one.cell else []
    if one.cell:
        first = one.row is not None and one.row.cells[0] is one.cell
        for attr in (one.cell.attr, one.row.attr if first and one.row else NO_ATTR):
            content = writer.placed(attr, content)
    side = one.cell.align if one.cell else ""
    return [_NO_ATTR, {"t": _ALIGNED[side]}, one.row_span, one.col_span, content]


_NO_ATTR: list[Any] = ["", [], []]
