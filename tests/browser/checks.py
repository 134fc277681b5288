"""What only a browser can tell of the pages: sizes, keys, boxes, search, printing. `make test-browser` runs it.

It needs Chromium, which is not among what `make test` may ask for; so pytest does not collect it by itself. Besides
the made pages it looks at every briefing and annex that stands in ``reports/``.
"""

from pathlib import Path

import pypdfium2
import pytest

import pictures
from browser.chromium import LAPTOP, PHONE, Page
from made_pages import FACT

ROOT = Path(__file__).resolve().parents[2]
INDEXES = sorted(ROOT.glob("reports/index*.html"))
BUILT = sorted(ROOT.glob("reports/*/*/briefing.html"))
ANNEXES = sorted(ROOT.glob("reports/*/*/annex.html"))
PAGES = sorted(ROOT.glob("reports/**/*.html"))
CHANGES = sorted(ROOT.glob("reports/*/*/changes.html"))

_TOPS = "['.points', '.points ~ * figcaption'].map((one) => document.querySelector(one).getBoundingClientRect().top)"
_BOX_IS_INSIDE = """
(() => {
  const one = document.querySelector(".box:popover-open").getBoundingClientRect();
  return one.left >= 0 && one.right <= innerWidth && one.bottom <= innerHeight;
})()
"""
_BOXES_OUTSIDE = """
[...document.querySelectorAll("button.letters:not([tabindex])")].filter((button) => {
  button.scrollIntoView({ block: "nearest", behavior: "instant" });
  button.click();
  const one = button.popoverTargetElement.getBoundingClientRect();
  button.popoverTargetElement.hidePopover();
  return one.height < 40 || one.left < 0 || one.right > innerWidth || one.top < 0 || one.bottom > innerHeight;
}).map((button) => button.closest("p, tr, li, figcaption, caption").textContent.slice(0, 90))
"""
_PARTED = """
[...document.querySelectorAll("button.letters")]
.filter((button) => getComputedStyle(button.parentElement).display === "inline")
.filter((button) => {
  const beside = [button.parentElement.previousSibling, button.parentElement.nextSibling];
  return beside.some((text, after) => {
    if (text?.nodeType !== 3 || !text.data.trim()) return false;
    const range = document.createRange();
    const place = after ? 0 : text.length - 1;
    range.setStart(text, place);
    range.setEnd(text, place + 1);
    const glued = text.data[place].trim() && (!after || /[.,;:)]/.test(text.data[place]));
    const [one, other] = [range.getBoundingClientRect(), button.getBoundingClientRect()];
    return glued && (one.bottom <= other.top || one.top >= other.bottom);
  });
}).map((button) => button.closest("p, tr, li, figcaption, caption").textContent.slice(0, 90))
"""
_ROWS = """
[...document.querySelectorAll("tbody tr")].filter((one) => one.checkVisibility())
.map((one) => one.cells[0].firstChild.textContent)
"""
_SUBJECTS = """
[...document.querySelectorAll(".subject")].filter((one) => one.checkVisibility())
.map((one) => one.querySelector("h2").id)
"""


_CATCH = """
addEventListener("copy", (event) => { window.caught = event.clipboardData.getData("text/plain") });
URL.createObjectURL = (file) => { window.caught = file; return "about:blank" };
HTMLAnchorElement.prototype.click = function () { window.called = this.download };
"""


def name_of(file: Path) -> str:
    """A page of ``reports/`` by its place there."""
    return "-".join(file.relative_to(ROOT / "reports").parts)


def enter(page: Page, selector: str, value: str) -> None:
    """Type or choose a value."""
    given = f"const one = document.querySelector({selector!r}); one.value = {value!r}"
    page.run(
        f"(() => {{ {given}; for (const kind of ['input', 'change']) one.dispatchEvent(new Event(kind)) }})()"
    )


@pytest.fixture(params=["made", *BUILT], ids=lambda one: one if one == "made" else "-".join(one.parts[-3:-1]))
def any_briefing(request: pytest.FixtureRequest, made: dict[str, Path]) -> str:
    return (made["briefing"] if request.param == "made" else request.param).as_uri()


