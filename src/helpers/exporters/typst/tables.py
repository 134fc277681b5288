"""Tables as Typst tables: ours, pandas', a Styler's, anybody's."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from helpers.exporters.document import Cell, Image, Math, Note, Para, Plain, Row, Table, inlines, plain_blocks
from helpers.exporters.typst.column_widths import GAP, Room, Text, Texts, part_room, parts, room, text_width
from helpers.exporters.typst.escape import array, call, escape
from helpers.exporters.typst.images import wished_width
from helpers.exporters.typst.looks import ANNEX, Look
from helpers.exporters.typst.pagination import Block
from helpers.exporters.typst.styles import background, dressed

if TYPE_CHECKING:
    from helpers.exporters.typst.writer import Writer

_TYPE = 9.0  # points: about the size of type in a table
_LONG_AMOUNT = 28  # letters: a longer one may break over lines
_RAISED, _AFTER_COMMA = (
    0.68,
    0.1,
)  # the size of marks, and the space between two in multiples of it (parts.typ)
_LONG_CELL = 1200  # letters of markup: a cell with more may break over pages
_PICTURE = 12.0  # of the type size: a wider picture asks for no more room, it is shown smaller
_RULE, _GUTTER = "row-rule", 0.95  # of parts.typ, and the theme's inset between two columns of an annex
_SHORT_NAMES = 28  # letters: row headers that are longer, taken together, are no darker than the cells


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell in the grid of a table; None where no cell covers the place."""

    cell: Cell | None
    x: int
    y: int
    col_span: int = 1
    row_span: int = 1
    row: Row | None = None


@dataclass(frozen=True, slots=True)
class Grid:
    """A table without gaps: its cells row by row, and how many rows its head, body and foot have."""

    cells: tuple[Placed, ...]
    numeric: tuple[bool, ...]
    head: int
    body: int
    foot: int

    def part(self, columns: Sequence[int]) -> "Grid":
        """The table of these columns only."""
        place = {column: index for index, column in enumerate(columns)}
        kept = []
        for one in self.cells:
            over = [place[x] for x in range(one.x, one.x + one.col_span) if x in place]
            if over:
                kept.append(replace(one, x=over[0], col_span=len(over)))
        return replace(self, cells=tuple(kept), numeric=tuple(self.numeric[x] for x in columns))


@dataclass(frozen=True, slots=True)
class TableTags:
    """What the tags of a table have to say: of each row how many cells it has, and which are its headers.

    Typst tags all cells of the body as data; `finish` mends that.
    """

    rows: tuple[tuple[int, tuple[int, ...]], ...]

    @property
    def row_headers(self) -> int:
        """How many cells are headers of their rows."""
        return sum(len(headers) for _, headers in self.rows)


def grid(table: Table) -> Grid:
    """The grid of a table."""
    columns = len(table.columns)
    cells: list[Placed] = []
    start = 0
    for rows in (table.head, table.body, table.foot):
        cells += _section(rows, start, columns)
        start += len(rows)
    numeric = tuple(column.numeric for column in table.columns)
    return Grid(tuple(cells), numeric, len(table.head), len(table.body), len(table.foot))


def _section(rows: Sequence[Row], start: int, columns: int) -> Iterator[Placed]:
    """The cells of a head, body or foot, row by row, with something in each place."""
    open_until = [0] * columns  # the row up to which a cell from above covers the column
    for y, row in enumerate(rows):
        own = {cell.x: cell for cell in row.cells if cell.x < columns}
        x = 0
        while x < columns:
            if open_until[x] > y:
                x += 1
            elif (cell := own.get(x)) is None:
                yield Placed(None, x, start + y, row=row)
                x += 1
            else:
                wide, high = min(cell.col_span, columns - x), min(cell.row_span, len(rows) - y)
                yield Placed(cell, x, start + y, wide, high, row)
                open_until[x : x + wide] = [y + high] * wide
                x += wide


