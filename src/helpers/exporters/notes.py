"""Footnotes over a whole notebook: what they say, their numbers, and who refers to them."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from nbformat import NotebookNode

from helpers.errors import BriefingError, nearest
from helpers.exporters.document import declared, shown_outputs
from helpers.exporters.reading import definitions_in, normal, references

_SOURCE_LINK = re.compile(r"\]\(<?#(source-[^)>\s]+)")


class UndefinedNote(BriefingError):
    """An output refers to a footnote that nothing defines."""

    def __init__(self, key: str, cell: str, known: Collection[str]) -> None:
        self.key, self.cell, self.known = key, cell, tuple(known)
        super().__init__(key, cell, self.known)

    def __str__(self) -> str:
        hint = nearest(self.key, self.known) if self.known else "the notebook defines no footnotes"
        return f"cell {self.cell}: footnote [^{self.key}] has no definition; {hint}"


@dataclass(frozen=True)
class Note:
    """One footnote: its number in the document, what it says (Markdown), how often it is referred to."""

    number: int
    key: str
    definition: str
    references: int


class Notes(Mapping[str, Note]):
    """The document's footnotes by key, in the order of their numbers; keys ignore case, as in Markdown."""

    def __init__(self, definitions: Mapping[str, str], counts: Mapping[str, int]) -> None:
        self._notes = {
            key: Note(number, key, definitions[key], count)
            for number, (key, count) in enumerate(counts.items(), start=1)
        }

    def __getitem__(self, key: str) -> Note:
        return self._notes[normal(key)]

    def __iter__(self) -> Iterator[str]:
        return iter(self._notes)

    def __len__(self) -> int:
        return len(self._notes)

    @cached_property
    def numbers(self) -> frozenset[int]:
        """The numbers of all notes."""
        return frozenset(note.number for note in self._notes.values())

    def cited_by(self, source: str) -> tuple[int, ...]:
        """The numbers of the notes whose definition links to the source, e.g. ``source-nhan-dan-2024``."""
        return self._cited.get(source, ())

    @cached_property
    def _cited(self) -> dict[str, tuple[int, ...]]:
        found: dict[str, tuple[int, ...]] = {}
        for note in self._notes.values():
            for source in dict.fromkeys(_SOURCE_LINK.findall(note.definition)):
                found[source] = (*found.get(source, ()), note.number)
        return found


def collect(nb: NotebookNode) -> Notes:
    """The notes of the whole notebook, numbered by first reference in text, table cells and captions.

    A note that only other notes refer to comes after those. Raises UndefinedNote when an output of a briefing
    refers to a note that is nowhere defined; elsewhere such a reference stays literal text, as in Markdown.
    """
    known = definitions(nb)
    counts: Counter[str] = Counter()
    for cell in nb.cells:
        if cell.cell_type == "markdown":
            counts.update(key for key in references(cell.source) if key in known)
        for shown in shown_outputs(cell):
            found = references(shown.data, shown.mime) + references(shown.caption)
            missing = [key for key in found if key not in known]
            if missing and (shown.strict or declared(nb)):
                raise UndefinedNote(missing[0], cell.get("id", "?"), list(known))
            counts.update(key for key in found if key in known)
    for key in (waiting := list(counts)):
        nested = [inner for inner in references(known[key]) if inner in known]
        waiting.extend(dict.fromkeys(inner for inner in nested if inner not in counts))
        counts.update(nested)
    return Notes(known, counts)


def definitions(nb: NotebookNode) -> dict[str, str]:
    """What each key says: from ``[^key]: …`` in any text and from ``output.metadata["footnotes"]``."""
    found: dict[str, str] = {}
    for cell in nb.cells:
        if cell.cell_type == "markdown":
            found = definitions_in(cell.source) | found
        for shown in shown_outputs(cell):
            found = {normal(key): str(text) for key, text in shown.footnotes.items()} | found
            if shown.mime == "text/markdown":
                found = definitions_in(shown.data) | found
    return found
