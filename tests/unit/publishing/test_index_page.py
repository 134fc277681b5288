"""The index leads to every briefing, says what is old and why, and shows names as they are."""

import json
from pathlib import Path

from bs4 import BeautifulSoup
from jinja2 import ChoiceLoader, Environment, PackageLoader

from helpers.data.boundaries import Boundary
from helpers.exporters.html.script import Script
from helpers.publishing.card import Card, Found, KeyFigure, Latest
from helpers.publishing.index import index_pages
from helpers.publishing.inputs import Unit
from helpers.publishing.records import RECORD, BriefingRecord, index_page, record_bytes
from helpers.text.phrases import phrases

LOADER = ChoiceLoader(
    [
        PackageLoader("helpers.publishing", "templates"),
        PackageLoader("helpers.exporters.html", "templates/briefing"),
    ]
)
UNITS = {
    "tuyen-quang": Unit({"vi": "Tuyên Quang", "en": "Tuyên Quang"}, "2025-12-31"),
    "ha-giang": Unit({"vi": "Hà Giang", "en": "Hà Giang"}, "2025-06-30", "tuyen-quang"),
}
BRIEFINGS = [
    {
        "name": "Lào Cai",
        "page": "vi/lao-cai/briefing.html",
        "links": [
            {"label": "Web", "href": "vi/lao-cai/briefing.html"},
            {"label": "PDF", "href": "vi/lao-cai/briefing.pdf"},
        ],
        "edition": "1/7/2025",
        "state": "built",
        "reason": "",
    },
    {
        "name": "Hà <Giang>",
        "page": "vi/ha-giang/briefing.html",
        "links": [{"label": "Web", "href": "vi/ha-giang/briefing.html"}],
        "edition": "1/1/2025",
        "state": "failed",
        "reason": "Ô <b>x</b> dừng.",
    },
    {"name": "Cao Bằng", "page": "", "links": [], "edition": "", "state": "missing", "reason": ""},
]


def index() -> BeautifulSoup:
    template = Environment(loader=LOADER, autoescape=True).get_template("index.html.j2")
    html = template.render(
        language="vi",
        title="Báo cáo",
        intro="Bảy tỉnh biên giới phía Bắc.",
        say=phrases("vi"),
        briefings=BRIEFINGS,
        others=[{"href": "index.en.html", "label": "English", "hreflang": "en"}],
        map={"units": ()},
        found="[]",
        script=Script("0"),
    )
    return BeautifulSoup(html, "html5lib")


def test_every_briefing_is_named_dated_and_linked() -> None:
    soup = index()
    assert [h2.get_text() for h2 in soup("h2")] == ["Lào Cai", "Hà <Giang>", "Cao Bằng"]
    assert [a["href"] for a in soup.select("h2 a")] == [
        "vi/lao-cai/briefing.html",
        "vi/ha-giang/briefing.html",
    ]
    assert [a["href"] for a in soup.select(".links a")] == [
        "vi/lao-cai/briefing.html",
        "vi/lao-cai/briefing.pdf",
        "vi/ha-giang/briefing.html",
    ]
    assert all(
        name in a.get_text()
        for name, a in zip(["Lào Cai", "Lào Cai", "Hà"], soup.select(".links a"), strict=True)
    )
    assert ["1/7/2025" in edition.get_text() for edition in soup.select(".edition")] == [True, False]


def test_an_old_or_missing_briefing_says_so() -> None:
    notices = [notice.get_text() for notice in index().select(".notice")]
    say = phrases("vi")
    assert notices[0].startswith(say("index.failed")) and notices[0].endswith("Ô <b>x</b> dừng.")
    assert notices[1].startswith(say("index.missing"))


def test_a_unit_that_ended_leads_to_what_it_is_part_of(tmp_path: Path) -> None:
    for language, until in (("vi", "30/6/2025"), ("en", "30 June 2025")):
        page = tmp_path / language / "tuyen-quang" / "briefing.html"
        for there in (False, True):
            if there:
                page.parent.mkdir(parents=True)
                page.touch()
            (html,) = [
                content
                for name, content in index_pages(UNITS, {}, tmp_path).items()
                if name == index_page(language)
            ]
            (former,) = BeautifulSoup(html, "html5lib").select(".former")
            assert until in former.get_text() and "Tuyên Quang" in former.get_text()
            links = [a["href"] for a in former("a")]
            assert links == [f"{language}/tuyen-quang/briefing.html"] * there


