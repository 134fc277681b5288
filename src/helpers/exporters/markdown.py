"""Markdown, read once: as HTML in which formulas and references to notes are marked elements, and its definitions."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from html import escape, unescape
from textwrap import dedent
from typing import Any
from urllib.parse import unquote

import mistune
from mistune import BlockParser, BlockState, InlineParser, InlineState, Markdown
from mistune.plugins import import_plugin
from nbconvert.filters.markdown_mistune import MarkdownWithMath

_LABEL = r"(?:[^\\\[\]\s]|\\.){1,500}"
_REFERENCE = rf"\[\^(?P<footnote_key>{_LABEL})\]"
_DEFINITION = (
    rf"^(?P<footnote_lead> {{0,3}})\[\^(?P<footnote_name>{_LABEL})\]:[ \t]*"
    r"(?P<footnote_text>[^\n]*(?:\n+|$)(?:(?P=footnote_lead)(?: {1,4}(?! )|\t)[^\n]*(?:\n+|$))*)"
)
_NO_TEXT = re.compile(
    r"(<(?:script|style|pre|code|textarea)\b.*?(?:</(?:script|style|pre|code|textarea)\s*>|\Z)"
    r"|<!--.*?(?:-->|\Z)|</?[A-Za-z][^<>]*>)",
    re.DOTALL | re.IGNORECASE,
)
_FORMULA = re.compile(
    r"\$\$(?P<display>[^$]+)\$\$|\\\[(?P<square>(?:[^\\]|\\[^\[\]])+)\\\]|\\\((?P<round>(?:[^\\]|\\[^()])+)\\\)"
    r"|\\begin\{(?P<name>[A-Za-z]+\*?)\}.{1,3000}?\\end\{(?P=name)\}"
    r"|(?<![\\$])\$(?P<inline>(?=[^$\n\\^_{]*[\\^_{])[^$\n]+|\s*[^\W\d_]\s*)\$",
    re.DOTALL,
)
"""In HTML, where amounts in dollars are as likely, a formula between single ``$`` has a sign of TeX or is a letter."""
_PARAGRAPH = re.compile(r"([^\W\d_]|\[(?!.*\]:))[^\r\n]*")
"""A line that no other block can begin with; most notes are one, and to look for blocks takes half of their time."""
_WORDS = r"(?! )(?:[^\W_]|[-–—.,;%()'\"’‘“”/…+=÷×−±≈?]|:(?!/)| (?=\S))+"
_LINK = rf"\[(?P<name>{_WORDS})\]\((?P<target>#[A-Za-z0-9.-]+)\)"
_CITATION = re.compile(rf"{_LINK}(?P<rest>(?: (?=\S))?{_WORDS})?|(?P<words>(?=[^\W\d_]){_WORDS})")
"""A link within the document with words after it, or words alone: nothing that Markdown or HTML takes for more."""
MATH, DISPLAY, REFERENCE = "x-math", "x-display-math", "x-note"
"""Elements of our own for formulas and references to notes. Their text is the TeX, or the reference as typed."""


@dataclass(frozen=True)
class Read:
    """A Markdown text as HTML, and what it defines: note key → Markdown."""

    html: str
    definitions: Mapping[str, str]


def read(text: str) -> Read:
    """The text as HTML; raw HTML passes through as it is, and is not yet clean."""
    if _PARAGRAPH.fullmatch(text):
        paragraph = BlockState()
        paragraph.append_token({"type": "paragraph", "text": text})
        return Read(str(_reader().render_state(paragraph)), {})
    html, state = _reader().parse(text)
    return Read(str(html), state.env.get("footnote_definitions", {}))


def citation(text: str) -> tuple[str, str, str] | None:
    """The name and address of a link within the document, and the words after it, where a text is no more than that.

    Nothing for the link of a text that is words alone. Most notes are so: to read them as Markdown, as HTML and as a
    tree took a twentieth of making a document.
    """
    found = _CITATION.fullmatch(text)
    return (
        (found["name"] or "", found["target"] or "", found["rest"] or found["words"] or "") if found else None
    )


def normal(key: str) -> str:
    """The key as notes are filed: percent signs, backslashes and capitals undone, as in Markdown."""
    return re.sub(r"\\(.)", r"\1", unquote(key)).casefold()


class _Renderer(mistune.HTMLRenderer):
    """Mistune's own HTML, except where HTML has no element for it; raw HTML passes through."""

    def __init__(self) -> None:
        super().__init__(escape=False, allow_harmful_protocols=True)

    def block_html(self, html: str) -> str:
        return f"{_with_formulas(html)}\n"

    def block_math(self, text: str) -> str:
        return f"<{DISPLAY}>{escape(text)}</{DISPLAY}>"

    def inline_math(self, text: str) -> str:
        return f"<{MATH}>{escape(text)}</{MATH}>"

    def latex_environment(self, name: str, body: str) -> str:
        return self.block_math(f"\\begin{{{name}}}{body}\\end{{{name}}}")

    def footnote_reference(self, key: str) -> str:
        return f'<{REFERENCE} data-key="{escape(normal(key))}">[^{escape(key)}]</{REFERENCE}>'


def _with_formulas(html: str) -> str:
    """Raw HTML with its formulas marked, which Jupyter shows as well; code and the inside of tags stay as they are."""
    pieces = _NO_TEXT.split(html)
    pieces[::2] = [
        _FORMULA.sub(_marked, piece) if "$" in piece or "\\" in piece else piece for piece in pieces[::2]
    ]
    return "".join(pieces)


def _marked(match: re.Match[str]) -> str:
    kind = MATH if match["inline"] or match["round"] else DISPLAY
    tex = next((one for one in match.group("inline", "round", "display", "square") if one), match[0])
    return f"<{kind}>{escape(unescape(tex))}</{kind}>"


def _parse_reference(inline: InlineParser, match: re.Match[str], state: InlineState) -> int:
    state.append_token({"type": "footnote_reference", "raw": match["footnote_key"]})
    return match.end()


def _parse_definition(block: BlockParser, match: re.Match[str], state: BlockState) -> int:
    first, _, rest = match["footnote_text"].partition("\n")
    found = state.env.setdefault("footnote_definitions", {})
    found.setdefault(normal(match["footnote_name"]), f"{first}\n{dedent(rest)}".strip())
    return match.end()


def _footnotes(md: Markdown) -> None:
    """Mistune plugin: references may be written anywhere, definitions leave the text wherever they stand."""
    md.inline.register("footnote_reference", _REFERENCE, _parse_reference, before="link")
    md.block.register("footnote_definition", _DEFINITION, _parse_definition, before="ref_link")


@cache
def _reader() -> MarkdownWithMath:
    plugins: list[Any] = [import_plugin(name) for name in MarkdownWithMath.DEFAULT_PLUGINS]
    return MarkdownWithMath(renderer=_Renderer(), plugins=[*plugins, _footnotes])
