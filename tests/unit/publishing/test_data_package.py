"""The workbook of every unit and of the comparison, in both languages, read back with Excel's own values."""

import csv
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile

import openpyxl
import pytest
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from helpers import paths
from helpers.data import areas, schema, subset
from helpers.data.subset import Subsets
from helpers.data.tables import value
from helpers.data.validation import check
from helpers.exporters.document import Document, Meta
from helpers.exporters.workbook import writer
from helpers.publishing import data_package
from helpers.publishing.acceptance import facts_of
from helpers.publishing.jobs import Job
from helpers.text.numbers import to_the_dollar
from helpers.text.phrases import phrases

pytestmark = pytest.mark.slow
LANGUAGES = ("vi", "en")


@cache
def package_and_rows() -> tuple[schema.Package, dict]:
    return check.sound()


def subjects() -> list[areas.Subject]:
    package, rows = package_and_rows()
    known = {row["area_id"]: row for row in rows["areas"]}
    return areas.subjects(known, date.fromisoformat(Subsets(package, rows).edition("lao-cai")))


EACH = pytest.mark.parametrize(
    ("name", "language"), [(one.slug, language) for one in subjects() for language in LANGUAGES]
)


@cache
def made(name: str, language: str) -> tuple[set[str], bytes]:
    """The facts that the annex of a unit has to show, and the workbook of them."""
    package, rows = package_and_rows()
    cut = Subsets(package, rows)
    (kind,) = (one.kind for one in subjects() if one.slug == name)
    job = Job(language, name, name, cut.edition(name), (), kind=kind)
    with TemporaryDirectory() as temporary:
        folder = Path(temporary) / name
        subset.write_files(subset.as_files(package, cut.of(name, tuple(package.tables))), folder)
        facts = facts_of(name, job.edition, folder)
        data = data_package.package(job, facts, folder)
    meta = Meta(name, lang=language, date=job.edition)
    return facts, writer.write(Document(meta, (), data=data))


@cache
def book(name: str, language: str) -> Workbook:
    return openpyxl.load_workbook(BytesIO(made(name, language)[1]))


def sheets(name: str, language: str) -> Iterator[tuple[str, Worksheet]]:
    """The sheets of facts and of sources, each with the name of its table."""
    for sheet in book(name, language).worksheets[1:]:
        (table,) = sheet.tables
        yield table, sheet


def column(sheet: Worksheet, key: str, language: str) -> list:
    """What stands in the column that a phrase is the heading of."""
    heading = phrases(language)(key)
    (place,) = (cell.column for cell in sheet[1] if cell.value == heading)
    return [row[place - 1].value for row in sheet.iter_rows(min_row=2)]


def identifiers(name: str, language: str) -> set[str]:
    """The facts of a workbook, as their addresses in the annex name them."""
    found = [
        column(sheet, "workbook.in_annex", language)
        for table, sheet in sheets(name, language)
        if table != "sources"
    ]
    return {address.partition("#")[2] for one in found for address in one}


@EACH
def test_every_fact_of_a_unit_has_a_row(name: str, language: str) -> None:
    facts, _ = made(name, language)
    assert len(facts) > 20
    assert identifiers(name, language) == {
        fact.partition("/")[2] if fact.startswith("observations/") else fact.replace("/", ".")
        for fact in facts
    }


