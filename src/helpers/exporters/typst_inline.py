"""HTML's inline elements as Typst: runs of text with their marks, links, pictures and formulas."""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PageElement, PreformattedString

from helpers.exporters.reading import normal
from helpers.exporters.typst_css import Sheet, dressed
from helpers.exporters.typst_draft import MARK, Draft
from helpers.exporters.typst_images import points
from helpers.exporters.typst_math import formula
from helpers.exporters.typst_text import (
    BREAK,
    WORD,
    clean,
    escape,
    pieces,
    string,
)

BLOCKS = frozenset(
    {"h1", "h2", "h3", "h4", "h5", "h6", "p", "pre", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "hr"}
    | {"table", "thead", "tbody", "tfoot", "tr", "td", "th", "figure", "figcaption", "details", "summary"}
    | {"html", "body", "div", "main", "section", "article", "aside", "header", "footer", "nav", "address"}
    | {"center", "fieldset", "form"}
)
DROPPED = frozenset(
    {"script", "style", "template", "head", "title", "meta", "link", "noscript", "iframe", "object", "embed"}
    | {"video", "audio", "source", "track", "canvas", "map", "select", "textarea", "button", "dialog"}
    | {"datalist", "progress", "meter", "colgroup", "col", "caption"}
)
WRAPPERS = {
    **dict.fromkeys(("b", "strong"), "strong"),
    **dict.fromkeys(("i", "em", "cite", "var", "dfn"), "emph"),
    **dict.fromkeys(("u", "ins"), "underline"),
    **dict.fromkeys(("s", "del", "strike"), "strike"),
    "sub": "sub",
    "small": "smaller",
    "mark": "highlight",
}

_ADDRESS = re.compile(r"(?:https?://|mailto:|tel:|ftp://)[^\s\x00-\x1f]+", re.IGNORECASE)
_NEIGHBOURS = re.compile(rf"{MARK}(?:(?:\s|#note-comma;)*{MARK})+")

_NO_STYLES = Sheet(BeautifulSoup())


class InlineWriter:
    """Writes runs of text into a draft. ``attachments`` are those of the cell that the HTML comes from."""

    def __init__(self, draft: Draft, attachments: Mapping[str, Any] | None = None) -> None:
        self.draft, self.attachments = draft, attachments or {}
        self.word = WORD
        self.sheet = _NO_STYLES
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
        return dressed(self._inline(node.children), self.sheet.style(node))

    def _link(self, node: Tag) -> str:
        if (key := reference(node)) is not None and key in self.draft.notes:
            return self.draft.mark(key)
        inner = self._inline(node.children)
        href = str(node.get("href", ""))
        if "note-link" in (node.get("class") or ()) and self._is_note(node.get_text()):
            return f"#note-link({node.get_text()});"
        if not inner.strip() or self.draft.inside == "head":
            return inner
        if href.startswith("#"):
            return f"#goto({string(href[1:])})[{inner}];"
        return f"#link({string(href)})[{inner}];" if address(href) else inner

    def _is_note(self, number: str) -> bool:
        return number.isdigit() and int(number) in self.draft.notes.numbers

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
        alt = " ".join(clean(str(node.get("alt") or node.get("title") or "")).split())
        data = self.draft.pictures.fetch(str(node.get("src", "")), self.attachments)
        shown = self.draft.pictures.place(data, alt or self.draft.neutral_alt(), points(node.get("width")))
        return shown or escape(alt, self.word)

    def _drawing(self, node: Tag) -> str:
        title = node.find("title")
        alt = clean(str(node.get("aria-label") or "") or (title.get_text() if isinstance(title, Tag) else ""))
        alt = " ".join(alt.split())
        return self.draft.pictures.place(str(node).encode(), alt or self.draft.neutral_alt())


def address(href: str) -> bool:
    """Whether a link leads to something outside that a reader of the document can reach."""
    return bool(_ADDRESS.fullmatch(href.strip()))


def reference(node: Tag) -> str | None:
    """The key of the note that an ``a.footnote-ref`` refers to; None for any other link."""
    href = str(node.get("href", ""))
    if "footnote-ref" not in (node.get("class") or ()) or not href.startswith("#fn:"):
        return None
    return normal(href[4:])


def only_notes(node: Tag) -> bool:
    """Whether the element holds references to notes and nothing else, so that it need not be raised twice."""
    inner = [child for child in node.descendants if isinstance(child, Tag)]
    own = [child for child in node.children if isinstance(child, NavigableString) and child.strip(" ,\n\t")]
    return not own and any(reference(child) is not None for child in inner)


def joined(parts: list[str], between: str = "") -> str:
    """Pieces of a line as one; neighbouring references to notes stand by number, once each, with commas between."""
    return _NEIGHBOURS.sub(_by_number, between.join(parts))


def _by_number(run: re.Match[str]) -> str:
    marks: dict[int, str] = {}
    for mark in re.findall(MARK, run[0]):  # of two references to one note the first brings the note
        marks.setdefault(int(re.findall(r"\d+", mark)[0]), mark)
    return "#note-comma;".join(marks[number] for number in sorted(marks))


def code(text: str, word: int = WORD) -> str:
    """Code within a line, which may break inside long names."""
    line = " ".join(text.split("\n"))
    long = any(len(part) > word for part in line.split(" "))
    parts = [piece for part in re.split(r"(?<= )", line) for piece in pieces(part, word)] if long else [line]
    return BREAK.join(f"#raw({string(part)});" for part in parts)
