"""A document as one Typst source, written by a handler for each kind of node."""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from importlib.resources import files
from itertools import pairwise
from typing import Any
from unicodedata import category, name

from helpers.exporters.document import (
    NO_ATTR,
    Attr,
    BlockQuote,
    Blocks,
    BulletList,
    CodeBlock,
    DefinitionList,
    Div,
    Document,
    Figure,
    Footnote,
    Header,
    HorizontalRule,
    Image,
    Inlines,
    Link,
    ListItem,
    Math,
    Meta,
    Note,
    NoteList,
    OrderedList,
    Para,
    Picture,
    Plain,
    RawBlock,
    Span,
    Strong,
    Table,
    inlines,
    plain,
    plain_blocks,
    walk,
)  # fmt: skip
from helpers.exporters.document import (
    Block as Node,
)
from helpers.exporters.typst.code import COLUMNS, code
from helpers.exporters.typst.column_widths import text_width
from helpers.exporters.typst.compiler import EPOCH
from helpers.exporters.typst.escape import array, call, clean, escape, string
from helpers.exporters.typst.images import Images
from helpers.exporters.typst.inlines import InlineWriter, language_of, spoken
from helpers.exporters.typst.links import Jump, Links
from helpers.exporters.typst.looks import A4, ANNEX, NOTEBOOK, PAGES, Look
from helpers.exporters.typst.looks import look as look_of
from helpers.exporters.typst.pagination import Block, paginated
from helpers.exporters.typst.styles import dressed
from helpers.exporters.typst.tables import TableTags, settings

TEMPLATES = ("parts.typ", "layouts.typ")
THEME = "theme.typ"  # as the templates call the one that is chosen
_SHORT_CODE = 12  # lines: shorter code stays on the page where its result begins
_MOST_KEY_FIGURES = 5
_THUMBNAIL = 161.6  # points: the width of the map beside the title
_FEW_HEADINGS = 8  # are listed in one column
_HALF = "half"
_NOTE_COLUMNS = 3
_NOTE_LINES = 18  # of each column in a strip of notes
_NOTE_WIDTH, _NOTE_GAP = 25.9, 1.0  # of a column of notes and between two, in multiples of their type size
_TONE = "change"  # of a detail of a key figure that says how it changed
_BREATHE = ("table", "figure", "other")  # the kinds of blocks that have the most space above them
_LETTER = 4.82  # points: the width of a letter of code


