"""The pages of a briefing and its annex: what stands where, what opens, what runs, what is carried."""

import base64
import hashlib
import io
import re
import unicodedata
from collections.abc import Iterator
from functools import cache

import pytest
from bs4 import BeautifulSoup, Tag
from fontTools.ttLib import TTFont
from nbformat.v4 import new_markdown_cell, new_notebook

from helpers.exporters.document import (
    Attr,
    Block,
    Cell,
    ColSpec,
    Div,
    Figure,
    Header,
    Image,
    ListItem,
    OrderedList,
    Para,
    Picture,
    Plain,
    Row,
    Str,
    Table,
)
from helpers.exporters.html import composition, fonts
from helpers.exporters.html.exporter import TEMPLATES, BriefingHTMLExporter
from made_pages import FACT, annex, briefing, made_of, reference

BUILDERS = {"briefing": briefing, "annex": annex}


@cache
def html(part: str) -> str:
    return BriefingHTMLExporter().from_notebook_node(BUILDERS[part]())[0]


@cache
def page(part: str) -> BeautifulSoup:
    return BeautifulSoup(html(part), "html5lib")


def foreign() -> str:
    made = new_notebook(cells=[new_markdown_cell("# T\n\n## One\n\nx[^1]\n\n## Two\n\n[^1]: Note")])
    return BriefingHTMLExporter().from_notebook_node(made)[0]


def texts(found: BeautifulSoup | Tag, selector: str) -> list[str]:
    return [" ".join(one.get_text().split()) for one in found.select(selector)]


def one(part: str, selector: str) -> Tag:
    (found,) = page(part).select(selector)
    return found


# --- The page of a briefing ------------------------------------------------------------------------------------------


def test_the_title_block_has_the_strip_the_name_what_was_found_and_a_map() -> None:
    title = one("briefing", ".title")
    assert texts(title, ".kicker > span") == [
        "Tài liệu tóm tắt · Đối ngoại địa phương",
        "Số liệu công bố đến 31/12/2025",
    ]
    assert texts(title, "h1") == ["Lào Cai"]
    finding, about = texts(title, ".abstract > p")
    assert finding.startswith("Thương mại qua cửa khẩu chưa trở lại") and about.startswith("Từ 1/7/2025")
    assert title.select_one('.thumbnail svg[aria-label="Lào Cai giáp Vân Nam, Trung Quốc."]')
    assert not page("briefing").select(".body .abstract, .body .thumbnail")


def test_main_points_and_charts_are_neighbours_below_the_key_figures() -> None:
    first = one("briefing", ".page.first")
    assert len(first.select(".key-figure")) == 4
    names = [" ".join(child["class"]) for child in first.find_all(recursive=False)]
    assert names == ["output", "points", "columns", "output", "legend", "sources"]
    assert texts(first, ".points h2") == ["Điểm chính"] and len(first.select(".points ol > li")) == 5


def test_a_key_figure_keeps_its_details_together() -> None:
    (figure, *_) = page("briefing").select(".key-figure")
    assert [" ".join(child["class"]) for child in figure.find_all(recursive=False)] == [
        "label",
        "value",
        "details",
    ]
    assert [" ".join(child["class"]) for child in figure.select(".details > p")] == ["detail", "change"]


def test_the_bar_leads_to_the_sections_and_to_what_belongs_together() -> None:
    bar = one("briefing", "body > header.bar")
    assert [(link["href"], link.get_text()) for link in bar.select(".contents a")] == [
        ("#diem-chinh", "Điểm chính"),
        ("#thuong-mai", "Thương mại"),
        ("#dau-tu", "Đầu tư"),
    ]
    assert [link["href"] for link in bar.select(".related a")] == [
        "briefing.pdf", "annex.html", "../../en/lao-cai/briefing.html",
    ]  # fmt: skip
    assert (
        len({nav["aria-label"] if nav.get("aria-label") else nav["aria-labelledby"] for nav in bar("nav")})
        == 2
    )


def test_each_page_lists_its_sources() -> None:
    pages = page("briefing").select(".page")
    assert [len(one.select(".sources [id]")) for one in pages] == [13, 4]
    assert texts(pages[0], ".legend")[0].startswith("Độ chắc ●●●")
    assert not page("briefing").select(".notes")


# --- Letters and their boxes -----------------------------------------------------------------------------------------