def test_the_index_has_language_landmarks_and_no_requests() -> None:
    soup = index()
    assert soup.html is not None and soup.html["lang"] == "vi"
    assert len(soup.select("body > header, body > main, body > footer, a.skip")) == 4
    assert not soup(["img"]) and not soup.select('link:not([rel="alternate"])')
    assert [script.get("src") for script in soup("script")] == [None, None]
    (policy,) = [meta["content"] for meta in soup("meta") if "default-src" in meta.get("content", "")]
    assert f"script-src '{Script('0').hash}'" in policy and "connect-src" not in policy
    assert soup.select_one('nav a[hreflang="en"][href="index.en.html"]')


def published(reports: Path, language: str, said: Card) -> None:
    """A briefing of Tuyên Quang that was published with this card."""
    folder = reports / language / "tuyen-quang"
    folder.mkdir(parents=True)
    for name in ("briefing.html", "briefing.pdf", "annex.html"):
        (folder / name).write_bytes(b"0" * 12_345)
    (folder / RECORD).write_bytes(record_bytes(BriefingRecord("2025-12-31", {}, {}, {}, {}, card=said)))


def page_of(reports: Path, language: str, boundaries: tuple[Boundary, ...] = ()) -> BeautifulSoup:
    units = {name: Unit(one.names, one.edition, one.successor, parts=(name,)) for name, one in UNITS.items()}
    pages = index_pages(units, {}, reports, boundaries)
    return BeautifulSoup(pages[index_page(language)], "html5lib")


def test_a_card_says_the_finding_two_figures_and_how_long_each_file_is(tmp_path: Path) -> None:
    figure = KeyFigure("Trade", "797 USD m", "January–September 2025")
    said = Card("Trade rose.", "Published by then", (figure,), (), {"briefing.pdf": 2})
    published(tmp_path, "en", said)
    (shown,) = page_of(tmp_path, "en").select(".briefings > .built")
    text = " ".join(shown.get_text(" ").split())
    assert "Trade rose." in text and "Trade 797 USD m January–September 2025" in text
    assert "Published by then" in text and "2 pages, 12 kB" in text


def test_the_map_leads_to_each_unit_in_force_and_to_no_other(tmp_path: Path) -> None:
    square = ((105.0, 22.0), (105.5, 22.0), (105.5, 22.5))
    outlines = tuple(Boundary(name, "VN-00", "VN", (square,), (105.2, 22.2)) for name in UNITS)
    published(tmp_path, "en", Card())
    (drawn,) = page_of(tmp_path, "en", outlines).select("svg.map")
    assert [a["href"] for a in drawn("a")] == ["en/tuyen-quang/briefing.html"]
    assert [text.get_text() for text in drawn("text")] == ["Tuyên Quang"]
    assert drawn["aria-label"]


def test_the_latest_news_of_a_unit_leads_to_its_page_and_its_feed_is_named(tmp_path: Path) -> None:
    latest = Latest("20 February 2026", "2 new: visitors", "2026-02-20")
    published(tmp_path, "en", Card(latest=latest))
    assert not page_of(tmp_path, "en").select(".news"), "without its page there is nothing to lead to"
    for name in ("changes.html", "feed.xml"):
        (tmp_path / "en" / "tuyen-quang" / name).touch()
    soup = page_of(tmp_path, "en")
    (line,) = soup.select(".news li")
    assert line.get_text() == "Tuyên Quang 20 February 2026: 2 new: visitors"
    assert line.a is not None and line.a["href"] == "en/tuyen-quang/changes.html#2026-02-20"
    (feed,) = soup.select('link[type="application/atom+xml"]')
    assert feed["href"] == "en/tuyen-quang/feed.xml" and "Tuyên Quang" in str(feed["title"])
    assert not page_of(tmp_path, "vi").select(".news")


def test_what_can_be_found_has_its_address_and_its_names_in_the_other_language(tmp_path: Path) -> None:
    for language, name in (("vi", "Vân Nam </script>"), ("en", "Yunnan")):
        published(tmp_path, language, Card(found=(Found(name, "", "relations.a"),)))
    (data,) = page_of(tmp_path, "vi").select("script#searched")
    unit, thing = json.loads(str(data.string))
    assert unit[0] == "Tuyên Quang" and unit[3] == "vi/tuyen-quang/briefing.html"
    assert thing[0] == "Vân Nam </script>" and thing[3] == "vi/tuyen-quang/annex.html#relations.a"
    assert "Yunnan" in thing[4]
