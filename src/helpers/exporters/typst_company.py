"""What must not part at the end of a page: a heading and what it heads, a table and its notes, a lead and its list."""

import re
from collections.abc import Iterable
from itertools import pairwise

from helpers.exporters.typst_draft import MARK

Block = tuple[str, str]  # where it comes from, and its markup

_WHOLE = re.compile(
    r"#(?:anchored\(.*?\)\[)?(?:data-table\(\s*start: \S+ size: \S+ whole: true|drawing|picture)"
)
_LEAD = re.compile(rf".*:(?:\*|\]|;|{MARK}|#note-comma;)*", re.DOTALL)
_HEADING = re.compile(r"#section\((\d+)\)")
_LISTS = ("#list(", "#enum(")
_SHORT = 1200  # letters of markup


def kept_together(blocks: Iterable[Block]) -> list[Block]:
    """The blocks, those grouped that a page's end would part.

    Typst keeps a heading with what follows, but forgets it when the notes of a block that can't break push that
    block to the next page: there, and only there, heading and block are made one.
    """
    found: list[Block] = []
    headings: list[Block] = []
    whole_table = False
    for place, markup in _with_leads(list(blocks)):
        if markup.startswith("#section("):
            headings.append((place, markup))
        elif whole_table and not headings and markup.startswith("#table-note["):
            found[-1] = (found[-1][0], f"{found[-1][1].removesuffix(_END)}\n\n{markup}{_END}")
        elif headings and _unbroken(markup):
            found.append((headings[0][0], _together([*(text for _, text in headings), markup])))
            headings, whole_table = [], "data-table(" in markup
        else:
            whole_table = "data-table(" in markup[:200] and bool(_WHOLE.match(markup))
            found += [*headings, (place, _together([markup]) if whole_table else markup)]
            headings = []
    return found + headings


_END = "\n];"


def _together(texts: list[str]) -> str:
    heading = _HEADING.match(texts[0])
    return f"#together({heading[1] if heading else 'none'})[\n" + "\n\n".join(texts) + _END


def _unbroken(markup: str) -> bool:
    """Whether a block can't break, or is a short paragraph with notes, which moves as a whole for them."""
    if _WHOLE.match(markup):
        return True
    return len(markup) < _SHORT and not markup.startswith("#") and re.search(MARK, markup) is not None


def _with_leads(blocks: list[Block]) -> list[Block]:
    """Paragraphs that end with a colon stay with the list that follows."""
    found = []
    for (place, markup), (_, following) in pairwise([*blocks, ("", "")]):
        paragraph = not markup.startswith("#") or markup.startswith("#strong[")
        leads = paragraph and following.startswith(_LISTS) and _LEAD.fullmatch(markup)
        found.append((place, f"#lead[{markup}];" if leads else markup))
    return found
