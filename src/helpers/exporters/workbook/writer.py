"""Writes the data of a document as a workbook: a sheet that says how to read it, then one for each resource.

Numbers are numbers, shown with as many decimals as they came with. All else is text, also what begins as a formula
does; addresses are links. Each sheet is a named table with filters, whose head and first column stay in sight.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from itertools import count
from math import ceil, isfinite
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from helpers.exporters.document import Document, Table, plain, plain_blocks, walk

_NAME, _MOST, _MOST_OF_ADDRESS = (
    31,
    32_767,
    2_000,
)  # characters that Excel has room for in a name, a cell, a link
_LINES = 100  # characters of a line of the first sheet
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
_LEAST, _WIDEST, _OF_ADDRESS, _FILTER = (
    8,
    44,
    20,
    4,
)  # characters: widths of columns, and of a heading's button
_LINE, _FILL = 15, 0.9  # points of a line's height; the share of a line that words fill before it breaks
_A4 = 9
_ACROSS, _MARGIN = 200, 0.4  # characters beside each other on a printed page, inches around them
_HEAD = {"bold": True, "text_wrap": True, "bottom": 1, "bg_color": "#E3ECEE"}
_LINK = {"font_color": "#0563C1", "underline": 1}
_NO_LETTER = re.compile(r"\W")
_A_CELL = re.compile(r"[A-Za-z]{1,3}\d+|[rRcC]\d*")
_NUMBER = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?")
_FORMULA = ("=", "+", "-", "@")
_DAY = datetime(2000, 1, 1)  # of a document without one: the same bytes on every day
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)


def write(document: Document) -> bytes:
    """The workbook; the same bytes for the same document."""
    file = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        _Writer(document, book).write()
    return file.getvalue()


def resources(document: Document) -> list[Mapping[str, Any]]:
    """The tabular data resources that a workbook has sheets for: those of the Data Package, else of the tables."""
    if document.data is not None:
        return list(document.data["resources"])
    tables = [one for one in walk(document.blocks) if isinstance(one, Table)]
    return [
        {
            "title": plain(one.caption) or one.name,
            **(one.resource or _of_cells(one)),
            "name": f"table_{number}",
        }
        for number, one in enumerate(tables, 1)
    ]


def _of_cells(table: Table) -> dict[str, Any]:
    """The rows of a table that came without its data: what its cells show, as numbers where a column has only these."""
    titles = {cell.x: plain_blocks(cell.content) for row in table.head for cell in row.cells}
    rows = [
        {str(cell.x): plain_blocks(cell.content) or None for cell in row.cells}
        for row in (*table.body, *table.foot)
    ]
    fields = []
    for x in range(len(table.columns)):
        cells = [row[str(x)] for row in rows if row.get(str(x)) is not None]
        numeric = bool(cells) and all(_NUMBER.fullmatch(str(cell)) for cell in cells)
        fields.append({"name": str(x), "title": titles.get(x, ""), "type": "number" if numeric else "string"})
    return {"schema": {"fields": fields}, "data": rows}


@dataclass(frozen=True)
class _Sheet:
    """A resource with the sheet that is made for it."""

    resource: Mapping[str, Any]
    sheet: Worksheet

    @property
    def link(self) -> str:
        """Where it is, as a link within the workbook."""
        name = self.sheet.get_name().replace("'", "''")
        return f"internal:'{name}'!A1"


class _Writer:
    """Writes one document into one workbook."""

    def __init__(self, document: Document, book: xlsxwriter.Workbook) -> None:
        self.document, self.book = document, book
        self.formats: dict[tuple[tuple[str, Any], ...], Format] = {}
        self.text, self.link = self.format(text_wrap=True), self.format(**_LINK)

    def write(self) -> None:
        """Write all of it."""
        meta, data = self.document.meta, self.document.data or {}
        day = _day(meta.date)
        self.book.set_properties(
            {
                "title": meta.title,
                "subject": meta.description,
                "author": ", ".join(meta.authors),
                "comments": meta.edition_note or meta.edition,
                "created": day,
            }
        )
        found = resources(self.document)
        names = _names([str(data.get("title") or meta.title), *(one["title"] for one in found)])
        first = self.book.add_worksheet(next(names))
        sheets = [_Sheet(one, self.book.add_worksheet(name)) for one, name in zip(found, names, strict=True)]
        self._first(first, data, sheets)
        for one in sheets:
            self._table(one)

    def format(self, **properties: Any) -> Format:
        """A format, made once."""
        key = tuple(properties.items())
        if key not in self.formats:
            self.formats[key] = self.book.add_format({"valign": "top", **properties})
        return self.formats[key]

    # The first sheet

    def _first(self, sheet: Worksheet, data: Mapping[str, Any], sheets: Sequence[_Sheet]) -> None:
        """What the workbook is, how to read it, which sheets it has, where there is more."""
        meta, said = self.document.meta, data.get("headings", {})
        heading = self.format(bold=True)
        sheet.set_column(0, 0, _LINES)
        sheet.hide_gridlines(2)
        self._paper(sheet)
        sheet.set_row(0, 2 * _LINE)
        sheet.write_string(0, 0, meta.title, self.format(bold=True, font_size=16))
        line = count(1)

        def texts(words: Iterable[str]) -> None:
            for one in words:
                place = next(line)
                sheet.write_string(place, 0, one, self.text)
                sheet.set_row(place, _height([(one, _LINES)]))

        texts(filter(None, (meta.edition_note or meta.edition, meta.subtitle)))
        if notes := data.get("notes"):
            next(line)
            sheet.write_string(next(line), 0, said.get("notes", ""), heading)
            texts(notes)
        next(line)
        sheet.write_row(next(line), 0, [said.get("sheet", ""), said.get("rows", "")], heading)
        for one in sheets:
            place = next(line)
            sheet.write_url(place, 0, one.link, self.link, one.resource["title"])
            sheet.write_number(place, 1, len(one.resource["data"]), self.format())
        if links := data.get("links"):
            next(line)
            sheet.write_string(next(line), 0, said.get("links", ""), heading)
            for words, address in links:
                sheet.write_url(next(line), 0, _target(address), self.link, words)

    # A sheet for a resource

    def _table(self, one: _Sheet) -> None:
        """The rows under their headings, as a table with filters."""
        sheet, fields, rows = one.sheet, one.resource["schema"]["fields"], one.resource["data"]
        sheet.freeze_panes(1, 1)
        if not fields:
            return
        titles = list(_unlike([field.get("title") or field["name"] for field in fields]))
        widths = [_width(field, title, rows) for field, title in zip(fields, titles, strict=True)]
        for x, width in enumerate(widths):
            sheet.set_column(x, x, width)
        self._paper(sheet, widths)
        for y, row in enumerate(rows, 1):
            wrapped = []
            for x, (field, width) in enumerate(zip(fields, widths, strict=True)):
                if (cell := row.get(field["name"])) is not None:
                    self._cell(sheet, y, x, field, cell)
                    if field.get("format") != "uri":
                        wrapped.append((str(cell), width))
            sheet.set_row(y, _height(wrapped))
        head = self.format(**_HEAD)
        options = {
            "name": _table_name(one.resource["name"]),
            "style": "Table Style Light 1",
            "columns": [{"header": title, "header_format": head} for title in titles],
        }
        if rows:
            sheet.add_table(0, 0, len(rows), len(fields) - 1, options)
            sheet.ignore_errors({"number_stored_as_text": f"A2:XFD{len(rows) + 1}"})
        else:
            sheet.write_row(0, 0, titles, head)

    def _cell(self, sheet: Worksheet, y: int, x: int, field: Mapping[str, Any], cell: Any) -> None:
        """A cell as what its field says it is."""
        # 1e16, with all its digits
        text = f"{Decimal(repr(cell)):f}" if isinstance(cell, float) and isfinite(cell) else str(cell)[:_MOST]
        if field.get("type") in ("number", "integer") and _NUMBER.fullmatch(text):
            decimals = len(text.partition(".")[2])
            shape = "#,##0" + ("." + "0" * decimals if decimals else "")
            sheet.write_number(y, x, float(text), self.format(num_format=shape, align="right", indent=1))
        elif field.get("format") == "uri" and len(text) <= _MOST_OF_ADDRESS:
            sheet.write_url(y, x, _target(text), self.link, text)
        elif text.startswith(_FORMULA):  # stays text when somebody edits the cell
            sheet.write_string(y, x, text, self.format(text_wrap=True, quote_prefix=True))
        else:
            sheet.write_string(y, x, text, self.text)

    @staticmethod
    def _paper(sheet: Worksheet, widths: Sequence[int] = ()) -> None:
        """A4, as wide as a page; columns so wide on as many side by side as can be read, with what names their rows."""
        sheet.set_paper(_A4)
        sheet.fit_to_pages(ceil(sum(widths) / _ACROSS) or 1, 0)
        if widths:
            sheet.set_landscape()
            sheet.set_margins(*[_MARGIN] * 4)
            sheet.repeat_rows(0)
            sheet.repeat_columns(0)
            sheet.print_across()


def _width(field: Mapping[str, Any], title: str, rows: Sequence[Mapping[str, Any]]) -> int:
    """How wide a column is, in characters: as its longest cell, within bounds."""
    if field.get("format") == "uri":
        return _OF_ADDRESS
    longest = max(
        (len(str(row[field["name"]])) for row in rows if row.get(field["name"]) is not None), default=0
    )
    return min(max(longest + 1, len(title) + _FILTER, _LEAST), _WIDEST)


def _height(cells: Iterable[tuple[str, int]]) -> int:
    """How high a row is, in points, for texts in columns so wide; not every program finds that out by itself."""
    return _LINE * max((ceil(len(text) / (width * _FILL)) for text, width in cells), default=1)


def _target(address: str) -> str:
    """An address as xlsxwriter takes it: a file beside the workbook is an external one."""
    return address if _ADDRESS.match(address) else f"external:{address}"


def _day(text: str) -> datetime:
    """The day of the document's edition."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return _DAY


def _names(titles: Sequence[str]) -> Iterator[str]:
    """Names of sheets: as long as Excel lets them be, and no two alike."""
    yield from _unlike([_FORBIDDEN.sub(" ", title).strip("' ") or "-" for title in titles], _NAME)


def _unlike(names: Sequence[str], most: int = 0) -> Iterator[str]:
    """The names, cut to ``most`` characters, a number behind those that are there already, in any case of letters."""
    seen: set[str] = set()
    for name in names:
        found, number = _cut(name, most), 1
        while found.casefold() in seen:
            number += 1
            found = f"{_cut(name, most and most - len(str(number)) - 1)} {number}"
        seen.add(found.casefold())
        yield found


def _cut(name: str, most: int) -> str:
    return name if not most or len(name) <= most else f"{name[: most - 1].rstrip()}…"


def _table_name(name: str) -> str:
    """A name that formulas can call a table by."""
    name = _NO_LETTER.sub("_", name)
    return f"_{name}" if not name or name[0].isdigit() or _A_CELL.fullmatch(name) else name
