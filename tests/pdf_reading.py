"""Reading a PDF back: what it says, how it is tagged, what it embeds, where it leads."""

import ctypes
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pikepdf
import pypdfium2
from pypdfium2 import raw

Box = tuple[float, float, float, float]
"""Left, bottom, right, top, in points from the page's lower left corner."""


@dataclass(frozen=True)
class Passage:
    """A run of text as a screen reader reads it: the tags around it from outside in, its page from 0, its lines."""

    tags: tuple[str, ...]
    element: int  # which one of the tag tree it stands in
    text: str
    page: int
    boxes: tuple[Box, ...]

    @property
    def is_heading(self) -> bool:
        return bool({*self.tags} & {"H1", "H2", "H3", "H4", "H5", "H6"})


class Paper:
    """A PDF as its readers meet it, with eyes or ears."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.pdf = pikepdf.open(io.BytesIO(data))

    @cached_property
    def pages(self) -> list[str]:
        """The text of each page, lines joined by spaces."""
        document = pypdfium2.PdfDocument(self.data)
        try:
            return [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]
        finally:
            document.close()

    def top(self, words: str) -> float:
        """How far above the bottom of its page the first of these words ends, in points."""
        document = pypdfium2.PdfDocument(self.data)
        try:
            for page in document:
                text = page.get_textpage()
                if found := text.search(words).get_next():
                    return float(text.get_charbox(found[0])[3])
        finally:
            document.close()
        raise AssertionError(f"no page says {words!r}")

    @property
    def text(self) -> str:
        return " ".join(self.pages)

    @property
    def language(self) -> str:
        return str(self.pdf.Root.Lang)

    def metadata(self, name: str) -> Any:
        """A value of the XMP metadata, e.g. ``dc:title``."""
        with self.pdf.open_metadata() as found:
            return found.get(name)

    @cached_property
    def elements(self) -> list[Any]:
        """The elements of the tag tree, in reading order."""
        return list(_elements(self.pdf.Root.StructTreeRoot.K)) if "/StructTreeRoot" in self.pdf.Root else []

    @cached_property
    def marked(self) -> list[dict[int, list[tuple[str, Box]]]]:
        """Of each page its lines of text with their boxes, by their number in the tag tree; -1: not read."""
        document = pypdfium2.PdfDocument(self.data)
        try:
            return [_lines(page) for page in document]
        finally:
            document.close()

    @cached_property
    def passages(self) -> list[Passage]:
        """All that is read, in the order of the tag tree."""
        numbers = {page.objgen: place for place, page in enumerate(self.pdf.pages)}
        found: list[Passage] = []
        count = 0

        def read(element: Any, tags: tuple[str, ...], page: Any) -> None:
            nonlocal count
            count += 1
            mine, tags, page = count, (*tags, str(element.S)[1:]), element.get("/Pg", page)
            kids = element.get("/K", pikepdf.Array())
            for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
                if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                    read(kid, tags, page)
                elif not isinstance(kid, pikepdf.Dictionary) or "/MCID" in kid:
                    number = int(kid.MCID if isinstance(kid, pikepdf.Dictionary) else kid)
                    at = kid.get("/Pg", page) if isinstance(kid, pikepdf.Dictionary) else page
                    place = numbers[at.objgen]
                    lines = self.marked[place].get(number, [])
                    text, boxes = "".join(one for one, _ in lines), tuple(box for _, box in lines)
                    found.append(Passage(tags, mine, text, place, boxes))

        root = self.pdf.Root.StructTreeRoot.K
        for one in root if isinstance(root, pikepdf.Array) else [root]:
            read(one, (), None)
        return found

    @property
    def tags(self) -> Counter[str]:
        return Counter(str(element.S)[1:] for element in self.elements)

    def alternatives(self, tag: str = "Figure") -> list[str]:
        return [
            str(element.Alt) for element in self.elements if str(element.S) == f"/{tag}" and "/Alt" in element
        ]

    def scopes(self) -> Counter[str]:
        """How many header cells speak for a column, and how many for a row."""
        return Counter(
            str(attributes.Scope)[1:]
            for element in self.elements
            if str(element.S) == "/TH"
            for attributes in element.A
            if "/Scope" in attributes
        )

    @property
    def fonts(self) -> dict[str, bool]:
        """Each font by name, and whether its letters travel with the file."""
        found = {}
        for item in self.pdf.objects:
            if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/FontDescriptor":
                name = str(item.FontName)[1:].partition("+")[2]
                found[name] = any(key in item for key in ("/FontFile", "/FontFile2", "/FontFile3"))
        return found

    @property
    def addresses(self) -> list[str]:
        """Where links lead outside the document."""
        return [str(link.A.URI) for link in self._links() if "/URI" in link.get("/A", {})]

    @property
    def inner_links(self) -> int:
        """How many links lead inside the document."""
        return sum("/URI" not in link.get("/A", {}) for link in self._links())

    def _links(self) -> Iterator[Any]:
        for page in self.pdf.pages:
            yield from (note for note in page.get("/Annots", []) if note.Subtype == "/Link")

    @property
    def link_faults(self) -> list[str]:
        """What PDF/UA would blame a link for: no Link element, no destination, no description."""
        pages = {page.objgen for page in self.pdf.pages}
        known = {
            kid.Obj.objgen
            for element in self.elements
            for kid in _references(element)
            if element.S == "/Link"
        }
        numbers = list(self.pdf.Root.StructTreeRoot.ParentTree.Nums) if self.elements else []
        parents = {int(key): element for key, element in zip(numbers[::2], numbers[1::2], strict=True)}
        found = []
        for link in self._links():
            about = f"link at {[round(float(edge)) for edge in link.Rect]}: "
            if link.objgen not in known or str(parents[int(link.StructParent)].S) != "/Link":
                found.append(f"{about}no Link element")
            if not str(link.get("/Contents", "")):
                found.append(f"{about}no description")
            if "/Dest" in link:
                found += [f"{about}leads to no page"] if link.Dest[0].objgen not in pages else []
            elif ":" not in (address := str(link.get("/A", {}).get("/URI", ""))) or address.startswith(
                "place:"
            ):
                found.append(f"{about}leads nowhere")
        empty = sum(element.S == "/Link" and not list(_references(element)) for element in self.elements)
        return found + [f"{empty} Link elements without a link"] * bool(empty)

    def leads(self, description: str) -> list[tuple[int, str]]:
        """Where the links of this description lead: the page, from 1, and the text at the place."""
        document = pypdfium2.PdfDocument(self.data)
        numbers = {page.objgen: place for place, page in enumerate(self.pdf.pages)}
        found = []
        for link in self._links():
            if "/Dest" in link and str(link.get("/Contents", "")) == description:
                page, left, top = numbers[link.Dest[0].objgen], float(link.Dest[2]), float(link.Dest[3])
                words = document[page].get_textpage().get_text_bounded(left - 1, top - 22, left + 300, top)
                found.append((page + 1, " ".join(words.split())))
        document.close()
        return found

    @property
    def outline(self) -> list[tuple[int, str]]:
        """The bookmarks: depth and title."""
        with self.pdf.open_outline() as outline:
            return list(_bookmarks(outline.root, 0))


def _lines(page: pypdfium2.PdfPage) -> dict[int, list[tuple[str, Box]]]:
    """The runs of text of a page by their marks.

    PDFium takes a run close to an equal one for its shadow, and gives no text of it: it is that of the other, which is
    as wide.
    """
    text, found, as_wide = page.get_textpage(), dict[int, list[tuple[str, Box]]](), dict[float, str]()
    for one in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT], max_depth=1):
        length = raw.FPDFTextObj_GetText(one.raw, text.raw, None, 0)
        buffer = ctypes.create_string_buffer(length)
        raw.FPDFTextObj_GetText(
            one.raw, text.raw, ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR)), length
        )
        box = one.get_bounds()
        width = round(box[2] - box[0], 1)
        said = as_wide[width] = buffer.raw[: length - 2].decode("utf-16-le") or as_wide.get(width, "")
        found.setdefault(raw.FPDFPageObj_GetMarkedContentID(one.raw), []).append((said, box))
    return found


def _elements(node: Any) -> Iterator[Any]:
    if isinstance(node, pikepdf.Array):
        for child in node:
            yield from _elements(child)
    elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
        yield node
        yield from _elements(node.get("/K", pikepdf.Array()))


def _references(element: Any) -> Iterator[Any]:
    """The annotations that belong to an element."""
    kids = element.get("/K", pikepdf.Array())
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/Obj" in kid:
            yield kid


def _bookmarks(items: Any, depth: int) -> Iterator[tuple[int, str]]:
    for item in items:
        yield depth, item.title
        yield from _bookmarks(item.children, depth + 1)
