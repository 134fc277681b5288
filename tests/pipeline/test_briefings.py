"""The real briefings and annexes of two provinces in both languages, read back as their readers get them."""

import io
import json
import re
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from bs4 import BeautifulSoup

from atom_reading import entries, faults
from helpers.data import subset
from helpers.data.selection import MOST_SOURCES
from helpers.data.subset import Subsets
from helpers.data.validation import check
from helpers.publishing.acceptance import facts_of
from helpers.publishing.planning import Workspace
from helpers.publishing.records import index_page
from helpers.views.kit.citations import identifier
from page_reading import publications
from pdf_reading import Paper

pytestmark = pytest.mark.slow

PARTS = ("briefing", "annex")  # on paper too
NAMES = {"lao-cai": "Lào Cai", "lang-son": "Lạng Sơn"}
each = pytest.mark.parametrize(
    ("province", "language"), [(province, language) for province in NAMES for language in ("vi", "en")]
)


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    """The facts that concern each province, as ``table/key``."""
    found = {}
    package, rows = check.sound()
    cut = Subsets(package, rows)
    for province in NAMES:
        folder = tmp_path_factory.mktemp("subset") / province
        subset.write_files(subset.as_files(package, cut.of(province, tuple(package.tables))), folder)
        found[province] = facts_of(province, cut.edition(province), folder)
    return found


@pytest.fixture
def reports(real: Workspace) -> Path:
    """Reports built from the repository's own data and notebooks."""
    return real.reports


def page(reports: Path, province: str, language: str, part: str = "briefing") -> BeautifulSoup:
    text = (reports / language / province / f"{part}.html").read_text(encoding="utf-8")
    return BeautifulSoup(text, "html.parser")


def identifiers(soup: BeautifulSoup) -> set[str]:
    return {str(element["id"]) for element in soup.select("[id]")}


@each
@pytest.mark.parametrize("part", PARTS)
def test_each_page_is_whole_and_asks_nobody_for_anything(
    reports: Path, province: str, language: str, part: str
) -> None:
    soup = page(reports, province, language, part)
    assert soup.html is not None and soup.html["lang"] == language
    assert soup.h1 is not None and NAMES[province] in soup.h1.get_text()
    assert not soup.select("script[src], link[rel=stylesheet], iframe, [src^=http]")
    assert all(image.get("alt") for image in soup.select("img"))
    assert soup.select("table caption") and soup.select("th[scope]")
    names = [element["id"] for element in soup.select("[id]")]
    assert len(set(names)) == len(names)
    assert [a["href"] for a in soup.select('a[href^="#"]') if a["href"][1:] not in names] == []


@each
@pytest.mark.parametrize("part", PARTS)
def test_every_link_between_the_files_leads_somewhere(
    reports: Path, province: str, language: str, part: str
) -> None:
    folder = reports / language / province
    links = {a["href"].partition("#")[0] for a in page(reports, province, language, part).select("a[href]")}
    files = {link for link in links if link and not re.match("[a-z]+:", link)}
    other = "annex" if part == "briefing" else "briefing"
    assert {f"{part}.pdf", f"{other}.html"} <= files
    assert [link for link in files if not (folder / link).is_file()] == []


@each
def test_letters_lead_to_facts_and_sources_that_stand_in_the_annex(
    reports: Path, province: str, language: str
) -> None:
    links = [a["href"] for a in page(reports, province, language).select('a[href^="annex.html#"]')]
    there = identifiers(page(reports, province, language, "annex"))
    assert len(links) > 20
    assert [link for link in links if link.partition("#")[2] not in there] == []


@each
def test_every_fact_of_the_unit_has_its_own_address_in_the_annex(
    reports: Path, province: str, language: str, facts: dict[str, set[str]]
) -> None:
    there = identifiers(page(reports, province, language, "annex"))
    assert len(facts[province]) > 100
    assert sorted(fact for fact in facts[province] if identifier(fact) not in there) == []


@each
def test_a_briefing_has_four_pages_and_at_most_sixteen_sources_on_each(
    reports: Path, province: str, language: str
) -> None:
    assert len(Paper((reports / language / province / "briefing.pdf").read_bytes()).pages) == 4
    lists = page(reports, province, language).select("section.sources")
    assert len(lists) == 4
    assert all(1 <= len(publications(one)) <= MOST_SOURCES for one in lists)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_longest_annex_has_at_most_25_pages(reports: Path, language: str) -> None:
    assert len(Paper((reports / language / "lao-cai" / "annex.pdf").read_bytes()).pages) <= 25


@each
@pytest.mark.parametrize("part", PARTS)
def test_each_document_says_the_same_in_its_own_language(
    reports: Path, province: str, language: str, part: str
) -> None:
    content = (reports / language / province / f"{part}.pdf").read_bytes()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert str(pdf.Root.Lang).startswith(language)
        assert bool(pdf.Root.MarkInfo.Marked)
        assert NAMES[province] in str(pdf.docinfo.Title)
        assert pdf.Root.get("/Outlines") is not None
    document = pypdfium2.PdfDocument(content)
    text = "\n".join(page.get_textpage().get_text_bounded() for page in document)
    assert NAMES[province] in text
    assert "\ufffd" not in text


def test_numbers_of_notes_run_through_each_section_of_the_annex(reports: Path) -> None:
    lists = page(reports, "lao-cai", "vi", "annex").select("section.notes")
    assert len(lists) > 3
    for one in lists:
        numbers = [int(item["id"].split("-")[1]) for item in one.select('li[id^="note-"]')]
        assert numbers == list(range(1, len(numbers) + 1))


