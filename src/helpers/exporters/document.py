"""What both exporters read from a notebook in the same way: document facts, tags, outputs, heading levels."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from nbformat import NotebookNode
from traitlets.config import Config

from helpers.errors import BriefingError, UnknownLanguage
from helpers.exporters.reading import headings
from helpers.text.phrases import Say, phrases

PRIORITY = (
    "text/markdown",
    "text/latex",
    "image/svg+xml",
    "image/png",
    "image/jpeg",
    "image/gif",
    "image/webp",
    "text/html",
    "text/plain",
)
DROPPED_CELLS = {
    "parameters",
    "injected-parameters",
    "setup",
    "check",
    "note",
    "remove-cell",
}
DROPPED_INPUT = {"text", "figure", "table", "remove-input", "hide-input"}
DROPPED_OUTPUTS = {"remove-output"}

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_UNSEEN = re.compile(r"<(script|style)\b.*?</\1\s*>|<!--.*?-->", re.DOTALL | re.IGNORECASE)
_SEEN = re.compile(r"<(img|svg|table|video|audio|iframe|hr)\b|>[^<]*[^<\s]|^[^<]*[^<\s]", re.IGNORECASE)


class MissingAlt(BriefingError):
    """A figure of a briefing that nobody described."""

    def __init__(self, cell: str, mime: str) -> None:
        self.cell, self.mime = cell, mime
        super().__init__(cell, mime)

    def __str__(self) -> str:
        return (
            f"cell {self.cell}: the figure ({self.mime}) has no alt text; "
            f'give display metadata {{"{self.mime}": {{"alt": "what the figure shows"}}}}'
        )


@dataclass(frozen=True)
class DocumentFacts:
    """What stands on the cover of a document, whatever its format."""

    title: str
    subtitle: str
    authors: tuple[str, ...]
    lang: str
    date: str
    description: str
    running_header: str

    @property
    def say(self) -> Say:
        """The phrases of the document's language; English for a language that the phrases do not speak."""
        try:
            return phrases(self.lang.split("-")[0].lower())
        except UnknownLanguage:
            return phrases("en")


def facts(nb: NotebookNode, resources: Mapping[str, Any] | None, default_language: str) -> DocumentFacts:
    """The document's facts: from the notebook's metadata, else from its first heading and its file name."""
    given = nb.metadata
    name = ((resources or {}).get("metadata") or {}).get("name", "")
    title = str(given.get("title") or opening_title(nb) or name or "Notebook")
    lang = str(given.get("lang") or "")
    return DocumentFacts(
        title=title,
        subtitle=str(given.get("subtitle") or ""),
        authors=_authors(given.get("authors")),
        lang=lang if _LANGUAGE.fullmatch(lang) else default_language,
        date=str(given.get("date") or ""),
        description=str(given.get("description") or ""),
        running_header=str(given.get("running_header") or title),
    )


def _authors(given: object) -> tuple[str, ...]:
    listed = given if isinstance(given, list) else [given]
    names = (author.get("name") if isinstance(author, Mapping) else author for author in listed)
    return tuple(str(name) for name in names if name)


def opening_title(nb: NotebookNode) -> str | None:
    """The text of the notebook's first heading when that is an H1, else None.

    Exporters leave this heading out of the body when it says the same as the document's title.
    """
    first = next((heading for source in texts(nb) for heading in headings(source)), None)
    return first[1] if first and first[0] == 1 and first[1] else None


def texts(nb: NotebookNode) -> Iterator[str]:
    """Every Markdown text of the notebook in document order: cells and outputs."""
    for cell in nb.cells:
        if cell.cell_type == "markdown":
            yield cell.source
        for shown in shown_outputs(cell):
            if shown.mime == "text/markdown":
                yield shown.data


def tag_rules() -> Config:
    """The nbconvert configuration of what each cell tag drops, and of which representation is shown."""
    return Config(
        {
            "TagRemovePreprocessor": {
                "enabled": True,
                "remove_cell_tags": DROPPED_CELLS,
                "remove_input_tags": DROPPED_INPUT,
                "remove_all_outputs_tags": DROPPED_OUTPUTS,
            },
            "NbConvertBase": {"display_data_priority": list(PRIORITY)},
        }
    )


def declared(nb: NotebookNode) -> bool:
    """Whether the notebook declares itself a briefing (``metadata.briefing``), which makes exporters strict."""
    return bool(nb.metadata.get("briefing"))


@dataclass(frozen=True)
class Shown:
    """The one representation of an output that is shown, with what replaces or explains it."""

    mime: str
    data: str
    alt: str
    caption: str
    footnotes: Mapping[str, str]
    strict: bool


def shown(output: NotebookNode, cell: NotebookNode) -> Shown | None:
    """The representation of a display output to show; None for streams, errors and what cannot be shown."""
    data, metadata = output.get("data") or {}, output.get("metadata") or {}
    for mime in PRIORITY:
        if mime in data and _readable(mime, text := _text(data[mime]), data):
            own = _mapping(metadata.get(mime))
            return Shown(
                mime=mime,
                data=text,
                alt=str(own.get("alt") or cell.metadata.get("alt") or ""),
                caption=str(own.get("caption") or ""),
                footnotes=_mapping(metadata.get("footnotes")),
                strict="footnotes" in metadata,
            )
    return None


def shown_outputs(cell: NotebookNode) -> Iterator[Shown]:
    """The shown representation of each of the cell's outputs that has one."""
    for output in cell.get("outputs") or ():
        if (one := shown(output, cell)) is not None:
            yield one


def _text(data: object) -> str:
    return "".join(map(str, data)) if isinstance(data, list) else str(data)


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _readable(mime: str, text: str, data: Mapping[str, object]) -> bool:
    """Whether a reader gets something from it: not a LaTeX twin of a table, not HTML made of scripts alone."""
    if mime == "text/latex":
        return not ("\\begin{tabular" in text or "\\begin{longtable" in text) or "text/html" not in data
    if mime == "text/html":
        return bool(_SEEN.search(_UNSEEN.sub("", text)))
    return True


def heading_levels(levels: Iterable[int]) -> list[int]:
    """The levels below the document's H1 that keep the outline and never skip: 1, 3, 2 become 2, 3, 3."""
    open_levels: list[int] = []
    result = []
    for level in levels:
        while open_levels and open_levels[-1] >= level:
            open_levels.pop()
        open_levels.append(level)
        result.append(min(len(open_levels) + 1, 6))
    return result