def test_a_letter_is_a_button_that_opens_a_box() -> None:
    buttons = page("briefing").select("button.letters")
    assert len(buttons) > 20
    for button in buttons:
        box = page("briefing").find(id=button["popovertarget"])
        assert isinstance(box, Tag) and box.has_attr("popover")
        assert {*button.get_text().split()} <= {*texts(box, ".letter")}
        assert button["aria-label"] == f"Nguồn {button.get_text()}"
        (close,) = box.select("button.close")
        assert (close["popovertargetaction"], close["aria-label"]) == ("hide", "Đóng")


def test_a_box_says_source_place_and_formula_and_leads_to_the_source_and_the_annex() -> None:
    (button,) = [
        one for one in page("briefing").select(".points button") if "3,8 tỷ" in str(one.parent.previous)
    ][:1]
    box = page("briefing").find(id=button["popovertarget"])
    assert isinstance(box, Tag)
    assert "đoạn 10: “trên 3,2 tỷ USD”. Tính:" in texts(box, ".told")[0]
    assert box.select_one('.told a[href="https://example.org/A"]')
    assert texts(box, ".fact") == ["Xuất nhập khẩu qua cửa khẩu, 2019: 3,8 tỷ USD Xem phụ lục"]
    assert box.select_one(f'.fact a[href="annex.html#{FACT}"]')


def test_letters_side_by_side_are_one_button() -> None:
    assert "A B" in texts(page("briefing"), ".key-figure button")


def places() -> list[list[Tag]]:
    """The letters of each row, item, paragraph and caption of the briefing."""
    found: dict[int, list[Tag]] = {}
    for button in page("briefing").select("button.letters"):
        around = [*button.find_parents(["tr", "li", "p", "figcaption", "caption"])]
        found.setdefault(id(around[-1]), []).append(button)
    return list(found.values())


def test_the_tab_key_stops_once_in_a_place_at_each_box() -> None:
    for buttons in places():
        stops = [one["popovertarget"] for one in buttons if not one.has_attr("tabindex")]
        assert sorted(stops) == sorted({one["popovertarget"] for one in buttons})


def test_letters_of_one_row_that_another_group_tells_of_open_its_box() -> None:
    notebook = made_of(
        "<table><thead><tr><th>Year</th><th>Value</th><th>Change</th></tr></thead>"
        f"<tbody><tr><th>2020</th><td>3{reference('a')}</td><td>−16 %{reference('a')}{reference('b')}</td></tr>"
        f"<tr><th>2021</th><td>4{reference('a')}</td><td>−9 %{reference('c')}</td></tr>"
        f"<tr><th>2022</th><td>5{reference('c')}</td><td>–</td></tr></tbody></table>"
    )
    soup = BeautifulSoup(BriefingHTMLExporter().from_notebook_node(notebook)[0], "html5lib")
    first, second, _ = (row.select("button.letters") for row in soup.select("tbody tr"))
    assert [one.get_text() for one in (*first, *second)] == ["A", "A B", "A", "C"]
    assert first[0]["popovertarget"] == first[1]["popovertarget"]
    assert len({one["popovertarget"] for one in (*first, *second)}) == 3
    assert [one.has_attr("tabindex") for one in (*first, *second)] == [False, True, False, False]
    (box,) = soup.select(f"[id='{first[0]['popovertarget']}']")
    assert texts(box, ".letter") == ["A", "B"]


def test_no_line_begins_with_a_letter_or_with_what_follows_it() -> None:
    letters = html("briefing").count('<button type="button" class="letters"')
    glued = '<span class="cited">\u2060<button type="button" class="letters"[^>]*>[A-Z0-9 ]+</button>\u2060</span>'
    assert len(re.findall(glued, html("briefing"))) == letters
    assert ".cited { white-space: nowrap; }" in html("briefing")


# --- Figures and tables ----------------------------------------------------------------------------------------------


def test_a_title_stands_above_its_figure_and_its_table() -> None:
    for figure in page("briefing").select("figure.titled"):
        assert [child.name for child in figure.find_all(recursive=False)] == ["figcaption", "svg"]
        assert figure.select("figcaption > strong") and figure.select("figcaption > .subtitle")
        assert not figure.select(".label")
    assert texts(page("briefing"), "table.titled > caption > strong")[0].startswith("Đối tác và cơ chế")


@pytest.mark.parametrize("part", BUILDERS)
def test_on_a_phone_every_cell_can_say_what_it_is(part: str) -> None:
    tables = page(part).select("table.briefing")
    assert tables
    for table in tables:
        heads = texts(table, "thead th")
        assert "cards" in table["class"]
        for row in table.select("tbody tr"):
            assert [cell["data-label"] for cell in row("td")] == heads[1:]


