"""The letters of a column whose figures all rest on the same sources: they stand once, in its head.

A table of one survey, or with a column for each issue of it, would otherwise repeat a letter in every cell.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import reduce
from itertools import takewhile

from helpers.exporters.document import Cell, Inlines, Note, Para, Plain, Row, Table, plain, within

_FEWEST = 2  # cells; one alone keeps its letters

Marks = tuple[Note, ...]


def in_heads(table: Table) -> Table:
    """The table with the letters of a column in its head, where every cell that says something ends in the same ones.

    A dash says nothing. Tables with cells that span others are left as they are.
    """
    rows = (*table.head[-1:], *table.body, *table.foot)
    if not table.head or any(cell.col_span > 1 or cell.row_span > 1 for row in rows for cell in row.cells):
        return table
    columns: dict[int, list[Cell]] = {}
    for row in rows:
        for cell in row.cells:
            columns.setdefault(cell.x, []).append(cell)
    shared = {x: marks for x, (name, *cells) in columns.items() if _line(name) and (marks := _shared(cells))}
    if not shared:
        return table
    *above, names = table.head
    named = (
        _saying(cell, (*_line(cell), *shared[cell.x])) if cell.x in shared else cell for cell in names.cells
    )
    return replace(
        table,
        head=(*above, replace(names, cells=tuple(named))),
        body=_without(table.body, shared),
        foot=_without(table.foot, shared),
    )


def _shared(cells: Iterable[Cell]) -> Marks:
    """The marks of a column, those of a letter made one; nothing where its cells do not all end in the same letters."""
    found: list[Marks] = []
    for cell in cells:
        words, marks = _parts(_line(cell))
        if not _simple(cell) or any(isinstance(one, Note) for one in within(words)):
            return ()
        if marks or any(map(str.isalnum, plain(words))):
            found.append(marks)
    if len(found) < _FEWEST or len({tuple(one.label for one in marks) for marks in found}) > 1:
        return ()
    return tuple(reduce(Note.joined, same) for same in zip(*found, strict=True))


def _without(rows: Iterable[Row], shared: Mapping[int, Marks]) -> tuple[Row, ...]:
    """The rows without the letters at the end of cells in these columns."""
    return tuple(
        replace(
            row,
            cells=tuple(
                _saying(cell, _parts(_line(cell))[0]) if cell.x in shared else cell for cell in row.cells
            ),
        )
        for row in rows
    )


def _simple(cell: Cell) -> bool:
    """Whether a cell is empty or one line of text."""
    return not cell.content or (len(cell.content) == 1 and isinstance(cell.content[0], (Plain, Para)))


def _line(cell: Cell) -> Inlines:
    """What a simple cell says."""
    return next((one.content for one in cell.content if isinstance(one, (Plain, Para))), ())


def _parts(said: Inlines) -> tuple[Inlines, Marks]:
    """A line without the marks at its end, and those marks."""
    words = said[: len(said) - sum(1 for _ in takewhile(lambda one: isinstance(one, Note), reversed(said)))]
    return words, tuple(one for one in said[len(words) :] if isinstance(one, Note))


def _saying(cell: Cell, said: Inlines) -> Cell:
    return replace(cell, content=(Plain(said),)) if cell.content else cell
