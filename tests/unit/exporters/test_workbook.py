"""Anybody's notebook as a workbook, and what a workbook may not do."""

import re
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook, new_output
from openpyxl.workbook import Workbook

from helpers.exporters.workbook.exporter import BriefingWorkbookExporter

CORPUS = Path(__file__).parents[2] / "fixtures" / "corpus"
RESOURCE = "application/vnd.dataresource+json"


def notebook(*shown: dict[str, Any], **metadata: Any) -> NotebookNode:
    outputs = [new_output("display_data", data) for data in shown]
    return new_notebook(cells=[new_code_cell("shown()", outputs=outputs)], metadata=metadata)


def book(*shown: dict[str, Any], **metadata: Any) -> Workbook:
    return openpyxl.load_workbook(BytesIO(written(*shown, **metadata)))


def written(*shown: dict[str, Any], **metadata: Any) -> bytes:
    made = BriefingWorkbookExporter().from_notebook_node(notebook(*shown, **metadata))[0]
    assert isinstance(made, bytes)
    return made


def table(*rows: tuple[str, ...], caption: str = "Trade") -> dict[str, Any]:
    head, *body = ["".join(f"<td>{cell}</td>" for cell in row) for row in rows]
    lines = "".join(f"<tr>{row}</tr>" for row in body)
    head = head.replace("td>", "th>")
    return {
        "text/html": f"<table><caption>{caption}</caption><thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table>"
    }


def resource(
    name: str, fields: list[dict[str, str]], *rows: dict[str, Any], title: str = ""
) -> dict[str, Any]:
    return {"name": name, "title": title or name, "schema": {"fields": fields}, "data": list(rows)}


def of_package(*resources: dict[str, Any]) -> Workbook:
    return book(title="Notebook", data_package={"title": "About", "resources": list(resources)})


def test_a_table_without_data_is_what_its_cells_show() -> None:
    sheet = book(table(("year", "value", "code"), ("2019", "3.8", "007"), ("2020", "-1.25", "a")))["Trade"]
    assert [[cell.value for cell in row] for row in sheet] == [
        ["year", "value", "code"],
        [2019, 3.8, "007"],
        [2020, -1.25, "a"],
    ]


def test_a_table_with_data_has_its_values() -> None:
    data = resource(
        "x",
        [
            {"name": "y", "title": "Year", "type": "string"},
            {"name": "v", "title": "Value", "type": "number"},
        ],
        {"y": "2019", "v": 1234.5},
    )
    (sheet,) = book({**table(("Year",), ("2019",)), RESOURCE: data}).worksheets[1:]
    assert [cell.value for cell in sheet[2]] == ["2019", 1234.5]


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "{=1}", "http://a.b", "internal:A1", "007", "1E3"]
)
def test_text_is_text_whatever_it_begins_with(text: str) -> None:
    sheet = of_package(resource("t", [{"name": "a", "type": "string"}], {"a": text}))["t"]
    cell = sheet["A2"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)
    assert cell.quotePrefix == text.startswith(("=", "+", "-", "@"))


def test_numbers_show_the_decimals_that_they_came_with() -> None:
    fields = [{"name": "a", "type": "number"}]
    rows = [{"a": one} for one in ("1876.70", "3", "-0.5", None, 1e16, 0.00001)]
    sheet = of_package(resource("t", fields, *rows))["t"]
    cells = [sheet.cell(line, 1) for line in (2, 3, 4)]
    assert [cell.value for cell in cells] == [1876.7, 3, -0.5]
    assert [cell.number_format for cell in cells] == ["#,##0.00", "#,##0", "#,##0.0"]
    assert sheet["A5"].value is None
    assert [(sheet.cell(line, 1).value, sheet.cell(line, 1).number_format) for line in (6, 7)] == [
        (10**16, "#,##0"),
        (0.00001, "#,##0.00000"),
    ]


