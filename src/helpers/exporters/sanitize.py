"""Other people's HTML, made well-formed and harmless: nothing runs, nothing is fetched, nothing is submitted.

nh3 reads as browsers do (end tags that HTML5 implies, misnested elements) and keeps what is on the lists here; the
document is built from what is left. What stands in no list leaves its text behind, and scripts not even that.
"""

import re
from functools import cache

import nh3
from lxml import etree

from helpers.exporters import maths
from helpers.exporters.css import allowed
from helpers.exporters.markdown import DISPLAY, MATH, REFERENCE
from helpers.exporters.svg import ATTRIBUTES as SVG_ATTRIBUTES
from helpers.exporters.svg import ELEMENTS as SVG_ELEMENTS

_ELEMENTS = allowed(
    "a abbr address article aside audio b bdi bdo big blockquote br caption center cite code col colgroup dd del"
    " details dfn div dl dt em figcaption figure footer h1 h2 h3 h4 h5 h6 header hr i iframe img input ins kbd li main"
    " mark meter nav ol p pre progress q rp rt ruby s samp section small source span strike strong style sub summary"
    " sup table tbody td tfoot th thead time tr tt u ul var video wbr"
)
# A formula that came as MathML may also say what it means; that is read past.
MATHML_ELEMENTS = allowed("semantics annotation") | maths.MATHML_TAGS
MATHML_ATTRIBUTES = allowed("alttext display encoding") | maths.MATHML_ATTRIBUTES
_ATTRIBUTES = allowed(
    "accent accentunder alttext columnalign columnspacing columnlines depth display displaystyle encoding fence form"
    " height largeop linethickness lspace mathvariant mathcolor maxsize minsize movablelimits notation rowlines"
    " rowspacing rspace scriptlevel separator stretchy voffset width"
)
_ATTRIBUTES = allowed(
    "class dir hidden id lang style title align colspan rowspan headers scope abbr span start reversed type value"
    " datetime open min max low high optimum src controls alt width height href hreflang checked"
)
_SHAPE_ATTRIBUTES = allowed(
    "d cx cy r rx ry x x1 x2 y y1 y2 dx dy rotate points fill stroke stroke-width stroke-linecap stroke-linejoin"
    " stroke-dasharray stroke-dashoffset stroke-opacity stroke-miterlimit fill-opacity fill-rule opacity transform"
    " text-anchor font-size font-family font-weight font-style dominant-baseline alignment-baseline clip-path clip-rule"
    " mask filter marker-start marker-mid marker-end offset stop-color stop-opacity xlink:href in in2 result mode"
    " operator k1 k2 k3 k4 values flood-color flood-opacity orient visibility"
)
_GONE = allowed("script noscript template object embed applet title textarea select")
_FRAMES = frozenset({"iframe", "object", "embed"})
_CANVASES = frozenset({"div", "canvas", "figure", "span", "svg"})
_LINK = re.compile(r"(https?:|mailto:|tel:|#|[^:]*$|[^:/?#]*[/?#])", re.IGNORECASE)
_PARSER = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)


_UNREADABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff\ufffe\uffff]")
_SURROGATES = re.compile(r"[\ud800-\udfff]")


def readable(text: str) -> str:
    """The text without control characters, which HTML and PDF forbid; half a surrogate pair becomes U+FFFD."""
    return _SURROGATES.sub("\ufffd", _UNREADABLE.sub("", text))


TOO_DEEP = "x-too-deep"
"""The element that takes the place of HTML that is nested too deeply to be read."""


def tree(html: str) -> etree._Element:
    """The clean HTML as a tree; its root is a ``<body>``."""
    clean = readable(_cleaner().clean(readable(html)))
    root = etree.fromstring(f"<body>{clean}</body>".encode("utf-8", "replace"), _PARSER)
    found = root.find("body")
    body = found if found is not None else root
    if any(error.type_name == "ERR_RESOURCE_LIMIT" for error in _PARSER.error_log):
        body[:] = []
        etree.SubElement(body, TOO_DEEP)
    return body


@cache
def _cleaner() -> nh3.Cleaner:
    gone = set(_GONE)
    svg = SVG_ELEMENTS - _GONE
    return nh3.Cleaner(
        tags=set(_ELEMENTS | svg | MATHML_ELEMENTS) | {MATH, DISPLAY, REFERENCE},
        clean_content_tags=gone,
        attributes={"*": set(_ATTRIBUTES | _SHAPE_ATTRIBUTES | SVG_ATTRIBUTES | MATHML_ATTRIBUTES)},
        generic_attribute_prefixes={"aria-", "data-"},
        url_schemes={"http", "https", "mailto", "tel", "data", "attachment"},
        link_rel=None,
    )


def safe_address(address: str) -> bool:
    """Whether a link may lead there: the web, mail, telephone, or a place beside or in this page; never a script."""
    return bool(_LINK.match(re.sub(r"[\s\x00-\x20]+", "", address)))


def draws_itself(html: str) -> bool:
    """Whether the HTML would have drawn something that is not here, as interactive outputs do.

    Scripts alone, with no element to draw into, only prepare for others.
    """
    found = {name.lower() for name in re.findall(r"<([a-z]+)\b", html, re.IGNORECASE)}
    return bool(found & _FRAMES) or ("script" in found and bool(found & _CANVASES))