@EACH
def test_every_figure_is_a_number_as_published_beside_its_unit_and_its_source(
    name: str, language: str
) -> None:
    """Against the files themselves."""
    rows = {}
    for table in ("observations", "units", "sources"):
        with (paths.data() / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            found = list(csv.DictReader(file))
        rows[table] = {next(iter(row.values())): row for row in found}
    seen = 0
    for _, sheet in sheets(name, language):
        ids = column(sheet, "workbook.id", language)
        if ids[0] not in rows["observations"]:
            continue
        shown = zip(
            ids,
            column(sheet, "column.value", language),
            column(sheet, "workbook.unit", language),
            column(sheet, "column.source", language),
            strict=True,
        )
        for key, number, unit, source in shown:
            row = rows["observations"][key]
            assert isinstance(number, int | float), key
            printed = value("number", row["value"])
            assert isinstance(printed, Decimal)
            assert Decimal(repr(number)) == to_the_dollar(printed, row["unit_id"]), key
            assert unit == rows["units"][row["unit_id"]][f"name_{language}"]
            assert source == rows["sources"][row["source_id"]][f"short_{language}"]
            seen += 1
    assert seen == sum(fact.startswith("observations/") for fact in made(name, language)[0])


@EACH
def test_a_sheet_is_a_named_table_with_filters_whose_head_stays_in_sight(name: str, language: str) -> None:
    names = [table for table, _ in sheets(name, language)]
    assert len({one.casefold() for one in names}) == len(names) and names[-1] == "sources"
    for name_, sheet in sheets(name, language):
        table = sheet.tables[name_]
        assert re.fullmatch(r"[A-Za-z_]\w*", name_)
        assert table.ref == sheet.dimensions and table.autoFilter is not None
        assert sheet.freeze_panes == "B2" and sheet.print_title_rows == "$1:$1"
        headings = [cell.value for cell in sheet[1]]
        assert len(set(headings)) == len(headings) and all(headings)
        widths = [one.width for one in sheet.column_dimensions.values()]
        assert widths and all(8 <= one <= 50 for one in widths)


@EACH
def test_nothing_is_a_formula_and_every_address_is_a_link(name: str, language: str) -> None:
    for sheet in book(name, language).worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f", cell
                text = str(cell.value or "")
                if text.startswith(("http", "annex.html#")):
                    link = cell.hyperlink
                    assert link is not None, cell
                    assert link.target + (f"#{link.location}" if link.location else "") == text


@EACH
def test_every_source_of_a_row_is_among_the_sources(name: str, language: str) -> None:
    found = dict(sheets(name, language))
    listed = set(column(found.pop("sources"), "column.source", language))
    cited = {one for sheet in found.values() for one in column(sheet, "column.source", language)}
    assert cited <= listed


@EACH
def test_the_first_sheet_explains_and_leads_to_each_other(name: str, language: str) -> None:
    first, *others = book(name, language).worksheets
    text = "\n".join(str(cell.value) for row in first.iter_rows() for cell in row if cell.value)
    for key in ("workbook.what", "workbook.columns", "guide.basis", "guide.gaps"):
        assert phrases(language)(key) in text
    places = [cell.hyperlink.location for cell in first["A"] if cell.hyperlink and cell.hyperlink.location]
    assert places == [f"'{sheet.title}'!A1" for sheet in others]
    rows = [cell.value for cell in first["B"] if isinstance(cell.value, int)]
    assert rows == [sheet.max_row - 1 for sheet in others]
    assert "**" not in text and "\\" not in text


@EACH
def test_equal_facts_give_equal_bytes(name: str, language: str) -> None:
    _, before = made(name, language)
    assert made.__wrapped__(name, language)[1] == before
    with ZipFile(BytesIO(before)) as archive:
        about = archive.read("docProps/core.xml").decode()
    package, rows = package_and_rows()
    assert f">{Subsets(package, rows).edition(name)}T00:00:00Z<" in about


def test_every_field_of_a_table_of_facts_has_a_column_or_is_named_as_of_no_use() -> None:
    package, _ = package_and_rows()
    known = data_package.TITLES.keys() | data_package.UNSAID
    unknown = [
        f"{table.name}.{field.name}"
        for table in package.tables.values()
        if table.of_facts
        for field in table.fields
        if field.name != table.key[0]
        and not {field.name, re.sub(r"_(vi|en)$", "", field.name), f"{table.name}.{field.name}"} & known
    ]
    assert unknown == []
