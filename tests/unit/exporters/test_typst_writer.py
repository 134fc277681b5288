"""What is written for Typst: a small document in, its markup out."""

import pytest

from documents import attr, cell, document, head, inline, note, para, plain, row, table
from helpers.exporters.document import (
    Block,
    BulletList,
    Cell,
    Code,
    CodeBlock,
    DefinitionList,
    Div,
    Emph,
    Figure,
    Header,
    HorizontalRule,
    Image,
    Inline,
    LineBreak,
    Link,
    ListItem,
    Math,
    Note,
    OrderedList,
    Picture,
    Quoted,
    RawInline,
    Row,
    Span,
    Str,
    Strikeout,
    Strong,
    Subscript,
    Superscript,
)
from helpers.exporters.typst.code import code, wrap
from helpers.exporters.typst.escape import escape, pieces, string
from helpers.exporters.typst.links import Jump
from helpers.exporters.typst.pagination import Block as PageBlock
from helpers.exporters.typst.pagination import paginated
from helpers.exporters.typst.styles import colour
from helpers.exporters.typst.writer import Refused, Source, write

RED = 'rgb("#ff0000")'
PYTHON = '#raw("x", block: true, lang: "python");'
TASKS = "tight: true, marker: [], body-indent: 0pt"
CHART = Picture(
    "image/svg+xml", b'<svg xmlns="http://www.w3.org/2000/svg" width="300" height="90"/>', 300, 90
)


def source(*blocks: Block, **given: object) -> Source:
    return write(document(*blocks, **given))


def body(*blocks: Block, **given: object) -> str:
    """The markup after the cover."""
    return source(*blocks, **given).text.partition("page-bottom: page-bottom)")[2].strip()


@pytest.mark.parametrize(
    ("given", "written"),
    [
        (Str("1 # 2 *three* [x] $4"), r"1 \# 2 \*three\* \[x\] \$4"),
        (Emph((Str("a"),)), "#emph[a];"),
        (Strong((Str("a"), Emph((Str("b"),)))), "#strong[a#emph[b];];"),
        (Strong((Str(" "),)), ""),
        (Strikeout((Str("a"),)), "#strike[a];"),
        (Superscript((Str("2"),)), "#super[2];"),
        (Subscript((Str("2"),)), "#sub[2];"),
        (Quoted((Str("a"),)), "“a”"),
        (Code('a "b"'), r'#raw("a \"b\"");'),
        (Link((Str("a"),), "https://x.org/?a=1"), '#link("https://x.org/?a=1")[a];'),
        (Link((Str("a"),), "#nowhere"), "a"),
        (RawInline("html", "<video></video>", (Str("a film"),)), "a film"),
        (Span((Str("eau"),), attr(lang="fr-CA")), '#text(lang: "fr", region: "CA")[eau];'),
        (Span((Str("a"),), attr(style="color: red; font-weight: bold")), f'#text(fill: {RED}, weight: "bold")[a];'),
        (Span((Str("a"),), element="small"), "#smaller[a];"),
    ],
)  # fmt: skip
def test_runs_of_text(given: Inline, written: str) -> None:
    assert body(para(given)) == written


@pytest.mark.parametrize(
    ("given", "written"),
    [
        (Header(3, inline("A ", Code("b")), attr(identifier="a-b")), '#heading(level: 3)[A #raw("b");];'),
        (BulletList((ListItem((plain("a"),)), ListItem((plain("b"),)))), "#list([a], [b], tight: true);"),
        (BulletList((ListItem((plain("☑ a"),)),), attr=attr("task-list")), f"#list([☑ a], {TASKS});"),
        (OrderedList((ListItem((plain("a"),)),), 3, "i"), '#enum([a], tight: true, start: 3, numbering: "i.");'),
        (DefinitionList(((inline("a"), ((plain("b"),),)),)), "#described(([a], [b]), );"),
        (HorizontalRule(), "#rule();"),
        (CodeBlock("x", "ipython3", attr=attr("input")), f"#source(sticky: true)[{PYTHON}];"),
        (CodeBlock("no", attr=attr("output stderr")), '#warned[#raw("no", block: true);];'),
        (CodeBlock("1", attr=attr("output", prompt="Out[3]")), '#printed(prompt: "Out[3]")[#raw("1", block: true);];'),
        (Div((para("a"),), attr(lang="vi")), '#text(lang: "vi", region: none)[a];'),
        (para("a", style="text-align: center"), "#align(center)[a];"),
    ],
)  # fmt: skip
def test_blocks(given: Block, written: str) -> None:
    assert body(given) == written