@pytest.fixture(
    params=["made", *ANNEXES], ids=lambda one: one if one == "made" else "-".join(one.parts[-3:-1])
)
def any_annex(request: pytest.FixtureRequest, made: dict[str, Path]) -> str:
    return (made["annex"] if request.param == "made" else request.param).as_uri()


def bottom(page: Page, selector: str) -> float:
    return float(
        page.run(f"[...document.querySelectorAll({selector!r})].at(-1).getBoundingClientRect().bottom")
    )


def test_key_figures_and_main_points_are_on_the_first_screen(page: Page, any_briefing: str) -> None:
    page.open(any_briefing)
    if "regional-comparison" not in any_briefing:  # which has none
        assert bottom(page, ".key-figure") < LAPTOP[1]
    if page.run("document.querySelector('.points') !== null"):
        assert bottom(page, ".points li") <= LAPTOP[1]
        if page.run(
            "document.querySelector('.points ~ * figcaption') !== null"
        ):  # two pages may have no chart
            tops = page.run(_TOPS)
            assert abs(tops[0] - tops[1]) < 20, "the first chart stands beside the points"


@pytest.mark.parametrize(("size", "most"), [(LAPTOP, 6), (PHONE, 12)])
def test_a_briefing_is_short(page: Page, any_briefing: str, size: tuple[int, int], most: int) -> None:
    page.open(any_briefing, size)
    assert page.run("document.documentElement.scrollHeight") / size[1] <= most


@pytest.mark.parametrize("size", [LAPTOP, PHONE], ids=["laptop", "phone"])
def test_every_box_opens_inside_the_window(page: Page, any_briefing: str, size: tuple[int, int]) -> None:
    page.open(any_briefing, size)
    assert page.run(_BOXES_OUTSIDE) == []


@pytest.mark.parametrize("size", [LAPTOP, PHONE], ids=["laptop", "phone"])
def test_no_line_begins_with_a_letter_or_with_the_stop_after_it(
    page: Page, any_briefing: str, size: tuple[int, int]
) -> None:
    """But in the head of a table of numbers on a phone, where all of them stand below the name of their column."""
    page.open(any_briefing, size)
    assert page.run(_PARTED) == []


@pytest.mark.parametrize("folder", [one.parent for one in BUILT], ids=lambda one: "-".join(one.parts[-2:]))
def test_one_link_leads_to_each_subject_of_the_annex(page: Page, folder: Path) -> None:
    page.open((folder / "annex.html").as_uri())
    subjects = page.run("[...document.querySelectorAll('.subject > summary > h2')].map((one) => one.id)")
    page.open((folder / "briefing.html").as_uri())
    links = page.run("[...document.querySelectorAll('.further a')].map((one) => one.getAttribute('href'))")
    assert sorted(links) == sorted(f"annex.html#{one}" for one in subjects)


def test_a_letter_opens_its_box_with_the_keyboard_and_escape_closes_it(page: Page, any_briefing: str) -> None:
    page.open(any_briefing, scripts=True)
    shown = "document.querySelectorAll('.box:popover-open').length"
    page.run("document.querySelector('button.letters').focus()")
    page.press("Enter")
    assert page.run(shown) == 1
    assert page.run(_BOX_IS_INSIDE)
    page.press("Tab")
    assert page.run("document.activeElement.closest('.box:popover-open') !== null"), "its links come next"
    page.press("Escape")
    assert page.run(shown) == 0
    assert page.run("document.activeElement.matches('button.letters')"), "the reader is where they were"


def test_an_address_unfolds_and_marks_its_row(page: Page, made: dict[str, Path]) -> None:
    page.open(f"{made['annex'].as_uri()}#{FACT}")
    row = f"document.getElementById('{FACT}').closest('tr')"
    assert page.run(f"{row}.checkVisibility() && {row}.closest('details').open")
    assert page.run(f"getComputedStyle({row}).outlineWidth") == "2px"
    assert "đoạn 10" in page.run("document.querySelector('.box:popover-open').textContent"), (
        "with what its note says"
    )


