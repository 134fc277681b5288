"""The Word files of real briefings, annexes and the comparison say what the pages say, as an office expects it."""

from itertools import pairwise
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from docx.oxml.ns import qn

from helpers.publishing.planning import Workspace
from helpers.publishing.records import read_record
from word_reading import WordFile, squeezed

pytestmark = pytest.mark.slow

PARTS = ("briefing", "annex")
SUBJECTS = ("lao-cai", "lang-son", "regional-comparison")
LANGUAGES = {"vi": "vi-VN", "en": "en-GB"}
MARKS = ".note-ref, .cited, .fact"
each = pytest.mark.parametrize(
    ("subject", "language", "part"),
    [(subject, language, part) for subject in SUBJECTS for language in LANGUAGES for part in PARTS],
)


@pytest.fixture
def folder(real: Workspace, subject: str, language: str) -> Path:
    return real.reports / language / subject


@pytest.fixture
def word(folder: Path, part: str) -> WordFile:
    return WordFile((folder / f"{part}.docx").read_bytes())


@pytest.fixture
def page(folder: Path, part: str) -> BeautifulSoup:
    soup = BeautifulSoup((folder / f"{part}.html").read_text(encoding="utf-8"), "lxml")
    for mark in soup.select(MARKS):
        mark.decompose()
    return soup


@each
def test_headings_are_those_of_the_page_in_order(word: WordFile, page: BeautifulSoup) -> None:
    shown = [(int(one.name[1]) - 1, squeezed(one.get_text())) for one in page.select("main :is(h2, h3, h4)")]
    assert word.headings == shown and len(shown) > 3
    steps = [level - before for (before, _), (level, _) in pairwise(shown)]
    assert max(steps) <= 1


@each
def test_each_cell_of_each_table_says_what_it_says_on_the_page(word: WordFile, page: BeautifulSoup) -> None:
    shown = [
        [squeezed(cell.get_text()) for cell in row.select("th, td")] for row in page.select("main table tr")
    ]
    assert [*word.rows] == shown and len(shown) > 10


@each
def test_each_table_repeats_its_head_and_has_a_width_for_each_column(word: WordFile) -> None:
    for table in word.tables:
        rows = [*table.iterchildren(qn("w:tr"))]
        assert rows[0].find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
        assert table.tblPr.find(qn("w:tblLook")).get(qn("w:firstRow")) == "1"
        widths = [int(one.get(qn("w:w"))) for one in table.tblGrid]
        assert min(widths) > 200 and sum(widths) <= 9360  # twentieths of a point, of which the page has 9354


@each
def test_each_picture_is_told_in_words_and_is_a_drawing_with_a_twin(
    word: WordFile, page: BeautifulSoup
) -> None:
    drawn = [*page.select("svg[role=img]")]
    assert sorted(word.alternatives) == sorted(str(one["aria-label"]) for one in drawn)
    assert all(word.alternatives)
    kinds = [name.rpartition(".")[2] for name in word.members if name.startswith("word/media/")]
    assert kinds.count("svg") == kinds.count("png") == len(drawn)


@each
def test_every_link_and_field_leads_to_a_place_that_is_there(word: WordFile, folder: Path, part: str) -> None:
    inside = {one.get(qn("w:anchor")) for one in word.body.iter(qn("w:hyperlink"))} - {None}
    assert inside <= word.bookmarks and inside
    assert {code[1] for code in word.fields if code[0] == "NOTEREF"} <= word.bookmarks
    beside = {one.target_ref for one in word.opened.part.rels.values() if one.is_external}
    beside = {one for one in beside if ":" not in one.split("/")[0]}
    if part == "briefing":
        annex = WordFile((folder / "annex.docx").read_bytes())
        into = {one.partition("#")[2] for one in beside if one.startswith("annex.docx#")}
        assert into and into <= annex.bookmarks
    assert [one for one in beside if not (folder / one.partition("#")[0]).is_file()] == []


@each
def test_an_annex_has_its_contents_and_the_notes_of_the_page_under_their_numbers(
    word: WordFile, folder: Path, part: str
) -> None:
    page = BeautifulSoup((folder / f"{part}.html").read_text(encoding="utf-8"), "lxml")
    numbers = [
        number for all_ in page.select(".notes ol") for number, _ in enumerate(all_.select("li"), start=1)
    ]
    notes = [one.text for one in word.opened.paragraphs if one.style.style_id == "SectionNote"]
    assert [int(one.partition("\xa0")[0]) for one in notes] == numbers
    assert bool(notes) == (part == "annex") and not [*word.body.iter(qn("w:footnoteReference"))]
    assert any(code[0] == "TOC" for code in word.fields) == (part == "annex")


@each
def test_the_file_says_its_language_title_and_edition_and_knows_no_clock(
    word: WordFile, page: BeautifulSoup, folder: Path, language: str
) -> None:
    about, edition = word.opened.core_properties, read_record(folder).edition
    assert page.h1 is not None and about.title == " ".join(page.h1.get_text().split())
    assert about.author and about.language == LANGUAGES[language]
    named = {one.get(qn("w:val")) for one in word.opened.styles.element.iter(qn("w:lang"))}
    assert named == {LANGUAGES[language]}
    assert word.clocks == {f"{edition}T00:00:00Z"}


@each
def test_nothing_says_that_it_has_the_pages_of_the_pdf(word: WordFile, language: str, part: str) -> None:
    text = " ".join(one.text for one in word.opened.paragraphs).lower()
    for said in ("four-page", "four page", "two-page", "bốn trang", "hai trang", "4 trang", "2 trang"):
        assert said not in text