def layouts(table: Table, width: float, look: Look) -> list[tuple[Grid, Room]]:
    """The table in the room it has on a page this wide, in points: as one, or as several below each other when it has
    too many columns for that."""
    whole = grid(table)
    if not whole.numeric or not whole.body + whole.foot:
        return []
    texts = _texts(whole, look.ours)
    if one := room(texts, width, look):
        return [(whole, one)]
    split = [whole.part(columns) for columns in parts(texts, leading_row_headers(whole), width, look)]
    return [(part, part_room(_texts(part, look.ours), width, look)) for part in split]


def settings(table: Table, writer: "Writer") -> list["Setting"]:
    """How the table is set."""
    found = layouts(table, writer.width, writer.look)
    return [
        Setting(table, grid, room, writer, captioned=not place) for place, (grid, room) in enumerate(found)
    ]


def _texts(grid: Grid, ours: bool) -> Texts:
    return Texts(
        [_text(one, ours and grid.numeric[one.x] and one.y >= grid.head) for one in grid.cells], grid.numeric
    )


def _text(one: Placed, numeric: bool) -> Text:
    if one.cell is None:
        return Text("", one.x, one.y)
    marks, run, widest = 0.0, 0.0, 0.0
    for inline in inlines(one.cell.content):
        width = 0.0
        if isinstance(inline, Note):
            width = 1.4 if inline.label.isdecimal() else 0.75 * len(inline.label)
            run = run if inline.label.isdecimal() else marks  # letters are few: room for all is room to spare
        elif isinstance(inline, Image):
            width = min(wished_width(inline) / _TYPE, _PICTURE)
        marks, run = marks + width, run + width if width else 0.0
        widest = max(widest, run)
    words = plain_blocks(one.cell.content)
    amount = numeric and one.col_span == 1 and len(words) <= _LONG_AMOUNT
    return Text(words, one.x, one.y, one.col_span, one.row_span, one.cell.header, marks, widest, amount)


def leading_row_headers(grid: Grid) -> int:
    """How many of the first columns hold only headers in the body."""
    data = (
        one.x for one in grid.cells if one.y >= grid.head and one.cell is not None and not one.cell.header
    )
    return min(data, default=0)


