"""Pagination: blocks that a page break must not separate are kept together.

A heading and what it heads, a table and its notes, a paragraph that ends with a colon and its list.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

Kind = Literal["text", "heading", "list", "table", "table-note", "notes", "figure", "code", "break", "other"]

WHOLE = 300.0  # points: a lower table is never broken over pages
_SHORT = 1200  # letters of markup
_LED = frozenset({"list", "code", "figure"})


@dataclass(frozen=True, slots=True)
class Block:
    """A block of the page: its markup, and what pagination has to know of it.

    ``whole`` blocks are never broken; ``height`` is about how high they are, in points. ``noted`` blocks bring notes to
    the foot of the page. ``leads`` is true of a text that ends with a colon. ``level`` is that of a heading. ``cell``
    is where the block comes from.
    """

    markup: str
    kind: Kind = "other"
    cell: str = ""
    level: int = 0
    whole: bool = False
    height: float = 0.0
    noted: bool = False
    leads: bool = False


def paginated(blocks: Iterable[Block]) -> list[Block]:
    """The blocks in their order, those grouped that a page's end would part.

    Typst keeps a heading with what follows, but forgets it when the notes of a block that can't break push that
    block to the next page: there, and only there, heading and block are made one.
    """
    found: list[Block] = []
    headings: list[Block] = []
    for block in _with_companions(_with_leads(_notes_last(list(blocks)))):
        if block.kind == "heading":
            headings.append(block)
            continue
        moves = block.whole or (block.kind == "text" and block.noted and len(block.markup) < _SHORT)
        if headings and moves:
            found.append(_together([*headings, block]))
        else:
            found += [*headings, block]
        headings = []
    return found + headings


def _notes_last(blocks: list[Block]) -> list[Block]:
    """The notes of a table stand after the remarks below it."""
    for place, block in enumerate(blocks):
        after = place
        while block.kind == "notes" and after + 1 < len(blocks) and blocks[after + 1].kind == "table-note":
            blocks[after], blocks[after + 1] = blocks[after + 1], block
            after += 1
    return blocks


def _with_leads(blocks: list[Block]) -> list[Block]:
    """A text that ends with a colon stays with the list, code or picture that follows."""
    return [
        replace(block, markup=f"#lead[{block.markup}];") if block.leads and after.kind in _LED else block
        for block, after in pairwise([*blocks, Block("")])
    ]


def _with_companions(blocks: list[Block]) -> list[Block]:
    """A table that is not broken is one block with the remarks below it, and with its notes if these are few."""
    found: list[Block] = []
    for block in blocks:
        last = found[-1] if found else None
        if (
            last is None
            or last.kind != "table"
            or not last.whole
            or block.kind not in ("table-note", "notes")
        ):
            found.append(block)
        elif last.height + block.height < WHOLE:
            found[-1] = replace(
                last, markup=f"{last.markup}\n\n{block.markup}", height=last.height + block.height
            )
        else:  # so many notes may go on on the next page, but begin on that of the table
            found[-1] = replace(last, markup=f"#sticky[\n{last.markup}\n];")
            # Below the block that a remark already ends there is no space to lift another into.
            markup = block.markup.replace("#table-note[", "#table-note(lift: 0pt)[", 1)
            found.append(replace(block, markup=markup))
    return [
        replace(block, markup=f"#together(none)[\n{block.markup}\n];")
        if block.kind == "table" and block.whole
        else block
        for block in found
    ]


def _together(blocks: Sequence[Block]) -> Block:
    """The blocks as one, with the space above it that its first heading has."""
    markup = "\n\n".join(block.markup for block in blocks)
    first = blocks[0]
    return replace(first, markup=f"#together({first.level})[\n{markup}\n];", kind="other", whole=True)
