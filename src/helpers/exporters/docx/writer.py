"""Writes a document as pandoc's JSON (https://pandoc.org/using-the-pandoc-api.html): a handler for each kind of node.

The nodes have pandoc's names, so nearly all are written as they are. What stands side by side on a page of the PDF
stands one below the other; no length is looked at, for an office works on with the file.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal

from babel.core import get_global
from lxml import etree

from helpers.exporters import document as nodes
from helpers.exporters.document import (
    Attr,
    Block,
    Blocks,
    Div,
    Document,
    Footnote,
    Image,
    Inline,
    Inlines,
    Note,
    Para,
    Picture,
    Plain,
    by_label,
    inlines,
    notes_together,
    plain,
    plain_blocks,
    walk,
)
from helpers.exporters.docx import openxml, tables
from helpers.exporters.docx.pictures import Shown, shown_size
from helpers.exporters.typst.escape import clean

Json = dict[str, Any]
Target = Literal["docx", "odt"]
WIDTH, HEIGHT = 467.7, 680.0  # points: the text on a page of the reference document

_API = [1, 23, 1]
_REGIONS = {"en": "en-GB"}  # where the likeliest region is not ours
_STYLES = {"1": "Decimal", "a": "LowerAlpha", "A": "UpperAlpha", "i": "LowerRoman", "I": "UpperRoman"}
_WRAPPED = {
    "sub": "Subscript", "sup": "Superscript", "ins": "Underline", "u": "Underline", "del": "Strikeout",
    "s": "Strikeout", "cite": "Emph", "var": "Emph", "dfn": "Emph",
}  # fmt: skip
_BOLD = ("bold", "bolder", "600", "700", "800", "900")
_PARAGRAPHS = {"table-note": "Table Note", "not-shown": "Table Note"}
_CAPTION, _FIGURE, _FIGURE_WITH_CAPTION = "Caption", "Figure", "Captioned Figure"
_LISTED = (2, 3)  # levels of the headings that the contents list


@dataclass(frozen=True)
class Source:
    """What pandoc is given, and what it cannot be told: the pictures by name, and how each table is set."""

    json: Json
    pictures: tuple[Shown, ...]
    tables: tuple[tables.Layout, ...]


def write(document: Document, target: Target = "docx", refused: frozenset[Picture] = frozenset()) -> Source:
    """The JSON of a document. ``refused`` are pictures that cannot be drawn: their alternative texts are shown."""
    writer = Writer(document, target, refused)
    content = [*writer.opening(), *writer.blocks(_rest(document)), *writer.notes_left()]
    meta = {"lang": _string(language_tag(document.meta.lang))}
    if target == "odt":  # which nothing finishes
        meta |= {"title": _string(document.meta.title)}
    return Source(
        {"pandoc-api-version": _API, "meta": meta, "blocks": content},
        tuple(writer.pictures.values()),
        tuple(writer.tables),
    )


def language_tag(lang: str) -> str:
    """A language as offices name it, with a region: vi-VN, en-GB."""
    if "-" in lang:
        return lang
    language, *_, region = f"{get_global('likely_subtags').get(lang, lang)}_".split("_", 2)
    region = region.rstrip("_").split("_")[-1]
    return _REGIONS.get(lang) or (f"{language}-{region}" if region else lang)


def node(kind: str, content: Any = None) -> Json:
    """A node of pandoc's model."""
    return {"t": kind} if content is None else {"t": kind, "c": content}


def attributes(identifier: str = "", classes: Sequence[str] = (), **further: str) -> list[Any]:
    """pandoc's Attr; underscores in names become hyphens, what is empty is left out."""
    pairs = [[name.replace("_", "-"), value] for name, value in further.items() if value]
    return [identifier, list(classes), pairs]


def styled(style: str, *content: Json) -> Json:
    """Blocks in a paragraph style of the reference document."""
    return node("Div", [attributes(custom_style=style), list(content)])


def text(words: str) -> Json:
    """A run of text."""
    return node("Str", clean(words))


def _string(words: str) -> Json:
    return node("MetaString", clean(words))


def _rest(document: Document) -> Blocks:
    """The blocks without those that belong to the title block."""
    return tuple(one for one in document.blocks if not _of_title(one))


def _of_title(block: Block) -> bool:
    return isinstance(block, Div) and bool({"abstract", "thumbnail"} & {*block.attr.classes})


