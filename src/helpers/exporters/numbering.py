"""What is numbered over a whole document while it is read from top to bottom: notes, captions, headings, names."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from functools import cache
from itertools import count
from operator import is_not
from typing import Any

from helpers.exporters.document import Attr, Note, NotesAt
from helpers.exporters.errors import UndefinedNote

_OWN = re.compile(r"main|contents|notes|(note|ref|d)-?\d.*|(note|ref)-[A-Z]+\d*(-\d+)*")
"""Identifiers that the document itself uses."""
_LOCATOR = re.compile(r"(\D*)(.*)", re.DOTALL)
_NUMBERED = re.compile(r"^([A-Z]+)\d+")

Letter = tuple[str, str, str, str]
"""A source that a note rests on: its group, the group's name in Markdown, which one of the group, the place in it."""


@dataclass
class Noted:
    """A note, or a lettered source, that the part of the document that is being read refers to.

    ``cell`` is where it is referred to first; the others are those of a source: its ``group``, the ``name`` of that in
    Markdown, which ``issue`` of the group it is, the places in it.
    """

    label: str
    place: str
    cell: str
    references: int = 0
    group: str = ""
    name: str = ""
    issue: str = ""
    locators: list[str] = field(default_factory=list)


@dataclass
class Numbering:
    """The counts of one document. ``definitions`` are its notes by key, in Markdown.

    With ``notes_at`` "letters" labels are letters, which stand for the sources that ``letters`` has by the key of the
    note, and begin anew on each page; with "sections" they are numbers, which begin anew in each section of level 2.
    A letter stands for a group of sources, with a number for each of them: ``C1``, ``C2``. When its page ends, one that
    is the only one of its group has no number any more; ``renamed`` has then what its marks are called instead.
    In a notebook of ours, which is ``strict``, a reference ``key@fact`` leads to the note ``key`` and stands at a fact.
    """

    words: Mapping[str, str]
    definitions: Mapping[str, str]
    notes_at: NotesAt = "end"
    letters: Mapping[str, tuple[Letter, ...]] = field(default_factory=dict)
    strict: bool = False
    part: int = 0  # the page or section
    cell: str = "?"
    heading: str = ""  # the latest one's words
    noted: dict[str, Noted] = field(default_factory=dict)  # of this part: by key, or by the name of a source
    renamed: dict[str, Noted] = field(default_factory=dict)  # by the places of marks, or their labels
    ended: list[tuple[int, dict[str, Noted]]] = field(
        default_factory=list
    )  # sections that nobody asked for yet
    run: set[str] = field(default_factory=set)  # the labels of the marks that nothing has followed yet
    places: dict[str, str] = field(default_factory=dict)  # the cell of each note's first mark
    anchors: dict[str, str] = field(default_factory=dict)
    _counted: Counter[str] = field(default_factory=Counter)
    _levels: list[int] = field(default_factory=list)
    _taken: set[str] = field(default_factory=set)

    def marks(self, reference: str, *, strict: bool) -> tuple[Note, ...]:
        """The next marks of a note: one, or a letter for each of its sources.

        No marks for a reference that nothing defines, which stays as it was typed; raises UndefinedNote when
        ``strict``.
        """
        key, fact = reference, ""
        if self.strict and reference not in self.definitions:
            key, _, fact = reference.partition("@")
        if key not in self.definitions:
            if strict:
                raise UndefinedNote(key, self.cell, list(self.definitions))
            return ()
        self.places.setdefault(key, self.cell)
        facts = (fact,) if fact else ()
        if self.notes_at != "letters":
            return (self._mark(key, self._noted(key, str(len(self.noted) + 1)), facts),)
        found: dict[str, Noted] = {}
        for group, name, issue, locator in self.letters.get(key) or ((key, self.definitions[key], "", ""),):
            source = f"{group} ({issue})" if issue else group
            one = found[source] = self._noted(source, self._letter(group))
            one.group, one.name, one.issue = group, name, issue
            if locator and locator not in one.locators:
                one.locators.append(locator)
        return tuple(self._mark(key, one, facts) for one in found.values())

    def _noted(self, name: str, label: str) -> Noted:
        """What is counted of a note or source of this part; it has this label if it is a new one."""
        place = f"{label}-{self.part}" if self.part else ""
        return self.noted.setdefault(name, Noted(label, place, self.cell))

    def _letter(self, group: str) -> str:
        """The label of a new source of a group."""
        groups = [one.group for one in self.noted.values()]
        place = list(dict.fromkeys([*groups, group])).index(group)
        return f"{letter(place)}{groups.count(group) + 1}"

    def _mark(self, key: str, one: Noted, facts: tuple[str, ...]) -> Note:
        """The next mark of a note; right after another one of the same label it is that one again."""
        if one.label not in self.run:
            one.references += 1
        if self.strict:
            self.run.add(one.label)
        return Note(key, one.label, one.references, one.place, facts=facts)

    def turn(self) -> dict[str, Noted]:
        """Begin a page or section, whose labels begin anew. Returns what the one before refers to."""
        before, self.noted = self.noted, {}
        self.part += 1
        groups = Counter(one.group for one in before.values() if one.group)
        for one in before.values():
            if groups[one.group] == 1:
                self.renamed[one.place or one.label] = one
                one.label, one.place = (_NUMBERED.sub(r"\1", name) for name in (one.label, one.place))
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
        if self.notes_at == "sections" and len(self._levels) == 1:
            self.ended.append((self.part, self.turn()))
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


