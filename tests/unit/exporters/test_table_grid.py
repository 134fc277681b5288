"""Any table is read into the same shape: who heads what, where cells stand, which columns are numbers."""

import pandas as pd
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from helpers.exporters import document as nodes
from helpers.exporters.notebook import read
from helpers.exporters.options import Options


def tables(html: str, markdown: str = "") -> list[nodes.Table]:
    outputs = [new_output("display_data", data={"text/markdown": markdown})] if markdown else []
    outputs.append(new_output("display_data", data={"text/html": html}))
    found = read(new_notebook(cells=[new_code_cell("", outputs=outputs)]), None, Options())
    return [one for one in nodes.walk(found.blocks) if isinstance(one, nodes.Table)]


def table(html: str) -> nodes.Table:
    return tables(html)[0]


def words(cell: nodes.Cell) -> str:
    return nodes.plain_blocks(cell.content)


def rows(part: tuple[nodes.Row, ...]) -> list[list[str]]:
    return [[words(cell) for cell in row.cells] for row in part]


def test_a_pandas_table_has_heads_for_columns_and_rows() -> None:
    found = table(pd.DataFrame({"Gate": ["Lào Cai"], "Value": [1234.5]}, index=["a"]).to_html())
    heads = {
        words(cell): cell.scope for row in (*found.head, *found.body) for cell in row.cells if cell.header
    }
    assert heads == {"Gate": "col", "Value": "col", "a": "row"}
    assert [one.numeric for one in found.columns] == [False, False, True]


def test_headers_over_several_columns_or_rows_are_group_headers() -> None:
    columns = pd.MultiIndex.from_product([["A", "B"], ["c", "d"]])
    index = pd.MultiIndex.from_tuples([("x", "1"), ("x", "2")])
    found = table(pd.DataFrame([[1, 2, 3, 4], [5, 6, 7, 8]], index=index, columns=columns).to_html())
    scopes = {
        words(cell): cell.scope for row in (*found.head, *found.body) for cell in row.cells if cell.header
    }
    assert scopes == {
        **dict.fromkeys("AB", "colgroup"),
        **dict.fromkeys("cd", "col"),
        "x": "rowgroup",
        "1": "row",
        "2": "row",
    }


def test_a_first_row_of_headers_becomes_the_head_and_an_empty_corner_heads_nothing() -> None:
    found = table("<table><tr><th></th><th>a</th></tr><tr><th>r</th><td>1</td></tr></table>")
    assert rows(found.head) == [["", "a"]] and [cell.header for cell in found.head[0].cells] == [False, True]
    assert rows(found.body) == [["r", "1"]]


def test_a_table_of_headers_alone_keeps_them_as_its_body() -> None:
    found = table("<table><tr><th>only</th></tr></table>")
    assert found.head == () and rows(found.body) == [["only"]]


@pytest.mark.parametrize(
    "html, expected",
    [
        ("<table><tr><td>1<td>2<tr><td>3<td>4</table>", [["1", "2"], ["3", "4"]]),
        ("<table><td>1<td>2</table>", [["1", "2"]]),
        ("<table><thead><tr><th>h<tbody><tr><td>1</table>", [["1"]]),
        ("<table><tr><td>a<td>b<tr><td colspan=2>c</table>", [["a", "b"], ["c"]]),
    ],
)
def test_end_tags_may_be_missing(html: str, expected: list[list[str]]) -> None:
    assert rows(table(html).body) == expected


def test_spans_push_cells_aside_and_end_with_their_section() -> None:
    found = table("<table><tr><td rowspan=9>a</td><td>b</td></tr><tr><td>c</td></tr></table>")
    assert [[(words(c), c.x, c.row_span) for c in row.cells] for row in found.body] == [
        [("a", 0, 2), ("b", 1, 1)],
        [("c", 1, 1)],
    ]


def test_columns_of_numbers_are_found_by_all_of_their_cells() -> None:
    body = "".join(
        f"<tr><td>{a}</td><td>{b}</td><td>{c}</td></tr>"
        for a, b, c in [("1", "> 1,234.5 %", "2024"), ("two", "NaN", "—"), ("3", "≈ −3", "2025")]
    )
    assert [one.numeric for one in table(f"<table>{body}</table>").columns] == [False, True, True]


def test_our_own_tables_say_themselves_which_columns_are_numbers() -> None:
    html = '<table class="briefing"><tr><td>1</td><td class="num">2</td></tr></table>'
    assert [one.numeric for one in table(html).columns] == [False, True]


def test_a_table_is_named_by_its_caption_or_the_heading_above_it() -> None:
    found = tables(
        "<table><caption>Turnover <b>x</b></caption><tr><td>1</td></tr></table>"
        "<table><tr><td>1</td></tr></table><table><tr><td>1</td></tr></table>",
        markdown="text\n\n## Trade",
    )
    assert [one.name for one in found] == [
        "Table 1. Turnover x",
        "Table under “Trade”",
        "Table under “Trade” (2)",
    ]
    assert [one.label for one in found] == ["Table 1", "", ""]


def test_hidden_rows_and_cells_are_left_out() -> None:
    html = (
        "<style>.gone {display: none}</style><table><tr class=gone><td>a</td></tr>"
        "<tr><td style='display:none'>b</td><td hidden>c</td><td>d</td></tr></table>"
    )
    assert rows(table(html).body) == [["d"]]


def test_a_table_in_a_cell_is_a_table_of_its_own() -> None:
    outer, inner = tables("<table><tr><td>a<table><tr><td>inner</table></table>")
    assert rows(inner.body) == [["inner"]] and len(outer.body) == 1


def test_heads_of_a_pandas_table_stand_as_their_columns_do() -> None:
    html = pd.DataFrame({"Gate": ["Lào Cai"], "Value": [1234.5]})._repr_html_()
    sheet = "<style>.dataframe thead th { text-align: right; }</style>"
    found = table(sheet + html)
    assert [cell.align for row in found.head for cell in row.cells] == ["", "", ""]
    styles = [dict(one.attr.style) for row in found.head for one in (row, *row.cells)]
    assert not any("text-align" in style for style in styles)