def numbers(*rows: str, head: str = "<th>2019</th><th>2020</th>") -> Tag:
    """A table of these rows on a page, each a unit with two columns of numbers."""
    body = "".join(f"<tr><th>Unit</th>{row}</tr>" for row in rows)
    notebook = made_of(
        f'<table class="briefing"><thead><tr><th>Unit</th>{head}</tr></thead><tbody>{body}</tbody></table>'
    )
    soup = BeautifulSoup(BriefingHTMLExporter().from_notebook_node(notebook)[0], "html5lib")
    (found,) = soup.select("table")
    return found


def number(shown: str, *keys: str) -> str:
    return f'<td class="num">{shown}{"".join(map(reference, keys))}</td>'


def test_letters_that_a_whole_column_has_stand_once_in_its_head() -> None:
    table = numbers(
        number("1", "a") + number("2", "a"),
        number("3", "a") + number("4", "b"),
        number("–") + number("5", "a"),
    )
    assert texts(table, "thead th") == ["Unit", "2019\u2060A\u2060", "2020"]
    assert texts(table, "tbody button") == ["A", "B", "A"], "of the other column"
    (box,) = table.find_parents("html")[0].select(
        f"[id='{table.select('thead button')[0]['popovertarget']}']"
    )
    assert texts(box, ".letter") == ["A"]


@pytest.mark.parametrize(
    "other", [number("3"), number("3", "a", "b"), f'<td class="num">3{reference("a")} on 2018</td>']
)
def test_a_column_with_a_figure_of_another_source_or_of_none_keeps_its_letters(other: str) -> None:
    table = numbers(number("1", "a") + number("2", "b"), other + number("4", "c"))
    assert not table.select("thead button")
    assert texts(table, "tbody tr:first-child button") == ["A", "B"]


def test_a_table_of_numbers_stays_one_on_a_phone_that_has_room_for_it() -> None:
    assert "small" in numbers(number("1") + number("2"))["class"]
    assert "cards" in numbers("<td>so</td>" + number("2"))["class"], "of words, too"
    long = f"<th>{'2019' * 8}</th><th>{'2020' * 8}</th>"
    assert "cards" in numbers(number("1") + number("2"), head=long)["class"], "too wide"


def test_tables_of_a_briefing_are_no_stop_of_the_tab_key() -> None:
    assert not page("briefing").select("[tabindex='0']")
    assert page("annex").select(".table[role=region][tabindex='0']")


# --- The annex -------------------------------------------------------------------------------------------------------


def test_each_subject_is_folded_away_with_its_figures_and_its_notes() -> None:
    subjects = page("annex").select(".body > details.subject")
    assert [texts(one, "summary > h2") for one in subjects] == [["Thương mại"], ["Cửa khẩu"], ["Thỏa thuận"]]
    assert not any(one.has_attr("open") for one in subjects)
    assert [len(one.select(".notes li")) for one in subjects] == [5, 2, 2]
    assert all(one.find_all(recursive=False)[-1]["class"] == ["notes"] for one in subjects)
    assert texts(page("annex"), ".bar .contents a") == ["Thương mại", "Cửa khẩu", "Thỏa thuận"]


def test_marks_and_notes_of_a_section_lead_to_one_another() -> None:
    for mark in page("annex").select('a[role="doc-noteref"]'):
        note = page("annex").select_one(f'li[id="{mark["href"][1:]}"]')
        assert note is not None and note.select_one(f'a[href="#{mark["id"]}"]')


def test_each_figure_has_an_address_in_its_row() -> None:
    for year in range(2018, 2023):
        place = page("annex").find(id=f"lao-cai.trade-turnover.{year}")
        row = place.find_parent("tr") if isinstance(place, Tag) else None
        assert row is not None and texts(row, "th") == [str(year)]


def test_the_search_is_there_once_its_script_runs() -> None:
    search = one("annex", ".search[role=search]")
    assert search.has_attr("hidden")
    assert texts(search, "option") == ["Mọi mục", "Thương mại", "Cửa khẩu", "Thỏa thuận"]
    assert {option["value"] for option in search("option")} <= {"", *(h2["id"] for h2 in page("annex")("h2"))}


# --- What runs and what is carried -----------------------------------------------------------------------------------


