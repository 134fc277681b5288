"""Writes a document as the main part of an HTML page: one handler for each kind of node.

Nothing is decided here that another format would have to decide too. What a node says is escaped once, where it is
written; formulas that came as MathML and raw HTML are written as they are, since they were cleaned as they were read.
"""

import re
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from lxml import etree

from helpers.exporters import document as nodes
from helpers.exporters import maths
from helpers.exporters.document import NO_ATTR, Attr, Blocks, Document, Inline, Inlines, Style
from helpers.exporters.html import composition, tables
from helpers.exporters.html.boxes import Boxes, Neighbours
from helpers.exporters.html.composition import Kind, Subject
from helpers.exporters.html.markup import (
    BLOCK_ELEMENTS,
    CODE_ELEMENTS,
    INLINE_ELEMENTS,
    coloured,
    element,
    quoted,
    start,
    text,
)

Highlight = Callable[[str, str], str]
"""Code and the name of its language, "" when it is not known, as HTML with a ``<pre>`` in it."""

_PERCENTAGE = re.compile(r"\d{1,3}(\.\d+)?%")
_PIXELS = 96 / 72  # in a point
_PHONE = 270  # points: how wide a drawing is on a phone at most
_NONE: Mapping[str, object] = MappingProxyType({})


@dataclass(frozen=True)
class Body:
    """The main part of a page, and what the rest of the page needs to know of it.

    ``contents`` are identifier and words of each section; ``unset`` the formulas that are shown as TeX.
    ``abstract`` and ``thumbnail`` stand beside the title.
    """

    html: str
    contents: tuple[tuple[str, str], ...]
    unset: tuple[str, ...] = ()
    kind: Kind = "notebook"
    abstract: str = ""
    thumbnail: str = ""


def uncoloured(code: str, language: str) -> str:
    """Code as it is, for lack of a highlighter."""
    return f"<pre><code>{text(code)}</code></pre>"


def write(document: Document, highlight: Highlight = uncoloured) -> Body:
    """The document's blocks and notes as HTML."""
    kind = composition.kind(document)
    opening = composition.opening(document.blocks)
    writer = Writer(document, highlight, kind)
    abstract = writer.apart(opening.abstract)
    thumbnail = writer.apart(opening.thumbnail)
    if kind == "annex":
        writer.subjects(opening.rest)
    else:
        writer.blocks(opening.rest)
    contents = [(header.attr.identifier, header.text) for header in document.headers if header.level == 2]
    if document.notes and document.meta.notes == "end":
        writer.notes()
        contents.append(("notes", document.say("notes")))
    writer.write_boxes()
    unset = tuple(dict.fromkeys(writer.unset))
    return Body("".join(writer.out), tuple(contents), unset, kind, abstract, thumbnail)


