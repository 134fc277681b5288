"""Every page there is, opened once and looked at: phone, tablet, laptop, paper; light, dark; by keyboard; by axe-core.

`make test-browser` runs it on all that stands in ``reports/``.
"""

from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

import axe_core_python
import pytest
from lxml import html

from browser.chromium import LAPTOP, PHONE, TABLET, Page

REPORTS = Path(__file__).resolve().parents[2] / "reports"
PAGES = sorted(REPORTS.glob("**/*.html"))
PAPER = (657, 960)  # what an A4 page has between the margins that pages are printed with, in pixels

_WIDER = """
[...document.querySelectorAll("main *")]
.filter((one) => one.checkVisibility() && !one.closest(".boxes, svg, .cards thead, .unseen"))
.filter((one) => {
  for (let box = one.parentElement; box; box = box.parentElement)
    if (["auto", "scroll"].includes(getComputedStyle(box).overflowX)) return false;
  const { left, right } = one.getBoundingClientRect();
  return right > innerWidth + 1 || (left < -1 && right > 0);
})
.map((one) => one.outerHTML.slice(0, 90)).slice(0, 5)
"""
_CLIPPED = """
[...document.querySelectorAll("main *")]
.filter((one) => one.checkVisibility() && !one.closest(".boxes, svg, .cards thead, .unseen"))
.filter((one) => ["hidden", "clip"].includes(getComputedStyle(one).overflowX) && one.scrollWidth > one.clientWidth + 1)
.map((one) => one.outerHTML.slice(0, 90)).slice(0, 5)
"""
_CONTRASTS = """
(() => {
  const parts = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = (colour) => parts(colour).slice(0, 3).map((one) => one / 255)
    .map((one) => one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4)
    .reduce((sum, one, place) => sum + one * [0.2126, 0.7152, 0.0722][place], 0);
  const ground = (one) => {
    for (; one; one = one.parentElement) {
      const found = getComputedStyle(one).backgroundColor;
      if (parts(found)[3] !== 0) return found;
    }
    return "rgb(255, 255, 255)";
  };
  const bad = new Set();
  for (const one of document.querySelectorAll("body *")) {
    const says = [...one.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
    if (!says || one.closest("svg, script, style, .skip") || !one.checkVisibility()) continue;
    const two = [light(getComputedStyle(one).color), light(ground(one))].sort((a, b) => b - a);
    const ratio = (two[0] + 0.05) / (two[1] + 0.05);
    if (ratio < 4.5) bad.add(`${ratio.toFixed(1)} ${one.outerHTML.slice(0, 80)}`);
  }
  return [...bad].slice(0, 5);
})()
"""
_ALL_OPEN = "document.querySelectorAll('details').forEach((one) => { one.open = %s })"
_NOT_REACHED = """
[...document.querySelectorAll("a[href], button, input, select, summary, [tabindex]")]
.filter((one) => one.tabIndex >= 0 && one.checkVisibility({ visibilityProperty: true }) && !window.reached.has(one))
.map((one) => one.outerHTML.slice(0, 90)).slice(0, 5)
"""
_LINKS = """
[...document.querySelectorAll("a[href], link[href]")].map((one) => new URL(one.getAttribute("href"), location).href)
"""
_AXE = (Path(axe_core_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
_VIOLATIONS = """
axe.run(document, {{ resultTypes: ["violations"], preload: false, {rules} }}).then(({{ violations }}) =>
  violations.map(({{ id, nodes }}) => `${{id}}, ${{nodes.length}} times: ${{nodes[0].html.slice(0, 120)}}`))
"""
_BY_WIDTH = [  # what a phone hides, folds or lets scroll
    "aria-hidden-focus", "button-name", "bypass", "label", "landmark-one-main", "landmark-unique", "link-name",
    "page-has-heading-one", "region", "scrollable-region-focusable", "select-name", "skip-link",
]  # fmt: skip


@pytest.fixture(
    scope="module",
    params=[*PAGES, "briefing", "annex"],
    ids=lambda one: f"made-{one}" if isinstance(one, str) else "-".join(one.relative_to(REPORTS).parts),
)
def opened(request: pytest.FixtureRequest, page: Page, made: dict[str, Path]) -> Path:
    """A page that is open while all checks look at it, one after the other: each sets the size and folds it needs."""
    file = made[request.param] if isinstance(request.param, str) else request.param
    page.open(file.as_uri(), LAPTOP)
    return Path(file)


def unfold(page: Page, unfolded: bool = True) -> None:
    """Open everything that is folded, or fold it."""
    page.run(_ALL_OPEN % str(unfolded).lower())


def test_the_tab_key_reaches_everything_and_shows_where_it_is(page: Page, opened: Path) -> None:
    page.show(LAPTOP)
    stops = page.tab_stops()
    assert 'class="skip"' in stops[0]
    assert page.unseen == []
    assert page.run(_NOT_REACHED) == []
    if opened.name == "briefing.html":
        assert len(stops) <= 120


def test_no_link_of_the_bar_is_cut_on_a_laptop(page: Page, opened: Path) -> None:
    page.show(LAPTOP)
    if not opened.name.startswith("index"):  # which has none
        assert page.run("document.querySelector('.bar').scrollWidth") <= LAPTOP[0]
        last = page.run("[...document.querySelectorAll('.bar a')].pop().getBoundingClientRect().right")
        assert 0 < last <= LAPTOP[0]


def test_nothing_is_wider_than_a_window_or_than_paper(page: Page, opened: Path) -> None:
    unfold(page)
    for size, media in ((PHONE, ""), (TABLET, ""), (LAPTOP, ""), (PAPER, "print")):
        page.show(size, media=media)
        assert page.run("document.documentElement.scrollWidth") <= size[0], size
        assert (page.run(_WIDER), page.run(_CLIPPED)) == ([], []), size
    page.show(LAPTOP)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_all_text_can_be_read(page: Page, opened: Path, dark: bool) -> None:
    unfold(page)
    page.show(LAPTOP, dark=dark)
    assert page.run(_CONTRASTS) == []
    page.show(LAPTOP)


def test_axe_finds_nothing_at_any_level(page: Page, opened: Path) -> None:
    """Every rule but that of contrasts, which takes axe a minute a page and which `_CONTRASTS` asks more strictly."""
    unfold(page)
    page.show(LAPTOP)
    page.run(f"{_AXE}; 0")
    assert page.run(_VIOLATIONS.format(rules="rules: { 'color-contrast': { enabled: false } }")) == []
    page.show(PHONE)
    assert page.run(_VIOLATIONS.format(rules=f"runOnly: {_BY_WIDTH}")) == []
    page.show(LAPTOP)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("name", ["index.html", "index.en.html", "briefing", "annex"])
def test_axe_finds_no_colours_that_cannot_be_read(
    page: Page, made: dict[str, Path], name: str, dark: bool
) -> None:
    page.open(made.get(name, REPORTS / name).as_uri(), LAPTOP, dark=dark)
    unfold(page)
    page.run(f"{_AXE}; 0")
    assert page.run(_VIOLATIONS.format(rules="runOnly: ['color-contrast']")) == []


def test_every_link_leads_to_a_file_and_to_a_place_in_it(page: Page, opened: Path) -> None:
    if not opened.is_relative_to(REPORTS):
        return  # a made page stands without the files beside it
    links = {urlsplit(one) for one in page.run(_LINKS)}
    assert links
    assert {one.scheme for one in links} <= {"file", "http", "https", "mailto", "data"}
    for link in links:
        if link.scheme == "file":
            path = Path(unquote(link.path))
            assert path.is_file(), link.geturl()
            if link.fragment and path.suffix == ".html":
                assert unquote(link.fragment) in places(path), link.geturl()


@cache
def places(path: Path) -> frozenset[str]:
    """The identifiers in a page."""
    return frozenset(html.parse(str(path)).xpath("//@id"))