def policy(text: str) -> str:
    found = BeautifulSoup(text, "html5lib").select_one('meta[http-equiv="Content-Security-Policy"]')
    assert found is not None
    return str(found["content"])


def test_an_annex_runs_its_search_and_nothing_else() -> None:
    (script,) = page("annex")("script")
    assert script.string is not None and not script.attrs
    hashed = base64.b64encode(hashlib.sha256(script.string.encode()).digest()).decode()
    assert f"script-src 'sha256-{hashed}';" in policy(html("annex"))


def test_a_briefing_and_anybodys_notebook_run_nothing() -> None:
    for text in (html("briefing"), foreign()):
        assert "<script" not in text and "script-src" not in policy(text)
        assert policy(text).startswith("default-src 'none'")


def test_anybodys_notebook_keeps_its_page() -> None:
    soup = BeautifulSoup(foreign(), "html5lib")
    assert soup.select("body:not([class]) > header > .running") and soup.select("main > nav.contents")
    assert not soup.select("button, .bar, details, .search") and soup.select(".notes li")
    assert "@font-face" not in foreign() and "font-src" not in policy(foreign())


@pytest.mark.parametrize("part", BUILDERS)
def test_the_same_notebook_gives_the_same_bytes(part: str) -> None:
    fonts.style_sheet.cache_clear()
    assert BriefingHTMLExporter().from_notebook_node(BUILDERS[part]())[0] == html(part)


@pytest.mark.parametrize("part", BUILDERS)
def test_identifiers_are_unique(part: str) -> None:
    ids = [str(element["id"]) for element in page(part).select("[id]")]
    assert len(ids) == len(set(ids))


def faces() -> Iterator[tuple[int, TTFont]]:
    for weight, data in re.findall(r"font-weight: (\d+);.*?base64,([^)]+)\)", fonts.style_sheet()):
        with TTFont(io.BytesIO(base64.b64decode(data))) as font:
            yield int(weight), font


def test_the_page_carries_every_letter_of_vietnamese_and_english() -> None:
    shapes = {"a": "\u0302\u0306", "e": "\u0302", "i": "", "o": "\u0302\u031b", "u": "\u031b", "y": ""}
    vietnamese = {
        unicodedata.normalize("NFC", letter + shape + tone)
        for base, own in shapes.items()
        for letter in (base, base.upper())
        for shape in ("", *own)
        for tone in ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
    } | set("đĐ")
    assert {len(one) for one in vietnamese} == {1}
    assert len(vietnamese) == 146
    for weight, font in faces():
        assert {*map(ord, vietnamese), *range(0x21, 0x7F), *map(ord, "–−×≈≤≥“”…")} <= set(
            font.getBestCmap()
        ), weight
        assert font["name"].getDebugName(1), "the licence asks for the name"
    assert [weight for weight, _ in faces()] == [400, 600, 700]
    assert len(fonts.style_sheet()) < 100_000


# --- Colours ---------------------------------------------------------------------------------------------------------


def themes() -> dict[str, dict[str, str]]:
    """The colours of the light and the dark page by name."""
    sheet = (TEMPLATES / "briefing" / "style.css").read_text(encoding="utf-8")
    light, dark = (
        dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", one))
        for one in re.findall(r":root \{(.*?)\}", sheet, re.DOTALL)[:2]
    )
    return {"light": light, "dark": dark}


def luminance(colour: tuple[float, float, float]) -> float:
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in colour]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def parts(colour: str) -> tuple[float, float, float]:
    return tuple(int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))  # type: ignore[return-value]


def contrast(one: tuple[float, float, float], other: tuple[float, float, float]) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("ink", ["ink", "muted", "accent", "mark", "second", "third"])
def test_every_colour_of_text_can_be_read(theme: str, ink: str) -> None:
    colours = themes()[theme]
    for ground in ("paper", "wash", "accent-light"):
        assert contrast(parts(colours[ink]), parts(colours[ground])) >= 4.5, ground


def turned(colour: str) -> tuple[float, float, float]:
    """A colour of a drawing as the dark page shows it: ``invert(0.92) hue-rotate(180deg)``."""
    red, green, blue = (0.92 - 0.84 * one for one in parts(colour))
    rotated = (
        -0.574 * red + 1.43 * green + 0.144 * blue,
        0.426 * red + 0.43 * green + 0.144 * blue,
        0.426 * red + 1.43 * green - 0.856 * blue,
    )
    return tuple(min(max(one, 0), 1) for one in rotated)  # type: ignore[return-value]