def test_names_of_sheets_tables_and_columns_are_such_as_excel_takes() -> None:
    fields = [{"name": "a", "title": "Place"}, {"name": "b", "title": "place"}]
    titles = ["a/b: [c]*?", "A" * 40, "a" * 40, "'quoted'", ""]
    names = ["1 a", "A1", "r", "trade-x", "b"]
    made = of_package(
        *(resource(name, fields, {"a": "x"}, title=title) for name, title in zip(names, titles, strict=True))
    )
    sheets = made.worksheets[1:]
    assert len({sheet.title.casefold() for sheet in sheets}) == len(titles)
    assert all(len(sheet.title) <= 31 and not re.search(r"[\[\]:*?/\\]", sheet.title) for sheet in sheets)
    assert [next(iter(sheet.tables)) for sheet in sheets] == ["_1_a", "_A1", "_r", "trade_x", "b"]
    assert [cell.value for cell in sheets[0][1]] == ["Place", "place 2"]


def test_addresses_are_links_also_to_a_place_in_a_file_beside() -> None:
    fields = [{"name": "a", "type": "string", "format": "uri"}]
    rows = [{"a": "https://a.vn/x?y=1#z"}, {"a": "annex.html#lao-cai.trade"}]
    sheet = of_package(resource("t", fields, *rows))["t"]
    links = [sheet.cell(line, 1).hyperlink for line in (2, 3)]
    assert [(one.target, one.location) for one in links] == [
        ("https://a.vn/x?y=1", "z"),
        ("annex.html", "lao-cai.trade"),
    ]


def test_what_excel_has_no_room_for_is_cut_and_no_number_and_no_link_is_text() -> None:
    fields = [{"name": "a", "type": "number"}, {"name": "b", "format": "uri"}, {"name": "c", "title": "=1+1"}]
    row = {"a": float("nan"), "b": "https://a.vn/" + "x" * 3000, "c": "x" * 40_000}
    sheet = of_package(resource("t", fields, row))["t"]
    assert [sheet.cell(2, x).data_type for x in (1, 2, 3)] == ["s", "s", "s"]
    assert len(sheet["C2"].value) == 32_767 and sheet["B2"].hyperlink is None
    assert (sheet["C1"].value, sheet["C1"].data_type) == ("=1+1", "s")


def test_a_resource_without_rows_or_fields_is_a_sheet_without_a_table() -> None:
    made = of_package(resource("t", [{"name": "a", "title": "A"}]), resource("u", []))
    assert made["t"]["A1"].value == "A" and not made["t"].tables and not made["u"].tables


@pytest.mark.parametrize(("columns", "across"), [(2, 1), (5, 2)])
def test_a_printed_page_has_as_many_columns_as_can_be_read(columns: int, across: int) -> None:
    fields = [{"name": f"c{number}", "type": "string"} for number in range(columns)]
    sheet = of_package(resource("wide", fields, {one["name"]: "word " * 20 for one in fields}))["wide"]
    assert sheet.page_setup.orientation == "landscape" and (sheet.page_setup.fitToWidth or 1) == across
    assert (sheet.print_title_rows, sheet.print_title_cols) == ("$1:$1", "$A:$A")


def test_its_day_is_the_notebooks_and_its_bytes_are_the_same_each_time() -> None:
    shown = table(("year",), ("2019",))
    assert written(shown, date="2024-06-30") == written(shown, date="2024-06-30")
    assert book(shown, date="2024-06-30").properties.created == datetime(2024, 6, 30)
    assert written(shown) == written(shown)


@pytest.mark.parametrize("path", sorted(CORPUS.glob("*.ipynb")), ids=lambda path: path.stem)
@pytest.mark.filterwarnings("ignore::nbformat.warnings.MissingIDFieldWarning")
@pytest.mark.filterwarnings("ignore::nbformat.warnings.DuplicateCellId")
def test_other_peoples_notebooks_become_workbooks_that_open(path: Path) -> None:
    made = BriefingWorkbookExporter().from_filename(str(path))[0]
    found = openpyxl.load_workbook(BytesIO(made))
    assert found.worksheets[0]["A1"].value
    assert all(cell.data_type != "f" for sheet in found for row in sheet.iter_rows() for cell in row)
