"""Citing: views cite facts, and what they show carries the notes that these citations lead to.

A citation stands in ``Marked`` text as ``[^table/key]`` and names one fact (or a derivation, or a place in a source).
When text, a table or a chart is made, `Citations.resolve` turns each citation into references to notes,
``[^source:locator@fact]``: facts from the same place share the note ``source:locator``, and each reference knows the
fact that it stands at, by the identifier that this fact has in the annex. It also says which facts were cited, so that
the record of a section (`kit.reads`) holds the facts that it showed, not those that it looked at.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from copy import copy
from dataclasses import dataclass
from datetime import date
from typing import Any

from helpers.data.arithmetic import Figure
from helpers.data.dates import last_day
from helpers.data.editions import PARTS
from helpers.data.tables import Dataset
from helpers.text import citations, dates
from helpers.text.markdown import AT, FOOTNOTE, Marked, escape
from helpers.text.phrases import LANGUAGES
from helpers.views.kit.words import Words

Record = Mapping[str, Any]
Letter = tuple[str, str, str, str]
"""A source of a note as a letter on paper has it: its group, the group's short name in Markdown, which one of the group
it is or nothing, the place in it or nothing.

The group is the same in all languages: the source's id or, of what is published again and again, its name in the first.
"""

Source = tuple[str, str]
"""A source as letters tell it apart: its group, and which one of the group it is."""


def source_of(letter: Letter) -> Source:
    """The source of a letter, without the place in it."""
    group, _, issue, _ = letter
    return group, issue


def identifier(fact: str) -> str:
    """The identifier that a fact (``table/key``) has in the annex."""
    table, _, key = fact.partition("/")
    return citations.identifier(table, key)


_OF_A_SERIES = re.compile(r"(.+) \((?:năm )?([^()]+)\)")
"""The short name of what a paper or body publishes again and again: its name, and in brackets which one."""

_RUN = re.compile(rf"(?:{FOOTNOTE.pattern})+")


def publication(short: str) -> str:
    """What a source's short name says it was published in, without which issue: all issues share a letter."""
    found = _OF_A_SERIES.fullmatch(short)
    return found[1] if found else short


@dataclass(frozen=True)
class Derived:
    """A figure that was worked out, as data: what it is of, in words, of when, the figure with its parents.

    ``kind`` says how: ``change``, ``sum``, ``share``, ``usd``, ``before``, ``rest``, ``growth`` or ``head``.
    """

    kind: str
    about: str
    when: str
    figure: Figure
    formula: str

    def as_json(self) -> dict[str, object]:
        """It as metadata of an output."""
        figure = {"value": format(self.figure.value, "f"), "unit": self.figure.unit_id}
        figure["qualifier"] = self.figure.qualifier
        own = {"kind": self.kind, "about": self.about, "when": self.when, "formula": self.formula}
        return {**own, **figure, "facts": list(self.figure.parents)}


class Note(str):
    """What a note says, in Markdown; ``letters`` are the sources that it rests on, as letters on paper have them.

    The note of a figure that was worked out has that as data too, ``derived``.
    """

    letters: tuple[Letter, ...]
    derived: Derived | None

    def __new__(cls, text: str, letters: Iterable[Letter] = (), derived: Derived | None = None) -> "Note":
        """The text, which rests on these sources."""
        made = super().__new__(cls, text)
        made.letters, made.derived = tuple(letters), derived
        return made


@dataclass(frozen=True)
class Cited:
    """What texts refer to: the notes by key, in order of first reference, and the facts (``table/key``) they cite.

    Each fact is there with what it says, or nothing where that is not to be said in a line.
    """

    notes: dict[str, Note]
    facts: dict[str, str]


@dataclass(frozen=True)
class _Citation:
    """What one citation leads to: keys of notes, and the facts (``table/key``) that it stands for."""

    keys: tuple[str, ...]
    facts: tuple[str, ...] = ()

    @property
    def references(self) -> Iterator[str]:
        """The references to its notes, to the first of them once for each fact."""
        if not self.facts:
            yield from self.keys
            return
        first, *others = map(identifier, self.facts)
        yield from (f"{key}{AT}{first}" for key in self.keys)
        yield from (f"{self.keys[0]}{AT}{other}" for other in others)