def test_a_mark_in_an_annex_opens_its_note_beside_it(page: Page, made: dict[str, Path]) -> None:
    page.open(made["annex"].as_uri())
    page.run("document.querySelector('.subject').open = true")
    page.run("document.querySelector('a[role=doc-noteref]').focus()")
    page.press("Enter")
    assert page.run(_BOX_IS_INSIDE)
    assert "Tính: 3,2 so với 3,8" in page.run("document.querySelector('.box:popover-open').textContent")
    page.press("Escape")
    assert page.run("document.activeElement.matches('a[role=doc-noteref]')")


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("mường khương", ["Mường Khương"]),
        ("muong khuong", ["Mường Khương"]),
        ("MUONG", ["Mường Khương"]),
        ("ngoai b,", ["2019", "Mường Khương"]),  # by what its note says
        ("2019 tỷ", ["2019"]),
        ("nowhere", []),
    ],
)
def test_the_search_finds_with_tone_marks_or_without(
    page: Page, made: dict[str, Path], typed: str, shown: list[str]
) -> None:
    page.open(made["annex"].as_uri())
    enter(page, ".search input", typed)
    assert page.run(_ROWS) == shown
    assert (
        page.run("document.querySelector('.search output').textContent") == f"Số dòng tìm thấy: {len(shown)}"
    )


def test_one_subject_can_be_looked_at_alone(page: Page, made: dict[str, Path]) -> None:
    page.open(made["annex"].as_uri())
    enter(page, ".search select", "cua-khau")
    assert page.run(_SUBJECTS) == ["cua-khau"]


def test_a_table_is_copied_with_its_notes_as_a_spreadsheet_takes_it(
    page: Page, made: dict[str, Path]
) -> None:
    page.open(made["annex"].as_uri())
    page.run(_CATCH)
    page.run("document.querySelector('.subject').open = true")
    page.run("document.querySelector('.subject .data button').focus()")
    page.press("Enter")
    lines = page.run("caught").split("\r\n")
    assert lines[0] == "Năm\tKim ngạch\tCơ sở\tChú thích"
    row = next(line.split("\t") for line in lines if line.startswith("2019"))
    assert row[1:3] == ["3.8 tỷ USD", "qua cửa khẩu"] and "Đối ngoại B" in row[3]
    assert "Bảng 1. Xuất nhập khẩu\t" in lines and "Lào Cai: phụ lục số liệu" in lines
    assert page.run("document.activeElement.textContent") == "Đã sao chép"


def test_a_table_is_saved_with_the_rows_that_a_search_leaves(page: Page, made: dict[str, Path]) -> None:
    page.open(made["annex"].as_uri())
    page.run(_CATCH)
    enter(page, ".search input", "2019")
    page.run("document.querySelector('.subject .data button:last-child').focus()")
    page.press("Enter")
    assert page.run("called") == "lao-cai-bang-1-xuat-nhap-khau.csv"
    text = page.run("caught.text()")
    assert [line.split(";")[0] for line in text.split("\r\n")[:3]] == ["Năm", "2019", ""]


def test_what_begins_as_a_formula_is_text_and_what_has_quotes_is_quoted(
    page: Page, made: dict[str, Path]
) -> None:
    page.open(made["annex"].as_uri())
    page.run(_CATCH)
    page.run("document.querySelector('tbody td').textContent = '=1+1'")
    page.run("document.querySelectorAll('tbody td')[1].textContent = 'a \"b\"; c'")
    page.run("document.querySelector('.subject .data button:last-child').click()")
    assert page.run("caught.text()").split("\r\n")[1].split(";", 2)[1:] == ["'=1+1", '"a ""b""; c";']


