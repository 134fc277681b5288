"""HTML, read into blocks and inlines of the document: Markdown's, a table's, anybody's output."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from lxml import etree

from helpers.exporters import maths, sanitize, table_grid
from helpers.exporters.css import SHOWN, Sheet
from helpers.exporters.document import (
    NO_ATTR,
    Attr,
    Block,
    BlockQuote,
    Blocks,
    BulletList,
    Code,
    CodeBlock,
    DefinitionList,
    Div,
    Emph,
    Figure,
    Header,
    HorizontalRule,
    Image,
    Inline,
    Inlines,
    LineBreak,
    Link,
    ListItem,
    Math,
    Note,
    OrderedList,
    Para,
    Plain,
    Quoted,
    RawInline,
    Span,
    Str,
    Strikeout,
    Strong,
    Subscript,
    Superscript,
    Underline,
    plain,
)
from helpers.exporters.errors import MissingAlt
from helpers.exporters.markdown import DISPLAY, MATH, REFERENCE, normal
from helpers.exporters.numbering import Numbering
from helpers.exporters.pictures import Pictures, points
from helpers.exporters.svg import ATTRIBUTES as SVG_ATTRIBUTES
from helpers.exporters.svg import ELEMENTS as SVG_ELEMENTS

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_BLOCKS = frozenset(
    {
        "p",
        "pre",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "blockquote",
        "hr",
        "table",
        "figure",
        "figcaption",
        "details",
    }
    | {
        "summary",
        "div",
        "main",
        "section",
        "article",
        "aside",
        "header",
        "footer",
        "nav",
        "address",
        "center",
    }
    | {"thead", "tbody", "tfoot", "tr", "td", "th", "caption", sanitize.TOO_DEEP}
    | _HEADINGS
)
_DROPPED = frozenset({"style", "colgroup", "col", "source", "rp"})
_DIVS = frozenset({"section", "article", "aside", "details", "summary", "address"})
_SPANS = frozenset({"abbr", "small", "mark", "ruby", "rt", "time", "bdi", "bdo", "cite", "var", "dfn", "big"})
_WRAPPERS: dict[str, Callable[[Inlines], Inline]] = {
    **dict.fromkeys(("b", "strong"), Strong),
    **dict.fromkeys(("i", "em"), Emph),
    **dict.fromkeys(("u", "ins"), Underline),
    **dict.fromkeys(("s", "del", "strike"), Strikeout),
    "sub": Subscript,
    "q": Quoted,
}
_AROUND_MARKS = frozenset({"a", "sup", REFERENCE})
_KEPT = ("lang", "dir", "title", "aria-label", "aria-hidden", "datetime", "abbr", "open", "data-source")
_NO_CLASSES: frozenset[str] = frozenset()
_SPACE = re.compile(r"[ \t\n\r\f]+")
_FILE_NAME = re.compile(r"[-\w ()]+\.(png|jpe?g|gif|svg|webp)", re.IGNORECASE)
_MEDIA = re.compile(r"data:(audio|video)/[\w.+-]+;base64,[\w+/=\s]+")
_CASED = {name.lower(): name for name in (*SVG_ELEMENTS, *SVG_ATTRIBUTES)}
_DEEPEST = 60
_NOWHERE = Sheet(etree.Element("body"))


class HtmlReader:
    """Reads pieces of HTML into one document, from top to bottom.

    ``title`` is set once a first heading has been taken as the document's title: an H1 that opens it, or one that
    repeats ``given_title``. ``attachments`` are those of the cell that is being read.
    """

    def __init__(
        self,
        numbering: Numbering,
        pictures: Pictures,
        *,
        strict: bool = False,
        given_title: str = "",
        most_rows: int = 2_000,
    ) -> None:
        self.numbering, self.pictures, self.words = numbering, pictures, numbering.words
        self.strict, self.given_title, self.most_rows = strict, given_title, most_rows
        self.macros = maths.Macros()
        self.title = ""
        self.opening = True  # nothing has been read yet
        self.attachments: Mapping[str, Any] = {}
        self.strict_notes = False
        self.sheet = _NOWHERE
        self._nested = self._depth = 0
        self._after_space = True
        self._block_handlers: dict[str, Callable[[etree._Element], list[Block]]] = {
            **dict.fromkeys(_BLOCKS - {"li", "td", "th", "tr"}, self._div),
            **dict.fromkeys(_HEADINGS, self._heading),
            "p": self._paragraph,
            "ul": self._bullets,
            "ol": self._numbers,
            "dl": self._terms,
            "pre": self._pre,
            "hr": lambda element: [HorizontalRule()],
            sanitize.TOO_DEEP: self._too_deep,
            "blockquote": self._quote,
            "figure": self._figure,
            "table": lambda element: table_grid.read(element, self, self.most_rows),
        }
        self._inline_handlers: dict[str, Callable[[etree._Element], list[Inline]]] = {
            **dict.fromkeys(("code", "kbd", "samp", "tt"), self._code),
            **dict.fromkeys(_SPANS, self._span),
            **dict.fromkeys(("audio", "video"), self._media),
            **dict.fromkeys(("meter", "progress"), self._gauge),
            "span": self._span,
            "sup": self._raised,
            "a": self._link,
            "br": self._break,
            "wbr": lambda element: [Span((), element="wbr")],
            "img": self._image,
            "svg": self._drawing,
            "math": self._mathml,
            "iframe": self._frame,
            "input": self._box,
            MATH: lambda element: self._formula(element, display=False),
            DISPLAY: lambda element: self._formula(element, display=True),
            REFERENCE: self._reference,
        }

    # --- What others call ---

    def read(self, html: str) -> Blocks:
        """The blocks of a piece of HTML."""
        root = sanitize.tree(html)
        usual, self.sheet = self.sheet, Sheet(root)
        found = tuple(self._flow(root))
        self.sheet = usual
        return found

    def read_phrase(self, html: str) -> Inlines:
        """A short piece of HTML, a caption, as inlines: what stands in blocks is joined by spaces."""
        return _joined(self.read_nested(html))

    def read_nested(self, html: str) -> Blocks:
        """The blocks of a note or caption, whose headings are no sections."""
        self._nested += 1
        found = self.read(html)
        self._nested -= 1
        return found

    def content(self, element: etree._Element) -> Blocks:
        """The content of a cell, item or quotation."""
        if not len(element):  # most cells of most tables
            words = _SPACE.sub(" ", element.text or "").strip(" ")
            self.opening = self.opening and not words
            return (Plain((Str(words),)),) if words else ()
        self._nested += 1
        found = tuple(self._flow(element))
        self._nested -= 1
        return found

    def phrase(self, element: etree._Element) -> Inlines:
        """The content of a caption as inlines."""
        return _joined(self.content(element))

    def attr(self, element: etree._Element, drop: frozenset[str] = _NO_CLASSES) -> Attr:
        """Identifier, classes, attributes and style of an element, as far as they are kept."""
        style = self.sheet.style(element)
        if not element.attrib and not style:
            return NO_ATTR
        return Attr(
            self.numbering.identifier(element.get("id") or ""),
            tuple(one for one in (element.get("class") or "").split() if one not in drop),
            tuple((name, element.get(name, "")) for name in _KEPT if element.get(name) is not None),
            tuple((name, value) for name, value in style.items() if name in SHOWN),
        )

    # --- Blocks ---

    def _flow(self, parent: etree._Element) -> list[Block]:
        """The blocks of an element's content; text between block elements stands as it is."""
        blocks: list[Block] = []
        run: list[str | etree._Element] = [parent.text or ""]
        for child in parent:
            if _holds_blocks(child):
                blocks += self._run(run)
                blocks += self._block(child)
                run = []
            else:
                run.append(child)
            run.append(child.tail or "")
        return blocks + self._run(run)

    def _run(self, run: list[str | etree._Element]) -> list[Block]:
        found = self._inlines(run)
        if not found:
            return []
        self.opening = False
        return [Plain(found)]

    def _block(self, element: etree._Element) -> list[Block]:
        if self.sheet.hides(element):
            return []
        if self._depth >= _DEEPEST:
            element = _innermost(element)
            if len(element):
                return self._too_deep(element)
        self._depth += 1
        found = self._block_handlers.get(str(element.tag), self._flow)(element)
        self._depth -= 1
        if found:
            self.opening = False
        return found

    def _too_deep(self, _: etree._Element) -> list[Block]:
        return [Para((Str(self.words["too_deep"]),), Attr(classes=("not-shown",)))]

    def _paragraph(self, element: etree._Element) -> list[Block]:
        attr = self.attr(element)
        blocks = self._flow(element)
        return [Para(one.content, attr) if isinstance(one, Plain) else one for one in blocks]

    def _heading(self, element: etree._Element) -> list[Block]:
        opening = self.opening
        content = self._inlines_of(element)
        words = plain(content)
        if not content:
            return []
        if self._nested or not words:
            return [Para((Strong(content),))]
        if not self.title and element.tag == "h1" and self._is_title(words, opening):
            self.title = words  # it stands above the document
            return []
        self.numbering.heading = words
        level = self.numbering.level(int(str(element.tag)[1]))
        attr = self.attr(element)
        identifier = attr.identifier or self.numbering.heading_identifier(words, "")
        return [Header(level, content, Attr(identifier, attr.classes, attr.attributes, attr.style))]

    def _is_title(self, words: str, opening: bool) -> bool:
        return words == self.given_title if self.given_title else opening

    def _div(self, element: etree._Element) -> list[Block]:
        attr, blocks = self.attr(element), self._flow(element)
        tag = str(element.tag)
        kind = tag if tag in _DIVS else "div"
        if not blocks and not attr.identifier:
            return []
        return [Div(tuple(blocks), attr, kind)] if attr != NO_ATTR or kind != "div" else blocks

    def _items(self, element: etree._Element) -> tuple[list[ListItem], bool]:
        items, tight = [], True
        for child in element:
            if child.tag in _DROPPED or self.sheet.hides(child):
                continue
            if child.tag == "li":
                content, attr = self.content(child), self.attr(child)
                tight = tight and child.find("p") is None
            else:  # a list right within a list, which browsers show as an item
                self._nested += 1
                content, attr = tuple(self._block(child)), NO_ATTR
                self._nested -= 1
            items.append(ListItem(content, attr))
        return items, tight

    def _bullets(self, element: etree._Element) -> list[Block]:
        attr = self.attr(element)
        items, tight = self._items(element)
        if items and all("task-list-item" in item.attr.classes for item in items):
            attr = Attr(attr.identifier, (*attr.classes, "task-list"), attr.attributes, attr.style)
        return [BulletList(tuple(items), tight, attr)] if items else []

    def _numbers(self, element: etree._Element) -> list[Block]:
        attr = self.attr(element)
        items, tight = self._items(element)
        first = (element.get("start") or "").strip()
        start = int(first) if first.isascii() and first.isdigit() and len(first) < 9 else 1
        style = element.get("type") or "1"
        backwards = element.get("reversed") is not None
        found = OrderedList(tuple(items), start, style if style in "1aAiI" else "1", backwards, tight, attr)
        return [found] if items else []

    def _terms(self, element: etree._Element) -> list[Block]:
        attr = self.attr(element)
        items: list[tuple[Inlines, list[Blocks]]] = []
        for child in element.iter("dt", "dd"):
            if next(child.iterancestors("dl")) is not element:
                continue
            if child.tag == "dt" or not items:
                items.append((self.phrase(child) if child.tag == "dt" else (), []))
            if child.tag == "dd":
                items[-1][1].append(self.content(child))
        return [DefinitionList(tuple((term, tuple(said)) for term, said in items), attr)] if items else []

    def _pre(self, element: etree._Element) -> list[Block]:
        inner = element.find("code")
        classes = ((inner if inner is not None else element).get("class") or "").split()
        language = next((one[9:] for one in classes if one.startswith("language-")), "")
        content = tuple(self._preformatted(element))
        text = "".join(element.itertext()).strip("\n")
        coloured = any(isinstance(one, Span) for one in content)
        return (
            [CodeBlock(text, language, content if coloured else (), self.attr(element))]
            if text.strip()
            else []
        )

    def _preformatted(self, element: etree._Element) -> Iterator[Inline]:
        """Text with its white space, and what is coloured of it."""
        attr = NO_ATTR if element.tag in ("pre", "code") else self.attr(element)
        inner: list[Inline] = [Str(element.text)] if element.text else []
        for child in element:
            inner += self._preformatted(child)
            inner += [Str(child.tail)] if child.tail else []
        yield from [Span(tuple(inner), attr)] if inner and (attr.classes or attr.style) else inner

    def _quote(self, element: etree._Element) -> list[Block]:
        attr, content = self.attr(element), self.content(element)
        return [BlockQuote(content, attr)] if content else []

    def _figure(self, element: etree._Element) -> list[Block]:
        attr = self.attr(element)
        caption = element.find("figcaption")
        said: Inlines = ()
        if caption is not None:
            said = self.phrase(caption)
            element.remove(caption)
        content = self.content(element)
        label = self.numbering.label("figure") if said else ""
        return [Figure(content, said, label, attr)] if content or said else []

    # --- Inlines ---

    def _inlines(self, run: list[str | etree._Element]) -> Inlines:
        """A run of text and elements; white space is collapsed over all of it and taken off at its ends."""
        outer, self._after_space = self._after_space, True
        self.numbering.run.clear()
        found: list[Inline] = []
        for piece in run:
            found += self._text(piece) if isinstance(piece, str) else self._inline(piece)
        self._after_space = outer
        return _trimmed(_merged(found))

    def _inlines_of(self, element: etree._Element) -> Inlines:
        return self._inlines(
            [element.text or "", *(one for child in element for one in (child, child.tail or ""))]
        )

    def _inner(self, element: etree._Element) -> Inlines:
        """The content of an inline element, within the run that it stands in."""
        found = self._text(element.text or "")
        for child in element:
            found += self._inline(child)
            found += self._text(child.tail or "")
        return _merged(found)

    def _text(self, text: str) -> list[Inline]:
        words = _SPACE.sub(" ", text)
        if self._after_space and words.startswith(" "):
            words = words[1:]
        if not words:
            return []
        self.numbering.run.clear()
        self._after_space = words.endswith(" ")
        return [Str(words)]

    def _inline(self, element: etree._Element) -> list[Inline]:
        tag = str(element.tag)
        if tag in _DROPPED or self.sheet.hides(element):
            return []
        if self._depth >= _DEEPEST:
            return self._text("".join(element.itertext()))
        self._depth += 1
        if tag not in _AROUND_MARKS:
            self.numbering.run.clear()
        if tag in _WRAPPERS:
            content = self._inner(element)
            identifier = self.numbering.identifier(element.get("id") or "")
            found: list[Inline] = [_WRAPPERS[tag](content)] if content else []
            found = [Span(tuple(found), Attr(identifier))] if identifier else found
        elif tag in self._inline_handlers:
            found = self._inline_handlers[tag](element)
        else:
            found = list(self._inner(element))
        self._depth -= 1
        if tag not in _AROUND_MARKS:
            self.numbering.run.clear()
        if found and tag not in _WRAPPERS and isinstance(found[-1], (Image, Math, Code, RawInline)):
            self._after_space = False
        return found

    def _span(self, element: etree._Element) -> list[Inline]:
        attr = self.attr(element)
        content = self._inner(element)
        tag = str(element.tag)
        return [Span(content, attr, tag)] if tag != "span" or attr != NO_ATTR else list(content)

    def _raised(self, element: etree._Element) -> list[Inline]:
        """Superscript text. References to notes are not wrapped in it: every format raises them itself."""
        content = self._inner(element)
        marks = any(not isinstance(one, (Str, Link)) for one in content)
        words = plain(content).strip(" ,")
        return list(content) if marks and not words else [Superscript(content)] if content else []

    def _link(self, element: etree._Element) -> list[Inline]:
        href = element.get("href") or ""
        refers = "footnote-ref" in (element.get("class") or "").split() and href.startswith("#fn:")
        if refers and (marks := self.numbering.marks(normal(href[4:]), strict=self.strict_notes)):
            self._after_space = False
            return list(marks)
        attr, content = self.attr(element), self._inner(element)
        if content and href and sanitize.safe_address(href):
            return [Link(content, href.strip(), attr.get("title"), attr)]
        return [Span(content, attr)] if attr.identifier else list(content)

    def _reference(self, element: etree._Element) -> list[Inline]:
        marks = self.numbering.marks(element.get("data-key") or "", strict=self.strict_notes)
        self._after_space = False
        return list(marks) if marks else [Str(element.text or "")]

    def _break(self, element: etree._Element) -> list[Inline]:
        self._after_space = True
        return [LineBreak()]

    def _code(self, element: etree._Element) -> list[Inline]:
        text = _SPACE.sub(" ", "".join(element.itertext()))
        return [Code(text, str(element.tag), self.attr(element))] if text else []

    def _formula(self, element: etree._Element, *, display: bool) -> list[Inline]:
        tex = maths.clean_tex("".join(element.itertext()), self.macros)
        return [Math(tex, display)] if tex else []

    def _mathml(self, element: etree._Element) -> list[Inline]:
        note = element.find(".//annotation[@encoding='application/x-tex']")
        tex = (element.get("alttext") or (note.text if note is not None else "")) or ""
        words = tex or " ".join("".join(element.itertext()).split())
        return [Math(words, element.get("display") == "block", _math_source(element))]

    def _image(self, element: etree._Element) -> list[Inline]:
        source, alt = element.get("src") or "", " ".join((element.get("alt") or "").split())
        alt = "" if _FILE_NAME.fullmatch(alt) else alt  # a file's name describes nothing
        picture = self.pictures.fetch(source, self.attachments)
        if picture is None:
            return self._elsewhere(source, alt)
        title = element.get("title") or ""
        if self.strict and not (alt or title):
            raise MissingAlt(self.numbering.cell, "image in text")
        alt = alt or title or self.numbering.undescribed()
        width, height = points(element.get("width")), points(element.get("height"))
        return [Image(picture, alt, title, width, height, self.attr(element))]

    def _elsewhere(self, source: str, alt: str) -> list[Inline]:
        """What is shown for a picture that is missing or would have to be fetched: its words, linked to its address."""
        if source.startswith(("attachment:", "data:")) or not source.strip():
            words = alt or source.removeprefix("attachment:") if not source.startswith("data:") else alt
            return [Emph((Str(words),))] if words else []
        return self._led(source, self.words["image_elsewhere"].format(text=alt or source))

    def _frame(self, element: etree._Element) -> list[Inline]:
        source = element.get("src") or ""
        return self._led(source, self.words["frame"].format(address=source)) if source else []

    def _led(self, source: str, words: str) -> list[Inline]:
        target = f"https:{source}" if source.startswith("//") else source.strip()
        self._after_space = False
        content: Inlines = (Str(words),)
        return [Link(content, target)] if sanitize.safe_address(target) else list(content)

    def _drawing(self, element: etree._Element) -> list[Inline]:
        title = element.find("title")
        alt = element.get("aria-label") or ("".join(title.itertext()) if title is not None else "")
        picture = self.pictures.read(_svg_source(element).encode("utf-8", "replace"))
        if picture is None:
            return []
        if self.strict and not alt.strip():
            raise MissingAlt(self.numbering.cell, "svg in text")
        return [Image(picture, " ".join(alt.split()) or self.numbering.undescribed())]

    def _box(self, element: etree._Element) -> list[Inline]:
        if element.get("type") != "checkbox":
            return []
        self._after_space = True
        return [Str("☑ " if element.get("checked") is not None else "☐ ")]

    def _media(self, element: etree._Element) -> list[Inline]:
        within = element.find("source")
        source = element.get("src") or (within.get("src") if within is not None else "") or ""
        kind = str(element.tag)
        if _MEDIA.fullmatch(source):
            text = f'<{kind} src="{"".join(source.split())}" controls></{kind}>'
            words = " ".join("".join(element.itertext()).split())
            return [RawInline("html", text, (Str(words),) if words else ())]
        return self._led(source, self.words["frame"].format(address=source)) if source else []

    def _gauge(self, element: etree._Element) -> list[Inline]:
        numbers = {
            name: element.get(name) or "" for name in ("value", "min", "max", "low", "high", "optimum")
        }
        kept = {name: one for name, one in numbers.items() if re.fullmatch(r"-?[\d.]+", one)}
        words = " ".join("".join(element.itertext()).split())
        words = words or "/".join(kept[name] for name in ("value", "max") if name in kept)
        attributes = "".join(f' {name}="{value}"' for name, value in kept.items())
        text = f"<{element.tag}{attributes}></{element.tag}>"
        return [RawInline("html", text, (Str(words),) if words else ())]