def test_a_note_of_the_text_stands_at_the_foot_and_one_of_a_table_below_it() -> None:
    notes = (note("a", "1", "From A."), note("b", "2", "From B."))
    rows = table(
        head("Year", "Value"),
        row("2019", Cell((plain("3", Note("b", "2"), Note("a", "1", 2)),), 1)),
        numeric=(1,),
    )
    remark = para("Rounded.", classes="table-note")
    written = body(para("Grew", Note("a", "1"), "."), rows, remark, notes=notes)
    assert r"Grew#mark(0)[1];#foot(1, [1], [From A\.]);\." in written
    assert "[3#mark(2)[1];#note-comma;#mark(3)[2];]" in written  # in the order of their numbers
    assert written.index("#table-note[Rounded") < written.index(r"#noted(4, [2], [From B\.]);")


def test_marks_and_notes_lead_to_each_other() -> None:
    jumps = source(para("Grew", Note("a", "1"), Note("a", "1", 2)), notes=(note("a", "1", "From A."),)).jumps
    assert jumps == (
        Jump("note-1", ("ref-1-1",), "Note 1"),
        Jump("ref-1-1", ("note-1",), "Back to reference 1"),
    )


def test_a_place_is_marked_only_where_a_link_leads() -> None:
    blocks = (
        Header(2, inline("One"), attr(identifier="one")),
        Header(2, inline("Two"), attr(identifier="two")),
        para(Link(inline("up"), "#One")),
    )
    written = body(*blocks, anchors={"One": "one", "two": "two"})
    assert "[#anchor(0);One]" in written and "[Two]" in written and "#jump(1)[up];" in written


def test_the_repeated_head_of_a_long_table_leads_nowhere() -> None:
    names = head(inline("Value", Note("a", "1")), inline(Link(inline("more"), "https://x.org")))
    short = table(names, row("1", "2"))
    long = table(names, *(row("1", "2") for _ in range(60)))
    assert "#mark(" in body(short, notes=(note("a", "1", "A"),)).partition("head:")[2].partition("foot:")[0]
    written = body(long, notes=(note("a", "1", "A"),))
    heading = written.partition("  head:")[2].partition("  foot:")[0]
    assert "#plain-mark[1];" in heading and "#link" not in heading and "#mark(" not in heading
    assert "[#row-head[#anchor(1);1];]" in written  # the note leads back to the start of the table


def test_cells_span_and_holes_are_filled() -> None:
    rows = (
        head("A", "B", "C"),
        Row((Cell((plain("a"),), 0, row_span=2, header=True), Cell((plain("b"),), 2))),
        Row((Cell((plain("c"),), 1, col_span=2, align="center"),)),
    )
    written = body(table(*rows))
    assert "table.cell(rowspan: 2)[#row-head[a];]" in written
    assert "  [],\n  [b]," in written and "table.cell(colspan: 2, align: center)[c]" in written


def test_row_headers_are_told_by_their_place() -> None:
    tags = source(table(head("A", "B"), row("a", "b"), row("c", "d"))).tables
    assert [one.rows for one in tags] == [((2, ()), (2, (0,)), (2, (0,)))]


def test_a_table_with_too_many_columns_becomes_several_with_their_row_headers() -> None:
    names = ["Name", *(f"Longer heading {number}" for number in range(24))]
    written = source(table(head(*names), row(*("a value of words" for _ in names)))).text
    assert written.count("#data-table(") > 1
    assert written.count("#column-head[Name];") == written.count("#data-table(")


