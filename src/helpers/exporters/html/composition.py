"""How a document is laid out on a page of the web: which kind of page it gets, and what stands beside what.

The blocks are those of the document, arranged anew; nothing is added and nothing is left out.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from helpers.exporters.document import (
    Attr,
    Block,
    Blocks,
    BulletList,
    Div,
    Document,
    Figure,
    Header,
    Image,
    Note,
    OrderedList,
    Para,
    Table,
    has_content,
    inlines,
    of_class,
    plain_blocks,
    walk,
)

_HALF, _BROKEN, _GAP = 90, 40, 2
"""The most characters in a row of a table that half a laptop's page has room for; after how many a cell may break;
between two cells."""
_DRAWN = 330.0
"""The widest drawing, in points, whose words can still be read on half a laptop's page."""
_HAND = 56
"""The most characters, one of them a gap, in a row of a table whose every column is as wide as its longest word, that a
phone has room for."""
_SAID = 450
"""The most characters of a text that is no taller beside a table than the table."""

Kind = Literal["notebook", "briefing", "annex"]
"""Anybody's notebook; the pages that are read; the figures that are looked up in."""


@dataclass(frozen=True)
class Opening:
    """What stands beside the title: what was found, a small map; and the blocks that follow."""

    abstract: Blocks
    thumbnail: Blocks
    rest: Blocks


@dataclass(frozen=True)
class Subject:
    """A section of an annex: its heading, and what stands under it without the heading."""

    header: Header
    content: Blocks


def kind(document: Document) -> Kind:
    """Which kind of page a document gets. An annex is what lists its notes section by section."""
    if not document.meta.strict:
        return "notebook"
    return "annex" if document.meta.notes == "sections" else "briefing"


def opening(blocks: Blocks) -> Opening:
    """The parts that belong beside the title, wherever on the first page they stand."""
    found: dict[str, list[Block]] = {"abstract": [], "thumbnail": []}
    rest = tuple(_without(blocks, found))
    return Opening(tuple(found["abstract"]), tuple(found["thumbnail"]), rest)


def _without(blocks: Blocks, found: dict[str, list[Block]]) -> Iterable[Block]:
    for one in blocks:
        if name := next((name for name in found if of_class(one, name)), ""):
            found[name].append(one)
        elif isinstance(one, Div) and (of_class(one, "page") or of_class(one, "columns")):
            content = tuple(_without(one.content, found))
            if content:
                yield replace(one, content=content)
        else:
            yield one


def first_page(blocks: Blocks) -> Blocks:
    """The blocks of a first page with its main points in a Div ``points``, so that charts can stand beside them.

    The main points are the first list below the key figures, with the heading above it. Where key figures, list or
    heading are missing, nothing changes.
    """
    start = next(
        (place + 1 for place, one in enumerate(blocks) if _holds(one, Div, "key-figures")), len(blocks)
    )
    lists = (
        place + 1
        for place, one in enumerate(blocks)
        if place >= start and _holds(one, (OrderedList, BulletList))
    )
    end = next(lists, start)
    points = blocks[start:end]
    if not points or not _holds(points[0], Header) or any(_holds(one, Figure) for one in points):
        return blocks
    return (*blocks[:start], Div(points, Attr(classes=("points",))), *blocks[end:])


def paired(blocks: Blocks) -> Blocks:
    """The blocks of a page with neighbours that are narrow in Divs ``pair``, to stand side by side on a laptop.

    A figure or table stands beside another one, or beside a short text that follows it; a wide drawing beside a short
    text that it follows.
    """
    found: list[Block] = []
    waiting: Block | None = None  # narrow, and as yet without a neighbour
    for one in blocks:
        shows = _narrow(one)
        if waiting is not None and (shows or _short(one)):
            found[-1] = Div((waiting, one), Attr(classes=("pair",)))
            waiting = None
        elif found and _short(found[-1]) and _wide(one):
            found[-1] = Div((found[-1], one), Attr(classes=("pair",)))
            waiting = None
        else:
            waiting = one if shows else None
            found.append(one)
    return tuple(found)


