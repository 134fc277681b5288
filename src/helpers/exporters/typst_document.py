"""A whole notebook as one Typst source, and which cell each of its lines comes from."""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from helpers.exporters.document import DocumentFacts, declared, heading_levels
from helpers.exporters.notes import collect
from helpers.exporters.typst_company import kept_together
from helpers.exporters.typst_compiler import EPOCH
from helpers.exporters.typst_draft import Draft, targets
from helpers.exporters.typst_images import Pictures
from helpers.exporters.typst_outputs import cell_blocks, phrase
from helpers.exporters.typst_text import (
    array,
    clean,
    escape,
    string,
)
from helpers.text.dates import in_text
from helpers.text.phrases import LANGUAGES

TEMPLATE = "briefing.typ"
BOTTOM = "#let page-bottom = 22mm"


@dataclass(frozen=True)
class Source:
    """A Typst source with its files, its time stamp, and the first line of each cell."""

    text: str
    files: Mapping[str, bytes]
    when: int
    starts: tuple[tuple[int, str], ...]

    def nudged(self, millimetres: float) -> "Source":
        """The same with a slightly higher bottom margin, so that pages break elsewhere."""
        return replace(
            self, text=self.text.replace(BOTTOM, f"#let page-bottom = {22 + millimetres:.1f}mm", 1)
        )

    def without(self, characters: str, substitute: str = "\ufffd") -> "Source":
        """The same with a substitute for these characters, in text and drawings."""
        table = {ord(one): substitute for one in characters}
        drawings = {
            name: data.decode("utf-8", "replace").translate(table).encode() if name.endswith(".svg") else data
            for name, data in self.files.items()
        }
        return replace(self, text=self.text.translate(table), files=drawings)

    def cell_at(self, line: int) -> str:
        """The cell or note that a line comes from, e.g. ``cell trade-chart``; "" for the preamble."""
        index = bisect_right(self.starts, (line, "\uffff")) - 1
        return self.starts[index][1] if index >= 0 else ""


def write(
    nb: NotebookNode, facts: DocumentFacts, folder: Path | None = None, show_code: bool = True
) -> Source:
    """The Typst source of a notebook. Raises MissingAlt or UndefinedNote for a briefing that lacks them."""
    notes = collect(nb)
    facts = replace(facts, title=clean(facts.title).strip() or "Notebook")
    draft = Draft(
        notes=notes,
        say=facts.say,
        strict=declared(nb),
        pictures=Pictures(folder),
        targets=targets(nb, [note.definition for note in notes.values()]),
        title=facts.title,
    )
    language = str(nb.metadata.get("language_info", {}).get("name") or "")
    blocks = []
    for cell in nb.cells:
        visible = show_code and not (cell.metadata.get("transient") or {}).get("remove_source")
        blocks += [
            (f"cell {cell.get('id', '?')}", block) for block in cell_blocks(cell, draft, language, visible)
        ]
    return _assembled(nb, facts, draft, kept_together(blocks))


def _assembled(nb: NotebookNode, facts: DocumentFacts, draft: Draft, body: list[tuple[str, str]]) -> Source:
    lines = ["// Made by an exporter; the notebook is the place to change anything."]
    starts = []

    def add(text: str, place: str = "") -> None:
        if place:
            starts.append((len(lines) + 1, place))
        lines.extend(text.split("\n"))

    texts = _note_texts(draft)
    add(f'#import "{TEMPLATE}": *')
    add(_metadata(nb, facts))
    levels = array([str(level) for level in heading_levels(draft.levels)])
    add(f"#let section = section-at.with({levels})")
    add(f"#let together = together-in.with({levels})")
    add(f"#let goto = goto-in.with({array([string(name) for name in sorted(draft.anchors)])})")
    for key, text in reversed(
        texts.items()
    ):  # a note that only notes refer to has a higher number than these
        add(f"#let note-text-{draft.notes[key].number} = [{text}]", f"note {key}")
    add(BOTTOM, "the document")
    add(_opening(facts))
    for place, text in body:
        add(f"\n{text}", place)
    template = files(__package__).joinpath("templates", TEMPLATE).read_bytes()
    return Source(
        "\n".join(lines), {TEMPLATE: template, **draft.pictures.files}, _stamp(facts.date), tuple(starts)
    )


def _note_texts(draft: Draft) -> dict[str, str]:
    """What each note says, by key, in the order of their numbers."""
    draft.inside = "note"
    texts = {key: phrase(note.definition, draft) for key, note in draft.notes.items()}
    draft.inside = ""
    return texts


def _metadata(nb: NotebookNode, facts: DocumentFacts) -> str:
    words = nb.metadata.get("keywords") or ()
    words = [words] if isinstance(words, str) else [str(word) for word in words]
    when = _date(facts.date)
    stamp = f"datetime(year: {when.year}, month: {when.month}, day: {when.day})" if when else "auto"
    return (
        f"#set document(title: {string(facts.title)}, author: {array([string(one) for one in facts.authors])}, "
        f"description: {string(facts.description) if facts.description else 'none'}, "
        f"keywords: {array([string(word) for word in words])}, date: {stamp})"
    )


def _opening(facts: DocumentFacts) -> str:
    """The call that sets up the page and the title block."""
    language, _, rest = facts.lang.partition("-")
    region = next((part.upper() for part in rest.split("-") if len(part) == 2 and part.isalpha()), "")
    page_of = escape(facts.say("document.page_of", page="\ue000", pages="\ue001"))
    page_of = page_of.replace("\ue000", "#n").replace("\ue001", "#m")
    options = {
        "title": f"[{escape(facts.title)}]",
        "subtitle": string(facts.subtitle),
        "byline": string(_byline(facts)),
        "running-header": string(facts.running_header),
        "page-of": f"(n, m) => [{page_of}]",
        "lang": string(language.lower()),
        "region": string(region) if region else "none",
        "page-bottom": "page-bottom",
    }
    return f"#show: document-of.with({', '.join(f'{name}: {value}' for name, value in options.items())})"


def _byline(facts: DocumentFacts) -> str:
    language = facts.lang.split("-")[0].lower()
    try:
        when = in_text(facts.date, language if language in LANGUAGES else "en") if facts.date else ""
    except ValueError:
        when = facts.date
    edition = facts.say("document.edition", date=when) if when else ""
    return " · ".join(part for part in (edition, *facts.authors) if part)


def _date(text: str) -> date | None:
    """The day that an ISO date of any precision begins with; None when it is no date."""
    parts = [*text[:10].split("-"), "01", "01"]
    try:
        return date(int(parts[0]), int(parts[1]), int(parts[2]))
    except ValueError:
        return None


def _stamp(text: str) -> int:
    when = _date(text)
    return int(datetime(when.year, when.month, when.day, tzinfo=UTC).timestamp()) if when else EPOCH


def metadata_folder(resources: Mapping[str, Any]) -> Path | None:
    """The folder beside which a notebook's relative addresses start."""
    path = (resources.get("metadata") or {}).get("path")
    return Path(path) if path is not None else None
