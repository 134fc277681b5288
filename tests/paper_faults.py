"""What a reader of a PDF would stumble over, found by reading it back: its tags, its reading order, its pages."""

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from bs4 import BeautifulSoup

from pdf_reading import Box, Paper, Passage

_READ = ("h1", "h2", "h3", "h4", "caption", "figcaption", "p", "li", "th", "td")
_MARKS = "button, .letters, .note-ref, a[role=doc-backlink], .data, .close"
_HALF = 0.5
_FOOT = 40.0  # points at the foot of a page that its running footer has
_EDGE = 15.0  # points at each side that no printer reaches


def of_file(path: Path) -> list[str]:
    """All that is found in a PDF of ``reports/``, which stands beside its page of the web."""
    paper, language = Paper(path.read_bytes()), path.parts[-3]
    page = BeautifulSoup(path.with_suffix(".html").read_text(encoding="utf-8"), "html.parser")
    return [*of_structure(paper, language), *of_order(paper, page), *of_pages(paper)]


def of_structure(paper: Paper, language: str) -> list[str]:
    """What a screen reader lacks: language, tags, bookmarks, levels of headings, alternative texts, heads."""
    found = []
    if not paper.language.startswith(language):
        found.append(f"the language is {paper.language}")
    root = paper.pdf.Root
    if not root.get("/MarkInfo", {}).get("/Marked", False) or not paper.elements:
        return [*found, "there are no tags"]
    if not bool(root.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False)):
        found.append("a window would not show the title")
    found += _of_headings(paper)
    figures = [one for one in paper.elements if str(one.S) in ("/Figure", "/Formula")]
    found += [
        f"figure {place} has no text"
        for place, one in enumerate(figures, 1)
        if not str(one.get("/Alt", "")).strip()
    ]
    return [*found, *_of_tables(paper)]


def _of_headings(paper: Paper) -> Iterator[str]:
    """One title, no level skipped, and bookmarks that say the same."""
    said = _headings(paper)
    levels = [int(tag[1]) for tag, _ in said]
    if levels[:1] != [1] or levels.count(1) != 1:
        yield f"the levels of headings are {levels}"
    for (before, _), (tag, text) in pairwise(said):
        if int(tag[1]) > int(before[1]) + 1:
            yield f"{text!r} skips a level: {tag} after {before}"
    marks = [_letters(title) for _, title in paper.outline]
    told = [_letters(text) for tag, text in said if int(tag[1]) > 1]
    if [one for one in marks if one not in {_letters(text) for _, text in said}] or [
        one for one in told if one not in marks
    ]:
        yield f"the bookmarks are {paper.outline}, the headings {said}"


def _headings(paper: Paper) -> list[tuple[str, str]]:
    """Each heading: its tag and its words."""
    found: dict[int, tuple[str, str]] = {}
    for one in paper.passages:
        tag = next((tag for tag in one.tags if re.fullmatch(r"H\d", tag)), "")
        if tag and one.tags[-1] != "Link":
            before = found.get(one.element, (tag, ""))[1]
            found[one.element] = (tag, before + one.text)
    return list(found.values())


def _of_tables(paper: Paper) -> Iterator[str]:
    for one in paper.elements:
        if str(one.S) == "/TH" and not any("/Scope" in about for about in one.get("/A", ())):
            yield "a header cell speaks for neither column nor row"
    tables = paper.tags["Table"]
    if paper.tags["THead"] < tables:
        yield f"{tables} tables, {paper.tags['THead']} heads"


def of_order(paper: Paper, page: BeautifulSoup) -> list[str]:
    """The parts of the page of the web, in its order, that are not read in that order: each as it begins."""
    read = _letters(" ".join(one.text for one in paper.passages if "Figure" not in one.tags))
    found, at = [], 0
    for part in _parts(page):
        place = read.find(part, at)
        if place < 0:
            found.append(part if part not in read else f"{part} (too early)")
        else:
            at = place
    return found


def _parts(page: BeautifulSoup) -> Iterator[str]:
    """The letters and digits that each heading, paragraph, item, caption and cell begins with."""
    main = page.select_one("main")
    assert main is not None
    for unread in main.select(f".boxes, .search, svg, {_MARKS}"):
        unread.replace_with("\u0000")
    for part in main.find_all(_READ):
        if part.find(_READ) is None:
            yield from filter(None, [_letters(part.get_text().partition("\u0000")[0])])


def _letters(text: str) -> str:
    """The letters and digits of a text, whatever stands between."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFC", text)))


def of_pages(paper: Paper) -> list[str]:
    """Headings alone at the foot of a page, pages under half full but the last, text that is cut off or overprinted."""
    return [*_alone(paper), *_empty(paper), *_cut(paper)]


def _alone(paper: Paper) -> Iterator[str]:
    shown = [one for one in paper.passages if one.boxes]
    for one, after in pairwise(shown):
        if (one.is_heading or "Caption" in one.tags) and after.page != one.page:
            yield f"page {one.page + 1} ends with {one.text!r}"


def _empty(paper: Paper) -> Iterator[str]:
    """Pages of which more than half is one empty band."""
    for place, page in enumerate(paper.pdf.pages[:-1]):
        top = float(page.mediabox[3])
        edges = sorted((box[1], box[3]) for lines in paper.marked[place].values() for _, box in lines)
        high, widest = _FOOT, 0.0
        for bottom, above in [*edges, (top - _FOOT, top)]:
            widest = max(widest, bottom - high)
            high = max(high, above)
        if widest > top * _HALF:
            yield f"page {place + 1} is empty over {widest:.0f} of {top:.0f} points"


def _cut(paper: Paper) -> Iterator[str]:
    for place, page in enumerate(paper.pdf.pages):
        left, bottom, right, top = map(float, page.mediabox)
        inside = (left + _EDGE, bottom + _EDGE, right - _EDGE, top - _EDGE)
        for text, box in (line for lines in paper.marked[place].values() for line in lines):
            if text.strip() and _overlap(box, inside) < box[2] - box[0] - 0.5:
                yield f"page {place + 1}: {text!r} ends outside of the page"
        yield from _overprinted(
            place, [one for one in paper.passages if one.page == place and "Figure" not in one.tags]
        )


def _overprinted(place: int, passages: list[Passage]) -> Iterator[str]:
    """Lines of one element that stand over those of another one."""
    lines = sorted(
        ((box, one.element, one.text) for one in passages if one.text.strip() for box in one.boxes),
        key=lambda line: -line[0][3],
    )
    for number, (box, element, text) in enumerate(lines):
        for other, beside, said in lines[number + 1 :]:
            if other[3] < (box[1] + box[3]) / 2:
                break
            height = min(box[3], other[3]) - max(box[1], other[1])
            if beside != element and height > (box[3] - box[1]) / 2 and _overlap(box, other) > 1:
                yield f"page {place + 1}: {text.strip()!r} over {said.strip()!r}"


def _overlap(box: Box, other: Box) -> float:
    """How many points two boxes share from left to right."""
    return min(box[2], other[2]) - max(box[0], other[0])