class Writer:
    """Writes nodes, and keeps what grows meanwhile: pictures by name, tables in order, which notes were brought."""

    def __init__(self, document: Document, target: Target, refused: frozenset[Picture]) -> None:
        self.document, self.target, self.refused = document, target, refused
        self.pictures: dict[tuple[bytes, float], Shown] = {}
        self.tables: list[tables.Layout] = []
        self.width = WIDTH  # points: of what is written now
        self._notes = {one.identifier: one for one in document.notes if document.meta.notes == "end"}
        self._brought: dict[str, int] = {}  # the number that Word gives to a note
        self._in_note = False
        self._wanted = _wanted(document)

    # --- The title block ---

    def opening(self) -> list[Json]:
        """The title with what stands above and below it, and the contents of an annex."""
        meta = self.document.meta
        title, subtitle = clean(meta.title).strip() or "Notebook", meta.subtitle
        below = meta.edition_note or " · ".join(part for part in (meta.edition, *meta.authors) if part)
        lines = [("Kicker", meta.kicker), ("Title", title), ("Subtitle", subtitle), ("Date", below)]
        if self.target == "odt":
            lines.remove(("Title", title))  # pandoc writes it, as the file's own title
        found = [styled(style, node("Para", [text(words)])) for style, words in lines if words]
        found += self._beside_title()
        return [*found, *self._contents()] if meta.notes == "sections" else found

    def _beside_title(self) -> list[Json]:
        """What was found, a description, a small map."""
        beside = tuple(one for one in self.document.blocks if _of_title(one))
        texts = [one for one in walk(beside) if isinstance(one, (Para, Plain, nodes.Header))]
        first, *others = [one for one in texts if plain(one.content)] or [Plain(())]
        found = [styled("Finding", node("Para", self.inlines(first.content)))] if first.content else []
        found += [node("Para", self.inlines(one.content)) for one in others]
        for image in inlines(beside):
            if isinstance(image, Image):
                found.append(styled(_FIGURE, node("Para", [self._image(image)])))
        return found

    def _contents(self) -> list[Json]:
        """The contents as a field: what it lists leads there; its page numbers come when Word updates it."""
        listed = [one for one in self.document.headers if one.level in _LISTED and one.text]
        entries = [
            (f"toc {one.level - 1}", [_link([text(one.text)], f"#{one.attr.identifier}")]) for one in listed
        ]
        if not entries:
            return []
        entries[0] = (entries[0][0], [_raw(openxml.contents_begin()), *entries[0][1]])
        entries[-1] = (entries[-1][0], [*entries[-1][1], _raw(openxml.field_end())])
        title = styled("TOC Heading", node("Para", [text(self.document.say("contents"))]))
        return [title, *(styled(style, node("Para", content)) for style, content in entries)]

    # --- Blocks ---

    def blocks(self, content: Blocks) -> list[Json]:
        """Blocks as pandoc's."""
        return [written for one in content for written in _BLOCKS[type(one)](self, one)]

    def _plain(self, one: Plain) -> list[Json]:
        return [node("Plain", self.inlines(one.content))]

    def _para(self, one: Para) -> list[Json]:
        content = self.inlines(one.content)
        if not content:
            return []
        style = next((name for kind, name in _PARAGRAPHS.items() if kind in one.attr.classes), "")
        written = node("Para", content)
        return self.placed(one.attr, [styled(style, written) if style else written])

    def _header(self, one: nodes.Header) -> list[Json]:
        content = self.inlines(one.content)
        if not one.text:
            return [node("Para", content)] if content else []
        level = max(one.level - 1, 1)  # the title is no heading for Word
        return [node("Header", [level, attributes(one.attr.identifier), content])]

    def _code_block(self, one: nodes.CodeBlock) -> list[Json]:
        prompt = one.attr.get("prompt")
        classes = [one.language] if one.language else []
        shown = "".join(clean(line) for line in one.text.splitlines(keepends=True))
        found = [styled("Prompt", node("Para", [text(prompt)]))] if prompt else []
        return [*found, node("CodeBlock", [attributes(classes=classes), shown])] if shown.strip() else found

    def _block_quote(self, one: nodes.BlockQuote) -> list[Json]:
        return self.placed(one.attr, [node("BlockQuote", self.blocks(one.content))])

    def _bullet_list(self, one: nodes.BulletList) -> list[Json]:
        return self.placed(one.attr, [node("BulletList", self._items(one.items))]) if one.items else []

    def _ordered_list(self, one: nodes.OrderedList) -> list[Json]:
        kind = [one.start, node(_STYLES.get(one.style, "Decimal")), node("Period")]
        written = node("OrderedList", [kind, self._items(one.items)])
        return self.placed(one.attr, [written]) if one.items else []

    def _items(self, items: Sequence[nodes.ListItem]) -> list[list[Json]]:
        return [self.placed(item.attr, self.blocks(item.content)) for item in items]

    def _definition_list(self, one: nodes.DefinitionList) -> list[Json]:
        items = [[self.inlines(term), [self.blocks(said) for said in all_]] for term, all_ in one.items]
        return self.placed(one.attr, [node("DefinitionList", items)]) if items else []

    def _rule(self, one: nodes.HorizontalRule) -> list[Json]:
        return [node("HorizontalRule")]

    def _table(self, one: nodes.Table) -> list[Json]:
        return self.placed(one.attr, tables.write(self, one))

    def _figure(self, one: nodes.Figure) -> list[Json]:
        caption = self.caption(one.label, one.caption)
        above = caption if "titled" in one.attr.classes else []
        below = caption if not above else []
        drawn: list[Json] = []
        for block in one.content:
            if isinstance(block, (Plain, Para)):
                style = _FIGURE_WITH_CAPTION if below else _FIGURE
                drawn.append(styled(style, node("Para", self.inlines(block.content))))
            else:
                drawn += self.blocks((block,))
        return self.placed(one.attr, [*above, *drawn, *below])

    def caption(self, label: str, content: Inlines) -> list[Json]:
        """A caption with its number."""
        said = self.inlines(content)
        numbered = [node("Strong", [text(f"{label}.")]), text(" ")] if label else []
        return [styled(_CAPTION, node("Para", [*numbered, *said]))] if said or label else []

    def _raw_block(self, one: nodes.RawBlock) -> list[Json]:
        return self.blocks(one.alternative)

    def _note_list(self, one: nodes.NoteList) -> list[Json]:
        """The notes of a section at its end, with the numbers that they have on the page and in the PDF.

        As footnotes they would leave pages half empty where rows of a table have many of them, and LibreOffice cannot
        begin their numbers anew in a section.
        """
        title = styled("Notes Title", node("Para", [text(self.document.say("notes"))]))
        return (
            [title, *(styled("Section Note", *self._listed(note)) for note in one.notes)] if one.notes else []
        )

    def _listed(self, note: Footnote) -> list[Json]:
        """A note behind its number, which leads back to where it is referred to first."""
        first = Note(note.key, note.label, 1, note.place).identifier
        number = _link([node("Superscript", [text(note.label)])], f"#{first}", identifier=note.identifier)
        said = self.blocks(note.content) or [node("Para", [])]
        if said[0]["t"] != "Para":
            return [node("Para", [number]), *said]
        return [node("Para", [number, text("\u00a0"), *said[0]["c"]]), *said[1:]]

    # --- Blocks that belong together ---

    def _div(self, one: Div) -> list[Json]:
        kind = next((name for name in _DIVS if name in one.attr.classes), "")
        return self.placed(one.attr, _DIVS[kind](self, one) if kind else self._plain_div(one))

    def _plain_div(self, one: Div) -> list[Json]:
        found = self.blocks(one.content)
        if one.element == "summary":
            found = [node("Para", [node("Strong", self.inlines(_words(one.content)))])]
        prompt = one.attr.get("prompt")
        return [styled("Prompt", node("Para", [text(prompt)])), *found] if prompt else found

    def _key_figure(self, one: Div) -> list[Json]:
        """The label and the value on a line, and on the next what else is said."""
        parts: dict[str, list[Json]] = {"label": [], "value": [], "": []}
        for block in one.content:
            classes = block.attr.classes if isinstance(block, (Para, Div)) else ()
            content = self.inlines(_words((block,)))
            part = parts[next((name for name in parts if name in classes), "")]
            part += [text("; "), *content] if part and content else content
        line = [*parts["label"], text(": ")] if parts["label"] else []
        below = [node("LineBreak"), *parts[""]] if parts[""] else []
        return [styled("Key Figure", node("Para", [*line, node("Strong", parts["value"]), *below]))]

    def _small(self, one: Div) -> list[Json]:
        """Sources, what marks mean, where the subjects go on: paragraphs in small type."""
        return [styled("Sources", *self.blocks(one.content))]

    # --- Inlines ---

    def inlines(self, content: Inlines) -> list[Json]:
        """Inlines as pandoc's."""
        found: list[Json] = []
        for one in notes_together(content):
            found += self._marks(one) if isinstance(one, list) else _INLINES[type(one)](self, one)
        return found

    def _str(self, one: nodes.Str) -> list[Json]:
        return [text(one.text)] if one.text else []

    def _line_break(self, one: nodes.LineBreak) -> list[Json]:
        return [node("LineBreak")]

    def _wrapped(self, one: Any) -> list[Json]:
        return [node(type(one).__name__, self.inlines(one.content))]

    def _quoted(self, one: nodes.Quoted) -> list[Json]:
        say = self.document.say
        return [text(say("quote_open")), *self.inlines(one.content), text(say("quote_close"))]

    def _code(self, one: nodes.Code) -> list[Json]:
        return [node("Code", [attributes(), clean(one.text)])]

    def _math(self, one: nodes.Math) -> list[Json]:
        if not one.tex:  # pandoc reads no MathML here
            return [text(" ".join("".join(etree.fromstring(one.mathml).itertext()).split()))]
        return [node("Math", [node("DisplayMath" if one.display else "InlineMath"), clean(one.tex)])]

    def _link(self, one: nodes.Link) -> list[Json]:
        content, target = self.inlines(one.content), one.target
        if target.startswith("#"):
            place = self.document.anchors.get(target[1:])
            target = f"#{place}" if place else f"{self.document.meta.annex}{target}"
            if target.startswith("#") and not place:
                return content
        target = self.document.meta.in_format(target, f".{self.target}")
        identifier = one.attr.identifier if one.attr.identifier in self._wanted else ""
        return [_link(content, target, one.title, identifier)]

    def _image(self, one: Image) -> Json:
        if one.picture in self.refused or not one.picture.width or not one.picture.height:
            return node("Emph", [text(one.alt)])
        width, height = shown_size(one, self.width, HEIGHT, whole=self.document.meta.strict)
        key = one.picture.data, width
        known = self.pictures.setdefault(key, Shown(len(self.pictures) + 1, one.picture, width, height))
        size = {"width": f"{width / 72:.3f}in", "height": f"{height / 72:.3f}in"}
        return node("Image", [attributes(**size), [text(one.alt)], [known.name, clean(one.title)]])

    def _raw_inline(self, one: nodes.RawInline) -> list[Json]:
        return self.inlines(one.alternative)

    def _span(self, one: nodes.Span) -> list[Json]:
        content = self.inlines(one.content)
        style = dict(one.attr.style)
        if one.element in _WRAPPED and content:
            content = [node(_WRAPPED[one.element], content)]
        if content and ("label" in one.attr.classes or style.get("font-weight") in _BOLD):
            content = [node("Strong", content)]
        if content and style.get("font-style") == "italic":
            content = [node("Emph", content)]
        identifier = one.attr.identifier if one.attr.identifier in self._wanted else ""
        lang = one.attr.get("lang")
        if not identifier and not lang:
            return content
        return [node("Span", [attributes(identifier, lang=language_tag(lang) if lang else ""), content])]

    # --- Notes ---

    def _marks(self, notes: Sequence[Note]) -> list[Json]:
        """References side by side, with commas between: each note where it is first referred to, then its number."""
        found: list[Json] = []
        for same in by_label(notes):
            found += [node("Superscript", [text(",")])] if found else []
            found.append(self._mark(same[0]))
        return found

    def _mark(self, one: Note) -> Json:
        said = self._notes.get(one.target)
        name = re.sub(r"\W", "_", one.target)  # as Word's bookmarks may be called
        if said is None or self._in_note:
            leads = self.document.meta.notes != "end" and one.target in self._wanted
            label = text(one.label)
            here = one.identifier if self.document.meta.notes == "sections" and one.nth == 1 else ""
            link = _link([label], f"#{one.target}", identifier=here)
            return node("Superscript", [link if leads else label])
        if number := self._brought.get(one.target):
            if self.target == "docx":
                return _raw(openxml.again(name, number))
            return node("Superscript", [_link([text(str(number))], f"#{name}")])
        self._brought[one.target] = len(self._brought) + 1
        return node("Span", [attributes(name), [node("Note", self._said(said))]])

    def _said(self, note: Footnote) -> list[Json]:
        with self._inside_note():
            return self.blocks(note.content) or [node("Para", [])]

    @contextmanager
    def _inside_note(self) -> Iterator[None]:
        before, self._in_note = self._in_note, True
        yield
        self._in_note = before

    def notes_left(self) -> list[Json]:
        """Notes that only other notes refer to: a footnote can have none of its own."""
        left = [one for name, one in self._notes.items() if name not in self._brought]
        found: list[Json] = []
        for one in left:
            number = [node("Superscript", [text(one.label)]), text(" ")]
            found.append(node("Para", [*number, *self.inlines(_words(one.content))]))
        title = node("Header", [1, attributes(), [text(self.document.say("notes"))]])
        return [title, *found] if found else []

    # --- Places ---

    def placed(self, attr: Attr, content: list[Json]) -> list[Json]:
        """The blocks where links to them lead, and in their language."""
        identifier = attr.identifier if attr.identifier in self._wanted else ""
        lang = attr.get("lang")
        if not content or (not identifier and not lang):
            return content
        return [node("Div", [attributes(identifier, lang=language_tag(lang) if lang else ""), content])]

    @contextmanager
    def within(self, width: float) -> Iterator[None]:
        """Write what stands in a narrower place."""
        before, self.width = self.width, width
        yield
        self.width = before


