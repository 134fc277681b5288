"""HTML tables as Typst tables: ours, pandas', a Styler's, anybody's."""

import re
from dataclasses import dataclass
from typing import Protocol

from bs4 import Tag

from helpers.exporters.typst_css import (
    Sheet,
    colour,
    declarations,
    dressed,
)
from helpers.exporters.typst_draft import MARK, Draft
from helpers.exporters.typst_grid import Cell, Grid, grid
from helpers.exporters.typst_tags import ROW_HEADER
from helpers.exporters.typst_text import array, escape, string
from helpers.exporters.typst_widths import Room, parts, room

_LONG_CELL = 1200  # letters: a cell with more may break over pages
_WHOLE = 300.0  # points: a lower table is never broken over pages
_SHORT_NAMES = 28  # letters: row headers that are longer, taken together, are no darker than the cells
_LEADS = ("#first-note(", "#old-note(", "#link-note(", "#link(", "#goto(")
_TAIL = re.compile(rf"(?P<text>.*?)(?P<marks>(?:{MARK}|#note-comma;)*)", re.DOTALL)
_ALIGNED = ("left", "right", "center")


class CellWriter(Protocol):
    """What a table needs from the writer of HTML."""

    draft: Draft
    sheet: Sheet
    word: int

    def content(self, node: Tag) -> str:
        """The content of a cell or caption as Typst markup."""


def table(node: Tag, writer: CellWriter) -> list[str]:
    """The table as Typst blocks: one, or several below each other when it has too many columns for the page."""
    whole = grid(node, writer.sheet)
    if not whole.columns or not whole.body + whole.foot:
        return []
    caption = _caption(node, writer)
    trusting = "briefing" in (node.get("class") or ())
    found = []
    one = room(whole)
    for part, space in [(whole, one)] if one else parts(whole):
        found.append(_Setting(part, space, writer, trusting).markup(caption))
        caption = ""
    return found


def _caption(node: Tag, writer: CellWriter) -> str:
    caption = node.find("caption", recursive=False)
    if not isinstance(caption, Tag) or not (shown := writer.content(caption).strip()):
        return ""
    return f"#numbered[{escape(writer.draft.number('table'))}]; {shown}"


def with_marks_apart(contents: list[str]) -> list[str]:
    """The contents with a margin of one width, in which the references at their end hang."""
    split = [_TAIL.fullmatch(content) for content in contents]
    widths = [_mark_width(match["marks"]) if match else 0.0 for match in split]
    if not (widest := max(widths, default=0.0)):
        return contents
    return [
        f"#hung({widest:.2f})[{match['text']}][{match['marks']}];" if match else content
        for match, content in zip(split, contents, strict=True)
    ]


def _mark_width(marks: str) -> float:
    numbers = re.findall(r"\((\d+)", marks)
    return sum(0.42 * len(number) for number in numbers) + 0.3 * max(len(numbers) - 1, 0)


@dataclass
class _Setting:
    grid: Grid
    room: Room
    writer: CellWriter
    trusting: bool

    def markup(self, caption: str) -> str:
        """The call that sets the table."""
        self.numeric = self.grid.numeric(self.trusting)
        names = [len(cell.text) for cell in self.grid.cells if cell.heads and cell.y >= self.grid.head]
        self.short = sum(names) <= _SHORT_NAMES * len(names)
        self.start = f"{self.writer.draft.counted['grid']}"
        self.writer.draft.counted["grid"] += 1
        usual, self.writer.word = self.writer.word, self.room.word
        rows = [self._cell(cell, content) for cell, content in self._contents()]
        self.writer.word = usual
        whole = self.room.height < _WHOLE
        ends = (self.grid.head, self.grid.head + self.grid.body)
        at = [sum(cell.y < end for cell in self.grid.cells) for end in ends]
        return "\n".join(
            [
                "#data-table(",
                f"  start: {string(self.start)}, size: {self.room.size}pt, whole: {str(whole).lower()},",
                f"  columns: {array(list(self.room.tracks))},",
                f"  aligned: {array(['right' if numeric else 'left' for numeric in self.numeric])},",
                f"  caption: {f'[{caption}]' if caption else 'none'}, head-rows: {self.grid.head},",
                f"  head: {array(rows[: at[0]])},",
                f"  foot: {array(rows[at[1] :])},",
                *(f"  {row}," for row in rows[at[0] : at[1]]),
                ");",
            ]
        )

    def _contents(self) -> list[tuple[Cell, str]]:
        """Each cell's content; under each other, numbers end at the same place whatever notes they refer to."""
        found = [
            (cell, self._head(cell) if cell.y < self.grid.head else self._content(cell))
            for cell in self.grid.cells
        ]
        for column in (x for x, numeric in enumerate(self.numeric) if numeric):
            below = [index for index, (cell, _) in enumerate(found) if cell.x == column and cell.wide == 1]
            texts = with_marks_apart([found[index][1] for index in below])
            for index, text in zip(below, texts, strict=True):
                found[index] = (found[index][0], text)
        return found

    def _cell(self, cell: Cell, content: str) -> str:
        style = self.writer.sheet.style(cell.node) if cell.node is not None else {}
        options = [
            f"{name}: {value}"
            for name, value in {
                "colspan": cell.wide if cell.wide > 1 else "",
                "rowspan": cell.high if cell.high > 1 else "",
                "align": self._align(cell, style.get("text-align", "")),
                "fill": colour(style.get("background-color", ""))
                or (ROW_HEADER if self._names_row(cell) else ""),
                "breakable": "true" if len(content) > _LONG_CELL else "",
            }.items()
            if value
        ]
        content = dressed(content, style)
        return f"table.cell({', '.join(options)})[{content}]" if options else f"[{content}]"

    def _align(self, cell: Cell, wish: str) -> str:
        if cell.y < self.grid.head:
            wish = declarations(str(cell.node.get("style", ""))).get("text-align", "") if cell.node else ""
            wish = "center" if cell.wide > 1 else wish
            return f"{wish} + bottom" if wish in _ALIGNED else ""
        classes = (cell.node.get("class") or ()) if cell.node is not None else ()
        if wish in _ALIGNED:
            return wish
        if self.trusting and "num" in classes and not self.numeric[cell.x]:
            return "right"
        return "left" if cell.heads and self.numeric[cell.x] else ""

    def _names_row(self, cell: Cell) -> bool:
        return cell.heads and cell.y >= self.grid.head and cell.wide < self.grid.columns

    def _content(self, cell: Cell) -> str:
        content = self.writer.content(cell.node).strip() if cell.node is not None else ""
        return f"#row-head[{content}];" if content and cell.heads and self.short else content

    def _head(self, cell: Cell) -> str:
        """A cell of the head; on the pages where it is repeated it leads nowhere, as PDF/UA asks."""
        if cell.node is None or not (content := self.writer.content(cell.node).strip()):
            return ""
        if any(lead in content for lead in _LEADS):
            self.writer.draft.inside, usual = "head", self.writer.draft.inside
            repeated = self.writer.content(cell.node).strip()
            self.writer.draft.inside = usual
            content = f"#once({string(self.start)})[{content}][{repeated}];"
        return f"#column-head[{content}];"
