"""What is numbered over a whole document while it is read from top to bottom: notes, captions, headings, names."""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count

from helpers.exporters.document import Note
from helpers.exporters.errors import UndefinedNote

_OWN = re.compile(r"main|contents|notes|(note|ref|d)-?\d.*|(note|ref)-[A-Z]+(-\d+)?")
"""Identifiers that the document itself uses."""


@dataclass
class Numbering:
    """The counts of one document. ``definitions`` are its notes by key, in Markdown.

    With ``letters`` notes have letters, which begin anew on each page.
    """

    words: Mapping[str, str]
    definitions: Mapping[str, str]
    letters: bool = False
    page: int = 0
    cell: str = "?"
    heading: str = ""  # the latest one's words
    noted: dict[str, Note] = field(
        default_factory=dict
    )  # each note's latest mark, in the order of the numbers
    places: dict[str, str] = field(default_factory=dict)  # the cell of each note's first mark
    anchors: dict[str, str] = field(default_factory=dict)
    _counted: Counter[str] = field(default_factory=Counter)
    _levels: list[int] = field(default_factory=list)
    _taken: set[str] = field(default_factory=set)

    def note(self, key: str, *, strict: bool) -> Note | None:
        """The next mark of a note; None for a key that nothing defines, which stays as it was typed.

        Raises UndefinedNote when ``strict``.
        """
        if key not in self.definitions:
            if strict:
                raise UndefinedNote(key, self.cell, list(self.definitions))
            return None
        before = self.noted.get(key)
        if before is None:
            label = letter(len(self.noted)) if self.letters else str(len(self.noted) + 1)
            place = f"{label}-{self.page}" if self.letters and self.page else ""
            before = Note(key, label, 0, place)
            self.places[key] = self.cell
        self.noted[key] = Note(key, before.label, before.nth + 1, before.place)
        return self.noted[key]

    def turn_page(self) -> dict[str, Note]:
        """Begin a page: its letters begin with A again. Returns the notes of the page before."""
        before, self.noted = self.noted, {}
        self.page += 1
        return before

    def label(self, kind: str) -> str:
        """The next caption label, "Table 3", of a ``figure`` or ``table``."""
        self._counted[kind] += 1
        return self.words[kind].format(number=self._counted[kind])

    def undescribed(self) -> str:
        """The alternative text of a picture that nobody described: its number and the heading above it."""
        self._counted["picture"] += 1
        number = self._counted["picture"]
        if not self.heading:
            return self.words["figure"].format(number=number)
        return self.words["undescribed"].format(number=number, heading=self.heading)

    def table_name(self, caption: str) -> str:
        """What a screen reader calls a table: its caption, else the heading above it; numbered when taken."""
        name = caption or (
            self.words["unnamed_table"].format(heading=self.heading)
            if self.heading
            else self.words["lone_table"]
        )
        self._counted[f"name {name}"] += 1
        times = self._counted[f"name {name}"]
        return name if times == 1 else f"{name} ({times})"

    def level(self, level: int) -> int:
        """The level at which a heading stands: below the title, and skipping none: 1, 3, 2 become 2, 3, 3."""
        while self._levels and self._levels[-1] >= level:
            self._levels.pop()
        self._levels.append(level)
        return min(len(self._levels) + 1, 6)

    def identifier(self, name: str) -> str:
        """The name as an identifier of the document; "" when it is the document's own or taken already."""
        name = name.strip()
        if not name or name in self._taken or _OWN.fullmatch(name) or len(name.split()) > 1:
            return ""
        return self._take(name)

    def _take(self, name: str) -> str:
        self._taken.add(name)
        self.anchors[name] = name
        return name

    def heading_identifier(self, text: str, own: str) -> str:
        """The identifier of a heading: its own, else from its words; links of Jupyter (#My-Data) lead there too."""
        if found := self.identifier(own):
            return found
        stem = slug(text) or "section"
        stem = f"section-{stem}" if _OWN.fullmatch(stem) else stem
        free = self._take(
            next(one for n in count(1) if (one := stem if n == 1 else f"{stem}-{n}") not in self._taken)
        )
        self.anchors.setdefault(text.replace(" ", "-"), free)
        return free


def letter(number: int) -> str:
    """A, B, … Z, AA, AB …"""
    return (letter(number // 26 - 1) if number >= 26 else "") + chr(ord("A") + number % 26)


def slug(text: str) -> str:
    """The text as part of an address: ``Xu hướng thương mại`` becomes ``xu-huong-thuong-mai``."""
    plain = unicodedata.normalize("NFKD", text.replace("đ", "d").replace("Đ", "D"))
    return re.sub(r"[^a-z0-9]+", "-", plain.encode("ascii", "ignore").decode().lower()).strip("-")
