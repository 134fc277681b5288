"""Reading a PDF back: what it says, how it is tagged, what it embeds, where it leads."""

import io
from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from typing import Any

import pikepdf
import pypdfium2


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
    def outline(self) -> list[tuple[int, str]]:
        """The bookmarks: depth and title."""
        with self.pdf.open_outline() as outline:
            return list(_bookmarks(outline.root, 0))


def _elements(node: Any) -> Iterator[Any]:
    if isinstance(node, pikepdf.Array):
        for child in node:
            yield from _elements(child)
    elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
        yield node
        yield from _elements(node.get("/K", pikepdf.Array()))


def _bookmarks(items: Any, depth: int) -> Iterator[tuple[int, str]]:
    for item in items:
        yield depth, item.title
        yield from _bookmarks(item.children, depth + 1)