def test_every_table_of_an_annex_can_be_taken_away_and_every_chart_with_its_values(
    page: Page, any_annex: str
) -> None:
    page.open(any_annex)
    page.run(_CATCH)
    tables = page.run("document.querySelectorAll('.subject .table').length")
    assert tables and page.run("document.querySelectorAll('.subject .table > .data').length") == tables
    drawn = page.run("document.querySelectorAll('.subject figure:has(svg) figcaption').length")
    assert page.run("document.querySelectorAll('.subject figure > .data').length") == drawn
    for place in range(tables + drawn):
        page.run(f"[...document.querySelectorAll('.data')][{place}].lastChild.click()")
        head, *rows = page.run("caught.text()").split("\r\n\r\n")[0].split("\r\n")
        assert head.strip(";,\ufeff") and rows and all(rows), place


def test_without_scripts_an_annex_has_plain_rows_and_no_box_to_type_in(
    page: Page, made: dict[str, Path]
) -> None:
    page.open(made["annex"].as_uri(), scripts=False)
    document = page.send("DOM.getDocument")["root"]["nodeId"]
    for selector, drawn in ((".search", False), (".subject > summary", True)):
        node = page.send("DOM.querySelector", nodeId=document, selector=selector)["nodeId"]
        try:
            page.send("DOM.getBoxModel", nodeId=node)
            assert drawn, selector
        except RuntimeError:
            assert not drawn, selector
    assert page.send("DOM.querySelector", nodeId=document, selector=".data")["nodeId"] == 0


def test_a_printed_briefing_has_the_pages_that_it_says(page: Page, made: dict[str, Path]) -> None:
    page.open(made["briefing"].as_uri())
    printed = pypdfium2.PdfDocument(page.printed())
    assert len(printed) == 2
    text = printed[0].get_textpage().get_text_bounded()
    assert "Điểm chính" in text and "Đối ngoại A, 12/2025" in text and "đoạn 10" not in text


def test_a_printed_annex_shows_what_is_folded(page: Page, made: dict[str, Path]) -> None:
    page.open(made["annex"].as_uri())
    printed = pypdfium2.PdfDocument(page.printed())
    assert "3.8 tỷ USD" in " ".join(one.get_textpage().get_text_bounded() for one in printed)


@pytest.mark.parametrize("size", [PHONE, LAPTOP], ids=["phone", "laptop"])
@pytest.mark.parametrize("changes", CHANGES, ids=lambda one: "-".join(one.parts[-3:-1]))
def test_the_page_of_changes_leads_to_rows_of_the_annex(
    page: Page, changes: Path, size: tuple[int, int]
) -> None:
    page.open(changes.as_uri(), size)
    assert page.run("document.querySelector('main h2').getBoundingClientRect().bottom") < size[1]
    links = page.run("[...document.querySelectorAll('main li a')].map((one) => one.href)")
    days = page.run("[...document.querySelectorAll('main h2')].map((one) => one.id)")
    feed = changes.with_name("feed.xml").read_text(encoding="utf-8")
    assert links and days and all(f"changes.html#{day}" in feed for day in days)
    if size == LAPTOP:
        page.open(links[0])
        marked = page.run("getComputedStyle(document.querySelector('tr:has(:target), :target')).outlineWidth")
        assert page.run("document.querySelector(':target').checkVisibility()") and marked != "0px"


@pytest.mark.parametrize("index", INDEXES, ids=lambda path: path.name)
def test_the_index_says_what_is_new_and_where_that_stands(page: Page, index: Path) -> None:
    page.open(index.as_uri(), LAPTOP)
    links = page.run("[...document.querySelectorAll('.news a')].map((one) => one.href)")
    assert len(links) == 8, "seven units in force and the comparison"
    page.open(links[0])
    assert page.run("document.querySelector(':target').getBoundingClientRect().top") >= 0
    page.open(index.as_uri(), LAPTOP)
    feeds = page.run(
        "[...document.querySelectorAll('link[type=\"application/atom+xml\"]')].map((one) => one.href)"
    )
    assert len(feeds) == 9 and all(one.endswith("/feed.xml") for one in feeds)


