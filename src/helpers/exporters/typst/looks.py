"""The kinds of documents that look different on paper: anybody's notebook, a briefing in pages, its annex."""

from dataclasses import dataclass

from helpers.exporters.document import Document
from helpers.exporters.typst.escape import WORD

A4 = 297.0  # millimetres
Sizes = tuple[tuple[float, int], ...]


@dataclass(frozen=True, slots=True)
class Look:
    """How a kind of document is laid out.

    - ``layout`` is a function of layouts.typ, ``theme`` a file of sizes and colours
    - ``width`` is that of the text and ``gutter`` that between columns, in points; ``bottom`` is the margin below the
      text in millimetres
    - ``sizes`` are the sizes of type in tables, in points, from the one to try first, each with the longest word that
      is not broken; ``part`` is that of a table with too many columns for one
    - ``whole``: a lower table is never broken over pages; ``ours``: tables are ours, so that in them room to spare goes
      to the columns with long texts, and no amount is broken over lines
    - ``hosts``: of a long address that is printed only its host is shown
    - ``picture`` is the most that a picture is high, in points
    """

    layout: str
    theme: str
    width: float
    bottom: float
    gutter: float
    sizes: Sizes
    part: tuple[float, int] = (8.0, 12)
    whole: float = 300.0
    picture: float = 640.0
    ours: bool = True
    hosts: bool = False


NOTEBOOK = Look(
    "notebook",
    "theme_notebook.typ",
    width=481.9,
    bottom=22.0,
    gutter=18.0,
    sizes=((9.0, WORD), (8.5, WORD), (8.0, WORD), (7.5, WORD), (7.0, WORD), (7.0, 12), (6.5, 12)),
    ours=False,
)
PAGES = Look(
    "pages",
    "theme_pages.typ",
    width=493.2,
    bottom=15.0,
    gutter=22.0,
    sizes=((8.2, WORD), (7.8, WORD), (7.4, WORD), (7.0, WORD), (7.0, 12)),
    part=(7.4, 12),
)
ANNEX = Look(
    "annex",
    "theme_annex.typ",
    width=510.2,
    bottom=14.0,
    gutter=14.0,
    sizes=((7.1, WORD), (6.8, WORD), (6.5, WORD), (6.5, 12), (6.3, 12)),
    part=(6.5, 12),
    whole=150.0,
    picture=140.0,
    hosts=True,
)


def look(document: Document) -> Look:
    """The look of a document; what declares itself no briefing, or has its notes at the end, looks like a notebook."""
    if not document.meta.strict:
        return NOTEBOOK
    return {"letters": PAGES, "sections": ANNEX}.get(document.meta.notes, NOTEBOOK)
