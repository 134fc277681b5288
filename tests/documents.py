"""Small documents for tests of what writes them."""

from typing import Any

from helpers.exporters.document import (
    NO_ATTR,
    Attr,
    Block,
    Cell,
    ColSpec,
    Div,
    Document,
    Footnote,
    Inline,
    Inlines,
    Meta,
    Para,
    Plain,
    Row,
    Str,
    Table,
)
from helpers.exporters.words import words


def inline(*parts: Inline | str) -> Inlines:
    """Inlines; what is a string becomes text."""
    return tuple(Str(part) if isinstance(part, str) else part for part in parts)


def plain(*parts: Inline | str) -> Plain:
    return Plain(inline(*parts))


def para(*parts: Inline | str, classes: str = "", **attributes: str) -> Para:
    return Para(inline(*parts), attr(classes, **attributes))


def attr(classes: str = "", identifier: str = "", style: str = "", **attributes: str) -> Attr:
    """Classes as in HTML, a style as in CSS."""
    pairs = (part.partition(":") for part in style.split(";") if part.strip())
    declared = tuple((name.strip(), value.strip()) for name, _, value in pairs)
    return Attr(identifier, tuple(classes.split()), tuple(attributes.items()), declared)


def note(key: str, label: str, *said: Inline | str) -> Footnote:
    return Footnote(key, label, (para(*said),))


def cell(*blocks: Block, name: str = "a-cell") -> Div:
    return Div(blocks, attr("cell code"), cell=name)


def row(*cells: Cell | str, identifier: str = "") -> Row:
    """A row; strings are cells of data, the first of them the header of the row."""
    found = tuple(
        Cell((plain(one),), x, header=x == 0, scope="row" if x == 0 else "") if isinstance(one, str) else one
        for x, one in enumerate(cells)
    )
    return Row(found, attr(identifier=identifier))


def head(*names: str | Inlines) -> Row:
    cells = (
        Cell((Plain(inline(name) if isinstance(name, str) else name),), x, header=True, scope="col")
        for x, name in enumerate(names)
    )
    return Row(tuple(cells))


def table(*rows: Row, numeric: tuple[int, ...] = (), caption: Inlines = (), about: Attr = NO_ATTR) -> Table:
    """A table whose first row is its head."""
    columns = tuple(ColSpec(x in numeric) for x in range(sum(one.col_span for one in rows[0].cells)))
    label = "Table 1" if caption else ""
    return Table(columns, rows[:1], rows[1:], caption=caption, label=label, attr=about)


def document(*blocks: Block, notes: tuple[Footnote, ...] = (), **given: Any) -> Document:
    """A document in English; what is not its own is what stands on its cover."""
    anchors = given.pop("anchors", {})
    meta = Meta(**{"title": "A title", "date": "2025-05-01", "running_header": "A header", **given})
    return Document(meta, blocks, notes, anchors, words=words(meta.lang))
