"""HTML as Typst: what a reader sees of it, block by block; scripts and controls are left out."""

from collections.abc import Callable, Mapping
from typing import Any

from bs4 import BeautifulSoup, Tag
from bs4.element import PageElement

from helpers.exporters.tree import classed, contains
from helpers.exporters.typst_css import Sheet
from helpers.exporters.typst_draft import Draft
from helpers.exporters.typst_inline import BLOCKS, DROPPED, InlineWriter
from helpers.exporters.typst_math import formula
from helpers.exporters.typst_tables import table
from helpers.exporters.typst_text import (
    array,
    clean,
    string,
    wrap,
)

CODE_COLUMNS = 96


class Writer(InlineWriter):
    """Writes HTML into a draft. ``attachments`` are those of the cell that the HTML comes from."""

    def __init__(self, draft: Draft, attachments: Mapping[str, Any] | None = None) -> None:
        super().__init__(draft, attachments)
        self._nested = 0
        self._blocks: dict[str, Callable[[Tag], list[str]]] = {
            **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), self._heading),
            **dict.fromkeys(("ul", "ol"), self._list),
            "p": self._paragraph,
            "dl": self._terms,
            "pre": self._pre,
            "hr": self._rule,
            "blockquote": self._quote,
            "table": lambda node: table(node, self),
            "details": self._details,
            "figure": self._figure,
        }

    def write(self, html: str) -> list[str]:
        """The Typst blocks of a piece of HTML."""
        return self._flow(self._read(html))

    def phrase(self, html: str) -> str:
        """A short piece of HTML, a caption or note, as Typst that can stand anywhere."""
        return self.content(self._read(html))

    def _read(self, html: str) -> BeautifulSoup:
        soup = BeautifulSoup(
            f"{html}\n", "html.parser"
        )  # without a line end it could be taken for an address
        for span in classed(soup, "cited-by", "span") if "cited-by" in html else ():
            span.clear()
            span.append(BeautifulSoup(self._cited_by(str(span.get("data-source", ""))), "html.parser"))
        self.sheet = Sheet(soup)
        return soup

    def _cited_by(self, source: str) -> str:
        """The notes that cite a source, each a link to its mark in the text."""
        numbers = self.draft.notes.cited_by(source)
        links = ", ".join(f'<a class="note-link">{number}</a>' for number in numbers)
        return self.draft.say("document.cited_in", notes=links) if numbers else ""

    def content(self, node: Tag) -> str:
        """The content of a cell, caption or list item: a run of text, or blocks."""
        self._nested += 1
        blocks = self._flow(node)
        self._nested -= 1
        return "\n\n".join(blocks)

    def _flow(self, parent: Tag) -> list[str]:
        """The blocks of an element's content; text between block elements is a paragraph."""
        blocks: list[str] = []
        run: list[PageElement] = []
        for child in (*parent.children, None):
            if child is not None and not (isinstance(child, Tag) and _holds_blocks(child)):
                run.append(child)
                continue
            if text := self._inline(run).strip():
                blocks.append(text)
            run = []
            blocks.extend(self._block(child) if isinstance(child, Tag) else [])
        return blocks

    def _block(self, node: Tag) -> list[str]:
        if node.name in DROPPED or "display: none" in str(node.get("style", "")):
            return []
        if "math" in (node.get("class") or ()) and node.name in ("div", "span"):
            return [formula(node.get_text(), block=True)]
        anchor = self.draft.anchor(str(node.get("id", "")))
        blocks = self._blocks.get(node.name, self._flow)(node)
        return anchored(anchor, blocks) if anchor else blocks

    def _paragraph(self, node: Tag) -> list[str]:
        blocks = self._flow(node)
        if "table-note" in (node.get("class") or ()):
            return [f"#table-note[{block}];" for block in blocks]
        return blocks

    def _heading(self, node: Tag) -> list[str]:
        if not (text := self._inline(node.children).strip()):
            return []
        plain = heading_text(node)
        if self._nested or not plain:
            return [f"#strong[{text}];"]
        if not self.draft.levels and node.name == "h1" and plain == self.draft.title:
            self.draft.title = ""  # it stands on top of the first page already
            return []
        self.draft.heading = plain
        self.draft.levels.append(int(node.name[1]))
        return [f"#section({len(self.draft.levels) - 1})[{text}];"]

    def _list(self, node: Tag) -> list[str]:
        items = [child for child in node.find_all(True, recursive=False) if child.name not in DROPPED]
        loose = any(item.find("p", recursive=False) for item in items)
        shown = [f"[{self._item(item, loose)}]" for item in items]
        options = [f"tight: {str(not loose).lower()}"]
        if node.name == "ol":
            start = str(node.get("start", ""))
            options += [f"start: {start}"] if start.isascii() and start.isdigit() and len(start) < 9 else []
        elif items and all("task-list-item" in (item.get("class") or ()) for item in items):
            options.append("marker: [], body-indent: 0pt")
        name = "enum" if node.name == "ol" else "list"
        return [f"#{name}({', '.join([*options, *shown])});"] if shown else []

    def _item(self, item: Tag, loose: bool) -> str:
        self._nested += 1
        blocks = self._block(item) if item.name in ("ul", "ol") else self._flow(item)
        self._nested -= 1
        anchor = self.draft.anchor(str(item.get("id", "")))
        return anchor + ("\n\n" if loose else "\n").join(blocks)

    def _terms(self, node: Tag) -> list[str]:
        items: list[tuple[str, list[str]]] = []
        for child in node.find_all(["dt", "dd"]):
            if child.name == "dt" or not items:
                items.append((self._inline(child.children).strip() if child.name == "dt" else "", []))
            if child.name == "dd":
                items[-1][1].append(self.content(child))
        shown = array([f"([{term}], [{chr(10).join(texts)}])" for term, texts in items])
        return [f"#described{shown};"] if items else []

    def _pre(self, node: Tag) -> list[str]:
        inner = node.find("code", recursive=False)
        classes = (inner.get("class") or ()) if isinstance(inner, Tag) else ()
        language = next((one[9:] for one in classes if one.startswith("language-")), "")
        return [f"#source[{block}];" for block in code_block(node.get_text(), language)]

    def _quote(self, node: Tag) -> list[str]:
        return [f"#quote(block: true)[{content}];"] if (content := self.content(node)) else []

    def _rule(self, node: Tag) -> list[str]:
        return ["#rule();"]

    def _details(self, node: Tag) -> list[str]:
        """Folded-away content stands open on paper, under its summary."""
        summary = node.find("summary", recursive=False)
        title = self._inline(summary.extract().children).strip() if isinstance(summary, Tag) else ""
        return [*([f"#strong[{title}];"] if title else []), *self._flow(node)]

    def _figure(self, node: Tag) -> list[str]:
        caption = node.find("figcaption")
        shown = self.content(caption.extract()) if isinstance(caption, Tag) else ""
        blocks = self._flow(node)
        return [f"#drawing(caption: [{shown}])[{chr(10).join(blocks)}];"] if shown and blocks else blocks


