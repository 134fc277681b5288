"""The pages of a briefing on paper: what stands where, its tags and links, and what is said when they run over."""

import io
import logging
import re

import pypdfium2
import pytest

import sample_briefing as sample
from documents import cell, para
from helpers.exporters.document import Document
from helpers.exporters.errors import TooManyPages
from helpers.exporters.typst.typesetting import Typesetting
from pdf_reading import Paper


def pdf(whole: Document) -> bytes:
    return Typesetting(whole, logging.getLogger("test")).pdf()


@pytest.fixture(scope="module")
def paper() -> Paper:
    return Paper(pdf(sample.briefing()))


def place(paper: Paper, words: str, page: int = 0) -> tuple[float, float]:
    """Where words stand: their left edge and their lower edge from the top of the page, in millimetres."""
    document = pypdfium2.PdfDocument(io.BytesIO(paper.data))
    try:
        text = document[page].get_textpage()
        at = text.search(words).get_next()
        assert at is not None, f"{words!r} does not stand on page {page + 1}"
        left, bottom, _, _ = text.get_charbox(at[0])
        return left * 25.4 / 72, (document[page].get_height() - bottom) * 25.4 / 72
    finally:
        document.close()


def test_the_first_page_is_read_from_what_it_is_to_its_sources(paper: Paper) -> None:
    order = [
        "BRIEFING · PROVINCIAL EXTERNAL RELATIONS",
        "Figures published by 31 December 2025",
        "Tỉnh Mẫu",
        "Border trade is still below its 2019 peak",
        "Since 1 July 2025",
        "Trade through the gates",
        "1.21 USD bn",
        "first half of 2025",
        "−23% on H1 2024",
        "FDI in force (new)",
        "Main points",
        "Trade reached USD 3.8 bn",
        "Trade has not returned to its 2019 peak",
        "All kinds through the province’s gates",
        "FDI stood still",
        "Partners and mechanisms",
        "friendship 2017",
        "How sure",
        "A Lào Cai’s external affairs",
    ]
    at = [paper.pages[0].find(one) for one in order]
    assert -1 not in at and at == sorted(at)
    assert paper.pages[0].endswith("annex (PDF, Excel). Page 1 / 4")


def test_each_page_says_what_it_belongs_to(paper: Paper) -> None:
    assert len(paper.pages) == 4
    for number, page in enumerate(paper.pages[1:], start=2):
        assert page.startswith("Tỉnh Mẫu Figures published by 31 December 2025")
        assert page.endswith(f"Page {number} / 4")


def test_the_title_stands_over_the_chart_and_charts_begin_at_one_height(paper: Paper) -> None:
    left, right = place(paper, "Trade has not returned"), place(paper, "FDI stood still")
    assert left[1] == pytest.approx(right[1], abs=0.1) and right[0] > 100
    assert left[1] < place(paper, "All kinds through")[1] < place(paper, "2.08")[1]  # the value over a bar
    figures = paper.alternatives()
    assert figures == ["The province in the north.", "Bars: 3.8 in 2019, less since.", "A line."]


def test_key_figures_stand_on_one_line_whatever_their_labels(paper: Paper) -> None:
    lines = {round(place(paper, value)[1], 1) for value in ("1.21 USD", "1.2 million", "23rd")}
    assert len(lines) == 1
    details = {round(place(paper, one)[1], 1) for one in ("first half of 2025", "67 projects", "PCI 2024")}
    assert len(details) == 1


def test_sources_stand_at_the_foot_of_each_page(paper: Paper) -> None:
    feet = [place(paper, "Nhân Dân, June 2024", page)[1] for page in range(4)]
    assert all(foot == pytest.approx(feet[0], abs=0.2) for foot in feet) and feet[0] > 270


def test_letters_lead_to_the_list_of_their_own_page(paper: Paper) -> None:
    found = paper.leads("Note A")
    assert {page for page, _ in found} == {1, 2, 3, 4}
    assert all("Lào Cai’s external affairs" in text for _, text in found)
    assert paper.link_faults == []


def test_the_pages_are_tagged_and_archived(paper: Paper) -> None:
    claims = ("pdfaid:part", "pdfaid:conformance", "pdfuaid:part")
    assert [paper.metadata(claim) for claim in claims] == ["2", "A", "1"]
    assert {tag: paper.tags[tag] for tag in ("H1", "H2", "H3", "Table", "Figure", "Note")} == {
        "H1": 1, "H2": 4, "H3": 3, "Table": 4, "Figure": 3, "Note": 0,
    }  # fmt: skip
    assert paper.scopes() == {"Column": 16, "Row": 24}
    assert all(paper.fonts.values())


def test_letters_stand_close_to_their_words(paper: Paper) -> None:
    assert re.search(r"in 2020B and was just under 2\.3 bn in 2022C\.", paper.pages[0])


def test_letters_begin_no_line(paper: Paper) -> None:
    """Wherever a word ends at the margin, its letters are on its line, and what is copied has nothing between them."""
    words = [part for size in range(60) for part in ("i" * (size % 17 + 3), " word", "A", "C", "F", " ")]
    cited = cell(para(*sample.mixed(*words, page=2)), name="cited")
    document = pypdfium2.PdfDocument(pdf(sample.briefing(sample.first_page(), sample.later_page(2, cited))))
    lines = document[1].get_textpage().get_text_bounded().splitlines()
    document.close()
    assert sum(line.rstrip().endswith("wordA,C,F") for line in lines) >= 3
    assert [line for line in lines if re.match(r"[ACF]?,|[ACF] ", line)] == []


def test_equal_briefings_give_equal_bytes() -> None:
    assert pdf(sample.briefing()) == pdf(sample.briefing())


def test_a_page_that_runs_over_is_named_with_what_stands_on_it() -> None:
    more = cell(*(para("Words and words. " * 30) for _ in range(3)), name="more")
    whole = sample.briefing(sample.first_page(), sample.later_page(2), sample.first_page(more))
    with pytest.raises(TooManyPages) as raised:
        pdf(whole)
    error = raised.value
    assert (error.pages, error.allowed, error.page, error.first) == (4, 3, 3, "more")
    assert 20 < error.excess < 100
    names = [one.partition(" (")[0] for one in error.stands]
    assert names == ["key-figures", "main-points", "trade-chart", "fdi-chart", "partners", "more", "sources"]
    assert re.search(
        r"page 3 is \d+ mm too long; on it stand key-figures \(\d+ mm\), main-points", str(error)
    )


def test_a_page_that_is_full_to_its_foot_fits_and_one_line_more_does_not() -> None:
    """What is told as too long is what has to go: less than that still runs over, more than that fits."""
    lines = [para("A line.") for _ in range(30)]
    with pytest.raises(TooManyPages) as raised:
        pdf(sample.briefing(sample.first_page(cell(*lines, name="more")), pages=1))
    line = 9.4 * 1.32 * 25.4 / 72 + 0.6  # millimetres: about the height of a line with the space above it
    too_many = int(raised.value.excess / line) + 2
    assert (
        len(
            Paper(
                pdf(sample.briefing(sample.first_page(cell(*lines[too_many:], name="more")), pages=1))
            ).pages
        )
        == 1
    )
