"""What a notebook cell can show, in Jupyter's own terms: text, a table, a chart, and several of them in order."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import mistune
from IPython.display import display
from markupsafe import escape

from helpers.text.markdown import FOOTNOTE, note_of
from helpers.views.kit.citations import Letter, Note, Source, identifier, source_of
from helpers.views.kit.reads import Reads

Bundle = tuple[dict[str, Any], dict[str, Any]]
_RUN = re.compile(rf"(?:{FOOTNOTE.pattern})+")
_MARKDOWN = mistune.create_markdown(plugins=[])


def readable(html: str, notes: Mapping[str, str]) -> str:
    """HTML for plain Jupyter: each ``[^key]`` becomes a small mark that shows its note when pointed at."""

    def marks(run: re.Match[str]) -> str:
        return "".join(mark(key, notes) for key in dict.fromkeys(map(note_of, FOOTNOTE.findall(run[0]))))

    return _RUN.sub(marks, html)


def mark(reference: str, notes: Mapping[str, str]) -> str:
    """The mark of a note as HTML."""
    key = note_of(reference)
    return (
        f'<sup><a class="footnote-ref" href="#fn:{escape(reference)}" title="{escape(notes.get(key, key))}">'
        f"[{escape(key.split(':')[0])}]</a></sup>"
    )


@dataclass(frozen=True, kw_only=True)
class _Output:
    """What an output refers to: notes by key, and the facts that it cites, which are recorded when it is displayed.

    What it shows is kept out of its ``repr``, which IPython would store beside it as plain text.
    """

    notes: Mapping[str, Note] = field(default_factory=dict, repr=False)
    facts: Mapping[str, str] = field(default_factory=dict, repr=False)
    reads: Reads | None = field(default=None, repr=False, compare=False)

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> Bundle:
        if self.reads is not None:
            self.reads.shown(self.facts)
        data, metadata = self._bundle()
        behind = {
            "footnotes": {key: str(note) for key, note in self.notes.items()},
            "letters": {key: [list(letter) for letter in note.letters] for key, note in self.notes.items()},
            "facts": {identifier(fact): str(said) for fact, said in self.facts.items() if said},
        }
        derived = {key: note.derived.as_json() for key, note in self.notes.items() if note.derived}
        return data, {**metadata, **behind, **({"derived": derived} if derived else {})}

    def _bundle(self) -> Bundle:
        raise NotImplementedError


@dataclass(frozen=True)
class Text(_Output):
    """Markdown with footnote references."""

    markdown: str

    def _bundle(self) -> Bundle:
        html = str(_MARKDOWN(self.markdown))
        return {"text/markdown": self.markdown, "text/html": readable(html, self.notes)}, {}


@dataclass(frozen=True)
class KeyFigures(_Output):
    """The key figures as HTML: a ``div.key-figures`` of ``div.key-figure`` with label, value, detail and change."""

    html: str = field(repr=False)

    def _bundle(self) -> Bundle:
        return {"text/html": self.html}, {}


@dataclass(frozen=True)
class Table(_Output):
    """An accessible HTML table together with its rows as a tabular data resource.

    One that has a single row is ``markdown``: said in words, and no table.
    """

    html: str = field(repr=False)
    resource: dict[str, Any] = field(repr=False)
    markdown: str = ""

    def _bundle(self) -> Bundle:
        if self.markdown:
            return Text(self.markdown, notes=self.notes)._bundle()
        return {"text/html": self.html, "application/vnd.dataresource+json": self.resource}, {}

    def __str__(self) -> str:
        return json.dumps(self.resource, ensure_ascii=False)


@dataclass(frozen=True)
class Chart(_Output):
    """A drawing as SVG with the text that replaces it for those who cannot see it.

    It has a caption below, or a ``title`` that states the finding and a ``subtitle`` above, all in Markdown.
    """

    svg: str
    alt: str
    caption: str = ""
    title: str = ""
    subtitle: str = ""

    def _bundle(self) -> Bundle:
        words = {"caption": self.caption, "title": self.title, "subtitle": self.subtitle}
        about = {"alt": self.alt, **{name: text for name, text in words.items() if text}}
        return {"image/svg+xml": self.svg, "text/plain": self.alt}, {"image/svg+xml": about}


Shown = Text | KeyFigures | Table | Chart


def preload() -> None:
    """Compile what a text with a list needs once, in the process that sections are forked from."""
    Text("- a")._bundle()


def letters_of(outputs: Iterable[Shown | None]) -> set[Letter]:
    """The sources that outputs cite with the places in them, as letters on paper tell them apart."""
    notes = [note for one in outputs if one is not None for note in one.notes.values()]
    return {letter for note in notes for letter in note.letters}


def sources_of(outputs: Iterable[Shown | None]) -> set[Source]:
    """The sources that outputs cite."""
    return set(map(source_of, letters_of(outputs)))


class Part(tuple[Shown, ...]):
    """Outputs shown one after the other; an empty part shows nothing."""

    def _ipython_display_(self) -> None:
        for output in self:
            display(output)  # type: ignore[no-untyped-call]


def part(*outputs: Shown | None) -> Part:
    """The outputs that are there, in order."""
    return Part(output for output in outputs if output is not None)
