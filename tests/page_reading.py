"""What readers see on the pages of a briefing, as the sections' notebooks display it: words, tables, drawings."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from bs4 import BeautifulSoup, Tag

from helpers.text.markdown import unescape
from run_sections import NOTEBOOKS, comparisons, ran

PAGES = ("at_a_glance", "trade_trends", "investment_tables", "cooperation_overview")
OF_A_COMPARISON = ("regional_comparison",)
LANGUAGES = ("vi", "en")
_REFERENCES = re.compile(r"\[\^[^\]]*\]")


@dataclass(frozen=True)
class Shown:
    """One output of a cell that stands in the briefing: its parts as plain text, and what stands behind it.

    ``words`` are all parts that are read, by what they are: text, title, subtitle, caption, alt; of a drawing the
    words in it are ``drawn``.
    """

    section: str
    cell: str
    words: dict[str, str]
    drawn: tuple[str, ...]
    metadata: dict[str, Any]

    @property
    def text(self) -> str:
        """All that is read, without what only a screen reader says."""
        return "\n".join(text for part, text in self.words.items() if part != "alt")


@cache
def annex_cells(name: str) -> frozenset[str]:
    """The cells of a section's notebook that stand in the annex alone."""
    cells = json.loads((NOTEBOOKS / f"{name}.ipynb").read_text(encoding="utf-8"))["cells"]
    return frozenset(cell["id"] for cell in cells if "annex" in cell["metadata"].get("tags", ()))


def pages_of(province: str) -> tuple[str, ...]:
    """The notebooks whose cells make the pages of a unit, or of a comparison."""
    return OF_A_COMPARISON if province in comparisons() else PAGES


@cache
def shown(province: str, language: str) -> tuple[Shown, ...]:
    """All that the briefing of a unit shows, page by page, in order."""
    return tuple(
        _read(name, cell, data, metadata)
        for name in pages_of(province)
        for cell, outputs in ran(name, province, language).outputs.items()
        if cell not in annex_cells(name)
        for data, metadata in outputs
    )


def facts_of(province: str, language: str, name: str) -> set[str]:
    """The facts, as ``table/key``, that the page of a section shows."""
    records = ran(name, province, language).records
    return {
        fact
        for cell, record in records.items()
        if cell not in annex_cells(name)
        for fact in (record or {}).get("facts", ())
    }


def _read(name: str, cell: str, data: dict[str, Any], metadata: dict[str, Any]) -> Shown:
    drawing = data.get("image/svg+xml")
    if drawing is not None:
        about = metadata["image/svg+xml"]
        words = {part: unescape(text) if part != "alt" else text for part, text in about.items()}
        return Shown(name, cell, words, tuple(_drawn(drawing)), metadata)
    return Shown(name, cell, {"text": _plain(data)}, (), metadata)


def _plain(data: dict[str, Any]) -> str:
    """Text or a table without its references and without the dots that say how sure something is."""
    if "text/markdown" in data:
        text = _REFERENCES.sub("", data["text/markdown"])
        return unescape(re.sub(r"\]\([^)]*\)", "]", text))
    soup = BeautifulSoup(data["text/html"], "html.parser")
    for mark in soup.select("sup, .sure"):
        mark.extract()
    for end in soup("br"):
        end.replace_with("\n")
    lines = (" ".join(part.get_text().split()) for part in soup.select("caption, th, td, p, li"))
    return "\n".join(line for line in lines if line)


def _drawn(svg: str) -> Iterator[str]:
    """The words in a drawing."""
    for text in BeautifulSoup(svg, "xml").select("text"):
        yield text.get_text()


def decimals(text: str, language: str) -> list[Decimal]:
    """The numbers in a text, as the language writes them."""
    big, small = (".", ",") if language == "vi" else (",", ".")
    big, small = re.escape(big), re.escape(small)
    found = re.findall(rf"\d{{1,3}}(?:{big}\d{{3}})+(?:{small}\d+)?|\d+(?:{small}\d+)?", text)
    return [Decimal(one.replace(big[-1], "").replace(small[-1], ".")) for one in found]


def without_periods(text: str, language: str) -> list[Decimal]:
    """The numbers of a text but for days and months, of which the languages write some as words."""
    text = re.sub(r"\d+/(\d{4}/[A-Z])", r"\1", text)  # the number of a law is no month
    if language == "vi":
        text = re.sub(r"(\d+) tháng (?:đầu )?năm|6 tháng trở lên", "năm", text)
        text = re.sub(r"\d+/\d+\s*[–-]\s*(?=\d+/\d+/\d{4})", "", text)
        text = re.sub(r"(?:\d+[–-])?\d+/\d+/(\d{4})", r"\1", text)
        text = re.sub(r"ngày \d+/\d+(?![/\d])", "ngày", text)
        text = re.sub(r"(?:\d+[–-])?\d+/(\d{4})(?!/)", r"\1", text)  # not the number of a resolution
    else:
        months = "January|February|March|April|May|June|July|August|September|October|November|December"
        text = re.sub(rf"(?:\d+[–-])?\d+ (?={months})", "", text)
    return decimals(text, language)


def publications(listed: Tag) -> set[str]:
    """The letters of a list of sources, of which several articles of one publication share one (``C1``, ``C2``)."""
    return {one.text.strip().rstrip("0123456789") for one in listed.select('[id^="note-"]')}