def test_inks_of_drawings_can_be_read_on_the_dark_page() -> None:
    sheet = (TEMPLATES / "briefing" / "pages.css").read_text(encoding="utf-8")
    assert "filter: invert(0.92) hue-rotate(180deg)" in sheet
    paper = parts(themes()["dark"]["paper"])
    light = themes()["light"]
    for ink in ("ink", "muted", "accent", "mark"):
        assert contrast(turned(light[ink]), paper) >= 4.5, ink


# --- How blocks are arranged -----------------------------------------------------------------------------------------


def cell(*content: Block) -> Div:
    return Div(content, Attr(classes=("cell",)))


POINTS = cell(OrderedList((ListItem((Plain((Str("a point"),)),)),)))
CHART = cell(Figure((Para((Str("a chart"),)),)))
KEY_FIGURES = cell(Div((), Attr(classes=("key-figures",))))
HEADING = cell(Header(2, (Str("Main points"),), Attr("main-points")))
TEXT = cell(Para((Str("a text"),)))


def kinds(blocks: tuple[Block, ...]) -> list[object]:
    return [
        tuple(one.content) if isinstance(one, Div) and "points" in one.attr.classes else one for one in blocks
    ]


def test_a_heading_in_a_cell_of_its_own_goes_with_the_points() -> None:
    found = composition.first_page((KEY_FIGURES, HEADING, POINTS, CHART, TEXT))
    assert kinds(found) == [KEY_FIGURES, (HEADING, POINTS), CHART, TEXT]


def test_main_points_are_told_apart_where_there_is_no_chart_too() -> None:
    assert kinds(composition.first_page((KEY_FIGURES, HEADING, POINTS, TEXT))) == [
        KEY_FIGURES,
        (HEADING, POINTS),
        TEXT,
    ]


@pytest.mark.parametrize(
    "blocks",
    [(HEADING, POINTS, CHART), (KEY_FIGURES, POINTS, CHART), (KEY_FIGURES, HEADING, CHART, POINTS), ()],
)
def test_without_key_figures_heading_and_points_nothing_is_arranged(blocks: tuple[Block, ...]) -> None:
    assert composition.first_page(blocks) == blocks


def titled(*lengths: int) -> Div:
    cells = tuple(Cell((Plain((Str("x" * length),)),), x) for x, length in enumerate(lengths))
    return cell(Table(tuple(ColSpec() for _ in cells), (), (Row(cells),), attr=Attr(classes=("titled",))))


def drawn(width: float) -> Div:
    """A titled chart of a width in points."""
    image = Image(Picture("image/svg+xml", b"", width, 100), "a chart")
    return cell(Figure((Plain((image,)),), attr=Attr(classes=("titled",))))


def pairs(*blocks: Block) -> list[object]:
    return [
        tuple(one.content) if isinstance(one, Div) and "pair" in one.attr.classes else one
        for one in composition.paired(blocks)
    ]


def test_what_is_narrow_stands_two_by_two() -> None:
    chart, small, wide, broken = drawn(300), titled(20, 30), titled(40, 40, 40), titled(200, 40)
    assert pairs(chart, small, broken, wide, small, HEADING, small) == [
        (chart, small), broken, wide, small, HEADING, small,
    ]  # fmt: skip


def test_a_drawing_stands_alone_when_its_words_would_be_too_small_beside_something() -> None:
    chart, small = drawn(480), titled(20, 30)
    assert pairs(chart, small) == [chart, small]
    assert pairs(small, TEXT, chart) == [(small, TEXT), chart]


def test_a_wide_drawing_stands_beside_the_short_text_before_it() -> None:
    chart, long = drawn(480), cell(Para((Str("x" * 600),)))
    assert pairs(TEXT, chart, TEXT) == [(TEXT, chart), TEXT]
    assert pairs(long, chart) == [long, chart] and pairs(TEXT, drawn(300)) == [TEXT, drawn(300)]


def test_a_short_text_stands_beside_the_table_before_it_and_no_other() -> None:
    small, long = titled(20, 30), cell(Para((Str("x" * 600),)))
    assert pairs(TEXT, small, TEXT, TEXT, small, long) == [TEXT, (small, TEXT), TEXT, small, long]


def test_what_stands_at_the_foot_of_a_page_is_no_neighbour() -> None:
    foot = Div((Para((Str("A Customs, 2025"),)),), Attr(classes=("sources",)))
    assert pairs(titled(20, 30), foot) == [titled(20, 30), foot]
