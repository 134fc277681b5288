"""What the index says of a briefing, in the briefing's own words: its finding, its figures, what can be found in it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from helpers.exporters.document import Blocks, Document, Row
    from helpers.publishing.formats import Part

_FIGURES = 2  # key figures that the index repeats
_SAYS_SOMETHING = 3  # letters: the head of a row that a reader may look for, other than a year
_LONGEST = 110  # letters of an entry


@dataclass(frozen=True)
class KeyFigure:
    """A key figure as page 1 shows it: what it is, its value with the unit, of when and whom."""

    label: str
    value: str
    detail: str


@dataclass(frozen=True)
class Found:
    """What a search leads to: its words, the table that it stands in, and its address on the annex page."""

    text: str
    table: str
    address: str


@dataclass(frozen=True)
class Latest:
    """The latest edition that changed something: its day, as a reader has it; how much; its address on the page."""

    day: str
    text: str
    address: str


@dataclass(frozen=True)
class Card:
    """What the index says of a briefing; ``note`` is the day of its edition and that of its latest source.

    ``pages`` has the number of pages of each file that has pages; ``latest`` is there when something is new.
    """

    finding: str = ""
    note: str = ""
    figures: tuple[KeyFigure, ...] = ()
    found: tuple[Found, ...] = ()
    pages: Mapping[str, int] = field(default_factory=dict)
    latest: Latest | None = None


def of_document(part: "Part", document: "Document") -> dict[str, Any]:
    """The fields of a card that a document of a part tells."""
    if part == "annex":
        return {"found": tuple(_found(document))}
    if part == "changes":
        return {"latest": _latest(document)}
    return {
        "finding": _finding(document),
        "note": document.meta.edition_note,
        "figures": tuple(_figures(document))[:_FIGURES],
    }


def from_json(content: Mapping[str, Any]) -> Card:
    """A card that was written as JSON; raises KeyError or TypeError for another thing."""
    return Card(
        content["finding"],
        content["note"],
        tuple(KeyFigure(**one) for one in content["figures"]),
        tuple(Found(*one) for one in content["found"]),
        dict(content["pages"]),
        Latest(*content["latest"]) if content["latest"] else None,
    )


def as_json(card: Card) -> dict[str, Any]:
    """A card to be written as JSON."""
    return {
        "finding": card.finding,
        "note": card.note,
        "figures": [vars(one) for one in card.figures],
        "found": [[one.text, one.table, one.address] for one in card.found],
        "pages": dict(card.pages),
        "latest": [*vars(card.latest).values()] if card.latest else None,
    }


def _finding(document: "Document") -> str:
    """The first paragraph beside the title."""
    from helpers.exporters.document import Div, Para, plain, walk

    opening = (one for one in document.blocks if isinstance(one, Div) and "abstract" in one.attr.classes)
    paragraphs = (plain(one.content) for div in opening for one in walk((div,)) if isinstance(one, Para))
    return next(paragraphs, "")


def _latest(document: "Document") -> Latest | None:
    """The first heading with what stands below it."""
    from helpers.exporters.document import Header, Para, plain, walk

    below = walk(document.blocks)
    header = next((one for one in below if isinstance(one, Header)), None)
    if header is None:
        return None
    text = next((plain(one.content) for one in below if isinstance(one, Para)), "")
    return Latest(header.text, text, header.attr.identifier)


def _figures(document: "Document") -> Iterator[KeyFigure]:
    from helpers.exporters.document import Div, Para, plain, walk

    for one in walk(document.blocks):
        if isinstance(one, Div) and "key-figure" in one.attr.classes:
            said = {
                name: plain(paragraph.content)
                for paragraph in walk(one.content)
                if isinstance(paragraph, Para)
                for name in paragraph.attr.classes
            }
            yield KeyFigure(
                said.get("label", "").rstrip(" ●○"), said.get("value", ""), said.get("detail", "")
            )


def _found(document: "Document") -> Iterator[Found]:
    """Each row of a table that has a head in words, under the address of its first fact; of other rows their table."""
    from helpers.exporters.document import Table, plain, plain_blocks, walk

    for table in walk(document.blocks):
        if not isinstance(table, Table):
            continue
        caption, told = plain(table.caption), False
        for row in table.body:
            address = next(_facts(row), "")
            head = plain_blocks(row.cells[0].content) if row.cells else ""
            if not address:
                continue
            if sum(map(str.isalpha, head)) >= _SAYS_SOMETHING:
                yield Found(_short(head), caption, address)
            elif not told:
                told = True
                yield Found(caption, "", address)


def _facts(row: "Row") -> Iterator[str]:
    """The facts that stand in a row."""
    from helpers.exporters.document import Note, inlines

    for cell in row.cells:
        content: Blocks = cell.content
        for one in inlines(content):
            if isinstance(one, Note):
                yield from one.facts


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rsplit(" ", 1)[0] + "…"