class Citations:
    """The citations of one section in one language."""

    def __init__(self, dataset: Dataset, words: Words) -> None:
        self._dataset, self._words = dataset, words
        self._citations: dict[str, _Citation] = {}
        self._notes: dict[str, Note] = {}
        self._figures: dict[str, Record] = {}  # observations, as ``observations/key``
        self._lines: dict[str, str] = {}  # what is said of these
        self._first: dict[tuple[str, str, str], str] = {}
        self._lengths: dict[str, int] = {}  # of the names of groups of sources
        self._issue_lengths: dict[Source, int] = {}  # of what is said of the sources of a group
        self._further = True
        self._preferred: frozenset[Source] = frozenset()

    def main_sources(self, preferred: Iterable[Source] = ()) -> "Citations":
        """These citations, but each fact leads to a single source; the annex has the further ones.

        For a page that has room for sixteen groups of sources: to the first of the fact's sources that is among the
        ``preferred``, which the page cites already, else to one of a group of these, else to its main one.
        """
        alone = copy(self)  # shares what was cited, so that texts of both can be shown
        alone._further, alone._preferred = False, frozenset(preferred)
        return alone

    def letters(self, *texts: str) -> set[Letter]:
        """The sources that ``Marked`` texts cite with the places in them, as letters on paper tell them apart."""
        return {letter for note in self.resolve(*texts).notes.values() for letter in note.letters}

    def name_letters(self, group: str) -> int:
        """How long the name of a cited source is at the foot of a page, in the language in which it is longer."""
        return self._lengths[group]

    def issue_letters(self, source: Source) -> int:
        """How long it is to say which one of its group a cited source is, in the language in which it is longer."""
        return self._issue_lengths[source]

    def part(self, table: str, row: Record, source: str) -> Marked:
        """Cite what a fact says by another source: its ``outcome_source_id`` or ``due_source_id``; else the fact."""
        if not row[source]:
            return self.fact(table, row)
        locator = next(field for field in PARTS[table][source] if field.endswith("locator"))
        key = str(row[self._dataset.package.table(table).key[0]])
        note = self._source(row[source], row[locator])
        return self._cite(f"{table}/{key}:{source}", _Citation((note,), (f"{table}/{key}",)))

    def fact(self, table: str, row: Record, stands_for: Iterable[Record] = ()) -> Marked:
        """Cite a fact: references to each of its sources; its remark stands in the note of the first.

        ``stands_for`` are rows of the table that this one represents and that are not shown themselves: earlier
        figures of something that is shown only at its latest, a project's earlier states.
        """
        key = self._dataset.package.table(table).key[0]
        name = f"{table}/{row[key]}"
        remark = self._remark(table, row)
        others = self._dataset.by("further_sources", "table", "key").get((table, str(row[key])), ())
        first = row if self._further else self._of_preferred(row, *self._as_new(table, row, others))
        keys = [self._source(first["source_id"], first["locator"], remark, str(row[key]))]
        for further in others if self._further else ():
            keys.append(self._source(further["source_id"], further["locator"]))
        for source, fields in PARTS.get(table, {}).items() if self._further else ():
            locator = next(field for field in fields if field.endswith("locator"))
            if row[source]:
                keys.append(self._source(row[source], row[locator]))
        rows = {f"{table}/{one[key]}": one for one in (row, *stands_for)}
        if table == "observations":
            self._figures |= rows
        before = (
            self._citations[name].facts if name in self._citations else ()
        )  # perhaps cited for other rows
        name = name if self._further else f"{name}:{first['source_id']}"
        return self._cite(name, _Citation(tuple(keys), tuple(dict.fromkeys((*before, *rows)))))

    def _as_new(self, table: str, row: Record, others: Iterable[Record]) -> Iterator[Record]:
        """Of the further places that state a fact those that may stand for it alone.

        Each source of a figure has the figure; what an older one than its own says of anything else was so before.
        """
        for one in others:
            if table == "observations" or self._published(one) >= self._published(row):
                yield one

    def _published(self, place: Record) -> date:
        day = str(self._dataset.row("sources", place["source_id"])["published"])
        return last_day(day) if day else date.min

    def _of_preferred(self, *stated: Record) -> Record:
        """The first of the places that state a fact whose source is preferred, or its group is, else the first."""
        groups = {group for group, _ in self._preferred}
        sources = [source_of(self._letters(one["source_id"], "")[0]) for one in stated]
        ranks = [(source not in self._preferred, source[0] not in groups) for source in sources]
        return stated[ranks.index(min(ranks))]

    def alternative(self, row: Record, figure: str, gap: str) -> Marked:
        """Cite an observation that another source has for what is shown, with its figure and how far it is from that.

        ``gap`` is empty where the numbers are the same and only their qualifiers differ.
        """
        name = str(row["observation_id"])
        note = self._note(row["source_id"], row["locator"], self._words.local(row, "note"))
        key = citations.key(row["source_id"], row["locator"], name)
        say = self._words.say
        said = (
            say("citation.alternative", figure=figure, gap=gap, note=note)
            if gap
            else say("citation.alternative_same", figure=figure, note=note)
        )
        self._notes[key] = Note(said, self._letters(row["source_id"], row["locator"]))
        self._figures[f"observations/{name}"] = row
        return self._cite(f"observations/{name}:alternative", _Citation((key,), (f"observations/{name}",)))

    def place(self, row: Record) -> Marked:
        """Cite the place in its source of a row that is no fact, such as an exchange rate."""
        key = self._source(row["source_id"], row["locator"])
        return self._cite(f"place:{key}", _Citation((key,)))

    def derivation(
        self, name: str, formula: Marked, parents: Iterable[str] = (), derived: Derived | None = None
    ) -> Marked:
        """Cite the way in which a figure was computed; ``parents`` are the observations that it was computed from.

        In the annex ``derived`` is the figure itself, for its workbook. Where sources have letters, the figure has
        those of its parents; the annex, which has none, may leave them out.
        A briefing joins sections that compute the same figure in words of their own: the key of a note is therefore
        made of all that the note says. Raises UnknownRow.
        """
        rows = [self._dataset.row("observations", parent) for parent in parents]
        letters = [one for row in rows for one in self._letters(row["source_id"], row["locator"])]
        note = Note(self._words.say("citation.derived", formula=formula), dict.fromkeys(letters), derived)
        said = hashlib.sha256(repr((str(note), note.letters)).encode()).hexdigest()
        key = f"derived:{name}:{said[:8]}"
        self._notes[key] = note
        return self._cite(key, _Citation((key,)))

    def same_notes(self, cites: Iterable[Marked]) -> bool:
        """Whether citations all lead to the same notes."""
        return len({tuple(self.resolve(cite).notes) for cite in cites}) == 1

    def resolve(self, *texts: str) -> Cited:
        """The notes and facts that ``Marked`` texts cite; other texts cite nothing."""
        runs = [
            [self._citations[name] for name in FOOTNOTE.findall(run[0])]
            for text in texts
            if isinstance(text, Marked)
            for run in _RUN.finditer(text)
        ]
        found = [citation for run in runs for citation in run]
        notes = {key: self._notes[key] for citation in found for key in citation.keys}
        return Cited(notes, {fact: self._said(fact) for citation in found for fact in citation.facts})

    def _said(self, fact: str) -> str:
        if fact not in self._figures:
            return ""
        if fact not in self._lines:
            self._lines[fact] = self._words.exactly(self._figures[fact])
        return self._lines[fact]

    def resolve_text(self, text: str) -> str:
        """The text with references to notes in place of its citations; beside each other, each once."""

        def references(run: re.Match[str]) -> str:
            found = (one for name in FOOTNOTE.findall(run[0]) for one in self._citations[name].references)
            return "".join(f"[^{one}]" for one in dict.fromkeys(found))

        return Marked(_RUN.sub(references, text)) if isinstance(text, Marked) else text

    def _cite(self, name: str, citation: _Citation) -> Marked:
        self._citations[name] = citation
        return Marked(f"[^{name}]")

    def _remark(self, table: str, row: Record) -> str:
        """What is to be said of a fact beside its source: its note, and what was corrected in it and by whom."""
        key = str(row[self._dataset.package.table(table).key[0]])
        remarks = [self._words.local(row, "note") if f"note_{self._words.language}" in row else ""]
        remarks += [
            self._words.say(
                "citation.corrected",
                old=fix["old"],
                reason=self._words.local(fix, "reason"),
                who=fix["confirmed_by"],
            )
            for fix in self._dataset.by("corrections", "table", "key").get((table, key), ())
            if fix["date"] <= self._dataset.edition
        ]
        return " ".join(filter(None, remarks))

    def _source(self, source_id: str, locator: str, remark: str = "", fact: str = "") -> str:
        """The key of the note for a place in a source, made at its first mention.

        Facts with the same remark from the same place share one note, under the name of the first.
        """
        owner = self._first.setdefault((source_id, locator, remark), fact) if remark else ""
        key = citations.key(source_id, locator, owner)
        if key not in self._notes:
            letters = self._letters(source_id, locator)
            self._notes[key] = Note(self._note(source_id, locator, remark), letters)
        return key

    def _letters(self, source_id: str, locator: str) -> tuple[Letter, ...]:
        """A place in a source as its letter has it: for each place on paper, or once without any.

        What one paper or body has published shares a letter; each piece has a number of its own, and its date.
        """
        words = self._words
        places = citations.paper_places(locator, words.language, words.say) or [""]
        row = self._dataset.row("sources", source_id)
        names = {language: str(row[f"short_{language}"]) for language in LANGUAGES}
        group, issue, of_a_series = source_id, "", _OF_A_SERIES.fullmatch(names[words.language])
        if of_a_series and all(publication(name) != name for name in names.values()):
            shown = {language: dates.with_short_months(name, language) for language, name in names.items()}
            longest = max(len(shown[language]) - len(publication(name)) for language, name in names.items())
            names = {language: publication(name) for language, name in names.items()}
            group, issue = (
                names[LANGUAGES[0]],
                dates.with_short_months(of_a_series[2], words.language),
            )
            self._issue_lengths[group, issue] = longest
        self._lengths[group] = max(map(len, names.values()))
        return tuple((group, escape(names[words.language]), issue, place) for place in places)

    def _note(self, source_id: str, locator: str, remark: str) -> str:
        source, words = self._dataset.row("sources", source_id), self._words
        return citations.note(source, locator, words.language, remark, words.say)
