"""Any table can be read with a screen reader, by keyboard and on a phone."""

import pandas as pd
from bs4 import BeautifulSoup

from helpers.exporters.html_tables import improve_tables
from helpers.text.phrases import phrases


def improved(html: str) -> BeautifulSoup:
    soup = BeautifulSoup(html, "html.parser")
    improve_tables(soup, phrases("en"))
    return soup


def test_a_pandas_table_gets_scopes_and_loses_its_border() -> None:
    frame = pd.DataFrame({"Gate": ["Lào Cai"], "Value": [1234.5]}, index=["a"])
    table = improved(frame.to_html()).table
    assert table is not None and not table.has_attr("border")
    assert [(th.get_text(), th["scope"]) for th in table("th")] == [
        ("Gate", "col"),
        ("Value", "col"),
        ("a", "row"),
    ]
    assert [e.get_text() for e in table.select(".num")] == ["Value", "1234.5"]


def test_headers_over_several_columns_or_rows_are_group_headers() -> None:
    columns = pd.MultiIndex.from_product([["A", "B"], ["c", "d"]])
    rows = pd.MultiIndex.from_tuples([("x", "1"), ("x", "2")])
    soup = improved(pd.DataFrame([[1, 2, 3, 4], [5, 6, 7, 8]], index=rows, columns=columns).to_html())
    scopes = {th.get_text(): th["scope"] for th in soup("th")}
    assert scopes == {
        **dict.fromkeys("AB", "colgroup"),
        **dict.fromkeys("cd", "col"),
        "x": "rowgroup",
        "1": "row",
        "2": "row",
    }


def test_a_first_row_of_headers_becomes_the_head() -> None:
    soup = improved("<table><tr><th>a</th></tr><tr><td>1</td></tr></table>")
    assert soup.select_one("thead th[scope=col]") and soup.select_one("td.num")


def test_a_table_scrolls_in_a_region_named_by_caption_or_heading() -> None:
    soup = improved(
        "<h2>Trade</h2><table><caption>Turnover <sup>[2]</sup></caption><tr><td>1</td></tr></table>"
        "<table><tr><td>1</td></tr></table><table><tr><td>1</td></tr></table>"
    )
    regions = soup.select('[role=region][tabindex="0"]')
    assert [region["aria-label"] for region in regions] == [
        "Turnover",
        "Table under “Trade”",
        "Table under “Trade” (2)",
    ]


def test_our_own_tables_stay_as_they_were_written() -> None:
    head = '<thead><tr><th scope="col">1</th></tr></thead>'
    html = f'<table class="briefing">{head}<tbody><tr><td>2</td></tr></tbody></table>'
    assert str(improved(html).table) == html
