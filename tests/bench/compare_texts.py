"""What the reports of one folder say that those of another do not, page by page and document by document.

    python tests/bench/compare_texts.py reports-before reports

Of a page, the text of each block element is compared in order; of a PDF, whose notes may stand elsewhere from one build
to the next, its words without numbers and how often each is said. Marks of notes and links back from them are left out:
one note more shifts all numbers after it. Exits with 1 when there is a difference.
"""

import difflib
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
from lxml import html

_BLOCKS = [
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "p",
    "li",
    "th",
    "td",
    "caption",
    "figcaption",
    "dt",
    "dd",
    "title",
]
_SPACE = re.compile(r"\s+")
_NUMBERED = "*[contains(@class, 'note-ref') or @role='doc-backlink']"


def page_lines(path: Path) -> list[str]:
    """The texts of a page's block elements, in order; drawings are named by their alternative text."""
    root = html.parse(str(path), parser=html.HTMLParser(encoding="utf-8")).getroot()
    for drawing in root.iter("svg"):
        drawing[:] = []
    for mark in root.xpath(f"//{_NUMBERED}"):
        mark.drop_tree()
    lines = []
    for element in root.iter(*_BLOCKS, "svg"):
        text = element.get("aria-label") if element.tag == "svg" else "".join(_own(element))
        if text := _SPACE.sub(" ", text or "").strip():
            lines.append(text)
    return lines


def _own(element: html.HtmlElement) -> Iterator[str]:
    """The element's text without that of block elements in it, which are compared by themselves."""
    yield element.text or ""
    for child in element:
        if child.tag not in _BLOCKS and child.tag != "svg":
            yield from _own(child)
        yield child.tail or ""


def pdf_words(path: Path) -> Counter[str]:
    """How often a PDF says each word."""
    document = pypdfium2.PdfDocument(path)
    try:
        texts = [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()
    return Counter(re.sub(r"[\d,.*;:()]+", " ", " ".join(texts)).split())


def differences(before: Path, after: Path) -> Iterator[str]:
    """One line for each thing that only one of the two folders says, under the name of its file."""
    names = {path.relative_to(folder) for folder in (before, after) for path in folder.glob("*/*/briefing.*")}
    for name in sorted(names):
        if name.suffix not in (".html", ".pdf"):
            continue
        if not ((before / name).is_file() and (after / name).is_file()):
            yield f"{name}: only in {before if (before / name).is_file() else after}"
        elif name.suffix == ".html":
            compared = difflib.unified_diff(
                page_lines(before / name), page_lines(after / name), lineterm="", n=0
            )
            yield from (
                f"{name}: {line}" for line in compared if line[:3] not in ("---", "+++") and line[:2] != "@@"
            )
        else:
            old, new = pdf_words(before / name), pdf_words(after / name)
            for sign, more in (("-", old - new), ("+", new - old)):
                if more:
                    yield f"{name}: {sign} " + " ".join(
                        f"{word}×{count}" for word, count in sorted(more.items())
                    )


if __name__ == "__main__":
    found = list(differences(Path(sys.argv[1]), Path(sys.argv[2])))
    print("\n".join(found) or "no difference")
    sys.exit(1 if found else 0)