@each
def test_every_figure_in_a_table_leads_to_its_source_or_formula(
    reports: Path, province: str, language: str
) -> None:
    soup = page(reports, province, language, "annex")
    cells = [cell for cell in soup.select("td.num") if any(letter.isdigit() for letter in cell.get_text())]
    # Bare whole numbers are the coverage table's counts of facts: they count this dataset, no source prints them.
    counted = [cell for cell in cells if not cell.get_text().strip().isdigit()]
    assert len(counted) > 10
    assert [cell.get_text() for cell in counted if not cell.select('a[role="doc-noteref"]')] == []


@pytest.mark.parametrize("province", NAMES)
def test_the_running_footer_counts_the_sources_that_the_annex_lists(reports: Path, province: str) -> None:
    listed = {
        name for name in identifiers(page(reports, province, "en", "annex")) if name.startswith("source-")
    }
    text = Paper((reports / "en" / province / "briefing.pdf").read_bytes()).text
    assert f"{len(listed)} sources: annex" in " ".join(text.split())


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
        "548,96 tỷ đồng (kế hoạch)",
    ),
    ("lao-cai", "en"): (
        "over USD 3.2 billion",
        "not determined",
        "nearly VND 10,389 billion",
        "USD 538.0 million",
    ),
    ("lang-son", "vi"): ("≈ 40", "110 (kế hoạch)", "gần 7.000 lượt người", "> 650 đoàn", "1.876,7 tỷ đồng"),
    ("regional-comparison", "vi"): (
        "27,56 tỷ USD",
        "Lạng Sơn và Cao Bằng (hải quan khu vực VI)",
    ),  # not of one province
    ("lang-son", "en"): ("≈ 40", "110 (planned)", "nearly 7,000", "> VND 25 trillion", "Viet Nam"),
}


@pytest.mark.parametrize(("province", "language"), TRUTH)
def test_what_is_bounded_derived_or_wider_says_so(reports: Path, province: str, language: str) -> None:
    text = page(reports, province, language, "annex").get_text()
    paper = Paper((reports / language / province / "annex.pdf").read_bytes())
    for words in TRUTH[province, language]:
        assert words in text
        assert "".join(words.split()) in "".join(paper.text.split())


@each
@pytest.mark.parametrize("part", PARTS)
def test_each_document_is_tagged_for_a_screen_reader(
    reports: Path, province: str, language: str, part: str
) -> None:
    paper = Paper((reports / language / province / f"{part}.pdf").read_bytes())
    assert {"H1", "H2", "Table", "TH", "TD", "Figure"} <= set(paper.tags)
    assert len(paper.alternatives()) == paper.tags["Figure"] > 0
    assert {"Column", "Row"} <= set(paper.scopes())
    assert paper.fonts and all(paper.fonts.values()), "every font travels with the file"
    assert paper.inner_links > 20


@each
def test_what_is_new_leads_to_its_facts_from_the_page_the_feed_and_the_index(
    reports: Path, province: str, language: str
) -> None:
    folder = reports / language / province
    new = page(reports, province, language, "changes")
    there = identifiers(page(reports, province, language, "annex"))
    links = [str(a["href"]) for a in new.select("main li a")]
    assert links and {one.partition("#")[0] for one in links} == {"annex.html"}
    assert {one.partition("#")[2] for one in links} <= there
    feed = (folder / "feed.xml").read_bytes()
    assert faults(feed) == []
    assert [one.page for one in entries(feed)] == [f"changes.html#{h2['id']}" for h2 in new.select("h2")]
    assert [address for one in entries(feed) for address in one.links] == links
    for at, (name, prefix) in {
        "briefing": ("briefing", ""),
        "index": ("", f"{language}/{province}/"),
    }.items():
        text = (folder / f"{name}.html" if name else reports / index_page(language)).read_text(
            encoding="utf-8"
        )
        soup = BeautifulSoup(text, "html.parser")
        (alternate,) = [
            one for one in soup.select('link[type="application/atom+xml"]') if prefix in str(one["href"])
        ]
        assert alternate["href"] == f"{prefix}feed.xml", at
        assert any(str(a["href"]).startswith(f"{prefix}changes.html") for a in soup.select("a[href]")), at


@pytest.mark.parametrize("language", ["vi", "en"])
def test_all_that_the_index_finds_stands_where_it_leads(reports: Path, language: str) -> None:
    soup = BeautifulSoup((reports / index_page(language)).read_text(encoding="utf-8"), "html.parser")
    (data,) = soup.select("script#searched")
    addresses = [address for _, _, _, address, _ in json.loads(str(data.string))]
    for province in NAMES:
        there = identifiers(page(reports, province, language, "annex"))
        annex = f"{language}/{province}/annex.html#"
        led = {address.removeprefix(annex) for address in addresses if address.startswith(annex)}
        assert len(led) > 100 and not led - there
        assert f"{language}/{province}/briefing.html" in addresses


@each
def test_the_index_says_the_finding_and_the_first_two_key_figures(
    reports: Path, province: str, language: str
) -> None:
    soup = BeautifulSoup((reports / index_page(language)).read_text(encoding="utf-8"), "html.parser")
    (card,) = [one for one in soup.select(".briefings > li") if one.select(f'h2 a[href*="/{province}/"]')]
    told = page(reports, province, language)
    finding = told.select_one(".abstract > p")
    (said,) = card.select(".finding")
    assert finding is not None and said.get_text() == finding.get_text().split("\u2060")[0].strip()
    values = [" ".join(one.get_text().split()) for one in told.select(".key-figure .value")]
    assert [one.get_text() for one in card.select("dd strong")] == values[:2]
    pages = [one.get_text().split()[0] for one in card.select(".size")]
    assert "4" in pages