def test_figures_are_numbered_and_described() -> None:
    figure = Figure((plain(Image(CHART, "A line that rises.")),), inline("Trade"), "Figure 2")
    written = source(figure)
    assert (
        '#drawing(caption: [#numbered[Figure 2]; Trade])[#picture("picture-1.svg", "A line that rises.", 300.0pt);];'
        in written.text
    )
    assert written.files["picture-1.svg"] == CHART.data


def test_a_picture_is_no_wider_than_its_column() -> None:
    chart = Figure((plain(Image(CHART, "A line.")),))
    columns = tuple(Div((chart,), attr("column", width=width)) for width in ("60%", ""))
    written = body(Div(columns, attr("columns")))
    assert "#columns-of((60.00fr, 40.00fr, )," in written
    assert '"A line.", 100%' in written.splitlines()[0] or written.count("100%") == 1


def test_key_figures_stand_in_a_row() -> None:
    figure = Div(
        (
            para("Trade", classes="label"),
            para("1.2", Span(inline(" bn"), attr("unit")), classes="value"),
            para("2024", classes="detail"),
        ),
        attr("key-figure"),
    )
    written = body(Div((figure, figure), attr("key-figures")))
    assert (
        written
        == r"#key-figures(" + ", ".join([r"key-figure([Trade], [1.2#unit[ bn];], ([2024], ))"] * 2) + ");"
    )


def test_a_page_begins_on_a_new_one_and_ends_with_its_sources() -> None:
    sources = Div(
        (BulletList((ListItem((plain("A Lao Dong"),)), ListItem((plain("B VNA"),)))),), attr("sources")
    )
    page = Div((sources, para("Text", Note("a", "A", place="1-A"))), attr("page"))
    assert body(para("Before"), page).split("\n\n") == [
        "Before",
        "#pagebreak(weak: true);",
        "Text#mark(0)[A];",
        "#at-foot[#sources(label: [Sources])[A Lao Dong#source-dot;B VNA];];",
        "#pagebreak(weak: true);",
    ]
    assert body(page).startswith("Text")  # the cover stands on the first page


def test_sources_with_a_label_of_their_own_get_no_other() -> None:
    own = para(Span(inline("Quellen"), attr("label")), " A Lao Dong")
    assert body(Div((own,), attr("sources"))) == "#sources(label: none)[#strong[Quellen]; A Lao Dong];"


def test_formulas_carry_their_tex() -> None:
    written = body(para(Math(r"\frac{1}{n}(x+y)")))
    assert written.startswith('#math.equation(alt: "\\\\frac{1}{n}(x+y)", eval("')


def test_what_cannot_be_set_is_shown_as_tex_and_told() -> None:
    broken, refused = Math(r"\nosuchmacro{x}"), Math("x^2")
    written = write(document(para(broken, refused)), Refused(formulas=frozenset({refused})))
    assert r'#raw("\\nosuchmacro{x}", block: false);' in written.text and '#raw("x^2"' in written.text
    assert written.unset == (broken, refused)


def test_a_refused_picture_gives_way_to_its_description() -> None:
    written = write(document(para(Image(CHART, "A line."))), Refused(pictures=frozenset({CHART})))
    assert r"#emph[A line\.];" in written.text and not [name for name in written.files if "picture" in name]


def test_every_line_knows_its_cell() -> None:
    written = source(
        cell(para("one"), name="first"),
        cell(para("two"), table(head("A", "B"), row("x", "y")), name="second"),
    )
    lines = written.text.split("\n")
    assert written.cell_at(lines.index("one") + 1) == "cell first"
    assert written.cell_at(lines.index("  [y],") + 1) == "cell second"
    assert written.cell_at(2) == "the document"


def test_the_cover_says_what_the_document_is() -> None:
    text = source(lang="vi-VN", subtitle="Một", edition="Ấn bản", authors=("Sở",), keywords=("a", "b")).text
    assert '#set document(title: "A title", author: ("Sở", )' in text and 'keywords: ("a", "b", )' in text
    assert 'byline: "Ấn bản · Sở"' in text and 'lang: "vi", region: "VN"' in text
    assert r"page-of: (n, m) => [Trang #n\/#m]" in text