def heading_text(node: Tag) -> str:
    """The words of a heading, which an outline shows; "" when it is all formula or picture."""
    formulas = {id(piece) for math in classed(node, "math") for piece in math.strings}
    return " ".join(clean("".join(piece for piece in node.strings if id(piece) not in formulas)).split())


def anchored(anchor: str, blocks: list[str]) -> list[str]:
    """The blocks with an anchor at the start of the first, within it so that it stays where it belongs."""
    if not blocks:
        return [anchor]
    first, *rest = blocks
    if first.startswith("#section("):
        first = first.replace(")[", f")[{anchor}", 1)
    elif first.startswith("#data-table("):
        first = f"#anchored{anchor.removeprefix('#anchor').removesuffix(';')}[{first}];"
    else:
        first = anchor + first
    return [first, *rest]


def _holds_blocks(node: Tag) -> bool:
    """Whether the element is, or holds, something that can't stand in a line of text."""
    return node.name in BLOCKS or contains(node, BLOCKS)


def code_block(text: str, language: str = "") -> list[str]:
    """Preformatted text as a block, highlighted when its language is known; no line is cut."""
    shown = wrap(text.strip("\n"), CODE_COLUMNS)
    lang = f", lang: {string(language)}" if language else ""
    return [f"#raw({string(shown)}, block: true{lang});"] if shown.strip() else []
