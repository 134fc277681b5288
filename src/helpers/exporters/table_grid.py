"""An HTML table, ours or anybody's, as a table of the document: where cells stand, what they head, what is a number."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Protocol

from lxml import etree

from helpers.exporters import column_letters
from helpers.exporters.css import Sheet
from helpers.exporters.document import (
    Align,
    Attr,
    Block,
    Blocks,
    Cell,
    ColSpec,
    Inlines,
    Para,
    Row,
    Str,
    Table,
    plain,
)
from helpers.exporters.numbering import Numbering

_NUMBER = re.compile(r"[<>≤≥≈~+\-−–(\s]*\d[\d.,\s\u00a0\u202f']*(?:e[+-]?\d+)?\s*[%‰]?\)?\s*", re.IGNORECASE)
_NOTHING = frozenset({"", "nan", "none", "nat", "<na>", "null", "inf", "-inf", "-", "–", "—", "…", "..."})
_MOST_SPAN = 1000
_ALIGNED: dict[str, Align] = {"left": "left", "right": "right", "center": "center"}
_SECTIONS = ("thead", "tbody", "tfoot")


class Contents(Protocol):
    """What a table needs from the reader of HTML."""

    numbering: Numbering
    sheet: Sheet
    strict: bool

    def content(self, element: etree._Element) -> Blocks:
        """The content of a cell."""

    def phrase(self, element: etree._Element) -> Inlines:
        """The content of a caption."""

    def attr(self, element: etree._Element, drop: frozenset[str] = frozenset()) -> Attr:
        """Identifier, classes, attributes and style of an element."""


@dataclass
class _Draft:
    """A cell before the table is known as a whole."""

    element: etree._Element
    x: int
    row_span: int
    col_span: int
    header: bool


def read(table: etree._Element, reader: Contents, most_rows: int) -> list[Block]:
    """The table, and below it a notice when rows had to be left out; nothing when it has no cells."""
    sections = _sections(table, reader.sheet)
    _promote(sections)
    total = len(sections["tbody"])
    del sections["tbody"][most_rows:]
    placed = {name: _place(rows) for name, rows in sections.items()}
    columns = max(
        (cell.x + cell.col_span for rows in placed.values() for _, row in rows for cell in row), default=0
    )
    if not columns:
        return []
    attr = reader.attr(table)
    ours = "briefing" in attr.classes
    caption = table.find("caption")
    said = reader.phrase(caption) if caption is not None else ()
    titled = reader.strict and "titled" in attr.classes
    label = reader.numbering.label("table") if said and not titled else ""
    name = reader.numbering.table_name(f"{label}. {plain(said)}" if label else plain(said))
    numeric = _numeric(placed["tbody"] + placed["tfoot"], columns, trusting=ours)
    made = {
        part: tuple(Row(tuple(_cell(cell, part, numeric, reader, ours) for cell in row), reader.attr(element))
                    for element, row in rows)
        for part, rows in placed.items()
    }  # fmt: skip
    if "dataframe" in attr.classes:
        made["thead"] = tuple(_over_their_columns(row) for row in made["thead"])
    specs = tuple(ColSpec(one) for one in numeric)
    found = Table(specs, made["thead"], made["tbody"], made["tfoot"], said, label, name, attr)
    if reader.numbering.notes_at == "letters":
        found = column_letters.in_heads(found)
    if total <= most_rows:
        return [found]
    notice = reader.numbering.words["rows_left_out"].format(count=total - most_rows, total=total)
    return [found, Para((Str(notice),), Attr(classes=("table-note", "not-shown")))]


_Rows = list[tuple[etree._Element, list[etree._Element]]]
_PlacedRows = list[tuple[etree._Element, list[_Draft]]]


def _sections(table: etree._Element, sheet: Sheet) -> dict[str, _Rows]:
    found: dict[str, _Rows] = {name: [] for name in _SECTIONS}
    for child in table:
        for row in child if child.tag in _SECTIONS else (child,):
            if row.tag != "tr" or sheet.hides(row):
                continue
            cells = [cell for cell in row if cell.tag in ("td", "th") and not sheet.hides(cell)]
            if cells:
                found[str(child.tag) if child.tag in found else "tbody"].append((row, cells))
    return found


def _promote(sections: dict[str, _Rows]) -> None:
    """First rows of headers alone are the head of a table that has no ``<thead>``; some rows must be left."""
    if sections["thead"]:
        if not sections["tbody"] and not sections["tfoot"]:
            sections["tbody"], sections["thead"] = sections["thead"], []
        return
    rows = sections["tbody"]
    heads = 0
    while heads < len(rows) and all(cell.tag == "th" for cell in rows[heads][1]):
        heads += 1
    if heads < len(rows):
        sections["thead"], sections["tbody"] = rows[:heads], rows[heads:]


def _place(rows: _Rows) -> _PlacedRows:
    taken: set[tuple[int, int]] = set()  # by cells of rows above
    return [(row, list(_placed(cells, taken, y, len(rows)))) for y, (row, cells) in enumerate(rows)]


def _placed(cells: list[etree._Element], taken: set[tuple[int, int]], y: int, rows: int) -> Iterator[_Draft]:
    """Each cell of a row at the first free place; spans end with the section."""
    x = 0
    for element in cells:
        while (x, y) in taken:
            x += 1
        wide, high = _span(element, "colspan"), min(_span(element, "rowspan", rows), rows - y)
        wide = next((w for w in range(wide) if (x + w, y) in taken), wide)
        if high > 1:
            taken.update((x + dx, y + dy) for dx in range(wide) for dy in range(1, high))
        yield _Draft(element, x, high, wide, element.tag == "th" and not _empty(element))
        x += wide


def _empty(element: etree._Element) -> bool:
    """Whether a cell shows nothing; such a corner is no header."""
    if not len(element):
        return not (element.text or "").strip()
    return not "".join(element.itertext()).strip() and element.find(".//img") is None


def _span(element: etree._Element, name: str, zero: int = 1) -> int:
    digits = (element.get(name) or "1").strip()
    span = int(digits) if digits.isascii() and digits.isdigit() else 1
    return min(span, _MOST_SPAN) or zero


def _numeric(rows: _PlacedRows, columns: int, *, trusting: bool) -> list[bool]:
    """Whether each column holds numbers: marked by the class ``num``, or, unless ``trusting``, by its looks."""
    seen, numbers = [False] * columns, [True] * columns
    for _, row in rows:
        for cell in row:
            if cell.col_span > 1 or cell.header:
                continue
            if trusting:
                seen[cell.x] |= "num" in (cell.element.get("class") or "").split()
            elif numbers[cell.x]:
                words = _words(cell.element)
                if words.casefold() not in _NOTHING:
                    seen[cell.x] = True
                    numbers[cell.x] = _NUMBER.fullmatch(words) is not None
    return [a and b for a, b in zip(seen, numbers, strict=True)]


def _words(element: etree._Element) -> str:
    """The words of a cell without its references to notes."""
    if not len(element):
        return (element.text or "").strip()
    return "".join(_unmarked(element)).strip()


def _unmarked(element: etree._Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag not in ("style", "x-note") and "footnote-ref" not in (child.get("class") or ""):
            yield from _unmarked(child)
        yield child.tail or ""


def _cell(cell: _Draft, part: str, numeric: list[bool], reader: Contents, ours: bool) -> Cell:
    attr = reader.attr(cell.element, frozenset({"num"}))
    scope = ""
    if cell.header:
        column = part == "thead"
        spans = (cell.col_span if column else cell.row_span) > 1
        scope = ("colgroup" if spans else "col") if column else ("rowgroup" if spans else "row")
        scope = cell.element.get("scope") or scope
    wish = dict(attr.style).get("text-align", "") or (cell.element.get("align") or "")
    align = _ALIGNED.get(wish.lower(), "")
    if not align and part == "thead" and cell.col_span > 1:
        align = "center"
    elif not align and part != "thead" and cell.header and numeric[cell.x]:
        align = "left"
    elif not align and ours and "num" in (cell.element.get("class") or "").split() and not numeric[cell.x]:
        align = "right"
    return Cell(
        reader.content(cell.element), cell.x, cell.row_span, cell.col_span, cell.header, scope, align, attr
    )


def _over_their_columns(row: Row) -> Row:
    """The row, aligned like the columns below it: pandas right-aligns all heads, even over words."""
    cells = tuple(
        replace(cell, align="", attr=_unaligned(cell.attr)) if cell.align == "right" else cell
        for cell in row.cells
    )
    return replace(row, cells=cells, attr=_unaligned(row.attr))


def _unaligned(attr: Attr) -> Attr:
    return replace(attr, style=tuple(one for one in attr.style if one != ("text-align", "right")))
