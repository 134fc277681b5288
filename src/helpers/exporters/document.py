"""The document that a notebook is read into and that every format is written from.

The nodes bear the names of pandoc's document model (https://pandoc.org/using-the-pandoc-api.html), and Jupyter's own
facts are added: the cell and output that a block comes from, alternative texts, captions, languages. Everything that
formats must agree on is decided before a writer sees it: a document is clean (nothing runs, nothing is fetched),
numbered (notes, figures, tables, heading levels), described (every image has its alternative text) and measured
(columns of numbers, the place of each table cell).

Blocks and inlines are frozen: a writer reads them and changes nothing. Text is stored as a reader sees it, white space
collapsed as in HTML except in code; nothing is escaped.
"""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import Any, Literal

Align = Literal["", "left", "right", "center"]
Style = tuple[tuple[str, str], ...]
"""CSS declarations that may be shown: colours, weight, slant, alignment; names in lower case, values harmless."""


@dataclass(frozen=True, slots=True)
class Attr:
    """What any element may carry: an identifier, classes, further attributes and a style."""

    identifier: str = ""
    classes: tuple[str, ...] = ()
    attributes: tuple[tuple[str, str], ...] = ()  # lang, dir, title, aria-label, aria-hidden, colspan …
    style: Style = ()

    def get(self, name: str, default: str = "") -> str:
        """The value of an attribute."""
        return next((value for key, value in self.attributes if key == name), default)


NO_ATTR = Attr()


# --- Inlines ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Str:
    """A run of text, spaces included."""

    text: str


@dataclass(frozen=True, slots=True)
class LineBreak:
    """A new line within a paragraph."""


@dataclass(frozen=True, slots=True)
class Emph:
    """Emphasis, usually italic."""

    content: "Inlines"


@dataclass(frozen=True, slots=True)
class Strong:
    """Strong emphasis, usually bold."""

    content: "Inlines"


@dataclass(frozen=True, slots=True)
class Underline:
    """Underlined or inserted text."""

    content: "Inlines"


@dataclass(frozen=True, slots=True)
class Strikeout:
    """Struck-out or deleted text."""

    content: "Inlines"


@dataclass(frozen=True, slots=True)
class Superscript:
    """Raised text."""

    content: "Inlines"


@dataclass(frozen=True, slots=True)
class Subscript:
    """Lowered text."""

    content: "Inlines"


@dataclass(frozen=True, slots=True)
class Quoted:
    """Text between quotation marks of the document's language (HTML's ``q``)."""

    content: "Inlines"


@dataclass(frozen=True, slots=True)
class Code:
    """Code within a line. ``element`` is ``code``, ``kbd``, ``samp`` or ``tt``."""

    text: str
    element: str = "code"
    attr: Attr = NO_ATTR


@dataclass(frozen=True, slots=True)
class Math:
    """A formula in TeX, cleaned of what only LaTeX understands; ``mathml`` holds one that came as MathML, cleaned."""

    tex: str
    display: bool = False
    mathml: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A link. ``target`` is an address that is safe to follow, or ``#identifier`` within the document."""

    content: "Inlines"
    target: str
    title: str = ""
    attr: Attr = NO_ATTR


@dataclass(frozen=True, slots=True)
class Picture:
    """The bytes of a picture, decoded and proved to be one; SVG is cleaned and stands alone.

    ``width`` and ``height`` are its own size in points.
    """

    mime: str  # image/png, image/jpeg, image/gif, image/webp or image/svg+xml
    data: bytes
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Image:
    """A picture with its alternative text. ``width`` and ``height`` are wishes in points, None: its own size."""

    picture: Picture
    alt: str
    title: str = ""
    width: float | None = None
    height: float | None = None
    attr: Attr = NO_ATTR


