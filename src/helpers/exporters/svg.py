"""SVG drawings made safe, once for all formats: nothing runs, nothing is fetched, ids are unique in the document."""

import re
from xml.etree import ElementTree

from helpers.exporters.css import DRAWN, allowed, declarations, harmless_value, rules

_NAMESPACE = "http://www.w3.org/2000/svg"
_SVG = f"{{{_NAMESPACE}}}"
_HREF = "{http://www.w3.org/1999/xlink}href"
_NAMESPACES = {"xmlns": _NAMESPACE, "xmlns:xlink": "http://www.w3.org/1999/xlink"}
ELEMENTS = allowed(
    "svg g path circle ellipse line polygon polyline rect text tspan defs symbol use textPath image marker pattern"
    " clipPath mask linearGradient radialGradient stop switch a style filter feBlend feColorMatrix feComposite feFlood"
    " feGaussianBlur feMerge feMergeNode feMorphology feOffset feDropShadow title desc"
)
ATTRIBUTES = allowed(
    "viewBox preserveAspectRatio gradientUnits gradientTransform patternUnits patternContentUnits patternTransform"
    " clipPathUnits maskUnits maskContentUnits markerUnits markerWidth markerHeight refX refY spreadMethod textLength"
    " lengthAdjust startOffset stdDeviation filterUnits primitiveUnits baseFrequency numOctaves tableValues"
)
"""Attributes with capital letters in their names, which an HTML parser lowers."""

_DROPPED = frozenset({"role", "tabindex", "focusable", "class", "style", "id", "href", "version"})
_WORDS = frozenset({"text", "tspan", "textPath", "a"})
_UNSEEN = frozenset({"title", "desc"})
_NAME = re.compile(r"[a-zA-Z][-\w]*")
_PICTURE = re.compile(r"data:image/(png|jpe?g|gif|webp);base64,[\w+/=\s]+")
_FACE = re.compile(r"font(-family)?: [^;]+")
_LENGTH = re.compile(r"([\d.]+)(px|pt)?")
_DEPTH = 100


def clean(source: str, prefix: str) -> str | None:
    """The drawing as an ``<svg>`` element that stands alone; None when it is no well-formed SVG.

    Every id, and every reference to one, begins with ``prefix``; style rules reach no further than the drawing.
    """
    root = _parsed(source)
    if root is None or root.tag != f"{_SVG}svg":
        return None
    _fit(root)
    return _written(root, prefix, _DEPTH)


def described(source: str) -> str:
    """What the drawing says of itself in its ``<title>``."""
    root = _parsed(source)
    found = root.find(f"{_SVG}title") if root is not None else None
    return " ".join("".join(found.itertext()).split()) if found is not None else ""


def words(source: str) -> str:
    """What is written in the drawing, each text on its own."""
    root = _parsed(source)
    found = root.iter(f"{_SVG}text") if root is not None else ()
    return " ".join(" ".join("".join(one.itertext()).split()) for one in found)


def _parsed(source: str) -> ElementTree.Element | None:
    """The root of the drawing. Missing namespaces are added: within a page nobody needs to name them."""
    if start := re.search(r"<svg(?=[\s/>])[^>]*", source):
        lacking = "".join(
            f' {name}="{address}"'
            for name, address in _NAMESPACES.items()
            if not re.search(rf"\s{name}\s*=", start[0])
        )
        source = f"{source[: start.start()]}<svg{lacking}{source[start.start() + 4 :]}"
    try:
        return ElementTree.fromstring(source.strip())
    except (ElementTree.ParseError, ValueError):
        return None


def _fit(root: ElementTree.Element) -> None:
    """Give the drawing a viewBox, so that it scales with the page."""
    size = [_LENGTH.fullmatch(root.get(side, "")) for side in ("width", "height")]
    if "viewBox" not in root.attrib and all(size):
        root.set("viewBox", f"0 0 {size[0][1]} {size[1][1]}")  # type: ignore[index]


def _written(element: ElementTree.Element, prefix: str, depth: int) -> str:
    name = str(element.tag).removeprefix(_SVG)
    if name not in ELEMENTS or name in _UNSEEN or not depth:
        return ""
    if name == "style":
        return f"<style>{_scoped(element.text or '', prefix)}</style>"
    words = name in _WORDS  # elsewhere text is only the file's indentation
    inner = _text(element.text) if words else ""
    for child in element:
        inner += _written(child, prefix, depth - 1) + (_text(child.tail) if words else "")
    if name == "a":
        return inner
    root = depth == _DEPTH
    opening = f'svg xmlns="{_NAMESPACE}" id="{prefix}drawing"' if root else name
    return f"<{opening}{_attributes(element, name, prefix, root)}>{inner}</{name}>"


def _attributes(element: ElementTree.Element, name: str, prefix: str, root: bool) -> str:
    kept = {}
    for key, value in element.attrib.items():
        plain = _NAME.fullmatch(key) and not key.lower().startswith(("on", "aria-", "data-"))
        if plain and key not in _DROPPED and harmless_value(value):
            kept[key] = _local(value, prefix)
    if style := declarations(element.get("style", ""), DRAWN):
        written = "; ".join(f"{key}: {value}" for key, value in style.items())
        kept["style"] = _FACE.sub(_with_fallback, _local(written, prefix))
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
    return (
        re.sub(r"url\(\s*['\"]?#([-\w.:]+)['\"]?\s*\)", rf"url(#{prefix}\1)", value)
        if "url" in value
        else value
    )


def _scoped(css: str, prefix: str) -> str:
    """The style sheet's rules, limited to this drawing."""
    kept = []
    for selector, found in rules(css, DRAWN):
        if re.fullmatch(r"[-\w\s.#*>]+", selector):
            inside = re.sub(r"#([-\w]+)", rf"#{prefix}\1", selector)
            body = "; ".join(f"{key}: {value}" for key, value in found.items())
            kept.append(f"#{prefix}drawing {inside}{{{_local(body, prefix)}}}")
    return "".join(kept)


def _text(text: str | None) -> str:
    return (text or "").replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _quoted(text: str) -> str:
    return _text(text).replace('"', "&quot;")
