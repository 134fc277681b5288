"""What HTML's inline elements are in Typst, and what of HTML is not for reading."""

import re

from bs4 import NavigableString, Tag

from helpers.build.exporters.reading import normal
from helpers.build.exporters.typst_text import BREAK, WORD, pieces, string

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
_MARK = r"#(?:first-note\(\d+, note-text-\d+\)|(?:old-note|link-note|note-number)\(\d+\));"
_NEIGHBOURS = re.compile(rf"({_MARK})\s*(?={_MARK})")


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
    """Pieces of a line as one; neighbouring references to notes get a comma between them."""
    return _NEIGHBOURS.sub(r"\1#note-comma;", between.join(parts))


def code(text: str, word: int = WORD) -> str:
    """Code within a line, which may break inside long names."""
    line = " ".join(text.split("\n"))
    long = any(len(part) > word for part in line.split(" "))
    parts = [piece for part in re.split(r"(?<= )", line) for piece in pieces(part, word)] if long else [line]
    return BREAK.join(f"#raw({string(part)});" for part in parts)
