"""TeX formulas as Typst formulas; what cannot be translated is shown as it was written."""

import re
from functools import cache

from tylax import latex_to_typst

from helpers.exporters.typst_compiler import compiles
from helpers.exporters.typst_text import string

_TEXT = re.compile(r"#text\[((?:[^\[\]\\]|\\.)*)\]")
_UNSAFE = re.compile(r"#(?!h\([\d.]+(?:em|fr|pt)\)|none\b)|(?<!\\)\$|\bstd\b")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_LABEL = re.compile(r"\\(?:label\s*\{[^}]*\}|nonumber\b|notag\b)")
_FRAME = re.compile(
    r"\\begin\{(equation|displaymath|math|align|alignat|gather|multline|eqnarray|flalign)(\*?)\}(.*)\\end\{\1\2\}",
    re.DOTALL,
)


def formula(tex: str, block: bool) -> str:
    """A formula as Typst markup, with its TeX as the text for those who cannot see it."""
    tex = _LABEL.sub("", tex).strip()
    frame = _FRAME.fullmatch(tex)
    return _formula(frame[3].strip() if frame else tex, block)


@cache
def _formula(tex: str, block: bool) -> str:
    markup = _translated(tex)
    shown = f"#math.equation(block: {str(block).lower()}, alt: {string(tex or 'formula')}, {markup});"
    if markup and compiles(shown):
        return shown
    return f"#raw({string(tex)}, block: {str(block).lower()});"


def _translated(tex: str) -> str:
    """A Typst expression for the formula, "" when there is none; evaluated where no file can be reached."""
    try:
        markup = latex_to_typst(tex)
    except Exception:  # the translator gives no promise on what it raises for broken TeX
        return ""
    markup = _TEXT.sub(lambda match: string(re.sub(r"\\(.)", r"\1", match[1])), _COMMENT.sub("", markup))
    outside = re.sub(r'"(?:[^"\\]|\\.)*"', '""', markup)
    if not outside.strip() or _UNSAFE.search(outside):
        return ""
    return f'eval({string(markup)}, mode: "math")'
