"""The real briefings of two provinces in both languages, read back as their readers get them."""

import io
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from bs4 import BeautifulSoup

from helpers.build import pipeline
from helpers.build.jobs import Selection
from helpers.build.runners import runner

pytestmark = pytest.mark.slow

NAMES = {"lao-cai": "Lào Cai", "lang-son": "Lạng Sơn"}
each = pytest.mark.parametrize(
    ("province", "language"), [(province, language) for province in NAMES for language in ("vi", "en")]
)


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Reports built from the repository's own data and notebooks."""
    where = pipeline.place(None, tmp_path_factory.mktemp("reports"))
    results = pipeline.build(Selection(tuple(NAMES)), where, runner(2))
    assert [str(result.failure) for result in results if result.failure] == []
    return where.reports


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