@dataclass(frozen=True, slots=True)
class Note:
    """A reference to a note: the mark that stands in the text.

    ``label`` is what is shown, a number or a letter; ``nth`` counts the references to this label, from 1. ``place`` is
    the label, or where labels begin anew on each page or in each section, the label and the number of that part.
    A letter stands for a source and may be cited at several places: ``key`` says which note is meant here, ``further``
    are the keys of neighbours that were made one with it. ``facts`` are the identifiers of the facts that stand here.
    """

    key: str
    label: str
    nth: int = 1
    place: str = ""
    further: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of all notes that this mark leads to."""
        return (self.key, *self.further)

    @property
    def identifier(self) -> str:
        """The identifier of this mark, where a link back from the note leads."""
        return f"ref-{self.place or self.label}-{self.nth}"

    @property
    def target(self) -> str:
        """The identifier of the note, or of the entry in the list of lettered sources."""
        return f"note-{self.place or self.label}"

    def joined(self, again: "Note") -> "Note":
        """A mark that stands for both, and leads to the notes of both."""
        further = (key for key in again.keys if key not in self.keys)
        facts = (fact for fact in again.facts if fact not in self.facts)
        return replace(self, further=(*self.further, *further), facts=(*self.facts, *facts))


@dataclass(frozen=True, slots=True)
class RawInline:
    """What only one format can show, cleaned (``<video>``, ``<meter>`` …), and what the others show instead."""

    format: str  # html
    text: str
    alternative: "Inlines" = ()


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text with attributes. ``element`` is the HTML element when it means more than ``span``: abbr, small,
    mark, ruby, rt, time, bdi, cite, var, dfn, wbr …"""

    content: "Inlines"
    attr: Attr = NO_ATTR
    element: str = "span"


Inline = (
    Str | LineBreak | Emph | Strong | Underline | Strikeout | Superscript | Subscript | Quoted | Code | Math | Link
    | Image | Note | RawInline | Span
)  # fmt: skip
Inlines = tuple[Inline, ...]


# --- Blocks ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Plain:
    """Inlines that are no paragraph: the content of a cell or of an item of a tight list."""

    content: Inlines


@dataclass(frozen=True, slots=True)
class Para:
    """A paragraph. Classes of ours: ``table-note`` (stands right below a table), ``not-shown`` (a notice)."""

    content: Inlines
    attr: Attr = NO_ATTR


@dataclass(frozen=True, slots=True)
class Header:
    """A heading at its level in the document (2 to 6: the title is the only level 1, and no level is skipped)."""

    level: int
    content: Inlines
    attr: Attr = NO_ATTR  # identifier always set and unique

    @property
    def text(self) -> str:
        """Its words, without notes and formulas."""
        return plain(self.content)


@dataclass(frozen=True, slots=True)
class CodeBlock:
    """Preformatted text. Classes: ``input`` (a cell's code), ``output``, ``stderr``, ``error``; none: code in a text.

    ``language`` is a name that Pygments knows, or "". ``content`` holds the same text as ``Str`` and ``Span`` when
    parts of it have colours (classes ``ansi-red-fg`` … as nbconvert names them, or a style); white space is kept.
    """

    text: str
    language: str = ""
    content: Inlines = ()
    attr: Attr = NO_ATTR


@dataclass(frozen=True, slots=True)
class BlockQuote:
    """Quoted blocks."""

    content: "Blocks"
    attr: Attr = NO_ATTR


@dataclass(frozen=True, slots=True)
class BulletList:
    """A list; ``tight`` when no item is a paragraph. A task list has the class ``task-list``: its items begin with
    ☐ or ☑ and need no bullet."""

    items: "tuple[ListItem, ...]"
    tight: bool = True
    attr: Attr = NO_ATTR


@dataclass(frozen=True, slots=True)
class OrderedList:
    """A numbered list. ``style`` is HTML's ``type``: 1, a, A, i, I."""

    items: "tuple[ListItem, ...]"
    start: int = 1
    style: str = "1"
    reversed: bool = False
    tight: bool = True
    attr: Attr = NO_ATTR


@dataclass(frozen=True, slots=True)
class ListItem:
    """One item of a list."""

    content: "Blocks"
    attr: Attr = NO_ATTR


@dataclass(frozen=True, slots=True)
class DefinitionList:
    """Terms, each with what is said of it."""

    items: "tuple[tuple[Inlines, tuple[Blocks, ...]], ...]"
    attr: Attr = NO_ATTR


