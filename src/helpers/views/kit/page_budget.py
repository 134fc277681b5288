"""What a page has room for, counted by the letters of the dataset's texts, so that it is the same in all languages.

A list or table on a page has so many rows, and a row room for so many letters. The dataset has each text in every
language, and that in which it is longest counts: what gives way in one language gives way in the other. What has no
room is left out whole, and the annex has it. How long a text may be at all, the descriptor says (``maxLength``).
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from helpers.data.tables import Dataset
from helpers.text.markdown import Marked, unescape
from helpers.text.phrases import LANGUAGES
from helpers.views.kit.section import Section

T = TypeVar("T")


def letters(row: Mapping[str, Any], *fields: str) -> int:
    """How long the texts of a row are together (``title`` for ``title_vi`` …), in the language with most letters."""
    return max(sum(len(row[f"{field}_{language}"]) for field in fields) for language in LANGUAGES)


def name_letters(dataset: Dataset, table: str, key: str) -> int:
    """How long the name of a row is; nothing for no row."""
    return letters(dataset.row(table, key), "name") if key else 0


def figure_letters(dataset: Dataset, row: Mapping[str, Any]) -> int:
    """How long the names are of all that a figure is about."""
    about = {"indicator_id": "indicators", "partner_id": "partners", "sector_id": "sectors"}
    about["gate_id"] = "border_gates"
    return sum(name_letters(dataset, table, row[field]) for field, table in about.items())


_NAMED = {
    "partner_id": "partners",
    "mechanism_id": "mechanisms",
    "indicator_id": "indicators",
    "sector_id": "sectors",
    "gate_id": "border_gates",
}
_TEXTS = ("name", "short", "title", "text", "place", "outcome", "next_step", "due")


def said_letters(section: Section, said: Marked) -> int:
    """How long the texts of the facts that are cited are in what is said, in the language in which each is longest.

    A text counts that stands there, whole or in part, of a fact or of what a fact names.
    """
    shown, total, here = unescape(said).casefold(), 0, LANGUAGES.index(section.language)
    for fact in section.citations.resolve(said).facts:
        table, _, key = fact.partition("/")
        row = section.dataset.row(table, key)
        rows = [row, *(section.dataset.row(_NAMED[name], row[name]) for name in _NAMED if row.get(name))]
        texts = {
            tuple(str(one[f"{field}_{language}"]) for language in LANGUAGES)
            for one in rows
            for field in _TEXTS
            if f"{field}_{section.language}" in one
        }
        there = {both[here].casefold(): max(map(len, both)) for both in sorted(texts) if both[here]}
        told = {text for text in there if any(part in shown for part in text.split("; "))}
        total += sum(  # two texts that are alike, or one within another, once
            there[text] for text in told if not any(text in other for other in told - {text})
        )
    return total


def rows_of(size: int, row: int) -> int:
    """How many rows a text of so many letters takes."""
    return max(1, -(-size // row))


def within(items: Iterable[T], size: Callable[[T], int], most: int, row: int) -> list[T]:
    """Of items in order of importance those that ``most`` rows of ``row`` letters have room for.

    An item of more letters takes several rows; one that has no room left is passed over for a shorter one after it.
    """
    kept, taken = [], 0
    for item in items:
        more = rows_of(size(item), row)
        if taken + more <= most:
            kept.append(item)
            taken += more
    return kept
