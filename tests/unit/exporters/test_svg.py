"""A drawing keeps its looks and loses everything that could run, fetch or clash with the page."""

from xml.etree import ElementTree

from bs4 import BeautifulSoup, Tag

from helpers.exporters.svg import clean

OPEN = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="72pt" height="36pt">'


def drawn(inside: str, prefix: str = "d1-") -> Tag:
    written = clean(f"{OPEN}{inside}</svg>", prefix)
    assert written is not None
    svg = BeautifulSoup(written, "html5lib").svg
    assert svg is not None
    return svg


def test_ids_and_references_carry_the_drawings_prefix() -> None:
    svg = drawn(
        '<defs><clipPath id="c"><rect/></clipPath><path id="m"/></defs>'
        '<g clip-path="url(#c)"><use xlink:href="#m" style="fill: url(#c); stroke: #000"/></g>',
        "d7-",
    )
    assert {str(e["id"]) for e in svg.select("[id]")} == {"d7-c", "d7-m"}
    use = svg.find("use")
    assert isinstance(use, Tag)
    assert use["href"] == "#d7-m" and use["style"] == "fill: url(#d7-c); stroke: #000"
    assert svg["id"] == "d7-drawing"


def test_style_rules_reach_no_further_than_the_drawing() -> None:
    svg = drawn("<style>*{stroke-linejoin: round} .a, #b{fill: red}</style>")
    assert svg.style is not None
    assert svg.style.string == (
        "#d1-drawing *{stroke-linejoin: round}#d1-drawing .a{fill: red}#d1-drawing #d1-b{fill: red}"
    )


def test_scripts_links_and_other_hosts_are_gone() -> None:
    svg = drawn(
        '<script>alert(1)</script><a xlink:href="javascript:alert(1)"><rect onclick="x()" fill="url(http://e/#x)"/></a>'
        '<foreignObject><p xmlns="http://www.w3.org/1999/xhtml">x</p></foreignObject><image href="http://e/x.png"/>'
        '<set attributeName="href" to="javascript:alert(1)"/><use href="http://e/x.svg#a"/>'
        "<style>@import url(http://e/); rect{fill:url(http://e/)}</style><metadata>x</metadata>"
    )
    text = str(svg)
    assert not [
        word for word in ("script", "http://e", "onclick", "foreign", "<set", "metadata") if word in text
    ]
    assert svg.rect is not None


def test_a_drawing_scales_and_keeps_its_words() -> None:
    svg = drawn('<text x="1">Lào Cai &lt;1 &amp; 2</text>')
    assert svg["viewBox"] == "0 0 72 36"
    assert svg.get_text() == "Lào Cai <1 & 2"


def test_what_is_not_a_drawing_is_refused() -> None:
    assert clean("<svg><unclosed></svg>", "d1-") is None
    assert clean("<html/>", "d1-") is None


def test_a_drawing_that_names_no_namespace_is_drawn_as_in_a_page() -> None:
    written = clean('<svg width="9" height="9"><use xlink:href="#a"/><circle r="4" id="a"/></svg>', "d1-")
    assert written is not None and ElementTree.fromstring(written).tag == "{http://www.w3.org/2000/svg}svg"
    assert 'href="#d1-a"' in written and "<circle" in written


def test_a_typeface_that_the_reader_lacks_falls_back_to_one_like_it() -> None:
    svg = drawn('<text style="font: 9px Foo">a</text><text style="font-family: Foo, serif">b</text>')
    assert [text["style"] for text in svg("text")] == [
        "font: 9px Foo, system-ui, sans-serif",
        "font-family: Foo, serif",
    ]


def test_a_drawing_stands_alone_as_xml() -> None:
    written = clean(f"{OPEN}<path d='M0 0'/></svg>", "d1-")
    assert written is not None
    assert ElementTree.fromstring(written).tag == "{http://www.w3.org/2000/svg}svg"


def test_a_drawing_nested_without_end_is_cut_off() -> None:
    assert clean(OPEN + "<g>" * 5000 + "</g>" * 5000 + "</svg>", "d1-") is not None
