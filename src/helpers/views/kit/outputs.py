"""The three things a notebook cell can show, in Jupyter's own terms: text, a table, a chart; and parts made of them."""

import json
from dataclasses import dataclass, field
from typing import Any

import mistune
from IPython.display import display
from markupsafe import escape

from helpers.text.markdown import FOOTNOTE

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


@dataclass(frozen=True)
class Text:
    """Markdown with footnote references, and the notes they lead to."""

    markdown: str
    notes: dict[str, str] = field(default_factory=dict)

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> Bundle:
        html = str(mistune.create_markdown(plugins=[])(self.markdown))
        data = {"text/markdown": self.markdown, "text/html": readable(html, self.notes)}
        return data, {"footnotes": self.notes}


@dataclass(frozen=True)
class Table:
    """An accessible HTML table together with its rows as a tabular data resource."""

    html: str
    resource: dict[str, Any]
    notes: dict[str, str] = field(default_factory=dict)

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> Bundle:
        data = {"text/html": self.html, "application/vnd.dataresource+json": self.resource}
        return data, {"footnotes": self.notes}

    def __str__(self) -> str:
        return json.dumps(self.resource, ensure_ascii=False)


@dataclass(frozen=True)
class Chart:
    """A drawing as SVG with the text that replaces it for those who cannot see it."""

    svg: str
    alt: str
    caption: str
    notes: dict[str, str] = field(default_factory=dict)

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> Bundle:
        metadata = {
            "image/svg+xml": {"alt": self.alt, "caption": self.caption},
            "footnotes": self.notes,
        }
        return {"image/svg+xml": self.svg, "text/plain": self.alt}, metadata


Shown = Text | Table | Chart


class Part(tuple[Shown, ...]):
    """Things shown one after the other; an empty part shows nothing."""

    def _ipython_display_(self) -> None:
        for piece in self:
            display(piece)  # type: ignore[no-untyped-call]


def part(*pieces: Shown | None) -> Part:
    """The pieces that are there."""
    return Part(piece for piece in pieces if piece is not None)
