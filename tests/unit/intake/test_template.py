"""The template says in the reader's language what goes where, offers what an import reads, and demands no more."""

from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from helpers.cli.main import main
from small_dataset import Folder

TITLES = {
    "vi": ("Số liệu", "Nguồn", "Ví dụ", "Danh mục"),
    "en": ("Observations", "Sources", "Examples", "Lists"),
}
languages = pytest.mark.parametrize("language", ["vi", "en"])


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(one) for one in arguments])


def made(folder: Folder, language: str) -> Path:
    file = folder.path.parent / f"{language}.xlsx"
    told = run("import", "--template", file, "--language", language, "--data", folder.path)
    assert (told.exit_code, told.stderr) == (0, "")
    return file


def offered(book: openpyxl.Workbook, sheet: str, heading: str) -> list[str]:
    """What the cells below a heading offer."""
    cells = {cell.value: cell.column_letter for cell in book[sheet][1]}
    for one in book[sheet].data_validations.dataValidation:
        if f"{cells[heading]}2" in one.sqref:
            title, _, place = one.formula1.rpartition("!")
            return [cell.value for (cell,) in book[title.strip("'")][place.replace("$", "")]]
    return []


@languages
def test_sheets_headings_and_help_are_in_the_language(small: Folder, language: str) -> None:
    book = openpyxl.load_workbook(made(small, language))
    observations, sources, examples, lists = TITLES[language]
    assert book.sheetnames[:2] == [observations, sources]
    assert book.sheetnames[-2:] == [examples, lists]
    assert len(book.sheetnames) == len(small.tables) + 2
    assert book[lists].sheet_state == "veryHidden"
    for table, name in zip(("observations", "sources"), (observations, sources), strict=True):
        fields = [one for one in small.tables[table].fields if one.name != "observation_id"]
        titles = [one.title_vi if language == "vi" else one.title for one in fields]
        said = [one.description_vi if language == "vi" else one.description for one in fields]
        assert [cell.value for cell in book[name][1]] == titles
        assert all(
            text and cell.comment.text.startswith(text)
            for text, cell in zip(said, book[name][1], strict=True)
        )


@pytest.mark.parametrize(
    ("language", "lists", "must"),
    [
        (
            "vi",
            {
                "Tỉnh": "west",
                "Chỉ tiêu": "turnover",
                "Đơn vị": "Tỷ USD",
                "Từ hạn định": "khoảng",
                "Nguồn": "Bài báo old",
                "Đối tác": "Vân Nam",
                "Lĩnh vực": "Công nghiệp",
                "Cửa khẩu": "Cửa",
                "Ngày suy ra": "có",
            },
            {"Tỉnh", "Chỉ tiêu", "Giá trị", "Nguồn", "Vị trí trong nguồn", "Độ tin cậy"},
        ),
        (
            "en",
            {
                "Area": "west",
                "Indicator": "turnover",
                "Unit": "USD billion",
                "Qualifier": "about",
                "Source": "Article old",
                "Partner": "Yunnan",
                "Sector": "Industry",
                "Gate": "Gate",
                "Date inferred": "yes",
            },
            {"Area", "Indicator", "Value", "Source", "Locator", "Confidence"},
        ),
    ],
)
def test_figures_are_chosen_from_lists_by_name_and_only_what_is_needed_is_required(
    small: Folder, language: str, lists: dict[str, str], must: set[str]
) -> None:
    book = openpyxl.load_workbook(made(small, language))
    sheet = TITLES[language][0]
    assert {heading for heading, name in lists.items() if name in offered(book, sheet, heading)} == set(lists)
    word = "bắt buộc điền" if language == "vi" else "must be filled in"
    assert {cell.value for cell in book[sheet][1] if word in cell.comment.text} == must


@languages
def test_a_chosen_row_comes_in(small: Folder, language: str) -> None:
    file = made(small, language)
    book = openpyxl.load_workbook(file)
    sheet = book[TITLES[language][0]]
    names = {
        one.name: one.title_vi if language == "vi" else one.title
        for one in small.tables["observations"].fields
    }
    columns = {cell.value: cell.column for cell in sheet[1]}
    typed = {
        "as_of": "2021",
        "value": "7,5" if language == "vi" else "7.5",
        "locator": "p1",
        "confidence": "high",
    }
    for field in (
        "area_id",
        "indicator_id",
        "unit_id",
        "source_id",
        "qualifier",
        "partner_id",
        "sector_id",
        "gate_id",
    ):
        typed[field] = offered(book, sheet.title, names[field])[0]
    typed["unit_id"] = offered(book, sheet.title, names["unit_id"])[-1]
    typed |= {
        "area_id": "west",
        "indicator_id": "capital",
        "qualifier": "trên" if language == "vi" else "over",
    }
    for field, text in typed.items():
        sheet.cell(2, columns[names[field]], text)
    book.save(file)
    told = run("import", file, "--data", small.path)
    assert (told.exit_code, told.stderr) == (0, "")
    assert (
        told.stdout.splitlines()
        == [
            "observations: 1 to add, 0 to change, 0 already there",  # and nothing of the sheets that were left empty
            "written; the check passes",
        ]
    )
    (row,) = [row for row in small.rows("observations") if row["as_of"] == "2021"]
    assert (row["value"], row["qualifier"], row["gate_id"]) == ("7.5", "over", "gate")


@pytest.mark.slow
@languages
def test_the_examples_are_figures_of_the_dataset(real: Folder, language: str) -> None:
    file = made(real, language)
    assert (
        "nothing to change" in run("import", file, "--data", real.path).stdout
    )  # what is untouched brings nothing in
    book = openpyxl.load_workbook(file)
    examples, lists = book[TITLES[language][2]], book[TITLES[language][3]]
    assert examples.max_row == 4
    for name in [name for name in book.sheetnames if book[name] not in (examples, lists)]:
        del book[name]
    examples.title = "observations"
    book.save(file)
    told = run("import", file, "--data", real.path)
    assert (told.stderr, told.stdout.splitlines()) == (
        "",
        ["observations: 0 to add, 0 to change, 3 already there", "nothing to change"],
    )


def test_a_second_template_says_the_way_out(small: Folder, monkeypatch) -> None:
    monkeypatch.chdir(small.path.parent)
    assert run("import", "--template", "--data", small.path).exit_code == 0
    again = run("import", "--template", "--data", small.path)
    assert (again.exit_code, again.stderr) == (
        2,
        "briefings: template.xlsx: there is such a file already; name another, or write over it with --force\n",
    )
    assert run("import", "--template", "--force", "--data", small.path).exit_code == 0
    assert "nothing to change" in run("import", "template.xlsx", "--data", small.path).stdout


@languages
def test_the_same_dataset_gives_the_same_template(small: Folder, language: str) -> None:
    first = made(small, language).read_bytes()
    (small.path.parent / f"{language}.xlsx").unlink()
    assert made(small, language).read_bytes() == first
