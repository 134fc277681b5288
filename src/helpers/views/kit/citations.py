"""Citing: views cite facts, and what they show carries the notes that these citations lead to.

A citation stands in ``Marked`` text as ``[^table/key]`` and names one fact (or a derivation, or a place in a source).
When text, a table or a chart is made, `Citations.resolve` turns each citation into references to notes,
``[^source:locator]``: facts from the same place share a note. It also says which facts were cited, so that the record
of a section (`kit.reads`) holds the facts that it showed, not those that it looked at.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from helpers.data.tables import Dataset
from helpers.text import citations
from helpers.text.markdown import FOOTNOTE, Marked
from helpers.views.kit.words import Words

Record = Mapping[str, Any]

_RUN = re.compile(rf"(?:{FOOTNOTE.pattern})+")


@dataclass(frozen=True)
class Cited:
    """The notes that texts refer to, in order of first reference, and the facts (``table/key``) that they cite."""

    notes: dict[str, str]
    facts: frozenset[str]


@dataclass(frozen=True)
class _Citation:
    """What one citation leads to: keys of notes, and the facts that it stands for."""

    keys: tuple[str, ...]
    facts: frozenset[str] = frozenset()


class Citations:
    """The citations of one section in one language."""

    def __init__(self, dataset: Dataset, words: Words) -> None:
        self._dataset, self._words = dataset, words
        self._citations: dict[str, _Citation] = {}
        self._notes: dict[str, str] = {}
        self._first: dict[tuple[str, str, str], str] = {}

    def fact(self, table: str, row: Record, stands_for: Iterable[Record] = ()) -> Marked:
        """Cite a fact: references to each of its sources; its remark stands in the note of the first.

        ``stands_for`` are rows of the table that this one represents and that are not shown themselves: earlier
        figures of something that is shown only at its latest, a project's earlier states.
        """
        key = self._dataset.package.table(table).key[0]
        name = f"{table}/{row[key]}"
        remark = self._remark(table, row)
        keys = [self._source(row["source_id"], row["locator"], remark, str(row[key]))]
        for further in self._dataset.by("further_sources", "table", "key").get((table, str(row[key])), ()):
            keys.append(self._source(further["source_id"], further["locator"]))
        facts = frozenset([name, *(f"{table}/{one[key]}" for one in stands_for)])
        if name in self._citations:  # cited before, perhaps for fewer rows
            facts |= self._citations[name].facts
        return self._cite(name, _Citation(tuple(keys), facts))

    def alternative(self, row: Record, figure: str, gap: str) -> Marked:
        """Cite an observation that another source has for what is shown, with its figure and its distance from that."""
        name = str(row["observation_id"])
        note = self._note(row["source_id"], row["locator"], self._words.local(row, "note"))
        key = citations.key(row["source_id"], row["locator"], name)
        self._notes[key] = self._words.say("citation.alternative", figure=figure, gap=gap, note=note)
        facts = frozenset([f"observations/{name}"])
        return self._cite(f"observations/{name}:alternative", _Citation((key,), facts))

    def place(self, row: Record) -> Marked:
        """Cite the place in its source of a row that is no fact, such as an exchange rate."""
        key = self._source(row["source_id"], row["locator"])
        return self._cite(f"place:{key}", _Citation((key,)))

    def derivation(self, name: str, formula: Marked) -> Marked:
        """Cite the way in which a figure was computed."""
        key = f"derived:{name}"
        self._notes[key] = self._words.say("citation.derived", formula=formula)
        return self._cite(key, _Citation((key,)))

    def same_notes(self, cites: Iterable[Marked]) -> bool:
        """Whether citations all lead to the same notes."""
        return len({self.resolve_text(cite) for cite in cites}) == 1

    def resolve(self, *texts: str) -> Cited:
        """The notes and facts that ``Marked`` texts cite; other texts cite nothing."""
        found = [
            self._citations[name]
            for text in texts
            if isinstance(text, Marked)
            for name in FOOTNOTE.findall(text)
        ]
        notes = {key: self._notes[key] for citation in found for key in citation.keys}
        return Cited(notes, frozenset().union(*(citation.facts for citation in found)))

    def resolve_text(self, text: str) -> str:
        """The text with references to notes in place of its citations; beside each other, each note once."""

        def references(run: re.Match[str]) -> str:
            keys = (key for name in FOOTNOTE.findall(run[0]) for key in self._citations[name].keys)
            return "".join(f"[^{key}]" for key in dict.fromkeys(keys))

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
            self._notes[key] = self._note(source_id, locator, remark)
        return key

    def _note(self, source_id: str, locator: str, remark: str) -> str:
        source, words = self._dataset.row("sources", source_id), self._words
        return citations.note(source, locator, words.language, remark, words.say)
