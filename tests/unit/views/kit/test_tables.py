"""Tables can be read with eyes or ears, and text in them is never markup."""

from decimal import Decimal

import pytest
from bs4 import BeautifulSoup

from helpers.data import selection
from helpers.data.arithmetic import Figure, in_unit
from helpers.data.tables import to_records
from helpers.views.annex import cooperation, projects, trade
from helpers.views.kit import observations
from helpers.views.kit.outputs import Table
from helpers.views.kit.tables import Column, table


def test_a_table_has_a_caption_and_headers_with_scope(section) -> None:
    grid = table(
        section(),
        "A & B",
        [Column("year", "Year", ["2019", "2020"]), Column("value", "Value", ["3", "4"], numeric=True)],
    )
    soup = BeautifulSoup(grid.html, "html.parser")
    assert soup.caption.get_text() == "A & B"
    assert [th["scope"] for th in soup.find_all("th")] == ["col", "col", "row", "row"]
    assert soup.td["class"] == ["num"]


def test_text_is_escaped_and_references_become_links(section) -> None:
    one = section()
    row = one.facts.rows("observations").iloc[0].to_dict()
    cite = one.citations.fact("observations", row)
    (key,) = one.citations.resolve(cite).notes
    grid = table(one, "x", [Column("a", "A", ["<b>bold</b>" + cite, ""])])
    soup = BeautifulSoup(grid.html, "html.parser")
    assert soup.tbody.th.find("b") is None
    assert soup.tbody.th.a["href"] == f"#fn:{key}@{row['observation_id']}"
    assert list(grid.notes) == [key]
    assert grid.resource["data"] == [{"a": "<b>bold</b>"}, {"a": ""}]


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


def test_a_cell_with_nothing_has_a_dash_for_readers_and_stays_empty_as_data(section) -> None:
    columns = [
        Column("year", "Year", ["2019", "2020"]),
        Column("value", "Value", ["3", ""], numeric=True),
        Column("state", "State", ["", "open"]),
    ]
    for subtitle in (None, "of trade"):
        grid = table(section(), "x", columns, subtitle=subtitle)
        soup = BeautifulSoup(grid.html, "html.parser")
        assert [td.get_text() for td in soup.find_all("td")] == ["3", "–", "–", "open"]
        assert grid.resource["data"][1] == {"year": "2020", "value": "", "state": "open"}


def test_an_inferred_date_brings_its_explanation(section) -> None:
    grid = table(section(language="en"), "x", [Column("a", "A", ["2020*", "2021"])])
    assert "inferred" in grid.html


def grid_of(one, *columns: Column) -> BeautifulSoup:
    return BeautifulSoup(table(one, "x", list(columns)).html, "html.parser")


def test_a_column_that_says_the_same_in_every_row_is_said_once(section) -> None:
    one = section(language="en")
    soup = grid_of(
        one,
        Column("a", "Gate", ["A", "B", "C"]),
        Column("kind", "Kind", ["main gate"] * 3),
        Column("value", "Value", ["1", "1", "1"], numeric=True),
    )
    assert [th.get_text() for th in soup.thead.find_all("th")] == ["Gate", "Value"]
    assert soup.find(class_="table-note").get_text() == "Kind: main gate."


def test_a_column_for_few_rows_is_told_with_those_rows(section) -> None:
    one = section(language="en")
    few = Column("scope", "Scope", ["", "the country", "", ""])
    soup = grid_of(one, Column("a", "Item", list("ABCD")), few, Column("b", "When", list("1234")))
    assert [th.get_text() for th in soup.thead.find_all("th")] == ["Item", "When"]
    headers = soup.tbody.find_all("th")
    assert headers[1].decode_contents() == "B<br/>Scope: the country" and headers[0].get_text() == "A"
    two = Column("scope", "Scope", ["", "the country", "the seven", ""])
    assert "Scope" in grid_of(one, Column("a", "Item", list("ABCD")), two).thead.get_text()


def test_a_table_keeps_two_columns(section) -> None:
    soup = grid_of(section(), Column("a", "Item", ["A", "B"]), Column("b", "Kind", ["same", "same"]))
    assert len(soup.thead.find_all("th")) == 2


def test_a_single_row_is_said_in_words_with_its_references(section) -> None:
    one = section(language="en")
    row = one.facts.rows("observations").iloc[0].to_dict()
    cite = one.citations.fact("observations", row)
    shown = table(one, "Gates & more", [Column("a", "Gate", ["A_b"]), Column("v", "Value", ["3 m" + cite])])
    data, metadata = shown._repr_mimebundle_()
    assert "application/vnd.dataresource+json" not in data
    assert data["text/markdown"].startswith("**Gates \\& more.** A\\_b; value: 3 m[^")
    assert list(shown.facts) == [f"observations/{row['observation_id']}"] and metadata["footnotes"]


def test_no_table_of_any_province_repeats_a_column_or_has_one_row(section) -> None:
    """Over the annexes' own tables: every column differs, and is filled in a third of the rows or more."""
    for province in ("lao-cai", "lang-son", "ha-giang"):
        one = section(province, "vi")
        views = [
            *cooperation.show_agreements(one, cooperation.agreements(one)),
            *cooperation.show_partners(one, cooperation.relations(one)),
            *cooperation.show_exchanges(one, cooperation.exchanges(one)),
            *projects.show_projects(one, projects.projects(one)),
            *trade.show_other_figures(one, trade.other_figures(one, [])),
        ]
        for grid in views:
            if not isinstance(grid, Table) or grid.markdown:
                continue
            rows = grid.resource["data"]
            assert len(rows) > 1
            for name in list(rows[0])[1:]:
                cells = [row[name] for row in rows]
                filled = sum(cell not in ("", None) for cell in cells)
                assert filled * 3 >= len(rows), (province, name)
                assert len(rows[0]) == 2 or name == "value" or len(set(cells)) > 1, (province, name)


def test_exports_stand_beside_the_turnover_of_their_period(section) -> None:
    one = section("lao-cai", "en")
    rows = to_records(one.facts.of_topics("trade"))
    ordered = observations.beside_totals(one.dataset, rows)
    names = [(row["indicator_id"], row["gate_id"], row["period_start"], row["period_end"]) for row in ordered]
    assert sorted(row["observation_id"] for row in ordered) == sorted(row["observation_id"] for row in rows)
    gate = [name for name in names if name[0] == "trade-turnover-gate-customs"]
    for _, where, start, end in gate:
        place = names.index(("trade-turnover-gate-customs", where, start, end))
        part = ("trade-exports-gate-customs", where, start, end)
        if part in names:
            assert names.index(part) - place <= 2


def test_amounts_of_a_table_are_in_one_unit_without_losing_a_digit(section) -> None:
    one = section("lang-son", "vi")
    mixed = [
        {"unit_id": "usd_m", "value": Decimal("51990.563")},
        {"unit_id": "usd_bn", "value": Decimal("46.36")},
        {"unit_id": "percent", "value": Decimal("3")},
    ]
    assert observations.one_unit(one.dataset, mixed) == {
        "usd_m": "usd_bn",
        "usd_bn": "usd_bn",
        "percent": "percent",
    }
    small = [*mixed, {"unit_id": "usd_m", "value": Decimal("0.129")}]
    assert observations.one_unit(one.dataset, small)["usd_bn"] == "usd_m"
    worth = selection.unit_factors(one.dataset)
    shown = in_unit(Figure(Decimal("51990.563"), "usd_m", "exact"), "usd_bn", worth)
    assert str(shown.value) == "51.990563"