class Writer:
    """Writes the page into ``out``, and remembers whether it is within a table."""

    def __init__(self, document: Document, highlight: Highlight, kind: Kind = "notebook") -> None:
        self.document = document
        self.highlight = highlight
        self.kind = kind
        lettered = document.meta.notes == "letters" and kind != "notebook"
        self.details = {one.key: one.content for one in document.notes} if lettered else {}
        self.boxes = Boxes()
        self.neighbours: Neighbours | None = None  # the letters of the row, item or paragraph that is written
        self.facts: dict[str, list[str]] = {}  # that have their address at a mark
        for fact in () if lettered else document.facts.values():
            self.facts.setdefault(fact.mark, []).append(fact.identifier)
        self.on_first_page = True
        self.landmarks: dict[str, int] = {}  # how many parts have a name already
        self.out: list[str] = []
        self.unset: list[str] = []
        self.in_table = False  # a region that scrolls by keyboard is around us
        self.light = False  # a light ground is under us, on which any colours can be read
        self.needs_light = False  # something in the table has colours of its own

    def say(self, word: str, **values: object) -> str:
        """A word of the document's own."""
        return self.document.say(word, **values)

    def landmark(self, word: str) -> str:
        """What a part of the page is called, in words that no other part has: ``Sources``, ``Sources 2``."""
        name = self.say(word)
        self.landmarks[name] = self.landmarks.get(name, 0) + 1
        return name if self.landmarks[name] == 1 else f"{name} {self.landmarks[name]}"

    def apart(self, content: Blocks) -> str:
        """Blocks as HTML that does not stand in the flow of the page."""
        before, self.out = self.out, []
        self.blocks(content)
        written, self.out = "".join(self.out), before
        return written

    def blocks(self, content: Blocks) -> None:
        """Write blocks."""
        for block in content:
            _BLOCKS[type(block)](self, block)

    def inlines(self, content: Inlines) -> None:
        """Write inlines; letters that follow one another become one group."""
        letters: list[nodes.Note] = []
        for one in content:
            if isinstance(one, nodes.Note) and not one.label.isdecimal():
                letters.append(one)
                continue
            if letters:
                self._letters(letters)
                letters = []
            self.inline(one)
        if letters:
            self._letters(letters)

    def inline(self, one: Inline) -> None:
        """Write one inline."""
        _INLINES[type(one)](self, one)

    def element(
        self,
        name: str,
        attr: Attr,
        inner: Callable[[], None],
        classes: tuple[str, ...] = (),
        own: Mapping[str, object] = _NONE,
    ) -> None:
        """Write an element; what has colours of its own stands on a light ground, in the dark theme too."""
        lit = not self.light and coloured(attr)
        if lit and self.in_table:
            self.needs_light, lit = True, False
        elif lit:
            self.light, classes = True, (*classes, "light")
        self.out.append(start(name, attr, classes, own))
        inner()
        self.out.append(f"</{name}>")
        if lit:
            self.light = False

    # --- Blocks ------------------------------------------------------------------------------------------------------

    def _plain(self, block: nodes.Plain) -> None:
        self.inlines(block.content)

    def _para(self, block: nodes.Para, tail: str = "") -> None:
        def inner() -> None:
            self.inlines(block.content)
            self.out.append(tail)

        with self.together(nodes.within(block.content)):
            self.element("p", block.attr, inner)
        self.out.append("\n")

    def _header(self, block: nodes.Header) -> None:
        level = min(max(block.level, 1), 6)
        self.element(f"h{level}", block.attr, lambda: self.inlines(block.content))
        self.out.append("\n")

    def _code_block(self, block: nodes.CodeBlock) -> None:
        self._prompt(block.attr)
        printed = [kind for kind in ("output", "stderr", "error") if kind in block.attr.classes]
        if printed:
            label = "error" if "error" in printed else "output"
            kinds = ("terminal", *(kind for kind in printed if kind != "output"))
            self._scrolled(kinds, self.say(label), lambda: self._preformatted(block))
        elif self.in_table:
            self._code(block)
        else:
            self._scrolled(("code",), self.say("code"), lambda: self._code(block))

    def _prompt(self, attr: Attr) -> None:
        if prompt := attr.get("prompt"):
            self.out.append(f'<p class="prompt">{text(prompt)}</p>\n')

    def _scrolled(self, classes: tuple[str, ...], label: str, inner: Callable[[], None]) -> None:
        """Write content that may be too wide for the page in a group that scrolls and that a keyboard can reach."""
        self.out.append(start("div", NO_ATTR, classes, {"role": "group", "tabindex": 0, "aria-label": label}))
        inner()
        self.out.append("</div>\n")

    def _code(self, block: nodes.CodeBlock) -> None:
        if block.content:
            self._preformatted(block)
        elif block.language:
            self.out.append(self.highlight(block.text, block.language))
        else:
            self.out.append(uncoloured(block.text, ""))

    def _preformatted(self, block: nodes.CodeBlock) -> None:
        self.out.append(f"<pre>{_first_line(block.text)}")
        if block.content:
            self.inlines(block.content)
        else:
            self.out.append(text(block.text))
        self.out.append("</pre>")

    def _block_quote(self, block: nodes.BlockQuote) -> None:
        self.element("blockquote", block.attr, lambda: self.blocks(block.content))
        self.out.append("\n")

    def _bullet_list(self, block: nodes.BulletList) -> None:
        self.element("ul", block.attr, lambda: self._items(block.items))
        self.out.append("\n")

    def _ordered_list(self, block: nodes.OrderedList) -> None:
        own = {
            "start": block.start if block.start != 1 else None,
            "type": block.style if block.style in ("a", "A", "i", "I") else None,
            "reversed": "" if block.reversed else None,
        }
        self.element("ol", block.attr, lambda: self._items(block.items), own=own)
        self.out.append("\n")

    def _items(self, items: tuple[nodes.ListItem, ...]) -> None:
        for item in items:
            with self.together(nodes.inlines(item.content)):
                self.element("li", item.attr, lambda item=item: self.blocks(item.content))  # type: ignore[misc]
            self.out.append("\n")

    def _definition_list(self, block: nodes.DefinitionList) -> None:
        def inner() -> None:
            for term, said in block.items:
                self.out.append("<dt>")
                self.inlines(term)
                self.out.append("</dt>")
                for one in said:
                    self.out.append("<dd>")
                    self.blocks(one)
                    self.out.append("</dd>\n")

        self.element("dl", block.attr, inner)
        self.out.append("\n")

    def _rule(self, block: nodes.HorizontalRule) -> None:
        self.out.append("<hr>\n")

    def _table(self, block: nodes.Table) -> None:
        tables.write(self, block)

    def _figure(self, block: nodes.Figure) -> None:
        def caption() -> None:
            if block.caption or block.label:
                self.out.append("<figcaption>")
                self.caption(block.label, block.caption)
                self.out.append("</figcaption>")

        def inner() -> None:
            titled = "titled" in block.attr.classes  # what was found stands above what shows it
            if titled:
                caption()
            self.blocks(block.content)
            if not titled:
                caption()

        self.element("figure", block.attr, inner)
        self.out.append("\n")

    def caption(self, label: str, caption: Inlines) -> None:
        """Write what a caption holds: the label and the words."""
        if label:
            self.out.append(f'<span class="label">{text(label)}.</span> ')
        with self.together(nodes.within(caption)):
            self.inlines(caption)

    def _raw_block(self, block: nodes.RawBlock) -> None:
        if block.format == "html":
            self.out.append(f"{block.text}\n")
        else:
            self.blocks(block.alternative)

    def _div(self, block: nodes.Div) -> None:
        for name, write_part in _PARTS.items():
            if name in block.attr.classes:
                write_part(self, block)
                return
        name = element(block.element, BLOCK_ELEMENTS)
        self.element(name, block.attr, lambda: self.blocks(block.content))
        self.out.append("\n")

    # --- Divs that mean something ------------------------------------------------------------------------------------

    def _cell(self, block: nodes.Div) -> None:
        """A cell is no element of the page, unless it belongs to the annex."""
        if "annex" in block.attr.classes:
            self._as("div", block, ("annex",))
        else:
            self.blocks(block.content)

    def _output(self, block: nodes.Div) -> None:
        """An HTML output is wrapped in an element of its own; other outputs stand in the text."""
        self._prompt(block.attr)
        if "html" in block.attr.classes:
            self._as("div", block, ("output",))
        else:
            self.blocks(block.content)

    def _as(
        self,
        name: str,
        block: nodes.Div,
        classes: tuple[str, ...],
        own: Mapping[str, object] = _NONE,
        style: Style = (),
    ) -> None:
        """Write a Div as an element of these classes alone."""
        attr = Attr(block.attr.identifier, classes, block.attr.attributes, (*block.attr.style, *style))
        self.element(name, attr, lambda: self.blocks(block.content), own=own)
        self.out.append("\n")

    def _column(self, block: nodes.Div) -> None:
        width = block.attr.get("width")
        style = (("--width", width),) if _PERCENTAGE.fullmatch(width) else ()
        self._as("div", block, ("column",), style=style)

    def _key_figures(self, block: nodes.Div) -> None:
        self._as("ul", block, ("key-figures",), {"role": "list"})

    def _key_figure(self, block: nodes.Div) -> None:
        """Label and value, which stand in line with their neighbours', and below them all details together."""
        content = block.content
        start = next((place for place, one in enumerate(content) if _is_detail(one)), len(content))
        details = nodes.Div(content[start:], Attr(classes=("details",)))
        shown = (*content[:start], details) if details.content else content
        with self.together(nodes.inlines(content)):
            self._as("li", replace(block, content=shown), ("key-figure",))

    def _columns(self, block: nodes.Div) -> None:
        self._as("div", block, ("columns",))

    def _page(self, block: nodes.Div) -> None:
        first, self.on_first_page = self.on_first_page, False
        if first and self.kind == "briefing":
            block = replace(block, content=composition.first_page(block.content))
            self._as("section", block, ("page", "first"))
        elif self.kind == "briefing":
            self._as("section", replace(block, content=composition.paired(block.content)), ("page",))
        else:
            self._as("section", block, ("page",))

    def _points(self, block: nodes.Div) -> None:
        self._as("div", block, ("points",))

    def _pair(self, block: nodes.Div) -> None:
        self._as("div", block, ("pair",))

    # --- Subjects of an annex ---

    def subjects(self, content: Blocks) -> None:
        """Write an annex: each section is folded away until it is asked for."""
        for one in composition.subjects(content):
            if isinstance(one, Subject):
                self._subject(one)
            else:
                self.blocks((one,))

    def _subject(self, subject: Subject) -> None:
        self.out.append('<details class="subject"><summary>')
        self._header(subject.header)
        self.out.append("</summary>\n")
        self.blocks(subject.content)
        self.out.append("</details>\n")

    def _sources(self, block: nodes.Div) -> None:
        self._as("section", block, ("sources",), {"aria-label": self.landmark("sources")})

    def _further(self, block: nodes.Div) -> None:
        self._as("nav", block, ("further",), {"aria-label": self.landmark("in_annex")})

    # --- Inlines -----------------------------------------------------------------------------------------------------

    def _str(self, one: nodes.Str) -> None:
        self.out.append(text(one.text))

    def _line_break(self, one: nodes.LineBreak) -> None:
        self.out.append("<br>")

    def _in_element(self, one: Any) -> None:
        name = _ELEMENTS[type(one)]
        self.out.append(f"<{name}>")
        self.inlines(one.content)
        self.out.append(f"</{name}>")

    def _inline_code(self, one: nodes.Code) -> None:
        name = one.element if one.element in CODE_ELEMENTS else "code"
        self.element(name, one.attr, lambda: self.out.append(text(one.text)))

    def _math(self, one: nodes.Math) -> None:
        if one.mathml:
            self.out.append(one.mathml)
        elif (drawn := maths.to_mathml(one.tex, one.display)) is not None:
            self.out.append(drawn)
        else:
            self.unset.append(one.tex)
            self.out.append(f'<code class="tex">{text(one.tex)}</code>')

    def _link(self, one: nodes.Link) -> None:
        target = one.target
        if target.startswith("#"):
            place = self.document.anchors.get(target[1:])
            if place is None and self.document.meta.annex:
                place, target = "", f"{self.document.meta.annex}{target}"
            if place is None:
                self.element("span", one.attr, lambda: self.inlines(one.content))
                return
            target = f"#{place}" if place else target
        bare = target.startswith("http") and _shows_itself(nodes.plain(one.content), target)
        classes = ("bare",) if bare else ()
        own = {"href": target, "title": one.title or None}
        self.element("a", one.attr, lambda: self.inlines(one.content), classes, own)

    def _image(self, one: nodes.Image) -> None:
        own: dict[str, object] = {"title": one.title or None}
        for side, wish in (("width", one.width), ("height", one.height)):
            own[side] = round(wish * _PIXELS) if wish is not None else None
        if one.picture.mime == "image/svg+xml":
            if self.kind != "notebook":
                reduced = one.picture.width / _PHONE
                smaller = f"; --reduced: {reduced:.2f}" if reduced > 1 else ""
                own["style"] = f"--natural: {one.picture.width:g}pt{smaller}"
            self.out.append(_drawing(one, own))
            return
        data = b64encode(one.picture.data).decode("ascii")
        own |= {"src": f"data:{one.picture.mime};base64,{data}", "alt": one.alt}
        self.out.append(start("img", one.attr, (), own))

    def _note(self, one: nodes.Note) -> None:
        for fact in self.facts.get(one.identifier, ()):
            self.out.append(f'<span class="fact" id="{quoted(fact)}"></span>')
        self.out.append(f'<sup class="note-ref">{self._mark(one, f"[{one.label}]")}</sup>')

    def _letters(self, letters: list[nodes.Note]) -> None:
        """Letters that stand together are one button, which opens a box with all that they stand for."""
        if not any(key in self.details for one in letters for key in one.keys):
            marks = " ".join(self._mark(one, one.label) for one in letters)
            self.out.append(f'<span class="letters">{marks}</span>')
            return
        neighbours = self.neighbours or Neighbours(letters)
        box = self.boxes.of(neighbours.told_with(letters))
        passed = "" if neighbours.stop_at(box) else ' tabindex="-1"'
        shown = " ".join(one.label for one in letters)
        label = quoted(self.say("letters", letters=shown))
        self.out.append(  # no line may break before the letters, nor between them and a full stop
            f'<span class="cited">\u2060<button type="button" class="letters" popovertarget="{box}"'
            f' aria-label="{label}"{passed}>{text(shown)}</button>\u2060</span>'
        )

    @contextmanager
    def together(self, content: Iterable[nodes.Inline]) -> Iterator[None]:
        """While a row, an item, a paragraph or a caption is written: its letters share boxes (see `Neighbours`)."""
        outermost = self.neighbours is None and bool(self.details)
        if outermost:
            self.neighbours = Neighbours(content)
        yield
        if outermost:
            self.neighbours = None

    def write_boxes(self) -> None:
        """Write the boxes that buttons open: what each letter stands for, in full."""
        if not self.boxes.names:
            return
        self.out.append('<div class="boxes">\n')
        for marks, box in self.boxes.names.items():
            close = quoted(self.say("close"))
            self.out.append(
                f'<div class="box" id="{box}" popover>'
                f'<button type="button" class="close" popovertarget="{box}" popovertargetaction="hide"'
                f' aria-label="{close}">×</button>\n'
            )
            letters: dict[str, list[str]] = {}  # of each note; a derivation has those of all its sources
            for one in marks:
                for key in one.keys:
                    letters.setdefault(key, []).append(one.label)
            for key, labels in letters.items():
                shown = text(" ".join(dict.fromkeys(labels)))
                self.out.append(f'<div class="told"><strong class="letter">{shown}</strong> ')
                self.blocks(self.details.get(key, ()))
                self.out.append("</div>\n")
            self._told_facts(dict.fromkeys(fact for one in marks for fact in one.facts))
            self.out.append("</div>\n")
        self.out.append("</div>\n")

    def _told_facts(self, facts: Iterable[str]) -> None:
        """The facts that a box is about: what each is, exactly, and its place in the annex."""
        known = [self.document.facts[one] for one in facts if one in self.document.facts]
        annex = self.document.meta.annex
        for fact in known if annex else ():
            self.out.append('<p class="fact">')
            self.inlines(fact.said)
            href = quoted(f"{annex}#{fact.identifier}")
            self.out.append(f' <a href="{href}">{text(self.say("in_annex"))}</a></p>\n')

    def _mark(self, one: nodes.Note, shown: str) -> str:
        label = quoted(self.say("note", number=one.label))
        where = f'href="#{quoted(one.target)}" id="{quoted(one.identifier)}"'
        return f'<a {where} role="doc-noteref" aria-label="{label}">{text(shown)}</a>'

    def _raw_inline(self, one: nodes.RawInline) -> None:
        if one.format == "html":
            self.out.append(one.text)
        else:
            self.inlines(one.alternative)

    def _span(self, one: nodes.Span) -> None:
        name = element(one.element, INLINE_ELEMENTS)
        if name == "wbr":
            self.out.append("<wbr>")
        else:
            self.element(name, one.attr, lambda: self.inlines(one.content))

    # --- Notes -------------------------------------------------------------------------------------------------------

    def notes(self) -> None:
        """Write the list of notes, each with links back to where it is referred to."""
        self.out.append(
            '<section class="notes" role="doc-endnotes" aria-labelledby="notes">'
            f'<h2 id="notes">{text(self.say("notes"))}</h2>\n<ol>\n'
        )
        self._listed(self.document.notes)
        self.out.append("</ol></section>\n")

    def _note_list(self, block: nodes.NoteList) -> None:
        label = quoted(self.landmark("notes"))
        self.out.append(f'<section class="notes" role="doc-endnotes" aria-label="{label}">\n<ol>\n')
        self._listed(block.notes)
        self.out.append("</ol></section>\n")

    def _listed(self, notes: tuple[nodes.Footnote, ...]) -> None:
        for note in notes:
            self.out.append(start("li", own={"id": note.identifier}))
            back = "".join(self._back_link(note, nth) for nth in range(1, note.references + 1))
            last = note.content[-1] if note.content else None
            if isinstance(last, nodes.Para):
                self.blocks(note.content[:-1])
                self._para(last, back)
            else:
                self.blocks(note.content)
                self.out.append(back)
            self.out.append("</li>\n")

    def _back_link(self, note: nodes.Footnote, nth: int) -> str:
        alone = note.references == 1
        number = note.label if alone else f"{note.label}.{nth}"
        label = quoted(self.say("back_to_text", number=number))
        target = quoted(nodes.Note(note.key, note.label, nth, note.place).identifier)
        shown = "↩" if alone else f"↩{nth}"
        return f' <a href="#{target}" role="doc-backlink" aria-label="{label}">{shown}</a>'