def _holds_blocks(element: etree._Element) -> bool:
    """Whether the element is, or holds, something that can't stand in a line of text."""
    if element.tag in _BLOCKS:
        return True
    return (
        len(element) > 0
        and element.tag not in ("svg", "math")
        and any(one.tag in _BLOCKS for one in element.iterdescendants())
    )


def _innermost(element: etree._Element) -> etree._Element:
    """The element inside any number of wrappers that hold nothing else."""
    while len(element) == 1 and not (element.text or "").strip() and not (element[0].tail or "").strip():
        element = element[0]
    return element


def _merged(found: list[Inline]) -> Inlines:
    """The inlines, with neighbouring texts joined, and marks made one that are the same mark again."""
    merged: list[Inline] = []
    marks: dict[str, int] = {}  # where the marks stand with which the inlines end so far
    for one in found:
        if isinstance(one, Note):
            place = marks.setdefault(one.identifier, len(merged))
            if place < len(merged):
                merged[place] = merged[place].joined(one)  # type: ignore[union-attr]
            else:
                merged.append(one)
            continue
        marks = {}
        if isinstance(one, Str) and merged and isinstance(merged[-1], Str):
            merged[-1] = Str(merged[-1].text + one.text)
        else:
            merged.append(one)
    return tuple(merged)