# --- Text, code, colours, pages ---------------------------------------------------------------------------------------


def test_escaping_leaves_no_markup() -> None:
    assert escape("a_b #x *c*") == r"a\_b \#x \*c\*"
    assert string('#read("x")') == r'"#read(\"x\")"'
    assert escape("e\u0302\u0323\ufeff\x00") == "ệ"


def test_numbers_are_not_torn_apart() -> None:
    assert pieces("1.000.000,5") == ["1.000.000,5"]
    assert "".join(pieces("https://example.org/" + "a" * 99)) == "https://example.org/" + "a" * 99
    assert max(map(len, pieces("x" * 100, 24))) == 24


@pytest.mark.parametrize(
    ("text", "wrapped"),
    [
        ("aaaa bbbb cccc", "aaaa bbbb\n    cccc"),
        ("  if a and bb:", "  if a and\n      bb:"),
        ("x" * 25, "x" * 10 + "\n    " + "x" * 6 + "\n    " + "x" * 6 + "\n    " + "x" * 3),
        ("\ta\r\nb", "        a\nb"),
    ],
)
def test_lines_of_code_go_on_indented(text: str, wrapped: str) -> None:
    assert wrap(text, 10) == wrapped
    assert "".join(wrap(text, 10).split()) == "".join(text.split())


def test_terminal_colours_are_kept_over_the_end_of_a_line() -> None:
    red = Span(inline("aaaa bbbb cccc"), attr("ansi-red-fg ansi-bold"))
    style = '(fill: rgb("#b22b31"), weight: "bold")'
    runs = f'("aaaa bbbb ", {style}), "\\n    ", ("cccc", {style}), " d", "\\n", "e"'
    assert code(CodeBlock("aaaa bbbb cccc d\ne", content=inline(red, " d\ne")), 10) == f"terminal({runs}, )"


@pytest.mark.parametrize(
    ("css", "typst"),
    [
        ("red", 'rgb("#ff0000")'),
        ("#abc", 'rgb("#aabbcc")'),
        ("rgb(1, 2, 3)", 'rgb("#010203")'),
        ("rgba(255, 0, 0, 0.5)", 'rgb("#ff000080")'),
        ("rgb(100% 0% 0% / 50%)", 'rgb("#ff000080")'),
        ("hsl(120, 100%, 50%)", 'rgb("#00ff00")'),
        ("transparent", ""),
        ("var(--x)", ""),
    ],
)
def test_colours(css: str, typst: str) -> None:
    assert colour(css) == typst


def test_a_heading_stays_with_a_table_and_the_table_with_its_notes() -> None:
    heading = PageBlock("H", "heading", level=2)
    whole = PageBlock("T", "table", whole=True, height=100)
    found = paginated(
        [
            heading,
            whole,
            PageBlock("N", "notes", height=20),
            PageBlock("R", "table-note", height=20),
            PageBlock("P", "text"),
        ]
    )
    assert [one.markup for one in found] == ["#together(2)[\nH\n\n#together(none)[\nT\n\nR\n\nN\n];\n];", "P"]


def test_many_notes_of_a_table_may_go_on_on_the_next_page() -> None:
    found = paginated([PageBlock("T", "table", whole=True, height=100), PageBlock("N", "notes", height=400)])
    assert [one.markup for one in found] == ["#together(none)[\n#sticky[\nT\n];\n];", "N"]


def test_a_lead_stays_with_its_list() -> None:
    found = paginated([PageBlock("Goals:", "text", leads=True), PageBlock("L", "list")])
    assert [one.markup for one in found] == ["#lead[Goals:];", "L"]


def test_line_breaks() -> None:
    assert body(para("a", LineBreak(), "b")) == "a#linebreak();b"


@pytest.mark.parametrize("end", [":", "："])
def test_a_text_that_ends_with_a_colon_stays_with_the_code_that_follows(end: str) -> None:
    found = body(para(f"As follows{end}"), CodeBlock("x = 1")).split("\n\n")
    assert found[0].startswith("#lead[As follows") and body(para(f"As follows{end}"))[:5] != "#lead"
