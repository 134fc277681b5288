"""The grid of an HTML table: which cell stands where, after spans, sections and hidden cells."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from bs4 import Tag

from helpers.exporters.tree import classed, tags
from helpers.exporters.typst_css import Sheet

_NUMBER = re.compile(r"[<>≤≥≈~+\-−–(\s]*\d[\d.,\s\u00a0\u202f']*(?:e[+-]?\d+)?\s*[%‰]?\)?\s*")
_NOTHING = {"", "nan", "none", "nat", "<na>", "null", "inf", "-inf", "-", "–", "—", "…", "..."}
_MOST_SPAN = 1000


@dataclass(frozen=True)
class Cell:
    """One cell: its element (None for a hole), its place and its spans."""

    node: Tag | None
    x: int
    y: int
    wide: int = 1
    high: int = 1

    @cached_property
    def text(self) -> str:
        """What is written in it, without references."""
        return "" if self.node is None else _plain(self.node)

    @cached_property
    def marks(self) -> float:
        """The room that its references to notes and its pictures need, in multiples of the type size."""
        if self.node is None:
            return 0.0
        return 1.4 * len(classed(self.node, "footnote-ref", "a")) + 3.0 * len(tags(self.node, "img", "svg"))

    @property
    def heads(self) -> bool:
        """Whether it is a header cell."""
        return self.node is not None and self.node.name == "th"


@dataclass(frozen=True)
class Grid:
    """A table without gaps: rows of the head, of the body, of the foot."""

    cells: tuple[Cell, ...]
    columns: int
    head: int
    body: int
    foot: int

    @cached_property
    def marks(self) -> list[float]:
        """The room that references take at the end of each column's cells; where numbers stand, in all of them."""
        return [
            max((cell.marks for cell in self.cells if cell.x == x and cell.wide == 1), default=0.0)
            for x in range(self.columns)
        ]

    def part(self, columns: list[int]) -> "Grid":
        """The table of these columns only."""
        place = {column: index for index, column in enumerate(columns)}
        kept = []
        for cell in self.cells:
            over = [place[x] for x in range(cell.x, cell.x + cell.wide) if x in place]
            if over:
                kept.append(replace(cell, x=over[0], wide=len(over)))
        return replace(self, cells=tuple(kept), columns=len(columns))

    def numeric(self, trusting: bool) -> list[bool]:
        """Whether each column holds numbers: marked by the class ``num``, or, unless ``trusting``, by its looks."""
        return [self._numeric(column, trusting) for column in range(self.columns)]

    def _numeric(self, column: int, trusting: bool) -> bool:
        cells = [c for c in self.cells if c.x == column and c.wide == 1 and c.y >= self.head and not c.heads]
        if trusting:
            return any("num" in (cell.node.get("class") or ()) for cell in cells if cell.node is not None)
        texts = [cell.text.strip() for cell in cells]
        found = [text for text in texts if text.casefold() not in _NOTHING]
        return bool(found) and all(_NUMBER.fullmatch(text) for text in found)


def _plain(node: Tag) -> str:
    marks = [*classed(node, "footnote-ref", "a"), *tags(node, "style", "script")]
    notes = {id(piece) for mark in marks for piece in mark.strings}
    return " ".join("".join(piece for piece in node.strings if id(piece) not in notes).split())


def grid(table: Tag, sheet: Sheet) -> Grid:
    """The grid of a ``<table>``; one without ``<thead>`` has its first rows of only header cells as head."""
    sections = _sections(table, sheet)
    if not sections["thead"]:
        while sections["tbody"] and all(cell.name == "th" for cell in sections["tbody"][0]):
            sections["thead"].append(sections["tbody"].pop(0))
        if not sections["tbody"]:
            sections["tbody"], sections["thead"] = sections["thead"], []
    cells: list[Cell] = []
    heights: dict[str, int] = {}
    for name, rows in sections.items():
        start = sum(heights.values())
        cells.extend(replace(cell, y=cell.y + start) for cell in _placed(rows))
        heights[name] = len(rows)
    columns = max((cell.x + cell.wide for cell in cells), default=0)
    filled = _filled(cells, columns, sum(heights.values()))
    return Grid(filled, columns, heights["thead"], heights["tbody"], heights["tfoot"])


def _sections(table: Tag, sheet: Sheet) -> dict[str, list[list[Tag]]]:
    found: dict[str, list[list[Tag]]] = {"thead": [], "tbody": [], "tfoot": []}
    for child in table.find_all(True, recursive=False):
        rows = [child] if child.name == "tr" else child.find_all("tr", recursive=False)
        name = child.name if child.name in found else "tbody"
        for row in rows if child.name in (*found, "tr") else ():
            cells = [
                cell
                for cell in row.find_all(["td", "th"], recursive=False)
                if sheet.style(cell).get("display") != "none"
            ]
            if cells and sheet.style(row).get("display") != "none":
                found[name].append(cells)
    return found


def _placed(rows: list[list[Tag]]) -> Iterator[Cell]:
    """Each cell at the first free place of its row; spans end with the section."""
    taken: set[tuple[int, int]] = set()
    for y, row in enumerate(rows):
        x = 0
        for node in row:
            while (x, y) in taken:
                x += 1
            wide, high = _span(node, "colspan"), min(_span(node, "rowspan", len(rows)), len(rows) - y)
            wide = next((w for w in range(wide) if (x + w, y) in taken), wide)
            taken.update((x + dx, y + dy) for dx in range(wide) for dy in range(high))
            yield Cell(node, x, y, wide, high)
            x += wide


def _span(node: Tag, name: str, zero: int = 1) -> int:
    digits = str(node.get(name, "1")).strip()
    span = int(digits) if digits.isascii() and digits.isdigit() else 1
    return min(span, _MOST_SPAN) or zero


def _filled(cells: list[Cell], columns: int, rows: int) -> tuple[Cell, ...]:
    taken = {(c.x + dx, c.y + dy) for c in cells for dx in range(c.wide) for dy in range(c.high)}
    holes = [Cell(None, x, y) for y in range(rows) for x in range(columns) if (x, y) not in taken]
    return tuple(sorted([*cells, *holes], key=lambda cell: (cell.y, cell.x)))
