"""Markdown as the HTML that becomes Typst, with maths and footnote references as marked elements."""

from html import escape
from typing import Any
from urllib.parse import quote

import mistune

from helpers.exporters.notes import Notes
from helpers.exporters.reading import markdown


class _Renderer(mistune.HTMLRenderer):
    """Mistune's own HTML, except where HTML has no element for it; raw HTML passes through."""

    def __init__(self) -> None:
        super().__init__(escape=False, allow_harmful_protocols=True)

    def block_math(self, text: str) -> str:
        return f'<div class="math">{escape(text)}</div>'

    def inline_math(self, text: str) -> str:
        return f'<span class="math">{escape(text)}</span>'

    def latex_environment(self, name: str, body: str) -> str:
        return self.block_math(f"\\begin{{{name}}}{body}\\end{{{name}}}")

    def footnote_reference(self, key: str) -> str:
        return f'<a class="footnote-ref" href="#fn:{quote(key)}"></a>'

    def heading(self, text: str, level: int, **attrs: Any) -> str:
        plain = mistune.util.striptags(text).strip().replace(" ", "-")
        return f'<h{level} id="{plain}">{text}</h{level}>\n'


def as_html(text: str, notes: Notes) -> str:
    """The text as HTML; references to notes become ``a.footnote-ref``, others stay as they were typed."""
    return str(markdown(_Renderer(), notes)(text))