@dataclass
class Setting:
    """A table, or some of its columns, in the room that there is."""

    table: Table
    grid: Grid
    room: Room
    writer: "Writer"
    captioned: bool

    @property
    def whole(self) -> bool:
        """Whether the table is never broken over pages."""
        return self.height < self.writer.look.whole

    @property
    def titled(self) -> bool:
        """Whether its caption stands above it as the title of a chart does."""
        return "titled" in self.table.attr.classes

    @cached_property
    def height(self) -> float:
        """About how high the table is, in points; the highest picture of each row counts beside its text."""
        pictures: dict[int, float] = {}
        for one in self.grid.cells:
            for image in inlines(one.cell.content) if one.cell else ():
                if isinstance(image, Image) and image.picture.width:
                    across = min(wished_width(image), sum(self.room.widths[one.x : one.x + one.col_span]))
                    high = across * image.picture.height / image.picture.width
                    pictures[one.y] = max(pictures.get(one.y, 0.0), high)
        return self.room.height + sum(pictures.values())

    def block(self) -> Block:
        """The call that sets the table."""
        writer, grid = self.writer, self.grid
        names = [plain_blocks(one.cell.content) for one in grid.cells if one.cell and self._heads_row(one)]
        self.short = sum(map(len, names)) <= _SHORT_NAMES * len(names)
        tags = len(writer.tables)
        writer.tables.append(TableTags(()))  # before those of the tables in its cells
        caption = self._caption()
        lead, writer.pending = writer.pending, []
        with writer.set(word=self.room.word, homeless=[]):
            head = [self._cell(one, self._head(one)) for one in grid.cells if one.y < grid.head]
            lead += [place for name in writer.homeless if (place := writer.links.anchor(name))]
            writer.pending = lead if not caption else []
            body = [self._cell(one, text) for one, text in self._contents()]
            writer.pending = []
        caption = "".join(lead) + caption if caption else ""
        rest = sum(one.y < grid.head + grid.body for one in grid.cells) - len(head)
        writer.tables[tags] = self._tags()
        tall = self._tall_lines
        if tall:
            placed = [one for one in grid.cells if one.y >= grid.head]
            head, body = _ruled(grid.cells, head), _ruled(placed, body)
            rest = len(body)
        markup = "\n".join(
            [
                "#data-table(",
                f"  size: {self.room.size}pt, whole: {str(self.whole).lower()},{' tall-lines: true,' * tall}",
                f"  columns: {array(self._tracks())},",
                f"  aligned: {array('right' if numeric else 'left' for numeric in grid.numeric)},",
                f"  caption: {f'[{caption}]' if caption else 'none'},",
                *(["  under-title: true,"] if self.titled and self.captioned else []),
                f"  head: {array(head)},",
                f"  foot: {array(body[rest:])},",
                *(f"  {cell}," for cell in body[:rest]),
                ");",
            ]
        )
        return Block(markup, "table", whole=self.whole, height=min(self.height, 10_000.0) + 40)

    @cached_property
    def _tall_lines(self) -> bool:
        """Whether its lines hold the space between its rows: in an annex, where each row is lines of text alone."""
        grid = self.grid
        if self.writer.look is not ANNEX or grid.foot or not all(map(_only_text, grid.cells)):
            return False
        lines = {
            one.y for one in grid.cells if one.cell and one.row_span == 1 and plain_blocks(one.cell.content)
        }
        return len(lines) == grid.head + grid.body

    def _tracks(self) -> tuple[str, ...]:
        """The columns as Typst's tracks; those of a table under a title are as wide as its rule."""
        fills = self.titled or "auto" not in self.room.tracks
        if self._tall_lines and fills:  # the gutters are no part of the columns
            to_ems = self.writer.width / sum(self.room.widths) / self.room.size
            *firsts, last = (width * to_ems for width in self.room.widths)
            return tuple(f"{width:.2f}fr" for width in (*(one - _GUTTER for one in firsts), last))
        if self.titled and self.room.tracks[:1] == ("auto",):
            return tuple(f"{width:.2f}fr" for width in self.room.widths)
        return self.room.tracks

    def _caption(self) -> str:
        if not self.captioned or not (shown := self.writer.inline(self.table.caption).strip()):
            return ""
        return f"#numbered[{escape(self.table.label)}]; {shown}" if self.table.label else shown

    def _tags(self) -> TableTags:
        rows: list[list[bool]] = [[] for _ in range(self.grid.head + self.grid.body + self.grid.foot)]
        for one in self.grid.cells:
            rows[one.y].append(self._heads_row(one) and one.col_span < len(self.grid.numeric))
        return TableTags(
            tuple((len(row), tuple(x for x, header in enumerate(row) if header)) for row in rows)
        )

    def _heads_row(self, one: Placed) -> bool:
        return one.cell is not None and one.cell.header and one.y >= self.grid.head

    def _head(self, one: Placed) -> str:
        """A cell of the head. Where it is repeated on the next pages it leads nowhere, as PDF/UA asks."""
        if one.cell is None:
            return ""
        with self.writer.set(repeated=self.writer.repeated or not self.whole):
            content = self.writer.content(one.cell.content).strip()
            place = self.writer.anchor(one.cell.attr.identifier)
        return f"{place}#column-head[{content}];" if content else place

    def _contents(self) -> Iterator[tuple[Placed, str]]:
        """Each cell of body and foot with its content.

        Under each other, numbers end at the same place whatever notes they refer to: the marks hang in a margin.
        """
        margins = self._margins()
        for one in self.grid.cells:
            if one.y >= self.grid.head:
                yield one, self._content(one, margins[one.x] if one.col_span == 1 else 0.0)

    def _margins(self) -> list[float]:
        """The widest marks at the end of a number, by column, in multiples of the type size."""
        found = [0.0] * len(self.grid.numeric)
        for one in self.grid.cells:
            if self.grid.numeric[one.x] and one.col_span == 1 and one.cell is not None:
                found[one.x] = max(found[one.x], _marks_width(one.cell))
        return found

    def _content(self, one: Placed, margin: float) -> str:
        if one.cell is None:
            return ""
        writer, cell = self.writer, one.cell
        first = one.row is not None and bool(one.row.cells) and one.row.cells[0] is cell
        for name in (one.row.attr.identifier if first and one.row else "", cell.attr.identifier):
            if place := writer.anchor(name):
                writer.pending.append(place)
        across = sum(self.room.widths[one.x : one.x + one.col_span]) - GAP * self.room.size
        with writer.set(width=max(across, 1.0)):
            content = self._hung(cell, margin) if margin else writer.content(cell.content).strip()
        content = writer.take_pending() + content
        bold = cell.header and (self.short or self.titled)
        return f"#row-head[{content}];" if content and bold else content

    def _hung(self, cell: Cell, margin: float) -> str:
        if len(cell.content) != 1 or not isinstance(cell.content[0], (Plain, Para)):
            return f"#hung({margin:.2f})[{self.writer.content(cell.content).strip()}][];"
        inline = cell.content[0].content
        end = len(inline) - _trailing(cell)
        text, marks = self.writer.run(inline[:end]), self.writer.inline(inline[end:]).strip()
        if len(plain_blocks(cell.content)) > _LONG_AMOUNT:
            return f"#hung({margin:.2f})[{text}][{marks}];"
        rest = margin - _marks_width(cell)
        return f"{text}{marks}#h({rest:.3f}em);" if rest > 0 else text + marks

    def _cell(self, one: Placed, content: str) -> str:
        style = dict(one.row.attr.style) if one.row else {}
        style |= dict(one.cell.attr.style) if one.cell else {}
        content = dressed(content, style)
        options = {
            "colspan": one.col_span if one.col_span > 1 else "",
            "rowspan": one.row_span if one.row_span > 1 else "",
            "align": self._align(one),
            "fill": background(style),
            "breakable": "true" if len(content) > _LONG_CELL else "",
        }
        if not any(options.values()):
            return f"[{content}]"
        return call("table.cell", content, **options)[1:-1]

    def _align(self, one: Placed) -> str:
        side = one.cell.align if one.cell else ""
        if one.y >= self.grid.head:
            return side
        return f"{side or ('right' if self.grid.numeric[one.x] else 'left')} + bottom"


