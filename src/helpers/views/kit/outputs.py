"""What a notebook cell can show, in Jupyter's own terms: text, a table, a chart, and several of them in order."""

import json
from dataclasses import dataclass, field
from typing import Any

import mistune
from IPython.display import display
from markupsafe import escape

from helpers.text.markdown import FOOTNOTE
from helpers.views.kit.reads import Reads

Bundle = tuple[dict[str, Any], dict[str, Any]]


def readable(html: str, notes: dict[str, str]) -> str:
    """HTML for plain Jupyter: each ``[^key]`` becomes a small mark that shows its note when pointed at."""
    return FOOTNOTE.sub(lambda match: mark(match[1], notes), html)


def mark(key: str, notes: dict[str, str]) -> str:
    """The mark of a note as HTML."""
    return (
        f'<sup><a class="footnote-ref" href="#fn:{escape(key)}" title="{escape(notes.get(key, key))}">'
        f"[{escape(key.split(':')[0])}]</a></sup>"
    )


@dataclass(frozen=True, kw_only=True)
class _Output:
    """Notes by key for the references in an output, and the facts that it cites, recorded when it is displayed."""

    notes: dict[str, str] = field(default_factory=dict)
    facts: frozenset[str] = frozenset()
    reads: Reads | None = field(default=None, repr=False, compare=False)

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> Bundle:
        if self.reads is not None:
            self.reads.shown(self.facts)
        data, metadata = self._bundle()
        return data, {**metadata, "footnotes": self.notes}

    def _bundle(self) -> Bundle:
        raise NotImplementedError


@dataclass(frozen=True)
class Text(_Output):
    """Markdown with footnote references."""

    markdown: str

    def _bundle(self) -> Bundle:
        html = str(mistune.create_markdown(plugins=[])(self.markdown))
        return {"text/markdown": self.markdown, "text/html": readable(html, self.notes)}, {}


@dataclass(frozen=True)
class KeyFigures(_Output):
    """The key figures as HTML: a ``div.key-figures`` of ``div.key-figure`` with label, value, detail and change."""

    html: str

    def _bundle(self) -> Bundle:
        return {"text/html": self.html}, {}


@dataclass(frozen=True)
class Table(_Output):
    """An accessible HTML table together with its rows as a tabular data resource."""

    html: str
    resource: dict[str, Any]

    def _bundle(self) -> Bundle:
        return {"text/html": self.html, "application/vnd.dataresource+json": self.resource}, {}

    def __str__(self) -> str:
        return json.dumps(self.resource, ensure_ascii=False)


@dataclass(frozen=True)
class Chart(_Output):
    """A drawing as SVG with the text that replaces it for those who cannot see it, and a caption in Markdown."""

    svg: str
    alt: str
    caption: str

    def _bundle(self) -> Bundle:
        metadata = {"image/svg+xml": {"alt": self.alt, "caption": self.caption}}
        return {"image/svg+xml": self.svg, "text/plain": self.alt}, metadata


Shown = Text | KeyFigures | Table | Chart


class Part(tuple[Shown, ...]):
    """Outputs shown one after the other; an empty part shows nothing."""

    def _ipython_display_(self) -> None:
        for output in self:
            display(output)  # type: ignore[no-untyped-call]


def part(*outputs: Shown | None) -> Part:
    """The outputs that are there, in order."""
    return Part(output for output in outputs if output is not None)
