"""Notebooks of all kinds as PDF: their Markdown, HTML, pictures, printed lines, and nasty text."""

from pathlib import Path

import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from nbformat import NotebookNode, from_dict
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from helpers.exporters.typst.exporter import BriefingPDFExporter
from pdf_reading import Paper

FIXTURES = Path(__file__).parents[2] / "fixtures" / "export"
MARKS = r"""* ** _ ` $ $$ # [ ]( ) ![ \ | @x //e /* ~ = " ' \frac{1} \( #eval("1") #read("main.typ") <lab> [^n]
<a> </a> <table> <tr> <td> </table> <sup> <em> <li> <ul> <br> <h2> <pre> <!-- &amp; é ệ"""
ODD = ["\x00", "\x1b[31m", "\ufeff", "\u200b", "\n", "\n\n", "- ", "1. ", "> ", "    "]
NASTY = st.lists(
    st.one_of(st.sampled_from([*MARKS, "\n", "\n\n", "- ", "1. ", "> ", "    "]), st.text(max_size=5)),
    max_size=20,
).map("".join)


def exported(name: str) -> Paper:
    return Paper(BriefingPDFExporter().from_filename(str(FIXTURES / f"{name}.ipynb"))[0])


def converted(*cells: NotebookNode, **metadata: object) -> bytes:
    return BriefingPDFExporter().from_notebook_node(new_notebook(cells=list(cells), metadata=metadata))[0]


def html(source: str) -> Paper:
    output = new_output("display_data", data={"text/html": source, "text/plain": "plain"})
    return Paper(converted(new_code_cell("", outputs=[output])))


@pytest.fixture(scope="module")
def kitchen_sink() -> Paper:
    return exported("markdown_kitchen_sink")


def test_markdown_is_read_and_marks_are_not_shown(kitchen_sink: Paper) -> None:
    assert "bold, italic, both, struck, inline code, a link" in kitchen_sink.text
    assert "*not bold*, #hash" in kitchen_sink.text and '#eval("1")' in kitchen_sink.text
    assert {tag: kitchen_sink.tags[tag] for tag in ("BlockQuote", "Formula")} == {
        "BlockQuote": 2,
        "Formula": 6,
    }
    assert kitchen_sink.tags["L"] >= 5


def test_formulas_have_their_tex_as_alternative(kitchen_sink: Paper) -> None:
    assert r"\frac{a}{b}" in kitchen_sink.alternatives("Formula")


def test_a_formula_that_cannot_be_read_is_shown_as_it_was_written(kitchen_sink: Paper) -> None:
    assert r"\undefinedmacro{x}" in kitchen_sink.text


def test_links_lead_out_and_in_but_never_to_nowhere(kitchen_sink: Paper) -> None:
    assert {"https://example.org/a?b=c&d=e#f", "https://auto.example.org/"} <= set(kitchen_sink.addresses)
    assert not [address for address in kitchen_sink.addresses if "javascript" in address or not address]
    assert "nowhere" in kitchen_sink.text


def test_notes_reach_over_cells(kitchen_sink: Paper) -> None:
    assert kitchen_sink.tags["Note"] == 2
    assert "Second note, defined in another cell." in kitchen_sink.text


def test_pictures_come_from_attachments_data_and_files_beside_the_notebook(kitchen_sink: Paper) -> None:
    assert {"attached circle", "data", "local file", "small"} <= set(kitchen_sink.alternatives())


def test_pictures_that_lie_elsewhere_are_named(kitchen_sink: Paper) -> None:
    assert "Image elsewhere: a remote picture" in kitchen_sink.text
    assert "Image elsewhere: missing" in kitchen_sink.text


def test_scripts_and_comments_are_left_out(kitchen_sink: Paper) -> None:
    assert "alert" not in kitchen_sink.text and "comment -->" not in kitchen_sink.text


def test_every_kind_of_picture_is_shown() -> None:
    found = exported("images")
    assert len(found.alternatives()) == 8
    assert "Kim ngạch xuất nhập khẩu qua cửa khẩu" in found.text  # words drawn in the chart
    assert "Chữ Việt" in found.text


def test_streams_errors_and_widgets_are_readable() -> None:
    found = exported("errors_and_streams")
    assert "green tab 100%" in found.text
    assert "ZeroDivisionError: division by zero" in found.text
    assert "IntSlider(value=7)" in found.text and "Figure({...})" in found.text
    assert "[31m" not in found.text and " 10%" not in found.text


