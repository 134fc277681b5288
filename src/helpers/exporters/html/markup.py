"""Tags and text as HTML: names only from lists, everything else escaped, so that nothing of a document is markup."""

from collections.abc import Iterable, Mapping

from helpers.exporters.css import allowed
from helpers.exporters.document import NO_ATTR, Attr

BLOCK_ELEMENTS = allowed("div section article aside details summary address header footer")
INLINE_ELEMENTS = allowed(
    "span abbr small mark ruby rb rt rp time bdi bdo cite var dfn wbr kbd samp big q u s ins del"
)
CODE_ELEMENTS = frozenset(("code", "kbd", "samp"))
ATTRIBUTES = allowed("lang dir title aria-label aria-hidden hreflang datetime abbr open value cite")
"""The attributes of a node that are written as they are; all others are left out."""


def text(words: str) -> str:
    """Words as the content of an element."""
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def quoted(words: str) -> str:
    """Words as the value of an attribute, to stand between double quotation marks."""
    return text(words).replace('"', "&quot;")


def element(name: str, allowed: frozenset[str]) -> str:
    """The element's name if it is allowed, else ``span`` or ``div``."""
    return name if name in allowed else "span" if allowed is INLINE_ELEMENTS else "div"


def start(
    name: str, attr: Attr = NO_ATTR, classes: Iterable[str] = (), own: Mapping[str, object] | None = None
) -> str:
    """A start tag. ``own`` are attributes that the writer adds, which the node's don't replace; None is left out."""
    if attr is NO_ATTR and not classes and not own:
        return f"<{name}>"
    found: dict[str, object] = {}
    if attr.identifier:
        found["id"] = attr.identifier
    if every := dict.fromkeys((*classes, *attr.classes)):
        found["class"] = " ".join(every)
    found |= own or {}
    for key, value in attr.attributes:
        if key in ATTRIBUTES and found.get(key) is None:
            found[key] = value
    if attr.style:
        found["style"] = "; ".join(f"{key}: {value}" for key, value in attr.style)
    written = "".join(f' {key}="{quoted(str(value))}"' for key, value in found.items() if value is not None)
    return f"<{name}{written}>"


def coloured(attr: Attr) -> bool:
    """Whether an element brings colours of its own."""
    return any("color" in name or name.startswith("background") for name, _ in attr.style)
