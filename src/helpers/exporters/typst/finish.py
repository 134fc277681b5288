"""The last pass over a typeset PDF: links within the document, row headers of tables, objects in compressed streams.

It works on the PDF's structure by pikepdf. Tags, XMP metadata, output intent and language stay as Typst wrote them, and
equal input gives equal bytes.
"""

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from helpers.exporters.errors import ExportError
from helpers.exporters.typst.links import PLACEHOLDER, Jump
from helpers.exporters.typst.tables import TableTags

_ABOVE = 6.0  # points: a reader sees the line that a link leads to, and a little above it
_LEAVES = frozenset(
    {"/P", "/Span", "/Link", "/TD", "/TH", "/H1", "/H2", "/H3", "/H4", "/H5", "/H6", "/Caption", "/Lbl"}
)


class TagsNotFound(ExportError):
    """A table's tags are not as they were written, so its row headers can't be marked."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a link of the document stands: page from 0, and the distance from the page's bottom in points."""

    page: int
    top: float


@dataclass(frozen=True)
class Finished:
    """A finished PDF: its bytes, the places of the cells that were marked, and the heights of its pages in points."""

    data: bytes
    cells: tuple[tuple[str, Place], ...]
    heights: tuple[float, ...]

    @property
    def pages(self) -> int:
        """How many pages it has."""
        return len(self.heights)


@dataclass(frozen=True, slots=True)
class _Found:
    """A link annotation with its placeholder, on a page counted from 0."""

    annotation: Any
    jump: Jump
    page: int

    def place(self) -> tuple[float, float]:
        """Where it stands: its left and upper edge."""
        rectangle = self.annotation["/Rect"]
        return float(rectangle[0]), float(rectangle[3])


def finish(
    pdf: bytes,
    jumps: Sequence[Jump] = (),
    tables: Sequence[TableTags] = (),
    names: Mapping[str, str] = MappingProxyType({}),
) -> Finished:
    """The PDF with its links resolved, its row headers marked and its objects packed.

    ``names`` are destinations that others may lead to, ``annex.pdf#name``, each with the identifier of its place.
    Raises TagsNotFound when a cell that is to become a row header isn't there.
    """
    import pikepdf

    with pikepdf.open(io.BytesIO(pdf)) as document:
        pages = [page.obj for page in document.pages]
        links = [found for number, page in enumerate(pages) for found in _links(page, number, jumps)]
        places = _resolve(document, pages, links)
        _name(document, {name: places[one] for name, one in names.items() if one in places})
        if "/StructTreeRoot" in document.Root and any(table.row_headers for table in tables):
            _mark_row_headers(document.Root.StructTreeRoot, tables)
        written = io.BytesIO()
        cells = tuple((one.jump.cell, Place(one.page, one.place()[1])) for one in links if one.jump.cell)
        document.save(
            written,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            deterministic_id=True,
            fix_metadata_version=False,
            linearize=False,
        )
        return Finished(written.getvalue(), cells, tuple(float(page.MediaBox[3]) for page in pages))


# --- Links -----------------------------------------------------------------------------------------------------------


def _links(page: Any, number: int, jumps: Sequence[Jump]) -> Iterator[_Found]:
    """The links of a page that lead to a place within the document."""
    for annotation in page.get("/Annots", ()):
        action = annotation.get("/A")
        address = str(action.get("/URI", "")) if action is not None else ""
        if address.startswith(PLACEHOLDER):
            yield _Found(annotation, jumps[int(address.removeprefix(PLACEHOLDER))], number)


def _resolve(document: Any, pages: list[Any], links: list[_Found]) -> dict[str, Any]:
    """Lead every link to its place; those that lead nowhere, and mere marks of a place, are taken out.

    Returns the destination of each identifier.
    """
    import pikepdf

    places: dict[str, Any] = {}
    for link in links:  # of a link that runs over two lines the first counts
        for identifier in link.jump.owns:
            if identifier not in places:
                left, top = link.place()
                target = [pages[link.page], pikepdf.Name.XYZ, round(left, 2), round(top + _ABOVE, 2), 0]
                places[identifier] = pikepdf.Array(target)
    tags = _Tags(document.Root.get("/StructTreeRoot"))
    dropped: dict[int, set[Any]] = {}
    for link in links:
        annotation, place = link.annotation, places.get(link.jump.target)
        if place is None:
            tags.drop(annotation)
            dropped.setdefault(link.page, set()).add(annotation.objgen)
            continue
        del annotation["/A"]
        annotation["/Dest"] = place
        annotation["/Contents"] = link.jump.contents
        if link.jump.note:
            tags.name_note(annotation)
    for number, gone in dropped.items():
        kept = [one for one in pages[number].Annots if one.objgen not in gone]
        if kept:
            pages[number]["/Annots"] = pikepdf.Array(kept)
        else:
            del pages[number]["/Annots"]
    tags.write()
    return places


def _name(document: Any, places: Mapping[str, Any]) -> None:
    """Write the tree of named destinations."""
    import pikepdf

    if not places:
        return
    pairs = [one for name in sorted(places, key=str.encode) for one in (pikepdf.String(name), places[name])]
    names = document.Root.get("/Names", pikepdf.Dictionary())
    names["/Dests"] = pikepdf.Dictionary(Names=pikepdf.Array(pairs))
    document.Root["/Names"] = names


