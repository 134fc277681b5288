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


def with_line(cells: tuple, *line: object, total: tuple) -> tuple:
    """A table with one line more before its total, which is another."""
    return (*cells[:-1], line, total)


def test_a_state_that_the_dataset_lacks_is_added_with_its_code_and_both_names(real: Folder) -> None:
    with_georgia = with_line(
        with_line(PARTNERS, 4, "Cộng hoà Trung Phi", 1, 0.5, total=(None, "Tổng số", 4, 11.25)),
        5,
        "Georgia",
        1,
        1,
        total=(None, "Tổng số", 5, 12.25),
    )
    told = run(workbook(real, with_georgia), "--data", real.path)
    assert told.exit_code == 0, told.stderr
    assert "partners: Georgia / Georgia (GE) is added, by its name in the Unicode CLDR" in told.stdout
    added = {row["partner_id"]: row for row in real.rows("partners")}
    assert [added["central-african-republic"][one] for one in ("kind", "country", "name_vi", "name_en")] == [
        *("state", "CF", "Cộng hòa Trung Phi", "Central African Republic")
    ]
    assert (
        rows_of(real, "fia-2014-06")["viet-nam.fdi-new-capital-register.georgia.2014-01-01-2014-06-20"][
            "value"
        ]
        == "1"
    )


def test_a_row_that_names_nobody_counts_in_the_sum_and_stays_out(real: Folder) -> None:
    rest = with_line(PARTNERS, None, "Khác", None, 100, total=(None, "Tổng số", 3, 110.75))
    told = run(workbook(real, rest), "--data", real.path)
    assert told.exit_code == 0, told.stderr
    assert "Bao cao.xlsx, sheet 1, row 7: 'Khác' names no partner; its figures stay out" in told.stdout
    assert len(rows_of(real, "fia-2014-06")) == 4


@pytest.mark.parametrize(("miss", "code"), [(20, 0), (100, 0), (101, 3)])
def test_reader_and_check_allow_the_same_miss_of_dollars(real: Folder, miss: int, code: int) -> None:
    stock = (("ĐẦU TƯ THEO ĐỐI TÁC",), LOCALITIES[1], ("STT", "Đối tác", *LOCALITIES[2][2:]))
    billions = tuple(
        tuple(cell * 4000 if isinstance(cell, int) and cell > 100000 else cell for cell in line)
        for line in LOCALITIES
    )
    partners = (
        *stock,
        (1, "Hàn Quốc", 40, 6_000_000_000 + miss),
        (2, "Trung Quốc", 3, 1_000_000_000),
        (None, "Tổng số", 43, 7_000_000_000 + miss),
    )
    told = run(workbook(real, billions, partners), "--data", real.path)
    assert told.exit_code == code, told.stderr
    by_partner = [key for key in rows_of(real, "fia-2014-06") if ".korea." in key]
    assert bool(by_partner) == (code == 0)


def test_what_does_not_add_up_stays_out_until_a_person_accepts_it(real: Folder) -> None:
    wrong = (*PARTNERS[:-1], (None, "Tổng số", 4, 10.75))
    file = workbook(real, LOCALITIES, wrong)
    told = run(file, "--data", real.path)
    assert told.exit_code == 3
    assert told.stderr.splitlines() == [
        "briefings: left out, as it does not add up:",
        "  Bao cao.xlsx, sheet 2, flow by partner 2014-06-20: new_projects: rows add up to 3, "
        "the printed total is 4, difference -1",
        'to bring it in: the same command with --accept "TABLE" --because "…"',
    ]
    assert {key.split(".")[1] for key in rows_of(real, "fia-2014-06")} == {
        *("fdi-projects-register", "fdi-capital-register")
    }
    accept = ("--accept", "flow by partner 2014-06-20", "--because", "Nguồn đếm một dự án hai lần")
    assert run(file, *accept, "--data", real.path).exit_code == 0
    new = rows_of(real, "fia-2014-06")["viet-nam.fdi-new-projects-register.korea.2014-01-01-2014-06-20"]
    assert new["note_en"] == (
        "This table does not add up in the source: its rows give 3, the total printed beneath them is 4."
    )
    assert new["confidence"] == "medium"
    assert [row["because"] for row in real.rows("discrepancies")] == ["Nguồn đếm một dự án hai lần"]
    again = run(file, *accept, "--data", real.path)
    assert again.stdout.splitlines()[-1] == "nothing to change"


def test_an_accepted_table_may_exceed_the_country_s_total(real: Folder) -> None:
    partners = (
        ("ĐẦU TƯ THEO ĐỐI TÁC",),
        LOCALITIES[1],
        ("STT", "Đối tác", *LOCALITIES[2][2:]),
        (1, "Hàn Quốc", 43, 3_000_000),
        (None, "Tổng số", 43, 3_000_000),
    )
    file = workbook(real, LOCALITIES, partners)
    assert run(file, "--data", real.path).exit_code == 3
    accept = ("--accept", "stock by partner 2014-06-20", "--because", "Hai bảng của nguồn khác nhau")
    told = run(file, *accept, "--data", real.path)
    assert (told.exit_code, told.stderr) == (0, "")
    assert rows_of(real, "fia-2014-06")["viet-nam.fdi-capital-register.korea.2014-06-20"]["value"] == "3"


def test_accepting_needs_a_reason_and_a_table_that_is_there(real: Folder) -> None:
    file = workbook(real, LOCALITIES)
    alone = run(file, "--accept", "stock by locality 2014-06-20", "--data", real.path)
    assert (alone.exit_code, "--accept and --because go together" in alone.stderr) == (2, True)
    sound = run(file, "--accept", "stock by locality 2014-06-20", "--because", "x", "--data", real.path)
    assert (sound.exit_code, "unknown table that does not add up" in sound.stderr) == (2, True)


def test_a_report_that_is_there_already_changes_nothing(real: Folder) -> None:
    """The copy of a workbook, without its address, takes nothing back of what the dataset says of it."""
    file = workbook(real, LOCALITIES)
    run(file, "--data", real.path, "--url", "https://example.org/bao-cao.xlsx")
    key = "lang-son.fdi-projects-register.2014-06-20"
    real.change(
        "observations", key, confidence="low", note_vi="Đọc từ bản chụp.", note_en="Read in a picture."
    )
    before = {path.name: path.read_bytes() for path in real.path.iterdir()}
    assert run(file, "--data", real.path).stdout.splitlines()[-1] == "nothing to change"
    assert {path.name: path.read_bytes() for path in real.path.iterdir()} == before