@dataclass(frozen=True, slots=True)
class HorizontalRule:
    """A line between blocks."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table. ``x`` is its first column; spans end with the head, body or foot that the cell is in.

    ``header`` cells have a ``scope``: col, colgroup, row, rowgroup. ``align`` is "" when the column decides.
    """

    content: "Blocks"
    x: int
    row_span: int = 1
    col_span: int = 1
    header: bool = False
    scope: str = ""
    align: Align = ""
    attr: Attr = NO_ATTR


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table. Where the table has a gap, there is no cell."""

    cells: tuple[Cell, ...]
    attr: Attr = NO_ATTR


@dataclass(frozen=True, slots=True)
class ColSpec:
    """A column: right-aligned when it holds numbers."""

    numeric: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table. ``label`` ("Table 3") is "" when there is no caption; ``name`` is what a screen reader calls it.

    ``resource`` is the tabular data resource that came with it, if one did.
    """

    columns: tuple[ColSpec, ...]
    head: tuple[Row, ...]
    body: tuple[Row, ...]
    foot: tuple[Row, ...] = ()
    caption: Inlines = ()
    label: str = ""
    name: str = ""
    attr: Attr = NO_ATTR
    resource: Mapping[str, object] | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """Something with a caption, an image as a rule. ``label`` ("Figure 2") is "" when there is no caption.

    One of class ``titled`` has no number; its caption stands above it: a title (Strong), a LineBreak and a Span
    ``subtitle``. A Table of that class has such a caption too.
    """

    content: "Blocks"
    caption: Inlines = ()
    label: str = ""
    attr: Attr = NO_ATTR


@dataclass(frozen=True, slots=True)
class RawBlock:
    """What only one format can show, cleaned, and what the others show instead."""

    format: str
    text: str
    alternative: "Blocks" = ()


@dataclass(frozen=True, slots=True)
class Div:
    """Blocks that belong together. Its classes say how:

    - ``cell`` with ``code``, ``markdown`` or ``raw``: a cell of the notebook, named by ``cell``; ``annex`` in addition
      when it belongs to the annex only
    - ``output`` with ``html``, ``markdown``, ``image`` …: what a cell shows; ``output`` counts them from 0
    - ``columns``, whose content are Divs ``column`` (attribute ``width``: a CSS percentage, or "" to share evenly)
    - ``key-figures``, whose content are Divs ``key-figure`` (paragraphs ``label``, ``value``, ``detail``)
    - ``abstract`` and ``thumbnail``: cells that belong to the title block; they are the first of the document's blocks
    - ``page``: one page, neither more nor less; at its end ``legend`` says what marks mean (on the first page), and
      ``sources`` what its letters stand for, ``further`` where in ``meta.annex`` its subjects go on; a document
      without pages has legend and sources at its end

    ``element`` is the HTML element when it means more than ``div``: section, article, aside, details, summary, address.
    """

    content: "Blocks"
    attr: Attr = NO_ATTR
    element: str = "div"
    cell: str = ""
    output: int | None = None


@dataclass(frozen=True, slots=True)
class NoteList:
    """The notes of a section, listed at its end, in the order of their numbers, which begin with 1 in each section."""

    notes: "tuple[Footnote, ...]"


Block = (
    Plain | Para | Header | CodeBlock | BlockQuote | BulletList | OrderedList | DefinitionList | HorizontalRule | Table
    | Figure | RawBlock | Div | NoteList
)  # fmt: skip
Blocks = tuple[Block, ...]


# --- The whole -------------------------------------------------------------------------------------------------------


NotesAt = Literal["end", "sections", "letters"]
"""Where notes stand: at the document's end or the foot of its pages; at the end of each section of level 2; or each
page, or the document, lists the sources that its letters stand for, and what a note says is shown on demand only."""


