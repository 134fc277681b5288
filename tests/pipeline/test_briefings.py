"""The real briefings of two provinces in both languages, read back as their readers get them."""

import io
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from bs4 import BeautifulSoup

from helpers.publishing.planning import Workspace
from pdf_reading import Paper

pytestmark = pytest.mark.slow

NAMES = {"lao-cai": "Lào Cai", "lang-son": "Lạng Sơn"}
each = pytest.mark.parametrize(
    ("province", "language"), [(province, language) for province in NAMES for language in ("vi", "en")]
)


@pytest.fixture
def reports(real: Workspace) -> Path:
    """Reports built from the repository's own data and notebooks."""
    return real.reports


@each
def test_the_page_is_whole_and_asks_nobody_for_anything(reports: Path, province: str, language: str) -> None:
    text = (reports / language / province / "briefing.html").read_text(encoding="utf-8")
    soup = BeautifulSoup(text, "html.parser")
    assert soup.html is not None and soup.html["lang"] == language
    assert soup.h1 is not None and NAMES[province] in soup.h1.get_text()
    assert not soup.select("script, link[rel=stylesheet], iframe, [src^=http]")
    assert all(image.get("alt") for image in soup.select("img, svg[role=img]") if image.name == "img")
    assert soup.select("table caption") and soup.select("th[scope]")
    names = {element["id"] for element in soup.select("[id]")}
    broken = [a["href"] for a in soup.select('a[href^="#"]') if a["href"][1:] not in names]
    assert broken == []


@each
def test_every_link_between_the_files_leads_somewhere(reports: Path, province: str, language: str) -> None:
    folder = reports / language / province
    soup = BeautifulSoup((folder / "briefing.html").read_text(encoding="utf-8"), "html.parser")
    links = [a["href"] for a in soup.select("body > header a[href]")]
    assert len(links) == 3
    assert [link for link in links if not (folder / link).is_file()] == []


@each
def test_the_document_says_the_same_in_its_own_language(reports: Path, province: str, language: str) -> None:
    content = (reports / language / province / "briefing.pdf").read_bytes()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert str(pdf.Root.Lang).startswith(language)
        assert bool(pdf.Root.MarkInfo.Marked)
        assert NAMES[province] in str(pdf.docinfo.Title)
        assert pdf.Root.get("/Outlines") is not None
    document = pypdfium2.PdfDocument(content)
    text = "\n".join(page.get_textpage().get_text_bounded() for page in document)
    assert NAMES[province] in text
    assert "\ufffd" not in text


def test_numbers_of_notes_run_through_the_whole_briefing(reports: Path) -> None:
    soup = BeautifulSoup(
        (reports / "vi" / "lao-cai" / "briefing.html").read_text(encoding="utf-8"), "html.parser"
    )
    numbers = [int(item["id"].removeprefix("note-")) for item in soup.select('li[id^="note-"]')]
    assert numbers == list(range(1, len(numbers) + 1)) and len(numbers) > 20


@each
def test_every_figure_in_a_table_leads_to_its_source_or_formula(
    reports: Path, province: str, language: str
) -> None:
    soup = BeautifulSoup(
        (reports / language / province / "briefing.html").read_text(encoding="utf-8"), "html.parser"
    )
    cells = [cell for cell in soup.select("td.num") if any(letter.isdigit() for letter in cell.get_text())]
    # Bare whole numbers are the coverage table's counts of facts: they count this dataset, no source prints them.
    counted = [cell for cell in cells if not cell.get_text().strip().isdigit()]
    assert len(counted) > 10
    assert [cell.get_text() for cell in counted if not cell.select('a[role="doc-noteref"]')] == []


TRUTH = {
    ("lao-cai", "vi"): (
        "3,0 tỷ USD",  # derived for 2018
        "trên 3,2 tỷ USD",
        "> 3,6 tỷ USD",
        "540,5 triệu USD",  # two dates of FDI
        "571,52 triệu USD",
        "538,0 triệu USD",  # sum of the sectors
        "chênh 2,5 triệu USD",
        "không xác định",
        "27,56 tỷ USD",  # the country's, labelled
        "548.960 triệu đồng (kế hoạch)",
    ),
    ("lao-cai", "en"): (
        "over USD 3.2 billion",
        "not determined",
        "nearly VND 10,389 billion",
        "USD 538.0 million",
    ),
    ("lang-son", "vi"): ("≈ 40 tỷ USD", "gần 4 triệu lượt khách", "> 650 đoàn", "1.876,7 tỷ đồng"),
    ("lang-son", "en"): ("≈ USD 40 billion", "nearly 7,000", "> VND 25 trillion", "Viet Nam"),
}


@pytest.mark.parametrize(("province", "language"), TRUTH)
def test_what_is_bounded_derived_or_wider_says_so(reports: Path, province: str, language: str) -> None:
    folder = reports / language / province
    page = BeautifulSoup((folder / "briefing.html").read_text(encoding="utf-8"), "html.parser").get_text()
    paper = Paper((folder / "briefing.pdf").read_bytes())
    for words in TRUTH[province, language]:
        assert words in page
        assert "".join(words.split()) in "".join(paper.text.split())


@each
def test_the_document_is_tagged_for_a_screen_reader(reports: Path, province: str, language: str) -> None:
    paper = Paper((reports / language / province / "briefing.pdf").read_bytes())
    assert {"H1", "H2", "Table", "TH", "TD", "Figure", "Note"} <= set(paper.tags)
    assert len(paper.alternatives()) == paper.tags["Figure"] > 0
    assert {"Column", "Row"} <= set(paper.scopes())
    assert paper.fonts and all(paper.fonts.values()), "every font travels with the file"
    assert "https://baolangson.vn/" in paper.addresses
    assert paper.inner_links > 50
