"""SVG drawings made safe and fit to stand in a page: no scripts, no requests, ids that are unique in the document."""

import re
from xml.etree import ElementTree

from helpers.exporters.html_allowed import SVG_STYLE, SVG_TAGS
from helpers.exporters.html_style import harmless, rules, safe_declarations

_SVG = "{http://www.w3.org/2000/svg}"
_HREF = "{http://www.w3.org/1999/xlink}href"
_DROPPED_ATTRIBUTES = frozenset({"role", "tabindex", "focusable", "class", "style", "id", "href", "version"})
_WORDS = frozenset({"text", "tspan", "textPath", "a"})
_NAME = re.compile(r"[a-zA-Z][-\w]*")
_PICTURE = re.compile(r"data:image/(png|jpe?g|gif|webp);base64,[\w+/=\s]+")
_FACE = re.compile(r"font(-family)?: [^;]+")
_LENGTH = re.compile(r"([\d.]+)(px|pt)?")


def safe_svg(source: str, prefix: str) -> str | None:
    """The drawing as an ``<svg>`` element for a page; None when it is not well-formed XML.

    Every id, and every reference to one, begins with ``prefix``; style rules reach no further than the drawing.
    """
    try:
        root = ElementTree.fromstring(source.strip())
    except ElementTree.ParseError:
        return None
    if root.tag != f"{_SVG}svg":
        return None
    _fit(root)
    return _written(root, prefix, root=True)


def _fit(root: ElementTree.Element) -> None:
    """Give the drawing a viewBox, so that it scales with the page."""
    size = [_LENGTH.fullmatch(root.get(side, "")) for side in ("width", "height")]
    if "viewBox" not in root.attrib and all(size):
        root.set("viewBox", f"0 0 {size[0][1]} {size[1][1]}")  # type: ignore[index]


def _written(element: ElementTree.Element, prefix: str, *, root: bool = False) -> str:
    name = str(element.tag).removeprefix(_SVG)
    if name not in SVG_TAGS:
        return ""
    if name == "style":
        return f"<style>{_scoped(element.text or '', prefix)}</style>"
    words = name in _WORDS  # elsewhere text is only the file's indentation
    inner = _text(element.text) if words else ""
    for child in element:
        inner += _written(child, prefix) + (_text(child.tail) if words else "")
    if name == "a":
        return inner
    own_id = f' id="{prefix}drawing"' if root else ""
    return f"<{name}{own_id}{_attributes(element, name, prefix, root)}>{inner}</{name}>"


def _attributes(element: ElementTree.Element, name: str, prefix: str, root: bool) -> str:
    kept = {}
    for key, value in element.attrib.items():
        plain = _NAME.fullmatch(key) and not key.lower().startswith(("on", "aria-", "data-"))
        if plain and key not in _DROPPED_ATTRIBUTES and harmless(value):
            kept[key] = _local(value, prefix)
    if style := safe_declarations(element.get("style", ""), SVG_STYLE):
        kept["style"] = _FACE.sub(_with_fallback, _local(style, prefix))
    if element.get("class"):
        kept["class"] = element.attrib["class"]
    if element.get("id") and not root:
        kept["id"] = prefix + element.attrib["id"]
    target = element.get("href", element.get(_HREF, ""))
    if target.startswith("#"):
        kept["href"] = f"#{prefix}{target[1:]}"
    elif name == "image" and _PICTURE.fullmatch(target):
        kept["href"] = target
    return "".join(f' {key}="{_quoted(value)}"' for key, value in kept.items())


def _with_fallback(face: re.Match[str]) -> str:
    """The typefaces of a text, ending in one that every reader has."""
    return face[0] if "serif" in face[0] or "monospace" in face[0] else f"{face[0]}, system-ui, sans-serif"


def _local(value: str, prefix: str) -> str:
    return re.sub(r"url\(\s*['\"]?#([-\w.:]+)['\"]?\s*\)", rf"url(#{prefix}\1)", value)


def _scoped(css: str, prefix: str) -> str:
    """The style sheet's rules, limited to this drawing."""
    kept = []
    for selector, body in rules(css):
        declarations = safe_declarations(body, SVG_STYLE)
        if declarations and re.fullmatch(r"[-\w\s.#*>]+", selector):
            inside = re.sub(r"#([-\w]+)", rf"#{prefix}\1", selector)
            kept.append(f"#{prefix}drawing {inside}{{{_local(declarations, prefix)}}}")
    return "".join(kept)


def _text(text: str | None) -> str:
    return (text or "").replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _quoted(text: str) -> str:
    return _text(text).replace('"', "&quot;")