@dataclass(frozen=True, slots=True)
class Footnote:
    """What a note says. ``label`` is its number, "" in a document of letters; ``place`` as in its marks."""

    key: str
    label: str
    content: Blocks
    references: int = 1
    cell: str = ""  # where it is referred to first
    place: str = ""

    @property
    def identifier(self) -> str:
        """The identifier that its marks lead to."""
        return f"note-{self.place or self.label}"


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact that marks stand at. ``said`` is what it is, exactly; nothing where notes are no letters, which tell it.

    ``mark`` is the identifier of the mark that is its address here: the first in a row of a table that is about few
    facts, else the first in a table, else the first of all.
    """

    identifier: str
    said: Inlines
    mark: str


@dataclass(frozen=True, slots=True)
class RelatedDocument:
    """A link that stands in the header: another format, another language, the index.

    One with a ``type`` is for programs, such as a feed (``application/atom+xml``), and shown to nobody.
    """

    label: str
    href: str
    rel: str = ""
    hreflang: str = ""
    type: str = ""

    @property
    def is_file(self) -> bool:
        """Whether it leads to a file of another document, to keep rather than to read here: its place is the foot."""
        return self.rel == "related" and not self.href.partition("#")[0].endswith(".html")


@dataclass(frozen=True, slots=True)
class Meta:
    """What stands on the cover of a document, whatever its format.

    ``lang`` is a BCP 47 tag; ``date`` is as the notebook gives it, ISO as a rule; ``edition`` says it in words.
    ``strict`` is true of a notebook that declares itself a briefing. ``pages`` is how many pages it has, exactly.
    ``kicker`` and ``edition_note`` stand left and right above the title, ``running_footer`` at the foot of each page.
    ``annex`` is the address of the document in which facts and sources of this one have their own places, ``url`` the
    one at which this one's page will stand, where that is known, ``identifier`` an URI that it has wherever it stands.
    ``toc`` says whether a page names its sections at its top.
    """

    title: str
    subtitle: str = ""
    authors: tuple[str, ...] = ()
    lang: str = "en"
    date: str = ""
    edition: str = ""
    description: str = ""
    keywords: tuple[str, ...] = ()
    running_header: str = ""
    related: tuple[RelatedDocument, ...] = ()
    strict: bool = False
    pages: int | None = None
    kicker: str = ""
    edition_note: str = ""
    running_footer: str = ""
    annex: str = ""
    url: str = ""
    identifier: str = ""
    toc: bool = True
    notes: NotesAt = "end"

    @property
    def day(self) -> datetime.date | None:
        """The day that an ISO date of any precision begins with; None when it is no date."""
        parts = [*self.date[:10].split("-"), "01", "01"]
        try:
            return datetime.date(int(parts[0]), int(parts[1]), int(parts[2]))
        except ValueError:
            return None

    def in_format(self, target: str, ending: str) -> str:
        """The address; a place in the annex is that in the annex's file of this ending (``.pdf``)."""
        if self.annex and target.startswith(f"{self.annex}#"):
            return f"{PurePosixPath(self.annex).with_suffix(ending)}{target.removeprefix(self.annex)}"
        return target


@dataclass(frozen=True, slots=True)
class Document:
    """A notebook, read. ``blocks`` are Divs ``cell``, in order, which Divs ``columns`` and ``page`` may hold.

    - ``notes`` stand where ``meta.notes`` says: "end", in the order of their numbers; "letters", in none, each by its
      key the full text behind a mark; for "sections" there are none here, they are in the `NoteList` of each section
    - ``facts`` are what marks stand at, by identifier
    - ``anchors`` says to which identifier a link to ``#name`` leads; a name that is not in it leads nowhere, or, if
      there is one, into ``meta.annex``
    - ``words`` are the labels of the document's language ("Contents", "Notes", "Page {page} of {pages}" …)
    - ``data`` is the Data Package that came with it, if one did: what it rests on, which no page shows
    """

    meta: Meta
    blocks: Blocks
    notes: tuple[Footnote, ...] = ()
    anchors: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    facts: Mapping[str, Fact] = field(default_factory=dict)
    data: Mapping[str, Any] | None = None

    @property
    def footnotes(self) -> tuple[Footnote, ...]:
        """All notes, wherever they stand."""
        lists = (block for block in walk(self.blocks) if isinstance(block, NoteList))
        return (*self.notes, *(note for one in lists for note in one.notes))

    @property
    def headers(self) -> Iterator[Header]:
        """Its headings in order."""
        return (block for block in walk(self.blocks) if isinstance(block, Header))

    def say(self, word: str, **values: object) -> str:
        """A label in the document's language with its values filled in."""
        return self.words[word].format(**values)


def of_class(block: Block, name: str) -> bool:
    """Whether a block is a Div of a class."""
    return isinstance(block, Div) and name in block.attr.classes