def _trimmed(content: Inlines) -> Inlines:
    """The run without white space at its end."""
    if not content:
        return ()
    *before, last = content
    match last:
        case Str(text):
            text = text.rstrip(" ")
            return (*before, Str(text)) if text else _trimmed(tuple(before))
        case Emph(inner) | Strong(inner) | Underline(inner) | Strikeout(inner):
            kept = _trimmed(inner)
            return (*before, type(last)(kept)) if kept else _trimmed(tuple(before))
    return content


def _joined(blocks: Blocks) -> Inlines:
    """The inlines of blocks, with a space between them."""
    found: list[Inline] = []
    for block in blocks:
        content: Inlines = ()
        match block:
            case Plain() | Para() | Header():
                content = block.content
            case Div() | BlockQuote() | Figure():
                content = _joined(block.content)
            case BulletList() | OrderedList():
                content = tuple(one for item in block.items for one in (*_joined(item.content), Str(" ")))
            case CodeBlock():
                content = (Code(block.text),)
        if found and content:
            found.append(Str(" "))
        found += content
    return _merged(found)


def _svg_source(element: etree._Element) -> str:
    """An SVG element of a page as a drawing of its own, with the capitals in names that the HTML parser lowered."""
    root = _cased(element)
    root.set("xmlns", "http://www.w3.org/2000/svg")
    return str(etree.tostring(root, encoding="unicode", with_tail=False))


def _cased(element: etree._Element) -> etree._Element:
    made = etree.Element(_CASED.get(str(element.tag), str(element.tag)))
    for name, value in element.attrib.items():
        plain_name = name.removeprefix("xlink:")
        if re.fullmatch(r"[A-Za-z][-\w]*", plain_name):
            made.set(_CASED.get(plain_name, plain_name), value)
    made.text, made.tail = element.text, element.tail
    made.extend([_cased(child) for child in element if isinstance(child.tag, str)])
    return made


def _math_source(element: etree._Element) -> str:
    """A MathML formula as it may stand in a page."""
    made = etree.Element(str(element.tag))
    for name, value in element.attrib.items():
        if name in sanitize.MATHML_ATTRIBUTES:
            made.set(name, value)
    made.text = element.text
    for child in element:
        if child.tag in sanitize.MATHML_ELEMENTS and child.tag != "annotation":
            inner = etree.fromstring(_math_source(child))
            inner.tail = child.tail
            made.append(inner)
    return str(etree.tostring(made, encoding="unicode", with_tail=False))
