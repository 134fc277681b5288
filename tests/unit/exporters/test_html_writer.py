"""What a page says of each kind of node: a small document in, HTML out."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import is_dataclass
from functools import cache
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import html5lib
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpers.exporters import document as nodes
from helpers.exporters.css import allowed
from helpers.exporters.document import (
    Attr,
    Block,
    BlockQuote,
    BulletList,
    Cell,
    Code,
    CodeBlock,
    ColSpec,
    DefinitionList,
    Div,
    Document,
    Emph,
    Figure,
    Footnote,
    Header,
    HorizontalRule,
    Image,
    Inline,
    LineBreak,
    Link,
    ListItem,
    Math,
    Meta,
    Note,
    OrderedList,
    Para,
    Picture,
    Plain,
    Quoted,
    RawBlock,
    RawInline,
    RelatedDocument,
    Row,
    Span,
    Str,
    Strikeout,
    Strong,
    Subscript,
    Superscript,
    Table,
    Underline,
)
from helpers.exporters.html.exporter import BriefingHTMLExporter
from helpers.exporters.html.markup import ATTRIBUTES, BLOCK_ELEMENTS, CODE_ELEMENTS, INLINE_ELEMENTS
from helpers.exporters.html.writer import Body, write
from helpers.exporters.maths import MATHML_ATTRIBUTES, MATHML_TAGS
from helpers.exporters.words import words

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" id="d1-drawing" viewBox="0 0 4 3"><path d="M0 0"/></svg>'
DRAWING = Picture("image/svg+xml", SVG, 4, 3)
DOT = Picture("image/png", b"\x89PNG", 9, 9)


def body(*blocks: Block, **more: object) -> Body:
    given: dict[str, object] = {"meta": Meta("Title"), "blocks": blocks, "words": words("en"), **more}
    return write(Document(**given))  # type: ignore[arg-type]


def page(*blocks: Block, **more: object) -> str:
    """The HTML without the line breaks between blocks."""
    return re.sub(r">\n+", ">", body(*blocks, **more).html)


def line(*inlines: Inline, **more: object) -> str:
    """The HTML of a line of inlines."""
    return page(Plain(inlines), **more)


def said(words: str) -> tuple[Str]:
    return (Str(words),)


def cell(words: str, x: int = 0, **more: object) -> Cell:
    return Cell((Plain(said(words)),), x, **more)  # type: ignore[arg-type]


def table(*rows: tuple[Cell, ...], numeric: tuple[bool, ...] = (False, False), **more: object) -> Table:
    columns = tuple(ColSpec(one) for one in numeric)
    return Table(columns, **{"head": (), "body": tuple(map(Row, rows)), "name": "Rivers", **more})  # type: ignore[arg-type]


# --- Inlines ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("inline", "html"),
    [
        (Str('1 < 2 & "3"'), '1 &lt; 2 &amp; "3"'),
        (LineBreak(), "<br>"),
        (Emph(said("a")), "<em>a</em>"),
        (Strong(said("a")), "<strong>a</strong>"),
        (Underline(said("a")), "<u>a</u>"),
        (Strikeout(said("a")), "<del>a</del>"),
        (Superscript(said("a")), "<sup>a</sup>"),
        (Subscript(said("a")), "<sub>a</sub>"),
        (Quoted(said("a")), "<q>a</q>"),
        (Code("x < y"), "<code>x &lt; y</code>"),
        (Code("Esc", "kbd"), "<kbd>Esc</kbd>"),
        (Code("x", "tt"), "<code>x</code>"),
        (Span(said("WHO"), Attr(attributes=(("title", "Health"),)), "abbr"), '<abbr title="Health">WHO</abbr>'),
        (Span((), element="wbr"), "<wbr>"),
        (Span(said("a"), element="script"), "<span>a</span>"),
        (Span(said("xin"), Attr(attributes=(("lang", "vi"),))), '<span lang="vi">xin</span>'),
        (Math("x", mathml="<math><mi>x</mi></math>"), "<math><mi>x</mi></math>"),
        (RawInline("html", '<meter value="1"></meter>', said("1")), '<meter value="1"></meter>'),
        (RawInline("typst", "#rect()", said("a box")), "a box"),
    ],
)  # fmt: skip
def test_inline(inline: Inline, html: str) -> None:
    assert line(inline) == html


def test_a_formula_is_mathml() -> None:
    assert line(Math(r"\alpha")) == '<math display="inline" alttext="\\alpha"><mi>α</mi></math>'


def test_a_formula_that_cannot_be_set_is_shown_as_tex_and_reported() -> None:
    found = body(Plain((Math(r"\nosuchcommand<b>"), Math(r"\nosuchcommand<b>"))))
    assert found.html.count(r'<code class="tex">\nosuchcommand&lt;b&gt;</code>') == 2
    assert found.unset == (r"\nosuchcommand<b>",)


def test_a_link_has_its_address_and_title() -> None:
    link = Link(said("the site"), 'https://example.org/?a&b="c"', "where it is")
    assert (
        line(link) == '<a href="https://example.org/?a&amp;b=&quot;c&quot;" title="where it is">the site</a>'
    )


@pytest.mark.parametrize("shown", ["https://example.org/", "example.org"])
def test_a_link_that_shows_its_address_is_bare(shown: str) -> None:
    assert 'class="bare"' in line(Link(said(shown), "https://example.org/"))


def test_a_link_within_the_document_leads_to_the_place_of_that_name() -> None:
    link = Link(said("there"), "#My-Data")
    assert line(link, anchors={"My-Data": "my-data"}) == '<a href="#my-data">there</a>'


def test_a_link_to_a_place_that_is_not_there_is_text() -> None:
    assert line(Link(said("there"), "#gone")) == "<span>there</span>"


def test_a_drawing_stands_in_the_page_and_has_a_name() -> None:
    found = line(Image(DRAWING, 'map of "Lào Cai"'))
    assert found.startswith("<svg ")
    assert 'role="img" aria-label="map of &quot;Lào Cai&quot;"' in found
    assert '<path d="M0 0"/></svg>' in found


def test_a_picture_is_embedded() -> None:
    assert line(Image(DOT, "a dot")) == '<img src="data:image/png;base64,iVBORw==" alt="a dot">'


@pytest.mark.parametrize("picture", [DOT, DRAWING])
def test_wishes_in_points_are_pixels(picture: Picture) -> None:
    assert 'width="96" height="48"' in line(Image(picture, "a", width=72, height=36))


def test_a_note_is_a_numbered_link_that_can_be_led_back_to() -> None:
    assert line(Note("source", "3", 2)) == (
        '<sup class="note-ref"><a href="#note-3" id="ref-3-2" role="doc-noteref" aria-label="Note 3">[3]</a></sup>'
    )


def test_letters_that_follow_one_another_are_one_group() -> None:
    found = line(Str("down"), Note("a", "A"), Note("b", "B", 2, "B-1"), Str(", up"), Note("c", "C"))
    assert re.sub(r"<a [^>]*>", "<a>", found) == (
        'down<span class="letters"><a>A</a> <a>B</a></span>, up<span class="letters"><a>C</a></span>'
    )
    assert 'href="#note-B-1" id="ref-B-1-2"' in found


# --- Blocks ----------------------------------------------------------------------------------------------------------

ITEMS = (ListItem((Plain(said("a")),)), ListItem((Para(said("b")),)))


@pytest.mark.parametrize(
    ("block", "html"),
    [
        (Plain(said("a")), "a"),
        (Para(said("a"), Attr(classes=("table-note",))), '<p class="table-note">a</p>'),
        (Header(3, said("Trade"), Attr("trade")), '<h3 id="trade">Trade</h3>'),
        (BlockQuote((Para(said("a")),)), "<blockquote><p>a</p></blockquote>"),
        (BulletList(ITEMS), "<ul><li>a</li><li><p>b</p></li></ul>"),
        (OrderedList(ITEMS[:1]), "<ol><li>a</li></ol>"),
        (OrderedList(ITEMS[:1], 4, "i", True), '<ol start="4" type="i" reversed=""><li>a</li></ol>'),
        (
            DefinitionList(((said("FDI"), ((Plain(said("money")),), (Para(said("from abroad")),))),)),
            "<dl><dt>FDI</dt><dd>money</dd><dd><p>from abroad</p></dd></dl>",
        ),
        (HorizontalRule(), "<hr>"),
        (RawBlock("html", "<hr>"), "<hr>"),
        (RawBlock("typst", "#line()", (Para(said("a line")),)), "<p>a line</p>"),
        (Div((Plain(said("a")),), Attr("x", ("note",))), '<div id="x" class="note">a</div>'),
        (
            Div((Plain(said("a")),), Attr(attributes=(("open", ""),)), "details"),
            '<details open="">a</details>',
        ),
        (Div((Plain(said("a")),), element="iframe"), "<div>a</div>"),
    ],
)
def test_block(block: Block, html: str) -> None:
    assert page(block) == html


def test_a_figure_has_its_label_before_its_caption() -> None:
    figure = Figure((Plain((Image(DOT, "a"),)),), said("Trade"), "Figure 2", Attr(classes=("chart",)))
    assert page(figure).startswith('<figure class="chart"><img ')
    assert page(figure).endswith(
        '<figcaption><span class="label">Figure 2.</span> Trade</figcaption></figure>'
    )


def test_a_figure_without_a_caption_has_none() -> None:
    assert "figcaption" not in page(Figure((Plain((Image(DOT, "a"),)),)))


def test_code_scrolls_by_keyboard() -> None:
    assert page(CodeBlock("x < y")) == (
        '<div class="code" role="group" tabindex="0" aria-label="Code"><pre><code>x &lt; y</code></pre></div>'
    )


def test_code_is_coloured_by_the_highlighter_it_is_given() -> None:
    document = Document(
        Meta("T"), (CodeBlock("x", "python", attr=Attr(classes=("input",))),), words=words("en")
    )
    html = write(document, lambda code, language: f"<pre>{language}: {code}</pre>").html
    assert "<pre>python: x</pre>" in html


@pytest.mark.parametrize(
    ("classes", "html"),
    [
        (("output",), 'class="terminal" role="group" tabindex="0" aria-label="Output"'),
        (("output", "stderr"), 'class="terminal stderr" role="group" tabindex="0" aria-label="Output"'),
        (("output", "error"), 'class="terminal error" role="group" tabindex="0" aria-label="Error message"'),
    ],
)
def test_printed_text_is_a_terminal(classes: tuple[str, ...], html: str) -> None:
    assert page(CodeBlock("a <b>", attr=Attr(classes=classes))) == f"<div {html}><pre>a &lt;b&gt;</pre></div>"


def test_colours_of_a_terminal_are_nbconverts_classes() -> None:
    content = (Str("a "), Span(said("red"), Attr(classes=("ansi-red-fg", "ansi-bold"))))
    found = page(CodeBlock("a red", content=content, attr=Attr(classes=("output",))))
    assert '<pre>a <span class="ansi-red-fg ansi-bold">red</span></pre>' in found


@pytest.mark.parametrize("classes", [(), ("output",)])
def test_a_line_break_at_the_start_of_code_is_kept(classes: tuple[str, ...]) -> None:
    html = body(CodeBlock("\na", attr=Attr(classes=classes))).html
    parsed = html5lib.parseFragment(html.strip(), namespaceHTMLElements=False)
    assert "".join(parsed.itertext()) == "\na"


def test_prompts_stand_before_code_and_output() -> None:
    code = CodeBlock("1 + 1", attr=Attr(classes=("input",), attributes=(("prompt", "In [3]:"),)))
    output = Div((Para(said("2")),), Attr(classes=("output",), attributes=(("prompt", "Out[3]:"),)))
    found = page(Div((code, output), Attr(classes=("cell", "code"))))
    assert re.sub(r"<div.*</div>", "…", found) == (
        '<p class="prompt">In [3]:</p>…<p class="prompt">Out[3]:</p><p>2</p>'
    )


def test_cells_and_outputs_are_no_elements_but_other_peoples_html_is_one() -> None:
    html = Div((Para(said("a")),), Attr(classes=("output", "html")), output=0)
    text = Div((Para(said("b")),), Attr(classes=("output", "markdown")), output=1)
    assert page(Div((html, text), Attr(classes=("cell", "code")), cell="c")) == (
        '<div class="output"><p>a</p></div><p>b</p>'
    )


# --- Tables ----------------------------------------------------------------------------------------------------------


def test_a_table_is_a_region_with_a_name_that_scrolls_by_keyboard() -> None:
    assert page(table((cell("a"),))) == (
        '<div class="table" role="region" tabindex="0" aria-label="Rivers">'
        "<table><tbody><tr><td>a</td></tr></tbody></table></div>"
    )


def test_a_table_has_caption_head_body_and_foot() -> None:
    found = page(
        table(
            (cell("Red", header=True, scope="row"), cell("1,149", 1)),
            head=(Row((cell("River", header=True, scope="col"), cell("km", 1, header=True, scope="col"))),),
            foot=(Row((cell("Sum", header=True, scope="row"), cell("1,149", 1))),),
            caption=said("Rivers"),
            label="Table 1",
            numeric=(False, True),
            attr=Attr(classes=("briefing",)),
        )
    )
    assert found[found.index("<table") : found.rindex("</div>")] == (
        '<table class="briefing"><caption><span class="label">Table 1.</span> Rivers</caption>'
        '<thead><tr><th scope="col">River</th><th class="num" scope="col">km</th></tr></thead>'
        '<tbody><tr><th scope="row">Red</th><td class="num">1,149</td></tr></tbody>'
        '<tfoot><tr><th scope="row">Sum</th><td class="num">1,149</td></tr></tfoot></table>'
    )


def test_a_row_header_in_a_column_of_numbers_is_no_number() -> None:
    found = page(table((cell("2019", header=True, scope="row"),), numeric=(True,)))
    assert '<th scope="row">2019</th>' in found


def test_spans_are_written() -> None:
    assert '<td rowspan="2" colspan="3">a</td>' in page(table((cell("a", row_span=2, col_span=3),)))


def test_a_cell_may_be_aligned_otherwise_than_its_column() -> None:
    found = page(
        table((cell("a", align="left"), cell("b", 1, align="center"), cell("c", 2, align="right")),
              numeric=(True, False, False))
    )  # fmt: skip
    assert '<td>a</td><td style="text-align: center">b</td><td class="num">c</td>' in found


def test_a_long_cell_is_marked_so_that_a_phone_gives_it_room() -> None:
    found = page(table((cell("x" * 24), cell("x" * 25, 1))))
    assert f'<td>{"x" * 24}</td><td class="long">' in found


def test_a_table_within_a_table_has_no_region_of_its_own() -> None:
    inner = table((cell("a"),), name="inner")
    found = page(table((Cell((inner,), 0),)))
    assert found.count("<table>") == 2
    assert found.count('role="region"') == 1


RED = Attr(style=(("color", "red"),))


def test_a_table_with_colours_of_its_own_stands_on_a_light_ground() -> None:
    found = page(table((cell("a"),), (cell("b", attr=RED),)))
    assert '<div class="table light"' in found
    assert '<td style="color: red">b</td>' in found
    assert "light" not in page(table((cell("a"),)))


def test_text_with_colours_of_its_own_stands_on_a_light_ground_once() -> None:
    found = page(Para((Span((Span(said("a"), RED),), RED), Span(said("b"), RED))))
    assert found == (
        '<p><span class="light" style="color: red"><span style="color: red">a</span></span>'
        '<span class="light" style="color: red">b</span></p>'
    )


# --- Notes -----------------------------------------------------------------------------------------------------------


def test_notes_stand_at_the_end_with_links_back() -> None:
    once = Footnote("a", "1", (Para(said("First.")),))
    twice = Footnote("b", "2", (Para(said("Second.")), Para(said("More."))), references=2)
    assert page(notes=(once, twice)) == (
        '<section class="notes" role="doc-endnotes" aria-labelledby="notes"><h2 id="notes">Notes</h2><ol>'
        '<li id="note-1"><p>First.'
        ' <a href="#ref-1-1" role="doc-backlink" aria-label="Back to reference 1">↩</a></p></li>'
        '<li id="note-2"><p>Second.</p><p>More.'
        ' <a href="#ref-2-1" role="doc-backlink" aria-label="Back to reference 2.1">↩1</a>'
        ' <a href="#ref-2-2" role="doc-backlink" aria-label="Back to reference 2.2">↩2</a></p></li></ol></section>'
    )


def test_contents_are_the_sections_and_the_notes() -> None:
    found = body(
        Header(2, (Str("Trade"), Note("a", "1")), Attr("trade")),
        Header(3, said("Gates"), Attr("gates")),
        notes=(Footnote("a", "1", (Plain(said("x")),)),),
    )
    assert found.contents == (("trade", "Trade"), ("notes", "Notes"))


# --- Side by side, key figures, pages, letters, annex ----------------------------------------------------------------


def div(classes: str, *content: Block, **attributes: str) -> Div:
    return Div(content, Attr(classes=tuple(classes.split()), attributes=tuple(attributes.items())))


def test_charts_stand_beside_one_another() -> None:
    chart = Figure((Plain((Image(DOT, "a"),)),))
    found = page(div("columns", div("cell code column", chart, width="60%"), div("cell code column", chart)))
    assert re.sub(r"<figure>.*?</figure>", "…", found) == (
        '<div class="columns"><div class="column" style="--width: 60%">…</div><div class="column">…</div></div>'
    )


@pytest.mark.parametrize("width", ["60", "60%; color: red", "calc(1%)", "-5%"])
def test_a_width_that_is_no_percentage_counts_for_nothing(width: str) -> None:
    assert page(div("columns", div("column", width=width))) == (
        '<div class="columns"><div class="column"></div></div>'
    )


def test_key_figures_are_a_list() -> None:
    figure = div(
        "key-figure", *(Para(said(name), Attr(classes=(name,))) for name in ("label", "value", "detail"))
    )
    assert page(div("key-figures", figure)) == (
        '<ul class="key-figures" role="list"><li class="key-figure">'
        '<p class="label">label</p><p class="value">value</p>'
        '<div class="details"><p class="detail">detail</p></div></li></ul>'
    )


def test_a_page_and_its_sources_are_sections() -> None:
    source = Span((Strong(said("A")),), Attr("note-A-1"))
    found = page(div("page", Para(said("Text")), div("sources", Para((source, Str(" Gazette"))))))
    assert found == (
        '<section class="page"><p>Text</p><section class="sources" aria-label="Sources">'
        '<p><span id="note-A-1"><strong>A</strong></span> Gazette</p></section></section>'
    )


def test_the_annex_can_be_told_from_the_briefing() -> None:
    assert (
        page(div("cell code annex", Para(said("All figures"))))
        == '<div class="annex"><p>All figures</p></div>'
    )


# --- The page around it ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lang", "html"),
    [("vi", '<html lang="vi">'), ("ar-EG", '<html lang="ar-EG" dir="rtl">'), ("x-y", '<html lang="x-y">')],
)
def test_a_page_says_its_language_and_its_direction(lang: str, html: str) -> None:
    assert html in BriefingHTMLExporter().write(Document(Meta("Title", lang=lang), (), words=words(lang)), {})


def test_a_page_says_who_made_it_and_when_and_leads_to_its_kin() -> None:
    meta = Meta(
        "Lào Cai",
        "External relations",
        ("Department",),
        date="2025-12-31",
        edition="Edition of 31 December 2025",
        keywords=("trade", "border"),
        running_header="Lào Cai · briefing",
        related=(RelatedDocument("Tiếng Việt", "../vi.html", "alternate", "vi"),),
    )
    found = BriefingHTMLExporter().write(Document(meta, (), words=words("en")), {})
    for html in (
        "<title>Lào Cai</title>",
        '<meta name="author" content="Department">',
        '<meta name="keywords" content="trade, border">',
        '<link rel="alternate" hreflang="vi" href="../vi.html">',
        '<p class="running">Lào Cai · briefing</p>',
        '<li><a href="../vi.html" rel="alternate" hreflang="vi" lang="vi">Tiếng Việt</a></li>',
        '<h1>Lào Cai</h1>\n<p class="subtitle">External relations</p>',
        '<p class="edition"><time datetime="2025-12-31">Edition of 31 December 2025</time> · Department</p>',
    ):
        assert html in found
    assert '<nav class="contents"' not in found


def test_a_page_with_sections_has_contents() -> None:
    headers = [Header(2, said(f"{name} & more"), Attr(name)) for name in ("one", "two")]
    found = BriefingHTMLExporter().write(Document(Meta("T"), tuple(headers), words=words("en")), {})
    assert '<li><a href="#one">one &amp; more</a></li>\n<li><a href="#two">two &amp; more</a></li>' in found


# --- Nothing of a document is markup ---------------------------------------------------------------------------------

HOSTILE = st.sampled_from(
    [
        "<script>x</script>",
        '"><x-evil y="',
        "' onload='x",
        "</pre></section>",
        "<!--",
        "]]>",
        "&lt;x-evil>",
        "javascript:x",
    ]
)
ANY = HOSTILE | st.text(max_size=8)
NUMBER = st.integers(-3, 9)


@cache
def anything(hint: Any, depth: int) -> st.SearchStrategy[Any]:
    """Values of a field of the document by its type, hostile wherever there is text."""
    origin, arguments = get_origin(hint), get_args(hint)
    if hint is str or origin is Literal:
        return ANY
    if hint in (int, float):
        return NUMBER
    if hint is bool:
        return st.booleans()
    if hint is type(None):
        return st.none()
    if origin is tuple and arguments[-1] is Ellipsis:
        most = 2 if depth else 0
        return st.lists(st.deferred(lambda: anything(arguments[0], depth - 1)), max_size=most).map(tuple)
    if origin is tuple:
        return st.tuples(*(anything(one, depth) for one in arguments))
    if origin is Mapping:
        return st.dictionaries(ANY, anything(arguments[1], depth), max_size=1)
    if origin in (Union, UnionType):
        return st.one_of([st.deferred(lambda one=one: anything(one, depth)) for one in arguments])
    return node(hint, depth) if is_dataclass(hint) else st.none()


@cache
def node(kind: type, depth: int) -> st.SearchStrategy[Any]:
    """A node of the document, with what the reader has cleaned (raw HTML, MathML, drawings) as it may be."""
    if kind is Picture:
        return st.just(DRAWING) | st.builds(Picture, ANY, st.binary(max_size=9), NUMBER, NUMBER)
    hints = get_type_hints(kind)
    given = {name: anything(hint, depth) for name, hint in hints.items() if name not in ("mathml", "words")}
    if kind is Document:
        given["words"] = st.just(words("en"))
    return st.builds(kind, **given)


KINDS = [*get_args(nodes.Block), *get_args(nodes.Inline), Footnote, Cell]
ELEMENTS = allowed(
    "html head meta title style body a header p nav ul li main div h1 h2 h3 h4 h5 h6 time ol footer link section table"
    " caption thead tbody tfoot tr th td pre code blockquote dl dt dd hr figure figcaption svg path img sup sub em"
    " strong u del q br span colgroup button input label select option output script"
) | BLOCK_ELEMENTS | INLINE_ELEMENTS | CODE_ELEMENTS | MATHML_TAGS  # fmt: skip
NAMES = allowed(
    "lang charset http-equiv content name rel hreflang href class id role tabindex style aria-label aria-labelledby"
    " scope rowspan colspan start type reversed src alt width height title viewBox d xmlns display alttext hidden"
    " data-label data-found popover popovertarget popovertargetaction placeholder autocomplete"
) | ATTRIBUTES | MATHML_ATTRIBUTES  # fmt: skip


def tags(html: str) -> Iterator[tuple[str, frozenset[str]]]:
    for one in html5lib.parse(html, namespaceHTMLElements=False).iter():
        if isinstance(one.tag, str):
            yield (
                one.tag.rpartition("}")[2],
                frozenset(name.rpartition("}")[2] for name in map(str, one.attrib)),
            )


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_no_text_of_any_node_is_markup(kind: type, data: st.DataObject) -> None:
    one = data.draw(node(kind, 1))
    placed: dict[str, tuple[Any, ...]] = {"blocks": (), "notes": ()}
    if kind is Footnote:
        placed["notes"] = (one,)
    elif kind is Cell:
        placed["blocks"] = (Table((ColSpec(),), (Row((one,)),), (Row((one,)),)),)
    else:
        placed["blocks"] = (one,) if kind in get_args(nodes.Block) else (Para((one,)),)
    document = Document(Meta("T"), **placed, words=words("en"))
    for name, attributes in tags(write(document).html):
        assert name in ELEMENTS
        assert attributes <= NAMES


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(document=node(Document, 2))
def test_no_text_on_the_cover_is_markup(document: Document) -> None:
    for name, attributes in tags(BriefingHTMLExporter().write(document, {})):
        assert name in ELEMENTS
        assert attributes <= NAMES


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1))
def test_text_is_read_back_as_it_was(words: str) -> None:
    for block in (Para((Str(words), Code(words))), CodeBlock(words), Header(2, (Str(words),), Attr("x"))):
        parsed = html5lib.parseFragment(page(block), namespaceHTMLElements=False)
        assert "".join(parsed.itertext()).startswith(words)


def test_a_megabyte_is_written_whole() -> None:
    words = "<&>x" * 250_000
    assert page(CodeBlock(words)).count("&lt;&amp;&gt;x") == 250_000
