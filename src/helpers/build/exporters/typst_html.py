"""HTML as Typst: what a reader sees of it, block by block; scripts and controls are left out."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PageElement, PreformattedString

from helpers.build.exporters.typst_css import Sheet, dressed
from helpers.build.exporters.typst_draft import Draft
from helpers.build.exporters.typst_images import points
from helpers.build.exporters.typst_inline import (
    BLOCKS,
    DROPPED,
    WRAPPERS,
    address,
    code,
    joined,
    only_notes,
    reference,
)
from helpers.build.exporters.typst_math import formula
from helpers.build.exporters.typst_tables import table
from helpers.build.exporters.typst_text import BREAK, WORD, array, escape, string, wrap

CODE_COLUMNS = 98


class Writer:
    """Writes HTML into a draft. ``attachments`` are those of the cell that the HTML comes from."""

    def __init__(self, draft: Draft, attachments: Mapping[str, Any] | None = None) -> None:
        self.draft, self.attachments = draft, attachments or {}
        self.word = WORD
        self.sheet = Sheet(BeautifulSoup())
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
        self._inlines: dict[str, Callable[[Tag], str]] = {
            **dict.fromkeys(("code", "kbd", "samp", "tt"), self._code),
            "a": self._link,
            "br": lambda node: "#linebreak();",
            "wbr": lambda node: BREAK,
            "img": self._picture,
            "svg": self._drawing,
            "input": self._input,
            "sup": self._sup,
            "span": self._span,
            "q": self._quoted,
        }

    def write(self, html: str) -> list[str]:
        """The Typst blocks of a piece of HTML."""
        return self._flow(self._read(html))

    def phrase(self, html: str) -> str:
        """A short piece of HTML, a caption or note, as Typst that can stand anywhere."""
        return self.content(self._read(html))

    def _read(self, html: str) -> BeautifulSoup:
        soup = BeautifulSoup(html, "html.parser")
        self.sheet = Sheet(soup)
        return soup

    def content(self, node: Tag) -> str:
        """The content of a cell, caption or list item: a run of text, or blocks."""
        self._nested += 1
        blocks = self._flow(node)
        self._nested -= 1
        return "\n\n".join(blocks)

    # blocks

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
        return [anchor + blocks[0], *blocks[1:]] if anchor and blocks else [*filter(None, [anchor]), *blocks]

    def _paragraph(self, node: Tag) -> list[str]:
        blocks = self._flow(node)
        if "table-note" in (node.get("class") or ()):
            return [f"#table-note[{block}];" for block in blocks]
        return blocks

    def _heading(self, node: Tag) -> list[str]:
        if not (text := self._inline(node.children).strip()):
            return []
        plain = " ".join(node.get_text().split())
        if self._nested:
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
        return code_block(node.get_text(), language)

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

    # inline

    def _inline(self, nodes: Iterable[PageElement]) -> str:
        return joined([self._piece(node) for node in nodes])

    def _piece(self, node: PageElement) -> str:
        if isinstance(node, PreformattedString):
            return ""
        if isinstance(node, NavigableString):
            return escape(str(node), self.word)
        if not isinstance(node, Tag) or node.name in DROPPED:
            return ""
        if "math" in (node.get("class") or ()):
            return formula(node.get_text(), block=False)
        anchor = self.draft.anchor(str(node.get("id", "")))
        if node.name in self._inlines:
            return anchor + self._inlines[node.name](node)
        return anchor + self._wrapped(node)

    def _wrapped(self, node: Tag) -> str:
        inner = self._inline(node.children)
        if node.name in BLOCKS:
            inner = f" {inner} "
        wrapper = WRAPPERS.get(node.name)
        return f"#{wrapper}[{inner}];" if wrapper and inner.strip() else inner

    def _span(self, node: Tag) -> str:
        if "cited-by" in (node.get("class") or ()):
            return self._cited_by(str(node.get("data-source", "")))
        return dressed(self._inline(node.children), self.sheet.style(node))

    def _cited_by(self, source: str) -> str:
        """The notes that cite a source, each a link to its mark in the text."""
        if not (numbers := self.draft.notes.cited_by(source)):
            return ""
        links = joined([f"#note-link({number});" for number in numbers], ", ")
        return escape(self.draft.say("document.cited_in", notes="\0")).replace("\0", links) if links else ""

    def _link(self, node: Tag) -> str:
        if (key := reference(node)) is not None and key in self.draft.notes:
            return self.draft.mark(key)
        inner = self._inline(node.children)
        href = str(node.get("href", ""))
        if not inner.strip() or self.draft.inside == "head":
            return inner
        if href.startswith("#"):
            return f"#goto({string(href[1:])})[{inner}];"
        return f"#link({string(href)})[{inner}];" if address(href) else inner

    def _sup(self, node: Tag) -> str:
        inner = self._inline(node.children)
        return inner if only_notes(node) or not inner.strip() else f"#super[{inner}];"

    def _quoted(self, node: Tag) -> str:
        return f"“{self._inline(node.children)}”"

    def _code(self, node: Tag) -> str:
        return code(node.get_text(), self.word)

    def _input(self, node: Tag) -> str:
        if node.get("type") != "checkbox":
            return ""
        return "☑ " if node.has_attr("checked") else "☐ "

    def _picture(self, node: Tag) -> str:
        alt = " ".join(str(node.get("alt") or node.get("title") or "").split())
        data = self.draft.pictures.fetch(str(node.get("src", "")), self.attachments)
        shown = self.draft.pictures.place(data, alt or self.draft.neutral_alt(), points(node.get("width")))
        return shown or escape(alt, self.word)

    def _drawing(self, node: Tag) -> str:
        title = node.find("title")
        alt = str(node.get("aria-label") or "") or (title.get_text() if isinstance(title, Tag) else "")
        return self.draft.pictures.place(str(node).encode(), alt or self.draft.neutral_alt())


def _holds_blocks(node: Tag) -> bool:
    """Whether the element is, or holds, something that can't stand in a line of text."""
    return node.name in BLOCKS or node.find(list(BLOCKS)) is not None


def code_block(text: str, language: str = "") -> list[str]:
    """Preformatted text as a block, highlighted when its language is known; no line is cut."""
    shown = wrap(text.strip("\n"), CODE_COLUMNS)
    lang = f", lang: {string(language)}" if language else ""
    return [f"#raw({string(shown)}, block: true{lang});"] if shown.strip() else []
