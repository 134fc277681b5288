"""The real comparison in both languages, read back as its readers get it: four pages, letters, links, its annex."""

from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from helpers.data.selection import MOST_SOURCES
from helpers.publishing.planning import Workspace
from page_reading import publications
from pdf_reading import Paper

pytestmark = pytest.mark.slow
COMPARISON = "regional-comparison"
LANGUAGES = ("vi", "en")
NAMES = {
    "vi": "Bảy tỉnh, thành phố biên giới phía Bắc",
    "en": "The seven northern border provinces and cities",
}


def folder(real: Workspace, language: str) -> Path:
    return real.reports / language / COMPARISON


def page(real: Workspace, language: str, part: str = "briefing") -> BeautifulSoup:
    return BeautifulSoup((folder(real, language) / f"{part}.html").read_text(encoding="utf-8"), "html.parser")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_comparison_has_four_pages_and_at_most_sixteen_sources_on_each(
    real: Workspace, language: str
) -> None:
    paper = Paper((folder(real, language) / "briefing.pdf").read_bytes())
    assert len(paper.pages) == 4
    assert NAMES[language] in paper.pages[0]
    assert {"H1", "H2", "Table", "TH", "TD", "Figure"} <= set(paper.tags)
    assert len(paper.alternatives()) == paper.tags["Figure"] == 2
    lists = page(real, language).select("section.sources")
    assert len(lists) == 4
    assert all(1 <= len(publications(one)) <= MOST_SOURCES for one in lists)


@pytest.mark.parametrize("language", LANGUAGES)
def test_letters_and_links_of_a_comparison_lead_somewhere(real: Workspace, language: str) -> None:
    annex = page(real, language, "annex")
    there = {str(element["id"]) for element in annex.select("[id]")}
    letters = [a["href"] for a in page(real, language).select('a[href^="annex.html#"]')]
    assert len(letters) > 20
    assert [link for link in letters if str(link).partition("#")[2] not in there] == []
    links = {
        str(a["href"]).partition("#")[0]
        for part in (annex, page(real, language))
        for a in part.select("a[href]")
    }
    files = {link for link in links if link and ":" not in link}
    assert [link for link in files if not (folder(real, language) / link).is_file()] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("province", ["lao-cai", "lang-son"])
def test_the_annex_of_a_province_leads_to_the_comparison_where_the_wider_context_stood(
    real: Workspace, province: str, language: str
) -> None:
    text = (real.reports / language / province / "annex.html").read_text(encoding="utf-8")
    links = BeautifulSoup(text, "html.parser").select(f'main a[href="../{COMPARISON}/annex.html"]')
    assert len(links) == 1
    assert (real.reports / language / province / str(links[0]["href"])).is_file()


@pytest.mark.parametrize("index", ["index.html", "index.en.html"])
def test_the_index_leads_to_the_comparison(real: Workspace, index: str) -> None:
    text = (real.reports / index).read_text(encoding="utf-8")
    assert f"/{COMPARISON}/briefing.html" in text