class _Tags:
    """The structure tree, as far as links need it."""

    def __init__(self, root: Any) -> None:
        self._root = root
        self._numbers: Any = root["/ParentTree"]["/Nums"] if root is not None else None
        self._places: dict[int, int] | None = None
        self._gone: set[int] = set()
        self._notes: list[Any] = []

    def _element(self, annotation: Any) -> Any:
        """The Link element of an annotation."""
        return self._numbers[self._place(int(annotation["/StructParent"])) + 1]

    def _place(self, key: int) -> int:
        """The index of a number in the tree's list of numbers and elements."""
        if 2 * key < len(self._numbers) and self._numbers[2 * key] == key:  # Typst leaves no gaps
            return 2 * key
        if self._places is None:
            self._places = {int(number): 2 * place for place, number in enumerate(list(self._numbers)[::2])}
        return self._places[key]

    def drop(self, annotation: Any) -> None:
        """Take a link out of the tree; what it shows, if anything, stays where it stood."""
        if self._root is None:
            return
        element = self._element(annotation)
        self._gone.add(int(annotation.StructParent))
        parent = element.P
        content = [one for one in element.get("/K", ()) if not _refers(one, annotation)]
        if content:
            element["/S"] = _pdf_name("Span")
            element["/K"] = _array(content)
            return
        kids = [one for one in parent.K if getattr(one, "objgen", None) != element.objgen]
        parent["/K"] = _array(kids)

    def name_note(self, annotation: Any) -> None:
        """Tag what begins with a note's number as a Note: a paragraph, or one of several notes in a paragraph."""
        if self._root is None:
            return
        note = self._element(annotation).P
        if str(note.S) in ("/P", "/Quote"):
            note["/S"] = _pdf_name("Note")
            self._notes.append(note)

    def write(self) -> None:
        """Bring the lists of elements up to date."""
        if self._root is None:
            return
        if self._gone:
            for key in sorted(self._gone, reverse=True):
                place = self._place(key)
                del self._numbers[place + 1]
                del self._numbers[place]
        if self._notes:
            self._identify()

    def _identify(self) -> None:
        """Give each note below a table an identifier of its own, as those at the foot of a page have."""
        import pikepdf

        tree = self._root.get("/IDTree")
        names = list(tree.Names) if tree is not None else []
        known = {bytes(name): element for name, element in zip(names[::2], names[1::2], strict=True)}
        for number, note in enumerate(self._notes, start=1):
            identifier = f"Table note {number}"
            note["/ID"] = pikepdf.String(identifier)
            known[identifier.encode()] = note
        pairs = [
            one for name in sorted(known) for one in (pikepdf.String(name.decode("latin-1")), known[name])
        ]
        if tree is None:
            self._root["/IDTree"] = pikepdf.Dictionary(Names=_array(pairs))
        else:
            tree["/Names"] = _array(pairs)
            if "/Limits" in tree:
                tree["/Limits"] = _array([pairs[0], pairs[-2]])


def _refers(kid: Any, annotation: Any) -> bool:
    import pikepdf

    return isinstance(kid, pikepdf.Dictionary) and "/Obj" in kid and bool(kid.Obj.objgen == annotation.objgen)


def _array(items: Sequence[Any]) -> Any:
    import pikepdf

    return pikepdf.Array(items)


def _pdf_name(text: str) -> Any:
    import pikepdf

    return pikepdf.Name(f"/{text}")


# --- Row headers -----------------------------------------------------------------------------------------------------


def _mark_row_headers(root: Any, tables: Sequence[TableTags]) -> None:
    """Make the row headers of each table header cells.

    The other cells of such a row lose their list of column headers, which would hide the row's: readers then find both
    by scope.
    """
    found = list(_tables(root.K, deep=False))
    if len(found) != len(tables):  # there are tables in cells or notes
        found = list(_tables(root.K, deep=True))
    if len(found) != len(tables):
        raise TagsNotFound(f"{len(tables)} tables were written and {len(found)} are tagged")
    for number, (element, table) in enumerate(zip(found, tables, strict=True), start=1):
        if table.row_headers:
            _mark_table(element, table, number)


def _tables(node: Any, deep: bool) -> Iterator[Any]:
    """The Table elements in reading order."""
    import pikepdf

    for kid in node if isinstance(node, pikepdf.Array) else (node,):
        if not isinstance(kid, pikepdf.Dictionary) or (tag := kid.get("/S")) is None:
            continue
        name = str(tag)
        if name == "/Table":
            yield kid
        if (name != "/Table" and name not in _LEAVES) or deep:
            yield from _tables(kid.get("/K", ()), deep)


def _mark_table(element: Any, table: TableTags, number: int) -> None:
    header = (_pdf_name("TH"), _pdf_name("Row"), _pdf_name("Table"))
    rows = list(_rows(element.K))
    if len(rows) != len(table.rows):
        raise TagsNotFound(f"table {number} has {len(table.rows)} rows and {len(rows)} are tagged")
    for row, (count, headers) in zip(rows, table.rows, strict=True):
        if not headers:
            continue
        cells = list(row.K)
        if len(cells) != count:
            raise TagsNotFound(f"a row of table {number} has {count} cells and {len(cells)} are tagged")
        for place, cell in enumerate(cells):
            _mark_cell(cell, header if place in headers else None)


def _rows(node: Any) -> Iterator[Any]:
    for kid in node:
        name = str(kid.get("/S", ""))
        if name == "/TR":
            yield kid
        elif name in ("/THead", "/TBody", "/TFoot"):
            yield from _rows(kid.K)


def _mark_cell(cell: Any, header: tuple[Any, Any, Any] | None) -> None:
    """Take the list of column headers from a cell; ``header`` has the names that make one of a row of it."""
    about = cell["/A"][0]  # what the cell is to its table comes before its looks
    if "/Headers" in about:
        del about["/Headers"]
    if header is None:
        return
    tag, scope, owner = header
    if about["/O"] != owner:
        raise TagsNotFound("a cell of a table is not tagged as one")
    cell["/S"] = tag
    about["/Scope"] = scope