def _only_text(one: Placed) -> bool:
    """Whether a cell holds lines of text alone, and looks as the others do."""
    if one.cell is None:
        return True
    styled = one.cell.attr.style or (one.row is not None and one.row.attr.style)
    texts = all(isinstance(block, (Plain, Para)) for block in one.cell.content)
    return (
        not styled
        and texts
        and len(one.cell.content) <= 1
        and not any(isinstance(inline, (Image, Math)) for inline in inlines(one.cell.content))
    )


def _ruled(placed: Sequence[Placed], cells: Sequence[str]) -> list[str]:
    """The markup of cells with a rule between two rows."""
    found: list[str] = []
    for place, (one, cell) in enumerate(zip(placed, cells, strict=False)):
        if place and placed[place - 1].y != one.y:
            found.append(_RULE)
        found.append(cell)
    return found


def _trailing(cell: Cell) -> int:
    """How many inlines at the end of a cell are references to notes."""
    inline = (
        cell.content[0].content
        if len(cell.content) == 1 and isinstance(cell.content[0], (Plain, Para))
        else ()
    )
    count = 0
    while count < len(inline) and isinstance(inline[-1 - count], Note):
        count += 1
    return count


def _marks_width(cell: Cell) -> float:
    """The width of the references at the end of a cell, in multiples of its type size."""
    count = _trailing(cell)
    block = cell.content[0] if count else None
    if not isinstance(block, (Plain, Para)):
        return 0.0
    labels = list(dict.fromkeys(one.label for one in block.content[-count:] if isinstance(one, Note)))
    return _RAISED * (text_width(",".join(labels)) + _AFTER_COMMA * (len(labels) - 1))