def _narrow(block: Block) -> bool:
    """Whether a cell shows one titled figure or table that half a page is wide enough for, and nothing else."""
    match _shown(block):
        case [Figure(attr=attr) as figure]:
            return "titled" in attr.classes and _drawn(figure) <= _DRAWN
        case [Table(attr=attr) as table, *notes] if all(isinstance(one, Para) for one in notes):
            return "titled" in attr.classes and _width(table) <= _HALF
    return False


def _wide(block: Block) -> bool:
    """Whether a cell shows one titled drawing that half a page is too narrow for, and nothing else."""
    match _shown(block):
        case [Figure(attr=attr) as figure]:
            return "titled" in attr.classes and _drawn(figure) > _DRAWN
    return False


def _drawn(figure: Figure) -> float:
    """The width of a figure's widest picture, in points."""
    return max((one.picture.width for one in inlines(figure.content) if isinstance(one, Image)), default=0.0)


def _short(block: Block) -> bool:
    """Whether a cell shows a short text, and nothing else."""
    shown = _shown(block)
    texts = of_class(block, "cell") and bool(shown) and all(isinstance(one, Para) for one in shown)
    return texts and len(plain_blocks((block,))) <= _SAID


def _shown(block: Block) -> list[Block]:
    """What a cell shows, without what only holds it together."""
    kinds = (Figure, Table, Para, Header, BulletList, OrderedList)
    return [one for one in walk((block,)) if isinstance(one, kinds)]


def _width(table: Table) -> int:
    """How many characters stand side by side in a row of a table whose longest cells are broken."""
    widths = [0] * len(table.columns)
    for row in table.body:
        for cell in row.cells:
            if cell.x < len(widths):
                widths[cell.x] = max(widths[cell.x], min(length(cell.content), _BROKEN))
    return sum(one + _GAP for one in widths)


def fits_a_hand(table: Table) -> bool:
    """Whether a phone has room for a table of numbers as it is, which can be compared where they stand in columns."""
    widths = [0] * len(table.columns)
    for rows, alone in ((table.head, True), (table.body, False)):
        for cell in (cell for row in rows for cell in row.cells):
            if cell.x < len(widths):
                widths[cell.x] = max(widths[cell.x], _longest_word(cell.content, alone=alone))
    numbers = [one.numeric for one in table.columns[1:]]
    return len(numbers) > 1 and all(numbers) and sum(one + 1 for one in widths) <= _HAND


def _longest_word(content: Blocks, *, alone: bool) -> int:
    """The characters of the longest word, with letters that no line breaks before unless they are ``alone``."""
    words = plain_blocks(content).split() or [""]
    marks = len(" ".join(one.label for one in inlines(content) if isinstance(one, Note)))
    marks += 2 if marks else 0  # the edge of their button
    return max(marks, *map(len, words)) if alone else max(*map(len, words), len(words[-1]) + marks)


def length(content: Blocks) -> int:
    """How many characters are shown, marks of notes included."""
    marks = sum(len(one.label) + 2 for one in inlines(content) if isinstance(one, Note))
    return marks + len(plain_blocks(content))


def subjects(blocks: Blocks) -> tuple[Block | Subject, ...]:
    """The blocks of an annex by subject: each heading of level 2 with what follows it."""
    found: list[Block | Subject] = []
    for one in blocks:
        header = next(
            (inner for inner in walk((one,)) if isinstance(inner, Header) and inner.level == 2), None
        )
        if header is not None:
            found.append(Subject(header, _beheaded((one,), header)))
        elif found and isinstance(last := found[-1], Subject):
            found[-1] = replace(last, content=(*last.content, one))
        else:
            found.append(one)
    return tuple(found)


def _beheaded(blocks: Blocks, header: Header) -> Blocks:
    """The blocks without the heading, and without what held nothing else."""
    kept = (
        replace(one, content=_beheaded(one.content, header)) if isinstance(one, Div) else one
        for one in blocks
        if one is not header
    )
    return tuple(one for one in kept if not (isinstance(one, Div) and not has_content(one.content)))


def _holds(block: Block, kind: type | tuple[type, ...], name: str = "") -> bool:
    """Whether a block is, or has within it, one of these kinds, and of a class if one is named."""
    return any(isinstance(one, kind) and (not name or of_class(one, name)) for one in walk((block,)))