def walk(blocks: Blocks) -> Iterator[Block]:
    """Every block, outer before inner, in reading order; without those in notes."""
    for block in blocks:
        yield block
        if not isinstance(block, Plain):  # as nearly all are
            yield from _inside(block)


def _inside(block: Block) -> Iterator[Block]:
    """The blocks that a block holds, as `walk` has them."""
    match block:
        case Div() | BlockQuote() | Figure():
            yield from walk(block.content)
        case BulletList() | OrderedList():
            for item in block.items:
                yield from walk(item.content)
        case DefinitionList():
            for _, said in block.items:
                for one in said:
                    yield from walk(one)
        case Table():
            for row in (*block.head, *block.body, *block.foot):
                for cell in row.cells:
                    yield from walk(cell.content)
        case RawBlock():
            yield from walk(block.alternative)


def inlines(blocks: Blocks) -> Iterator[Inline]:
    """The inlines of blocks, outer before inner, in reading order; captions before what they stand over."""
    for block in walk(blocks):
        match block:
            case Plain() | Para() | Header():
                yield from within(block.content)
            case Table() | Figure():
                yield from within(block.caption)
            case DefinitionList():
                for term, _ in block.items:
                    yield from within(term)


def within(content: Inlines) -> Iterator[Inline]:
    """Each inline, followed by those inside it."""
    for one in content:
        yield one
        if isinstance(one, Str):  # most are
            continue
        match one:
            case (
                Emph()
                | Strong()
                | Underline()
                | Strikeout()
                | Superscript()
                | Subscript()
                | Quoted()
                | Link()
                | Span()
            ):
                yield from within(one.content)
            case RawInline():
                yield from within(one.alternative)


def notes_together(content: Inlines) -> Iterator[Inline | list[Note]]:
    """The inlines; references to notes with nothing but spaces and commas between them are put together."""
    run: list[Note] = []
    between: list[Inline] = []
    for one in content:
        if isinstance(one, Note):
            run.append(one)
            between = []
        elif run and isinstance(one, Str) and not one.text.strip(" ,"):
            between.append(one)
        else:
            if run:
                yield run
            yield from between
            run, between = [], []
            yield one
    if run:
        yield run
    yield from between


def by_label(notes: Iterable[Note]) -> list[list[Note]]:
    """References side by side, those to one label together: letters A to Z before AA, numbers by their size."""
    found: dict[str, list[Note]] = {}
    for one in notes:
        found.setdefault(one.label, []).append(one)
    return sorted(found.values(), key=lambda same: _in_order(same[0].label))


def _in_order(label: str) -> tuple[int, str, int]:
    """The order of labels; a number may stand alone or after a letter."""
    letters = label.rstrip("0123456789")
    return len(letters), letters, int(label[len(letters) :] or 0)


def plain(content: Inlines) -> str:
    """The words of inlines: without notes, formulas and pictures; white space collapsed."""
    return " ".join("".join(_words(content)).split())


def _words(content: Inlines) -> Iterator[str]:
    for one in content:
        match one:
            case Str(text) | Code(text):
                yield text
            case LineBreak():
                yield " "
            case Emph(inner) | Strong(inner) | Underline(inner) | Strikeout(inner) | Superscript(inner):
                yield from _words(inner)
            case Subscript(inner) | Quoted(inner) | Link(inner) | Span(inner):
                yield from _words(inner)


def has_content(blocks: Blocks) -> bool:
    """Whether a reader gets anything from the blocks: words, a picture, a formula, a line."""
    return any(isinstance(one, (CodeBlock, HorizontalRule, RawBlock)) for one in walk(blocks)) or any(
        not isinstance(one, Str) or bool(one.text.strip())
        for one in inlines(blocks)
        if isinstance(one, (Str, Code, Math, Image, Note, RawInline))
    )


def plain_blocks(blocks: Blocks) -> str:
    """The words of blocks, as `plain` of each."""
    if len(blocks) == 1 and isinstance(blocks[0], Plain):  # nearly all cells of tables
        return plain(blocks[0].content)
    found = [plain(one.content) for one in walk(blocks) if isinstance(one, (Plain, Para, Header))]
    found += [one.text for one in walk(blocks) if isinstance(one, CodeBlock)]
    return " ".join(" ".join(found).split())