def test_tables_of_pandas_keep_their_heads_and_spans() -> None:
    found = exported("pandas_tables")
    assert found.tags["Table"] == found.tags["THead"] >= 8
    assert "Xuất khẩu Nhập khẩu Giá trị Tỷ lệ Giá trị Tỷ lệ Tỉnh Năm Lạng Sơn 2018" in found.text
    assert "Table 1. Bảng có màu" in found.text
    assert found.scopes()["Row"] > 100


def test_a_head_is_repeated_for_the_eye_but_not_for_the_ear() -> None:
    rows = "".join(f"<tr><td>row {n}</td></tr>" for n in range(120))
    found = html(f"<table><thead><tr><th>Heading of column</th></tr></thead><tbody>{rows}</tbody></table>")
    assert len(found.pages) > 2
    assert all("Heading of column" in page for page in found.pages)
    assert found.tags["TH"] == 1


def test_nothing_of_a_wide_table_is_lost() -> None:
    names = [f"indicator_number_{n}" for n in range(40)]
    head = "".join(f"<th>{name}</th>" for name in names)
    found = html(f"<table><tr><th></th>{head}</tr><tr><th>row</th>{'<td>1234.567</td>' * 40}</tr></table>")
    joined = found.text.replace(" ", "")
    assert all(name in joined for name in names)
    assert joined.count("1234.567") == 40


def test_long_words_break_and_are_copied_whole() -> None:
    address = "https://example.org/" + "abcdefghij" * 30
    found = Paper(converted(new_markdown_cell(f"See {address} and {'x' * 400}")))
    assert found.text.replace(" ", "").startswith(f"NotebookSee{address}and{'x' * 400}")


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("<table><tr><td rowspan=9 colspan=0>a</td></tr><tr></tr></table>", "a"),
        ("<table><tr><th>only head</th></tr></table>", "only head"),
        ("<table><tr><td colspan=3>a<tr><td>b</table>", "a b"),
        ("<details><summary>More</summary>inside</details>", "More inside"),
        ("<p>a<p>b<ul><li>c</ul>", "a b"),
        (
            "<a class='note-link'>99</a> <a href='#note:3'>x</a> <a class='footnote-ref' href='#fn:q'>[q]</a>",
            "99 x [q]",
        ),
        ("<table><tr><td><table><tr><td>inner</td></tr></table></td></tr></table>", "inner"),
    ],
)
def test_odd_html_is_survived(source: str, words: str) -> None:
    assert words in html(source).text


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(NASTY, NASTY, st.text(max_size=15))
def test_text_is_never_markup(markdown: str, markup: str, title: str) -> None:
    outputs = [
        new_output("display_data", data={"text/html": markup}),
        new_output("stream", name="stdout", text=markdown),
        new_output("error", ename="E", evalue=markup, traceback=[markdown]),
    ]
    cells = [new_markdown_cell(markdown), new_code_cell(markup, outputs=outputs)]
    assert converted(*cells, title=title).startswith(b"%PDF")


@pytest.mark.parametrize(
    "word", ['#read("main.typ")', "#x[y]", "*a* _b_ `c`", "<label>", "a // b /* c", "\\u{41} $x"]
)
def test_what_is_printed_is_shown_letter_for_letter(word: str) -> None:
    output = new_output("stream", name="stdout", text=word)
    found = Paper(converted(new_code_cell("", outputs=[output]), title=word))
    assert found.text.count(word) == 2


def test_an_empty_notebook_is_a_page_with_its_name() -> None:
    resources = {"metadata": {"name": "empty"}}
    data = BriefingPDFExporter().from_notebook_node(from_dict(new_notebook()), resources)[0]
    assert Paper(data).text == "empty Page 1 of 1"


WIDE = {
    "a little too wide": "+".join(f"x_{{{n}}}" for n in range(26)),
    "a sum that goes on in new lines": "+".join(rf"\frac{{a_{{{n}}}}}{{b_{{{n}}}}}" for n in range(60)),
    "a matrix, which cannot": r"\begin{matrix}" + "&".join(f"x_{{{n}}}" for n in range(60)) + r"\end{matrix}",
    "rows that are aligned": r"\begin{align}a&="
    + "+".join(f"x_{{{n}}}" for n in range(60))
    + r"\\b&=c\end{align}",
}


@pytest.mark.parametrize("tex", WIDE.values(), ids=WIDE.keys())
def test_no_formula_runs_off_the_page(tex: str) -> None:
    page = pypdfium2.PdfDocument(converted(new_markdown_cell(f"$${tex}$$")))[0]
    boxes = [one.get_bounds() for one in page.get_objects()]
    assert len(boxes) > 20
    assert all(left > 55 and right < page.get_width() - 55 for left, _, right, _ in boxes)
