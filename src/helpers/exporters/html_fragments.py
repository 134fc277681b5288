"""Each cell and output of a notebook as a piece of safe HTML; numbering is left to the finished page."""

import re
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup
from nbconvert.filters import ansi2html
from nbconvert.filters.markdown_mistune import IPythonRenderer
from nbformat import NotebookNode

from helpers.exporters import html_math
from helpers.exporters.document import (
    DocumentFacts,
    MissingAlt,
    Shown,
    declared,
    facts,
    shown,
)
from helpers.exporters.html_drawings import safe_svg
from helpers.exporters.html_safe import clean, safe_address
from helpers.exporters.notes import Notes, collect
from helpers.exporters.reading import markdown
from helpers.text.phrases import Say

_OVERWRITTEN = re.compile(r"[^\n]*\r(?!\n)")
_SILENT = {"application/javascript", "application/vnd.bokehjs_load.v0+json"}


@dataclass
class Draft:
    """What the pieces of one page share while it is written."""

    facts: DocumentFacts
    notes: Notes
    strict: bool
    titled: bool
    folder: Path | None
    links: list[dict[str, str]]
    drawings: list[str] = field(default_factory=list)

    @property
    def say(self) -> Say:
        """The phrases of the page's language."""
        return self.facts.say


def draft(nb: NotebookNode, resources: dict[str, Any], language: str) -> Draft:
    """Begin a page: read the notebook's facts and number its notes."""
    folder = (resources.get("metadata") or {}).get("path")
    return Draft(
        facts=facts(nb, resources, language),
        notes=collect(nb),
        strict=declared(nb),
        titled=bool(nb.metadata.get("title")),
        folder=Path(folder) if folder is not None else None,
        links=_links(nb.metadata.get("links")),
    )


def _links(given: object) -> list[dict[str, str]]:
    """The related documents that the notebook names, as far as their addresses are safe."""
    links = [link for link in given if isinstance(link, dict)] if isinstance(given, list) else []
    return [link for link in links if link.get("href") and safe_address(str(link["href"]))]


class _Renderer(IPythonRenderer):
    """Markdown as plain HTML; formulas and references become placeholders that the page fills."""

    def heading(self, text: str, level: int, **attrs: Any) -> str:
        return f"<h{level}>{text}</h{level}>\n"

    def block_mermaidjs(self, code: str) -> str:
        return f"<pre><code>{escape(code)}</code></pre>\n"

    def footnote_reference(self, key: str) -> str:
        return f'<a class="footnote-ref" href="#fn:{escape(key)}">{escape(key)}</a>'

    def image(self, text: str, url: str, title: str | None = None) -> str:
        name = url.removeprefix("attachment:")
        if url.startswith("attachment:") and name not in self.attachments:
            return f"<em>{text or escape(name)}</em>"
        alt = f' alt="{escape(text)}"' if text else ""
        hint = f' title="{escape(title)}"' if title else ""
        return f'<img src="{escape(self._embed_image_or_attachment(url))}"{alt}{hint}>'

    def block_math(self, body: str) -> str:
        return html_math.span(body, display=True)

    def inline_math(self, body: str) -> str:
        return html_math.span(body, display=False)

    def latex_environment(self, name: str, body: str) -> str:
        return html_math.span(rf"\begin{{{name}}}{body}\end{{{name}}}", display=True)


def from_markdown(source: str, page: Draft, cell: NotebookNode) -> str:
    """Markdown as safe HTML. Raises MissingAlt for an image of a briefing without alt text."""
    renderer = _Renderer(escape=False, attachments=cell.get("attachments") or {})
    return _described(clean(markdown(renderer, page.notes).render(source), page.folder, page.say), page, cell)


def inline(source: str, page: Draft) -> str:
    """One line of Markdown, such as a caption, as safe HTML without a paragraph around it."""
    html = clean(markdown(_Renderer(escape=False), page.notes).render(source), page.folder, page.say)
    return re.sub(r"^\s*<p>(.*)</p>\s*$", r"\1", html, flags=re.DOTALL)


def from_output(output: NotebookNode, page: Draft, cell: NotebookNode) -> str:
    """A display output as safe HTML; an output that no page can show says so."""
    one = shown(output, cell)
    if one is None:
        kinds = set(output.get("data") or {}) - _SILENT
        return f'<p class="not-shown">{escape(page.say("document.not_shown"))}</p>\n' if kinds else ""
    if one.mime.startswith("image/"):
        return _figure(one, page, cell)
    if one.mime == "text/markdown":
        return from_markdown(one.data, page, cell)
    if one.mime == "text/html":
        html = _described(clean(one.data, page.folder, page.say), page, cell)
        return f'<div class="output">{html}</div>\n'
    if one.mime == "text/latex":
        return f"<p>{html_math.output_span(one.data)}</p>\n"
    return terminal(one.data, page.say("document.output"))


def _described(html: str, page: Draft, cell: NotebookNode) -> str:
    if page.strict and "<img" in html and BeautifulSoup(html, "html.parser").select_one("img:not([alt])"):
        raise MissingAlt(cell.get("id", "?"), "image in text")
    return html


def _figure(one: Shown, page: Draft, cell: NotebookNode) -> str:
    if page.strict and not one.alt:
        raise MissingAlt(cell.get("id", "?"), one.mime)
    caption = f"<figcaption>{inline(one.caption, page)}</figcaption>" if one.caption else ""
    return f'<figure class="chart">{_picture(one, page)}{caption}</figure>\n'


def _picture(one: Shown, page: Draft) -> str:
    alt = f' alt="{escape(one.alt)}"' if one.alt else ""
    if one.mime == "image/svg+xml":
        number = len(page.drawings) + 1
        drawing = safe_svg(one.data, f"d{number}-")
        if drawing is None:
            return f"<em>{escape(page.say('document.not_shown'))}</em>"
        page.drawings.append(drawing)
        return f'<span data-drawing="{number}"{alt}></span>'
    return f'<img src="data:{one.mime};base64,{"".join(one.data.split())}"{alt}>'


def terminal(text: str, label: str, kind: str = "") -> str:
    """Text of a terminal, colours kept, as a block that scrolls by keyboard too."""
    text = _OVERWRITTEN.sub("", text.replace("\r\n", "\n")).strip("\n")
    if not text.strip():
        return ""
    coloured = ansi2html(text)  # type: ignore[no-untyped-call]
    return (
        f'<div class="terminal {kind}" role="group" tabindex="0" aria-label="{escape(label)}">'
        f"<pre>{coloured}</pre></div>\n"
    )
