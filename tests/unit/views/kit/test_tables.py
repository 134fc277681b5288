"""Tables can be read with eyes or ears, and text in them is never markup."""

import pytest
from bs4 import BeautifulSoup

from helpers.views.kit.tables import Column, table


def test_a_table_has_a_caption_and_headers_with_scope(section) -> None:
    grid = table(
        section(), "A & B", [Column("year", "Year", ["2019"]), Column("value", "Value", ["3"], numeric=True)]
    )
    soup = BeautifulSoup(grid.html, "html.parser")
    assert soup.caption.get_text() == "A & B"
    assert [th["scope"] for th in soup.find_all("th")] == ["col", "col", "row"]
    assert soup.td["class"] == ["num"]


def test_text_is_escaped_and_references_become_links(section) -> None:
    one = section()
    row = one.facts.rows("observations").iloc[0].to_dict()
    cite = one.citations.fact("observations", row)
    (key,) = one.citations.resolve(cite).notes
    grid = table(one, "x", [Column("a", "A", ["<b>bold</b>" + cite])])
    soup = BeautifulSoup(grid.html, "html.parser")
    assert soup.tbody.th.find("b") is None
    assert soup.tbody.th.a["href"] == f"#fn:{key}@{row['observation_id']}"
    assert list(grid.notes) == [key]
    assert grid.resource["data"] == [{"a": "<b>bold</b>"}]


@pytest.mark.parametrize("text", ["X [^1] y", "[^lao-cai-2020:p2]", "a [^ b", "*x* \\\\[^1]"])
def test_what_looks_like_a_reference_in_a_text_of_the_dataset_is_text(section, text) -> None:
    one = section()
    row = one.facts.rows("observations").iloc[0].to_dict()
    cite = one.citations.fact("observations", row)
    (key,) = one.citations.resolve(cite).notes
    grid = table(one, text, [Column("a", "A", [text + cite, text])], table_notes=[text])
    soup = BeautifulSoup(grid.html, "html.parser")
    assert list(grid.notes) == [key]
    assert soup.caption.get_text() == text
    assert soup.find_all("th")[2].get_text() == text
    assert grid.resource["data"] == [{"a": text}, {"a": text}]
    assert [a["href"] for a in soup.find_all("a")] == [f"#fn:{key}@{row['observation_id']}"]


def test_an_empty_column_is_left_out_and_an_empty_table_is_none(section) -> None:
    columns = [Column("a", "A", ["x"]), Column("b", "B", [""])]
    assert "B" not in table(section(), "x", columns).html.split("<tbody>")[0].replace("</caption>", "")
    assert table(section(), "x", [Column("a", "A", [])]) is None


def test_an_inferred_date_brings_its_explanation(section) -> None:
    grid = table(section(language="en"), "x", [Column("a", "A", ["2020*"])])
    assert "inferred" in grid.html
