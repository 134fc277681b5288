"""A Word file as its readers get it: headings, tables and pictures, by the names that Word gives them."""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import docx
from docx.oxml.ns import qn
from lxml import etree

_CLOCKS = re.compile(rb"\b\d{4}-\d\d-\d\dT[\d:]+Z?")


@dataclass(frozen=True)
class WordFile:
    """A file, opened."""

    data: bytes

    @cached_property
    def opened(self) -> Any:
        return docx.Document(io.BytesIO(self.data))

    @cached_property
    def body(self) -> Any:
        return self.opened.element.body

    @cached_property
    def members(self) -> dict[str, bytes]:
        """The parts by name; each is whole, and XML well-formed."""
        with zipfile.ZipFile(io.BytesIO(self.data)) as file:
            assert file.testzip() is None
            found = {name: file.read(name) for name in file.namelist()}
        for name, data in found.items():
            if name.endswith((".xml", ".rels")):
                etree.fromstring(data)
        return found

    @property
    def headings(self) -> list[tuple[int, str]]:
        """Level and text, in order."""
        named = ((one.style.style_id, one.text) for one in self.opened.paragraphs)
        return [(int(name[7:]), squeezed(text)) for name, text in named if re.fullmatch(r"Heading\d", name)]

    @property
    def kept_with_next(self) -> list[Any]:
        """The paragraphs outside tables that stay on the page of what follows."""
        about = ((one, one.paragraph_format, one.style.paragraph_format) for one in self.opened.paragraphs)
        return [one for one, own, of_style in about if own.keep_with_next or of_style.keep_with_next]

    @property
    def tables(self) -> list[Any]:
        return [*self.body.iter(qn("w:tbl"))]

    @property
    def rows(self) -> Iterator[list[str]]:
        """The cells of all rows of all tables, without marks of notes."""
        for row in self.body.iter(qn("w:tr")):
            yield [squeezed("".join(_text(cell))) for cell in row.iterchildren(qn("w:tc"))]

    @property
    def alternatives(self) -> list[str]:
        """The alternative text of each picture."""
        return [one.docPr.get("descr", "") for one in self.body.iter(qn("wp:inline"))]

    @property
    def bookmarks(self) -> set[str]:
        return {one.get(qn("w:name")) for one in self.body.iter(qn("w:bookmarkStart"))}

    @property
    def fields(self) -> list[list[str]]:
        """The codes of the fields in the text, each as its words."""
        return [one.text.split() for one in self.body.iter(qn("w:instrText"))]

    @property
    def clocks(self) -> set[str]:
        """The times that stand in any part."""
        return {one.decode() for data in self.members.values() for one in _CLOCKS.findall(data)}


def _text(cell: Any) -> Iterator[str]:
    for run in cell.iter(qn("w:r")):
        about = run.find(qn("w:rPr"))
        raised = about is not None and about.find(qn("w:vertAlign")) is not None
        style = about.find(qn("w:rStyle")) if about is not None else None
        if not raised and (style is None or style.get(qn("w:val")) != "FootnoteReference"):
            yield "".join(one.text or "" for one in run.iter(qn("w:t")))


def squeezed(text: str) -> str:
    """The text without white space and what only keeps words together."""
    return re.sub(r"[\s\u2060\u200b]+", "", text)