@pytest.mark.parametrize("index", INDEXES, ids=lambda path: path.name)
@pytest.mark.parametrize(
    ("words", "leads"),
    [
        ("lao cai", "/lao-cai/briefing.html"),
        ("Lào Cai", "/lao-cai/briefing.html"),
        ("VN-02", "/lao-cai/briefing.html"),
        ("yen bai", "/lao-cai/briefing.html"),
        ("Yunnan", "#relations."),
        ("Vân Nam", "#relations."),
        ("đường sắt", "#projects."),
        ("railway", "#projects."),
        ("Nouvelle-Aquitaine", "/lao-cai/annex.html#relations.lao-cai-nouvelle-aquitaine"),
    ],
)
def test_the_index_finds_what_people_type(page: Page, index: Path, words: str, leads: str) -> None:
    page.open(index.as_uri(), LAPTOP)
    enter(page, "#words", words)
    found = page.run('[...document.querySelectorAll(".found a")].map((one) => one.getAttribute("href"))')
    assert any(leads in one for one in found)
    if leads.endswith("briefing.html"):
        assert found[0].endswith(leads)
    enter(page, "#words", "")
    assert page.run('document.querySelector(".found").hidden')
    assert page.run('document.querySelector(".briefings").checkVisibility()')


@pytest.mark.parametrize("index", INDEXES, ids=lambda path: path.name)
@pytest.mark.parametrize("words", ["Yunnan", "Vân Nam", "railway", "Nouvelle-Aquitaine"])
def test_what_is_found_first_leads_to_its_own_row(page: Page, index: Path, words: str) -> None:
    page.open(index.as_uri(), LAPTOP)
    enter(page, "#words", words)
    text, href = page.run(
        "(({ textContent, href }) => [textContent, href])(document.querySelector('.found a'))"
    )
    page.open(href)
    row = page.run("document.querySelector(':target').closest('tr').innerText")
    assert " ".join(row.split()).startswith(text[:12].strip())


@pytest.mark.parametrize("index", INDEXES, ids=lambda path: path.name)
def test_without_scripts_an_index_has_all_but_its_search(page: Page, index: Path) -> None:
    page.open(index.as_uri(), scripts=False)
    document = page.send("DOM.getDocument")["root"]["nodeId"]
    for selector, drawn in (
        (".search", False),
        (".map a", True),
        (".news a", True),
        (".briefings h2 a", True),
    ):
        node = page.send("DOM.querySelector", nodeId=document, selector=selector)["nodeId"]
        try:
            page.send("DOM.getBoxModel", nodeId=node)
            assert drawn, selector
        except RuntimeError:
            assert not drawn, selector


@pytest.mark.parametrize("index", INDEXES, ids=lambda path: path.name)
def test_the_map_is_reached_and_left_with_the_keyboard(page: Page, index: Path) -> None:
    page.open(index.as_uri(), LAPTOP)
    links = page.run('[...document.querySelectorAll(".map a")].map((one) => one.getAttribute("aria-label"))')
    assert len(links) == 7
    stops = page.tab_stops(60)
    assert all(any(name in stop for stop in stops) for name in links)


@pytest.mark.parametrize("name", pictures.SCREENS)
def test_an_index_looks_like_its_picture(page: Page, name: str) -> None:
    path, size = pictures.SCREENS[name]
    assert not pictures.fault(name, pictures.of_screen(page, ROOT / "reports" / path, size))


@pytest.mark.parametrize("name", pictures.PAPER)
def test_a_page_looks_like_its_picture(name: str) -> None:
    path, number = pictures.PAPER[name]
    assert not pictures.fault(name, pictures.of_paper(ROOT / "reports" / path, number))


@pytest.mark.parametrize("briefing_page", BUILT, ids=lambda one: "-".join(one.parts[-3:-1]))
def test_a_briefing_weighs_400_kb_at_most(briefing_page: Path) -> None:
    assert briefing_page.stat().st_size <= 400_000