def _is_detail(block: nodes.Block) -> bool:
    return isinstance(block, nodes.Para) and bool({"detail", "change"} & {*block.attr.classes})


def _first_line(words: str) -> str:
    """HTML takes one line break at the start of a ``<pre>`` away."""
    return "\n" if words.startswith("\n") else ""


def _shows_itself(words: str, target: str) -> bool:
    """Whether a link shows its own address, so that print need not repeat it."""
    return words.strip().rstrip("/") in (target.rstrip("/"), target.split("//")[-1].rstrip("/"))


def _drawing(one: nodes.Image, own: dict[str, object]) -> str:
    """An SVG drawing as an element of the page; without alternative text it is hidden from screen readers."""
    root = etree.fromstring(one.picture.data, etree.XMLParser(resolve_entities=False, huge_tree=True))
    named = {"role": "img", "aria-label": one.alt} if one.alt else {"aria-hidden": "true"}
    own = {name: value for name, value in {**named, **own}.items() if value is not None}
    for name in own:
        root.attrib.pop(name, None)
    drawn = str(etree.tostring(root, encoding="unicode")).removeprefix("<svg")
    return start("svg", own=own).removesuffix(">") + drawn


_ELEMENTS: dict[type, str] = {
    nodes.Emph: "em",
    nodes.Strong: "strong",
    nodes.Underline: "u",
    nodes.Strikeout: "del",
    nodes.Superscript: "sup",
    nodes.Subscript: "sub",
    nodes.Quoted: "q",
}
_INLINES: dict[type, Callable[[Writer, Any], None]] = {
    **dict.fromkeys(_ELEMENTS, Writer._in_element),
    nodes.Str: Writer._str,
    nodes.LineBreak: Writer._line_break,
    nodes.Code: Writer._inline_code,
    nodes.Math: Writer._math,
    nodes.Link: Writer._link,
    nodes.Image: Writer._image,
    nodes.Note: Writer._note,
    nodes.RawInline: Writer._raw_inline,
    nodes.Span: Writer._span,
}
_BLOCKS: dict[type, Callable[[Writer, Any], None]] = {
    nodes.Plain: Writer._plain,
    nodes.Para: Writer._para,
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
    nodes.Div: Writer._div,
    nodes.NoteList: Writer._note_list,
}
_PARTS: dict[
    str, Callable[[Writer, nodes.Div], None]
] = {  # by class; the first that a Div has says what it is
    "column": Writer._column,
    "cell": Writer._cell,
    "output": Writer._output,
    "columns": Writer._columns,
    "key-figures": Writer._key_figures,
    "key-figure": Writer._key_figure,
    "page": Writer._page,
    "points": Writer._points,
    "pair": Writer._pair,
    "sources": Writer._sources,
    "further": Writer._further,
}
