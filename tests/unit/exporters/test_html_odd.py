"""Notebooks that are old, broken or odd still give a page."""

import pytest
from bs4 import BeautifulSoup
from nbformat import NotebookNode, from_dict
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from helpers.exporters.html.exporter import BriefingHTMLExporter


def page(*cells: NotebookNode, **metadata: object) -> BeautifulSoup:
    nb = new_notebook(cells=list(cells))
    nb.metadata.update(metadata)
    html, _ = BriefingHTMLExporter().from_notebook_node(nb)
    return BeautifulSoup(html, "html5lib")


@pytest.mark.parametrize(
    "source",
    [
        "</div></main></body><p>after",
        "<!-- never closed",
        "<table><tr><td><table><tr><td>in a table",
        "<details><summary>open",
        "[^a]: defined, not used",
        "[^a] refers to itself\n\n[^a]: see [^a]",
        "![gone](attachment:gone.png) ![](missing.png)",
        "$$ unclosed \\frac{",
        "<svg><path d='M0",
        "",
    ],
)
def test_a_page_is_whole_whatever_a_cell_says(source: str) -> None:
    soup = page(new_markdown_cell(source), new_markdown_cell("## Next\n\nLast words"))
    (main,) = soup("main")
    assert "Last words" in main.get_text() and soup.select_one("body > footer") is not None
    assert not soup.select("footer ~ p")


def test_metadata_of_any_shape_is_borne() -> None:
    soup = page(authors=["Anna"], links={"href": "x"}, lang=5, date=2025, description=["x"])
    assert soup.select_one(".edition") is not None and not soup.select("header nav")


def test_an_output_kept_in_lines_is_joined() -> None:
    output = from_dict(
        {"output_type": "display_data", "metadata": {}, "data": {"text/html": ["<b>a</b>", "<i>b</i>"]}}
    )
    assert page(new_code_cell("x", outputs=[output])).select_one(".output strong + em") is not None


def test_a_drawing_that_cannot_be_read_says_so() -> None:
    output = new_output("display_data", data={"image/svg+xml": "<svg>"})
    assert "not shown" in page(new_code_cell("x", outputs=[output])).get_text()


def test_empty_cells_leave_no_boxes() -> None:
    outputs = [
        new_output("stream", name="stdout", text="\n"),
        new_output("display_data", data={"text/plain": ""}),
    ]
    assert not page(new_code_cell(""), new_code_cell("", outputs=outputs)).select(".code, .terminal")