def renamed(found: Any, marks: Mapping[str, Noted]) -> Any:
    """A node of a document, or a tuple of them, with its marks called as ``marks`` has it by their places.

    What holds no such mark stays the same object: a document has tens of thousands of nodes and few marks to rename.
    """
    if isinstance(found, Note):
        one = marks.get(found.place or found.label)
        return replace(found, label=one.label, place=one.place) if one else found
    if isinstance(found, tuple):
        parts = tuple([renamed(part, marks) for part in found]) if marks else found
        return parts if any(map(is_not, parts, found)) else found
    changed = {
        name: now
        for name in _parts(type(found))  # type: ignore[arg-type]  # a type is hashable
        if (now := renamed(before := getattr(found, name), marks)) is not before
    }
    return replace(found, **changed) if changed else found


@cache
def _parts(kind: type) -> tuple[str, ...]:
    """The names of the fields of a node that may hold marks; none of what is no node."""
    return tuple(one.name for one in fields(kind)) if is_dataclass(kind) and kind is not Attr else ()


def letter(number: int) -> str:
    """A, B, … Z, AA, AB …"""
    return (letter(number // 26 - 1) if number >= 26 else "") + chr(ord("A") + number % 26)


def located(locators: Iterable[str], plurals: Mapping[str, str]) -> str:
    """Places in one source, together: ``para. 10`` and ``para. 3`` become ``paras 3, 10``.

    ``plurals`` has what stands before one number and what stands before several: ``para.``, ``paras``.
    """
    numbers: dict[str, list[str]] = {}
    for locator in locators:
        kind, number = _LOCATOR.fullmatch(locator).groups()  # type: ignore[union-attr]  # it matches anything
        numbers.setdefault(kind, []).append(number)
    said = []
    for kind, found in numbers.items():
        ordered = sorted(found, key=lambda number: (int(re.match(r"\d*", number)[0] or 0), number))  # type: ignore[index]
        name = plurals.get(kind.strip(), kind.strip()) if len(found) > 1 else kind.strip()
        said.append(f"{name} {', '.join(ordered)}".strip())
    return ", ".join(said)


def slug(text: str) -> str:
    """The text as part of an address: ``Xu hướng thương mại`` becomes ``xu-huong-thuong-mai``."""
    plain = unicodedata.normalize("NFKD", text.replace("đ", "d").replace("Đ", "D"))
    return re.sub(r"[^a-z0-9]+", "-", plain.encode("ascii", "ignore").decode().lower()).strip("-")