@dataclass(frozen=True)
class Source:
    """A Typst source with all that belongs to it.

    - ``metadata`` stands before the first letter that is shown, ``body`` is all the rest
    - ``files`` are the pictures and the templates that it names, ``when`` is its time stamp
    - ``starts`` are the first lines of cells and notes, ``bottom`` is the margin below the text in millimetres
    - ``tall`` makes each page of a briefing as long as what stands on it
    - ``jumps`` are the links within the document (see `links`), ``tables`` says which cells of each table are the
      headers of their rows, and ``unset`` are the formulas that are shown as TeX
    - ``names`` are the subjects and facts that others may lead to, each with the identifier of its place
    """

    metadata: str
    body: str
    files: Mapping[str, bytes]
    when: int
    starts: tuple[tuple[int, str], ...]
    bottom: float = NOTEBOOK.bottom
    tall: bool = False
    jumps: tuple[Jump, ...] = ()
    tables: tuple[TableTags, ...] = ()
    unset: tuple[Math, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """What Typst is given."""
        height = "auto" if self.tall else f"{A4}mm"
        settings = f"#let page-bottom = {self.bottom:.1f}mm; #let page-height = {height}"
        return f"{self.metadata}\n{settings}\n{self.body}"

    def nudged(self, millimetres: float) -> "Source":
        """The same with a slightly higher bottom margin, so that pages break elsewhere."""
        return replace(self, bottom=self.bottom + millimetres)

    def without(self, characters: str) -> "Source":
        """The same with \ufffd for these characters in what is shown; those that only join others are left out."""
        table = {ord(one): "" if joins(one) else "\ufffd" for one in characters}
        drawings = {
            name: data.decode("utf-8", "replace").translate(table).encode() if name.endswith(".svg") else data
            for name, data in self.files.items()
        }
        return replace(self, body=self.body.translate(table), files=drawings)

    def cell_at(self, line: int) -> str:
        """The cell that a line comes from, e.g. ``cell trade-chart``; "the document" for what stands before all."""
        index = bisect_right(self.starts, (line, "\uffff")) - 1
        return f"cell {self.starts[index][1]}" if index >= 0 and self.starts[index][1] else "the document"


def joins(character: str) -> bool:
    """Whether a character shows nothing itself: a joiner, a mark of direction, a choice of variant."""
    return category(character) == "Cf" or "VARIATION SELECTOR" in name(character, "")


@dataclass(frozen=True)
class Refused:
    """Pictures and formulas that Typst can't show: their alternative texts and their TeX are shown instead."""

    pictures: frozenset[Picture] = frozenset()
    formulas: frozenset[Math] = frozenset()


def write(document: Document, refused: Refused = Refused(), mark_cells: bool = False) -> Source:
    """The Typst source of a document. ``mark_cells`` makes the places known where cells begin."""
    meta = replace(document.meta, title=clean(document.meta.title).strip() or "Notebook")
    document = replace(document, meta=meta)
    look = look_of(document)
    writer = Writer(
        document,
        Links(_wanted(document) | {*_names(document, look).values()}),
        Images(refused.pictures),
        refused.formulas,
        look,
        look.width,
        mark_cells=mark_cells,
    )
    lines, starts = [], []
    beside, blocks = _parted(document.blocks, look)
    lines.append(_opening(document, look, writer.title_block(beside)))
    body = paginated(writer.blocks(blocks))
    metadata = _metadata(meta)
    before = metadata.count("\n") + 2  # lines, with that of the margin
    for block in [*body, Block(writer.place_pending())]:
        starts.append((before + len(lines) + 2, block.cell))
        lines.extend(["", *block.markup.split("\n")])
    return Source(
        metadata,
        "\n".join(lines),
        {**_templates(look), **writer.images.files},
        _stamp(meta),
        tuple(starts),
        look.bottom,
        jumps=tuple(writer.links.jumps),
        tables=tuple(writer.tables),
        unset=tuple(dict.fromkeys(writer.unset)),
        names=_names(document, look),
    )


def _templates(look: Look) -> dict[str, bytes]:
    """The files with the functions that a source calls, and the theme of its look."""
    folder = files("helpers.exporters.typst")
    found = {name: folder.joinpath(name).read_bytes() for name in TEMPLATES}
    return found | {THEME: folder.joinpath(look.theme).read_bytes()}


def _names(document: Document, look: Look) -> dict[str, str]:
    """The subjects and facts of an annex, each with the identifier of its heading or of the mark at which it stands."""
    if look is not ANNEX:
        return {}
    subjects = [one.attr.identifier for one in document.headers if one.level == 2]
    return {
        **dict(zip(subjects, subjects, strict=True)),
        **{name: fact.mark for name, fact in document.facts.items()},
    }


def _wanted(document: Document) -> frozenset[str]:
    """The identifiers that something leads to."""
    found: set[str] = set()
    first: dict[str, str] = {}
    for one in (
        *inlines(document.blocks),
        *(one for note in document.footnotes for one in inlines(note.content)),
    ):
        match one:
            case Note():
                found.add(one.target)
                first.setdefault(one.key, one.identifier)
            case Link() if one.target.startswith("#"):
                found.add(document.anchors.get(one.target[1:], ""))
    return frozenset({*found, *first.values()} - {""})


class Writer(InlineWriter):
    """Writes blocks. ``tables`` grows with each table, in the order in which they are tagged."""

    def __init__(self, *args: Any, mark_cells: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        self.tables: list[TableTags] = []
        self.cell = ""
        self._mark_cells = mark_cells
        self._half = _half(self.document) if self.look is ANNEX else None
        self._started = False
        self._handlers: dict[type, Callable[[Any], list[Block]]] = {
            Plain: lambda one: self._text(one.content),
            Para: self._para,
            Header: self._header,
            CodeBlock: self._code,
            BlockQuote: self._quote,
            BulletList: self._bullets,
            OrderedList: self._numbered,
            DefinitionList: self._terms,
            HorizontalRule: lambda one: [Block("#rule();")],
            Table: self._table,
            Figure: self._figure,
            RawBlock: lambda one: self.blocks(one.alternative),
            Div: self._div,
            NoteList: self._note_list,
        }
        self._classes: dict[str, Callable[[Div], list[Block]]] = {
            "columns": self._columns,
            "key-figures": self._key_figures,
            "page": self._page,
            "sources": self._sources,
        }

    def blocks(self, nodes: Blocks) -> list[Block]:
        """The blocks of the page that nodes are shown as."""
        found: list[Block] = []
        for node in nodes:
            found += [
                block if block.cell else replace(block, cell=self.cell)
                for block in self._handlers[type(node)](node)
            ]
            self._started = self._started or bool(found)
        return found

    def content(self, nodes: Blocks, between: str = "\n\n") -> str:
        """Nodes within something: a cell, an item, a column."""
        if len(nodes) == 1 and isinstance(nodes[0], Plain):  # nearly all cells of tables
            return self.run(nodes[0].content)
        return between.join(block.markup for block in paginated(self.blocks(nodes)))

    def note_text(self, said: Footnote) -> str:
        """What a note says. Its first paragraph begins on the line of its number."""
        parts = (
            self.run(one.content) if isinstance(one, Para) else self.content((one,)) for one in said.content
        )
        return "\n\n".join(part for part in parts if part)

    def place_pending(self) -> str:
        """Marks of the pending places, for use where no text can carry them."""
        pending = self.take_pending()
        return f"#place[{pending}];" if pending else ""

    def title_block(self, nodes: Blocks) -> dict[str, str]:
        """The cells that belong to the title block, as options of a layout: a finding, a description, a small map."""
        texts = [self.run(one.content) for one in walk(nodes) if isinstance(one, (Para, Plain, Header))]
        picture = next((one for one in inlines(nodes) if isinstance(one, Image)), None)
        first, *others = [text for text in texts if text and not text.startswith("#picture(")] or [""]
        with self.set(width=_THUMBNAIL):
            thumbnail = self._image(picture) if picture else ""
        return {
            "finding": f"[{first}]" if first else "",
            "about": array(f"[{one}]" for one in others) if others else "",
            "thumbnail": f"[{thumbnail}]" if thumbnail else "",
        }

    # --- Text ---------------------------------------------------------------------------------------------------------

    def _text(self, content: Inlines, attr: Attr = NO_ATTR) -> list[Block]:
        footed = self.footed
        text = self.run(content)
        if not text:
            return []
        words = plain(content)
        text = spoken(dressed(text, dict(attr.style)), attr.get("lang"))
        text = aligned(text, attr)
        return [Block(text, "text", noted=self.footed > footed, leads=words.endswith((":", "：")))]

    def _para(self, one: Para) -> list[Block]:
        self.mark_place(one.attr)
        found = self._text(one.content, one.attr)
        if "table-note" in one.attr.classes:
            height = 18.0 + 11.0 * (len(plain(one.content)) // 115)
            return [
                replace(block, markup=f"#table-note[{block.markup}];", kind="table-note", height=height)
                for block in found
            ]
        if "not-shown" in one.attr.classes:
            return [replace(block, markup=f"#not-shown[{block.markup}];") for block in found]
        return found

    def _header(self, one: Header) -> list[Block]:
        if self.repeated:
            return self._text((Strong(one.content),))
        subject = self.look is ANNEX and one.level == 2
        self.mark_place(one.attr)
        place = (
            self.place_pending() if subject else ""
        )  # not within the heading, which pages and contents repeat
        with self.set(in_heading=True):
            text = self.run(one.content)
        text = spoken(dressed(text, dict(one.attr.style)), one.attr.get("lang"))
        if not one.text:
            return [Block(f"#strong[{text}];", "text")] if text else []
        half = f"#metadata(none)<{_HALF}>\n" if one is self._half else ""
        heading = f"{half}#heading(level: {one.level})[{text}];"
        return [Block(f"#subject[{place}{heading}];" if place else heading, "heading", level=one.level)]

    def _code(self, one: CodeBlock) -> list[Block]:
        self.mark_place(one.attr)
        shown = code(one, min(COLUMNS, max(int((self.width - 14) / _LETTER), 20)))
        if not shown:
            return []
        classes = set(one.attr.classes)
        frame = "warned" if classes & {"stderr", "error"} else "printed" if "output" in classes else "source"
        sticky = "true" if "input" in classes and one.text.count("\n") < _SHORT_CODE else None
        prompt = one.attr.get("prompt")
        options = {"prompt": string(prompt) if prompt else None, "sticky": sticky}
        return [Block(call(frame, f"{self.place_pending()}#{shown};", **options), "code")]

    def _quote(self, one: BlockQuote) -> list[Block]:
        self.mark_place(one.attr)
        content = self.content(one.content)
        return [Block(f"#quote(block: true)[{spoken(content, one.attr.get('lang'))}];")] if content else []

    # --- Lists --------------------------------------------------------------------------------------------------------

    def _bullets(self, one: BulletList) -> list[Block]:
        tasks = "task-list" in one.attr.classes
        options = {"tight": str(one.tight).lower(), "marker": "[]" if tasks else None}
        return self._list("list", one, options | {"body-indent": "0pt" if tasks else None})

    def _numbered(self, one: OrderedList) -> list[Block]:
        start = one.start if 0 <= one.start < 10**9 else 1
        options: dict[str, Any] = {"tight": str(one.tight).lower(), "start": start if start != 1 else None}
        options["numbering"] = string(f"{one.style}.") if one.style != "1" else None
        options["reversed"] = "true" if one.reversed else None
        return self._list("enum", one, options)

    def _list(self, function: str, one: BulletList | OrderedList, options: dict[str, Any]) -> list[Block]:
        self.mark_place(one.attr)
        footed = self.footed
        items = [f"[{self._item(item, one.tight)}]" for item in one.items]
        return (
            [Block(call(function, None, *items, **options), "list", noted=self.footed > footed)]
            if items
            else []
        )

    def _item(self, item: ListItem, tight: bool) -> str:
        self.mark_place(item.attr)
        text = self.content(item.content, "\n" if tight else "\n\n")
        return self.take_pending() + dressed(text, dict(item.attr.style))

    def _terms(self, one: DefinitionList) -> list[Block]:
        self.mark_place(one.attr)
        items = []
        for term, said in one.items:
            items.append(f"([{self.run(term)}], [{chr(10).join(self.content(part) for part in said)}])")
        return [Block(f"#described{array(items)};", "list")] if items else []

    # --- Tables and figures -------------------------------------------------------------------------------------------

    def _table(self, one: Table) -> list[Block]:
        self.mark_place(one.attr)
        if self.below is not None:  # within another table, whose notes stand below that one
            return [part.block() for part in settings(one, self)]
        found: list[Block] = []
        for part in settings(one, self):
            with self.set(below=[]):
                found += [part.block(), *self._notes_below()]
        return found

    def _notes_below(self) -> list[Block]:
        """The notes that were gathered for the space below a table."""
        if not (notes := self.below):
            return []
        height = 8.0 + sum(12.0 + 11.0 * (len(note) // 160) for note in notes)
        return [Block("#table-notes[\n" + "\n".join(notes) + "\n];", "notes", height=height)]

    def _note_list(self, one: NoteList) -> list[Block]:
        """The notes of a section, at its end."""
        found = [Block("#notes-begin;")] if one.notes else []
        for strip in strips(one.notes):
            columns = (
                f"  {array(f'({self.entry(note, Note(note.key, note.label, 1, note.place))})' for note in column)},\n"
                for column in strip
            )
            found.append(Block(f"#note-strip(\n{''.join(columns)});", whole=True))
        return found

    def _figure(self, one: Figure) -> list[Block]:
        self.mark_place(one.attr)
        footed = self.footed
        caption = self.inline(one.caption).strip()
        if caption and one.label:
            caption = f"#numbered[{escape(one.label)}]; {caption}"
        if caption and "titled" in one.attr.classes:  # which stands above what it shows
            caption = self.take_pending() + caption
        content = self._drawn(one.content)
        if not content:
            return self._text(one.caption)
        markup = f"#drawing(caption: [{caption}])[{content}];" if caption else content
        if "titled" in one.attr.classes:
            markup = f"#titled[{markup}];"
        return [Block(markup, "figure", whole=True, noted=self.footed > footed)]

    def _drawn(self, nodes: Blocks) -> str:
        """The content of a figure; a picture stands there without a paragraph around it."""
        parts = [
            self.run(node.content) if isinstance(node, (Plain, Para)) else self.content((node,))
            for node in nodes
        ]
        return "\n\n".join(part for part in parts if part)

    # --- Blocks that belong together ----------------------------------------------------------------------------------

    def _div(self, one: Div) -> list[Block]:
        self.mark_place(one.attr)
        handler = next((self._classes[name] for name in one.attr.classes if name in self._classes), None)
        with self._in_cell(one):
            return (handler or self._plain_div)(one)

    @contextmanager
    def _in_cell(self, one: Div) -> Iterator[None]:
        """Blocks that are written meanwhile are known to come from this cell, if the Div is one."""
        if one.cell and self._mark_cells:
            self.pending.append(self.links.cell(one.cell))
        with self.set(cell=one.cell or self.cell):
            yield

    def _plain_div(self, one: Div) -> list[Block]:
        if one.element == "summary":
            return [replace(block, markup=f"#strong[{block.markup}];") for block in self.blocks(one.content)]
        found = self.blocks(one.content)
        if prompt := one.attr.get("prompt"):
            found = [Block(f"#prompted({string(prompt)});", cell=self.cell), *found]
        return [replace(block, markup=self._told(block.markup, one.attr)) for block in found]

    def _told(self, markup: str, attr: Attr) -> str:
        """The markup in the language and style of what it stands in."""
        return aligned(spoken(dressed(markup, dict(attr.style)), attr.get("lang")), attr)

    def _columns(self, one: Div) -> list[Block]:
        columns = [block for block in one.content if isinstance(block, Div)]
        shares = _shares([column.attr.get("width") for column in columns])
        room = self.width - self.look.gutter * max(len(columns) - 1, 0)
        cells = []
        for column, share in zip(columns, shares, strict=True):
            with self._in_cell(column), self.set(width=room * share):
                self.mark_place(column.attr)
                cells.append(f"[{self._told(self.content(column.content), column.attr)}]")
        tracks = array(f"{100 * share:.2f}fr" for share in shares)
        return [Block(call("columns-of", None, tracks, *cells), whole=False)] if cells else []

    def _key_figures(self, one: Div) -> list[Block]:
        figures = [block for block in one.content if isinstance(block, Div)]
        found = []
        for start in range(0, len(figures), _MOST_KEY_FIGURES):
            row = [self._key_figure(figure) for figure in figures[start : start + _MOST_KEY_FIGURES]]
            found.append(Block(call("key-figures", None, *row), whole=True))
        return found

    def _key_figure(self, one: Div) -> str:
        """The label, the value with its unit, the details of a key figure, and how sure it is."""
        self.mark_place(one.attr)
        parts: dict[str, list[str]] = {"label": [], "value": [], "detail": [], "sure": []}
        for block in one.content:
            classes = block.attr.classes if isinstance(block, (Para, Div)) else ()
            name = next((name for name in parts if name in classes), "detail")
            if isinstance(block, (Para, Plain)):
                inline, sure = _without_sureness(block.content)
                parts["sure"] += [self.inline(sure)] if sure else []
                block = Plain(inline)
            with self.set(width=self.width / _MOST_KEY_FIGURES):
                text = self.run(block.content) if isinstance(block, Plain) else self.content((block,))
            parts[name] += [f"#{_TONE}[{text}];" if _TONE in classes else text] if text else []
        label, value = (" ".join(parts[name]) for name in ("label", "value"))
        details = array(f"[{detail}]" for detail in parts["detail"])
        sureness = f", sure: [{''.join(parts['sure'])}]" if parts["sure"] else ""
        return f"key-figure([{label}], [{value}], {details}{sureness})"

    def _page(self, one: Div) -> list[Block]:
        """A page of its own, with its sources at its foot, and before them what its marks mean."""
        before = [Block("#pagebreak(weak: true);", "break")] if self._started else []
        self._started = True
        parts: dict[str, list[Node]] = {"": [], "legend": [], "sources": []}
        for node in one.content:
            classes = node.attr.classes if isinstance(node, Div) else ()
            named = ("sources",) if "further" in classes else classes  # in the same lines
            parts[next((name for name in parts if name in named), "")].append(node)
        found = spaced(self.blocks(tuple(parts[""])))
        if foot := self._foot(tuple(parts["legend"]), tuple(parts["sources"])):
            found.append(Block(f"#at-foot[{foot}];"))
        return [*before, *found, Block("#pagebreak(weak: true);", "break")]

    def _sources(self, one: Div) -> list[Block]:
        """Sources at the end of a document without pages."""
        return [Block(text)] if (text := self._foot((), (one,))) else []

    def _foot(self, legend: Blocks, sources: Blocks) -> str:
        """Sources in small type, one after the other in the same lines, below what explains the marks."""
        entries = [entry for node in sources for entry in self._run_in(node)]
        text = "#source-dot;".join(entry for entry in entries if entry)
        explained = "#parbreak();".join(line for node in legend for line in self._run_in(node) if line)
        if not text and not explained:
            return ""
        label = "none" if _labelled(sources) or not text else f"[{escape(self.document.words['sources'])}]"
        options = {"label": label, "legend": f"[{explained}]" if explained else ""}
        place = self.links.cell("sources") if self._mark_cells else ""
        return call("sources", f"{self.take_pending()}{place}{text}", **options)

    def _run_in(self, node: Node) -> list[str]:
        """What stands in a block as pieces of a line."""
        match node:
            case Plain() | Para() | Header():
                return [
                    self.anchor(getattr(node, "attr", NO_ATTR).identifier) + self.inline(node.content).strip()
                ]
            case BulletList() | OrderedList():
                return [
                    self.anchor(item.attr.identifier)
                    + " ".join(text for part in item.content for text in self._run_in(part))
                    for item in node.items
                ]
            case DefinitionList():
                return [
                    f"#strong[{self.inline(term).strip()}]; "
                    + " ".join(text for part in said for inner in part for text in self._run_in(inner))
                    for term, said in node.items
                ]
            case Div():
                place = self.anchor(node.attr.identifier)
                found = [text for part in node.content for text in self._run_in(part)]
                return [place + found[0], *found[1:]] if found else []
        return [escape(plain_blocks((node,)))]

    def mark_place(self, attr: Attr) -> None:
        """Mark the place of an element at the start of its text, if something leads there."""
        if place := self.anchor(attr.identifier):
            self.pending.append(place)


def spaced(blocks: Sequence[Block]) -> list[Block]:
    """The blocks of a page with room to breathe before each heading, and before what a cell shows first."""
    found = [*blocks[:1]]
    for before, block in pairwise(blocks):
        begins = block.kind == "heading" or (block.cell != before.cell and block.kind in _BREATHE)
        if begins and before.kind != "heading":
            found.append(Block("#breath;", cell=before.cell))
        found.append(block)
    return found


def strips(notes: Sequence[Footnote]) -> Iterator[list[list[Footnote]]]:
    """The notes in strips of columns, each read from top to bottom; a strip is as low as its notes allow."""
    wide = [text_width(f"{note.label} {plain_blocks(note.content)}") + _NOTE_GAP for note in notes]
    start = 0
    while start < len(notes):
        end, room = start + 1, _NOTE_COLUMNS * _NOTE_LINES * _NOTE_WIDTH - wide[start]
        while end < len(notes) and wide[end] <= room:
            room -= wide[end]
            end += 1
        mine = wide[start:end]
        most = max(sum(mine) / _NOTE_COLUMNS, *mine)
        while len(ends := _filled(mine, most)) > _NOTE_COLUMNS:
            most += _NOTE_WIDTH / 2
        yield [[*notes[start + first : start + last]] for first, last in pairwise([0, *ends])]
        start = end


def _filled(sizes: Sequence[float], most: float) -> list[int]:
    """Where columns end that are filled one after the other, each with at most so much."""
    ends: list[int] = []
    filled = 0.0
    for place, size in enumerate(sizes):
        if filled + size > most:
            ends.append(place)
            filled = 0.0
        filled += size
    return [*ends, len(sizes)]


def _without_sureness(content: Inlines) -> tuple[Inlines, Inlines]:
    """A text without the dots that say how sure it is, and these."""
    sure = tuple(one for one in content if isinstance(one, Span) and "sure" in one.attr.classes)
    return tuple(one for one in content if one not in sure), sure


def _labelled(nodes: Blocks) -> bool:
    """Whether the blocks begin with a label of their own."""
    first = next(inlines(nodes), None)
    return isinstance(first, Span) and "label" in first.attr.classes


def _parted(blocks: Blocks, look: Look) -> tuple[Blocks, Blocks]:
    """The cells that belong to the title block of a briefing, and all others."""
    beside = tuple(
        one
        for one in blocks
        if look is PAGES and isinstance(one, Div) and {"abstract", "thumbnail"} & {*one.attr.classes}
    )
    return beside, tuple(one for one in blocks if one not in beside)


def aligned(markup: str, attr: Attr) -> str:
    """The markup centred or at the right, if its style says so."""
    side = dict(attr.style).get("text-align", "")
    return f"#align({side})[{markup}];" if side in ("center", "right") and markup.strip() else markup


def _shares(widths: Sequence[str]) -> list[float]:
    """The share of each column in the whole width; those without a width share evenly what is left."""
    given = [_percent(width) for width in widths]
    known = sum(width for width in given if width)
    open_ = sum(1 for width in given if not width)
    even = max((1 - known) / open_, 0.1) if open_ else 0.0
    found = [width or even for width in given]
    total = sum(found) or 1.0
    return [width / total for width in found]


def _percent(width: str) -> float:
    try:
        return max(float(width.strip().removesuffix("%")) / 100, 0.0)
    except ValueError:
        return 0.0


# --- The cover -------------------------------------------------------------------------------------------------------


def _metadata(meta: Meta) -> str:
    """What stands before everything that is shown: the template and what the file says of itself."""
    when = meta.day
    stamp = f"datetime(year: {when.year}, month: {when.month}, day: {when.day})" if when else "auto"
    return "\n".join(
        [
            "// Made by an exporter; the notebook is the place to change anything.",
            *(f'#import "{name}": *' for name in TEMPLATES),
            f"#set document(title: {string(meta.title)}, author: {array(map(string, meta.authors))}, "
            f"description: {string(meta.description) if meta.description else 'none'}, "
            f"keywords: {array(map(string, meta.keywords))}, date: {stamp})",
        ]
    )


def _opening(document: Document, look: Look, shown: dict[str, str]) -> str:
    """The call that lays out the document; ``shown`` are the options that a writer of blocks gives."""
    meta = document.meta
    language, region = language_of(meta.lang)
    options = {
        "title": f"[{escape(meta.title)}]",
        **_about(document, look),
        **shown,
        "lang": string(language or "en"),
        "region": string(region) if region else "none",
        "page_bottom": "page-bottom",
    }
    given = ", ".join(f"{name.replace('_', '-')}: {value}" for name, value in options.items() if value)
    return f"#show: {look.layout}.with({given})"


def _about(document: Document, look: Look) -> dict[str, str]:
    """What the title block and the edges of the pages say, as options of the look's layout."""
    meta = document.meta
    if look is NOTEBOOK:
        return {
            "subtitle": string(meta.subtitle),
            "byline": string(" · ".join(part for part in (meta.edition, *meta.authors) if part)),
            "running_header": string(meta.running_header),
            "page_of": _page_of(document, "page_of"),
        }
    return {
        "kicker": string(meta.kicker),
        "edition": string(meta.edition_note or meta.edition),
        "running_footer": string(meta.running_footer),
        "page_of": _page_of(document, "page_slash"),
        **({"height": "page-height"} if look is PAGES else {}),
        **({"subtitle": string(meta.subtitle), **_contents(document)} if look is ANNEX else {}),
    }


def _contents(document: Document) -> dict[str, str]:
    """The title of the list of contents, the section that begins its second column, and what each column lists."""
    half, listed = _half(document), _listed(document)
    place = listed.index(half) if half else len(listed)
    columns = [
        array(f"({one.level}, {string(one.text)})" for one in column)
        for column in (listed[:place], listed[place:])
        if column
    ]
    return {
        "contents": string(document.say("contents")),
        "half": f"<{_HALF}>" if half else "",
        "listed": array(columns),
    }


def _listed(document: Document) -> list[Header]:
    """The headings that the contents list."""
    return [one for one in document.headers if one.level in (2, 3) and one.text]


def _half(document: Document) -> Header | None:
    """The section by which half of the headings are listed; None when there are few."""
    listed = _listed(document)
    sections = [
        (abs(place - len(listed) / 2), one) for place, one in enumerate(listed) if one.level == 2 and place
    ]
    few = len(listed) < _FEW_HEADINGS
    return None if few else min(sections, key=lambda found: found[0], default=(0, None))[1]


def _page_of(document: Document, word: str) -> str:
    """A Typst function that says "page n of m"."""
    before, _, rest = document.say(word, page="\n", pages="\r").partition("\n")
    between, _, after = rest.partition("\r")
    return f"(n, m) => [{escape(before)}#n{escape(between)}#m{escape(after)}]"


def _stamp(meta: Meta) -> int:
    when = meta.day
    return int(datetime(when.year, when.month, when.day, tzinfo=UTC).timestamp()) if when else EPOCH
