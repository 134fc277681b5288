"""A workbook of the register becomes rows of the dataset: every province, each with the cell that it stands in."""

from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from helpers.cli.main import main
from small_dataset import Folder

LOCALITIES = (
    ("ĐẦU TƯ NƯỚC NGOÀI THEO ĐỊA PHƯƠNG",),
    ("Lũy kế các dự án còn hiệu lực đến ngày 20/6/2014",),
    ("STT", "Địa phương", "Số dự án", "Vốn đăng ký (USD)"),
    (1, "TP. Hồ Chí Minh", 40, 1500000),
    (2, "Bà Rịa – Vũng Tàu", 3, 250000),
    (3, "Lạng Sơn", 0, None),
    (None, "Tổng số", 43, 1750000),
)
PARTNERS = (
    ("THU HÚT ĐẦU TƯ NƯỚC NGOÀI THEO ĐỐI TÁC",),
    ("Tính từ 01/01/2014 đến 20/6/2014",),
    ("TT", "Đối tác", "Số dự án cấp mới", "Vốn đăng ký cấp mới (triệu USD)"),
    (1, "Hàn Quốc", 2, 10.5),
    (2, "Republic of Korea", 1, 0.25),
    (3, "Trung Quốc", 0, 0),
    (None, "Tổng số", 3, 10.75),
)


def workbook(folder: Folder, *sheets: tuple, name: str = "Bao cao.xlsx") -> Path:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for cells in sheets:
        sheet = book.create_sheet()
        for line in cells:
            sheet.append(line)
    path = folder.path.parent / name
    book.save(path)
    return path


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["import", "fia", *(str(one) for one in arguments)])


def rows_of(folder: Folder, source: str) -> dict[str, dict[str, str]]:
    return {row["observation_id"]: row for row in folder.rows("observations") if row["source_id"] == source}


def test_a_half_year_report_comes_in_whole(real: Folder) -> None:
    file = workbook(real, LOCALITIES, PARTNERS)
    told = run(file, "--data", real.path, "--url", "https://example.org/bao-cao.xlsx")
    assert told.exit_code == 0, told.stderr
    assert told.stdout.splitlines()[-1] == "written; the check passes"
    rows = rows_of(real, "fia-2014-06")
    assert {key: (row["value"], row["unit_id"], row["locator"]) for key, row in rows.items()} == {
        "ho-chi-minh.fdi-projects-register.2014-06-20": ("40", "project", "s1r4"),
        "ho-chi-minh.fdi-capital-register.2014-06-20": ("1.5", "usd_m", "s1r4"),
        "ba-ria-vung-tau.fdi-projects-register.2014-06-20": ("3", "project", "s1r5"),
        "ba-ria-vung-tau.fdi-capital-register.2014-06-20": ("0.25", "usd_m", "s1r5"),
        # A printed zero is a figure; an empty cell is none.
        "lang-son.fdi-projects-register.2014-06-20": ("0", "project", "s1r6"),
        "viet-nam.fdi-projects-register.2014-06-20": ("43", "project", "s1r7"),
        "viet-nam.fdi-capital-register.2014-06-20": ("1.75", "usd_m", "s1r7"),
        # Two spellings of one partner are one figure, with both places.
        "viet-nam.fdi-new-projects-register.korea.2014-01-01-2014-06-20": ("3", "project", "s2r4;s2r5"),
        "viet-nam.fdi-new-capital-register.korea.2014-01-01-2014-06-20": (
            "10.75",
            "usd_m",
            "s2r4;s2r5",
        ),
        "viet-nam.fdi-new-projects-register.china.2014-01-01-2014-06-20": ("0", "project", "s2r6"),
        "viet-nam.fdi-new-capital-register.china.2014-01-01-2014-06-20": ("0", "usd_m", "s2r6"),
    }
    source = next(row for row in real.rows("sources") if row["source_id"] == "fia-2014-06")
    assert (source["url"], source["witness"]) == ("https://example.org/bao-cao.xlsx", "copy")
    again = run(file, "--data", real.path, "--url", "https://example.org/bao-cao.xlsx")
    assert again.stdout.splitlines()[-1] == "nothing to change"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (1750000, 1800000, "rows add up to 1.75, the printed total is 1.8, difference -0.05"),
        (
            "Lạng Sơn",
            "Lạng Xơn",
            'Bao cao.xlsx, sheet 1:6 locality: expected a known locality, found "Lạng Xơn" — did you mean Lạng Sơn',
        ),
    ],
)
def test_a_report_that_is_wrong_or_unclear_changes_nothing(real: Folder, old, new, said) -> None:
    before = {path.name: path.read_bytes() for path in real.path.iterdir()}
    wrong = tuple(tuple(new if cell == old else cell for cell in line) for line in LOCALITIES)
    told = run(workbook(real, wrong), "--data", real.path)
    assert told.exit_code == 2
    assert said in told.stderr
    assert {path.name: path.read_bytes() for path in real.path.iterdir()} == before


def test_a_spreadsheet_of_something_else_is_refused(real: Folder) -> None:
    told = run(workbook(real, (("Tên", "Tuổi"), ("An", 3))), "--data", real.path)
    assert told.exit_code == 2
    assert "Bao cao.xlsx: not a workbook of the Foreign Investment Agency" in told.stderr
    assert len(told.stderr.splitlines()) == 1


def test_one_address_is_not_given_to_two_workbooks(real: Folder) -> None:
    file = workbook(real, LOCALITIES)
    told = run(file, file, "--url", "https://example.org", "--data", real.path)
    assert (told.exit_code, "import them one by one" in told.stderr) == (2, True)