def _wanted(document: Document) -> frozenset[str]:
    """The identifiers that something leads to; headings have theirs in any case."""
    said = (one for note in document.footnotes for one in inlines(note.content))
    found: set[str] = set()
    for one in (*inlines(document.blocks), *said):
        match one:
            case Note():
                found.add(one.target)
            case nodes.Link() if one.target.startswith("#"):
                found.add(document.anchors.get(one.target[1:], ""))
    return frozenset(found - {""})


def _words(content: Blocks) -> Inlines:
    """The inlines of blocks, for a place that has room for one paragraph."""
    found: list[Inline] = []
    for one in walk(content):
        if isinstance(one, (Plain, Para, nodes.Header)):
            found += [nodes.Str(" "), *one.content] if found else one.content
    return tuple(found) or (nodes.Str(plain_blocks(content)),)


def _link(content: list[Json], target: str, title: str = "", identifier: str = "") -> Json:
    link = node("Link", [attributes(), content, [clean(target).strip(), clean(title)]])
    return (
        node("Span", [attributes(identifier), [link]]) if identifier else link
    )  # pandoc marks the place of no link


def _raw(markup: str) -> Json:
    return node("RawInline", ["openxml", markup])


_BLOCKS: dict[type, Callable[[Writer, Any], list[Json]]] = {
    Plain: Writer._plain,
    Para: Writer._para,
    nodes.Header: Writer._header,
    nodes.CodeBlock: Writer._code_block,
    nodes.BlockQuote: Writer._block_quote,
    nodes.BulletList: Writer._bullet_list,
    nodes.OrderedList: Writer._ordered_list,
    nodes.DefinitionList: Writer._definition_list,
    nodes.HorizontalRule: Writer._rule,
    nodes.Table: Writer._table,
    nodes.Figure: Writer._figure,
    nodes.RawBlock: Writer._raw_block,
    Div: Writer._div,
    nodes.NoteList: Writer._note_list,
}
_DIVS: dict[str, Callable[[Writer, Div], list[Json]]] = {
    "key-figure": Writer._key_figure,
    "legend": Writer._small,
    "sources": Writer._small,
    "further": Writer._small,
}
_INLINES: dict[type, Callable[[Writer, Any], list[Json]]] = {
    **dict.fromkeys(
        (nodes.Emph, nodes.Strong, nodes.Underline, nodes.Strikeout, nodes.Superscript, nodes.Subscript),
        Writer._wrapped,
    ),
    nodes.Str: Writer._str,
    nodes.LineBreak: Writer._line_break,
    nodes.Quoted: Writer._quoted,
    nodes.Code: Writer._code,
    nodes.Math: Writer._math,
    nodes.Link: Writer._link,
    Image: lambda writer, one: [writer._image(one)],
    nodes.RawInline: Writer._raw_inline,
    nodes.Span: Writer._span,
}
