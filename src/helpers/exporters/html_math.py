"""TeX formulas as MathML, which browsers draw and screen readers speak without any script."""

import re
from functools import cache
from html import escape, unescape
from xml.etree.ElementTree import Element

from latex2mathml.converter import convert_to_element

from helpers.exporters.html_allowed import MATH_ATTRIBUTES, MATH_TAGS

_DELIMITERS = re.compile(r"\s*(\$\$|\$|\\\[|\\\()(?P<body>.*?)(\$\$|\$|\\\]|\\\))\s*", re.DOTALL)
_EQUATION = re.compile(r"\\(begin|end)\{(equation|displaymath|math)\*?\}")
_NUMBERED = re.compile(r"\\(begin|end)\{(align|gather|multline|eqnarray)\}")


def span(tex: str, *, display: bool) -> str:
    """A placeholder for a formula that passes the cleaning of HTML and shows the TeX until it is drawn."""
    mark = ' data-display="block"' if display else ""
    return f'<span class="tex" data-tex="{escape(tex)}"{mark}>{escape(tex)}</span>'


def output_span(latex: str) -> str:
    """The placeholder for a ``text/latex`` output, with its delimiters taken off."""
    match = _DELIMITERS.fullmatch(latex)
    return span(match["body"] if match else latex, display=True)


@cache
def mathml(tex: str, display: bool) -> str | None:
    """The formula as MathML with the TeX as its text alternative; None when it is not understood."""
    plain = _NUMBERED.sub(r"\\\1{\2*}", _EQUATION.sub("", tex)).strip()
    try:
        root = convert_to_element(plain, display="block" if display else "inline")
        body = "".join(_serialise(child) for child in root)
    except (
        Exception
    ):  # the converter raises many kinds, KeyError and IndexError among them, on TeX it can't read
        return None
    if "\\" in re.sub(r"<[^>]*>", "", body):
        return None
    kind = "block" if display else "inline"
    return f'<math display="{kind}" alttext="{escape(" ".join(tex.split()))}">{body}</math>'


def _serialise(element: Element) -> str:
    """The element as text that is escaped anew: the converter passes text through as it came."""
    if element.tag not in MATH_TAGS:
        return "".join(_serialise(child) for child in element)
    attributes = "".join(
        f' {name}="{escape(unescape(value))}"'
        for name, value in element.attrib.items()
        if name in MATH_ATTRIBUTES
    )
    text = escape(unescape(element.text or ""), quote=False)
    children = "".join(_serialise(child) for child in element)
    return f"<{element.tag}{attributes}>{text}{children}</{element.tag}>"
